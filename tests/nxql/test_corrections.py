from __future__ import annotations

import pytest

from nxql_tui.nxql.corrections import correction, find_name
from nxql_tui.nxql.diagnostics import apply_fix


@pytest.mark.parametrize(
    ("text", "wrong", "right", "mended"),
    [
        ("(select (device_tpye) (from device))", "device_tpye", "device_type", "(select (device_type) (from device))"),
        ("(select (name nam) (from device))", "nam", "name", "(select (name name) (from device))"),
        ("(select (id) (from devise))", "devise", "device", "(select (id) (from device))"),
        ("(eq device_type (enum lapto))", "lapto", "hard reset", '(eq device_type (enum "hard reset"))'),
        ('(enum "hard rest")', "hard rest", "hard reset", '(enum "hard reset")'),
        ("(select (#Locaton) (from device))", "Locaton", "Location", "(select (#Location) (from device))"),
        ("(select (#Locaton) (from device))", "Locaton", "#Location", "(select (#Location) (from device))"),
        ("(select (#Locaton) (from device))", "#Locaton", "#Location", "(select (#Location) (from device))"),
        ("(select (name #name) (from device))", "#name", "#Location", "(select (name #Location) (from device))"),
        ("(select (#'Cost Center'))", "#Cost Center", "#Cost center", "(select (#'Cost center'))"),
        ("(select (#Loc) (from device))", "Loc", "Cost center", '(select (#"Cost center") (from device))'),
        ("(select (#Loc) (from device))", "#Loc", '#"Cost center"', '(select (#"Cost center") (from device))'),
    ],
)
def test_the_right_word_takes_the_place_of_the_wrong_one(text: str, wrong: str, right: str, mended: str) -> None:
    fix = correction(text, wrong, right)
    assert fix is not None
    assert apply_fix(text, fix) == mended


@pytest.mark.parametrize("wrong", ["", "absent", "ame"])
def test_a_word_that_does_not_stand_there_gives_no_edit(wrong: str) -> None:
    assert correction("(select (name) (from device))", wrong, "x") is None


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("(select (names name) (from device))", "name", "name"),
        ("(select (name #name) (from device))", "#name", "#name"),
        ("(select (#cost_center) (from device))", "cost_center", "#cost_center"),
        ('(select (#"Cost center") (from device))', "#Cost center", '#"Cost center"'),
        ("(eq device_type (enum 'hard rest'))", "hard rest", "'hard rest'"),
        ('(eq device_type (enum "hard rest', "hard rest", "hard rest"),
        ("(select (name) (from device))", "#name", None),
    ],
)
def test_a_name_is_found_with_its_sign_and_its_quotes(text: str, name: str, found: str | None) -> None:
    span = find_name(text, name)
    assert (None if span is None else text[span.start : span.end]) == found
