from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.update_recognition import may_be_update

UPDATE = '(update (set #Location (enum "Paris")) (from device))'


@pytest.mark.parametrize(
    "text",
    [
        UPDATE,
        UPDATE[1:-1],
        f"({UPDATE})",
        f"// a note\n{UPDATE}",
        f"-- a note of another language\n{UPDATE}",
        f"(select (name) (from device)) {UPDATE}",
        f") {UPDATE}",
        UPDATE.replace("update", "UPDATE"),
        UPDATE.replace("update", '"update"'),
        UPDATE.replace("update", "#update"),
        "(update",
        "(update (nonsense",
        "( // (\n update",
    ],
)
def test_whatever_an_engine_could_take_for_an_update_is_one(text: str) -> None:
    assert may_be_update(text)


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("%1", {1: UPDATE}),
        ("(%1 (set #Location nil) (from device))", {1: "update"}),
        ("(up%1 (set #Location nil) (from device))", {1: "date"}),
        ("(select (name) (from device (where device (eq name %1))))", {1: f'"x")))) {UPDATE}'}),
        ("// %1", {1: f"\n{UPDATE}"}),
    ],
)
def test_one_that_comes_into_being_with_its_parameters_is_one(query: str, parameters: dict[int, str]) -> None:
    assert may_be_update(query, parameters)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "()",
        "(select (name) (from device))",
        "// (update …)\n(select (name) (from device))",
        '(select (name) (from device (where device (eq name (string "(update")))))',
        "(select (update) (from device))",
        "(updates (set #Location nil) (from device))",
    ],
)
def test_a_question_is_none(text: str) -> None:
    assert not may_be_update(text)


@given(st.text(alphabet="()update\"'#% /\n1", max_size=60))
def test_any_text_is_one_or_is_none(text: str) -> None:
    assert may_be_update(text, {1: "update"}) in (True, False)
