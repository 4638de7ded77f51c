"""Queries an Engine refuses, and what it says about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nxql_tui.nxql.corrections import find_name
from nxql_tui.nxql.positions import position_of

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("query", "word", "option"),
    [
        ("(select (nmae) (from device))", "nmae", "name"),
        ("(select (name systm_drive_usage) (from device))", "systm_drive_usage", "system_drive_usage"),
        ("(select (name) (from devcie))", "devcie", "device"),
        ("(select (name) (from device (where device (equ name (string x)))))", "equ", "eq"),
        ("(select (name) (from device (where device (eq nam (string x)))))", "nam", "name"),
        ("(select (name) (from device (where device (eq name (strnig x)))))", "strnig", "string"),
        ("(select (name) (from device (where device (eq device_type (enum laptpo)))))", "laptpo", "laptop"),
        ("(select (name) (from device (where device (eq #Location (enum Zurich)))))", "Zurich", "Zürich"),
        ("(select (name) (from device) (order_by nmae asc))", "nmae", "name"),
        ("(select (name #Locaton) (from device))", "#Locaton", "#Location"),
        ('(select (#"Cost centre") (from device))', "#Cost centre", '#"Cost center"'),
        ("(select (name) (from device (where devise (eq name (string x)))))", "devise", "device"),
    ],
)
def test_a_mistyped_word_is_named_and_the_closest_one_offered(
    query: str, word: str, option: str, refusal: Callable[..., Any]
) -> None:
    page = refusal(query)
    assert page.offending_word == word
    assert option in page.options


def test_a_field_like_no_other_gets_all_fields_of_the_platform(refusal: Callable[..., Any], database: Any) -> None:
    page = refusal("(select notavalidfieldname from device)".replace("from device", "(from device)(limit 1)"))
    fields = database.catalog.model.tables["device"].fields
    assert list(page.options) == sorted(name for name, field in fields.items() if "windows" in field.platforms)


def test_a_word_like_no_other_gets_all_words_of_the_field(refusal: Callable[..., Any]) -> None:
    page = refusal("(select (id) (from device (where device (eq device_type (enum zzzz)))))")
    assert set(page.options) == {"desktop", "laptop", "server", "virtual", "mobile"}


def test_a_dynamic_field_like_no_other_gets_all_of_the_table(refusal: Callable[..., Any]) -> None:
    assert refusal("(select (#qqqqqqqq) (from device))").options == (
        "#Location",
        '#"Cost center"',
        '#"Asset tag"',
        '#"score:Device Health/Disk"',
        '#"score:Device Health/Disk/payload"',
        '#"action:Get Startup Impact/HighImpactCount"',
        '#"action:Get Startup Impact/ExecutionDate"',
    )


def test_a_wildcard_that_matches_nothing_is_refused(refusal: Callable[..., Any]) -> None:
    assert refusal("(select (*zzz*) (from device))").offending_word == "*zzz*"


def test_the_message_says_line_and_column(refusal: Callable[..., Any]) -> None:
    page = refusal("(select (name)\n  (from device)\n  (order_by nmae asc))")
    assert "line 3, column 13" in page.message


@pytest.mark.parametrize(
    "query",
    [
        "(select (nmae) (from device))",
        "(select (#cost_center name) (from device))",
        "(select (name #name) (from device))",
        '(select (id #"Cost centre") (from device))',
        "(select (name) (from devcie))",
        "(select (name) (from device (where device (eq #nope (enum x)))))",
    ],
)
def test_a_refused_name_stands_where_the_message_says(query: str, refusal: Callable[..., Any]) -> None:
    page = refusal(query)
    span = find_name(query, page.offending_word)
    assert span is not None
    assert f"at line 1, column {position_of(query, span.start).column}." in page.message


def test_a_position_in_a_query_with_parameters_says_so(refusal: Callable[..., Any]) -> None:
    assert "parameters filled in" in refusal("(select (%1) (from device))", p1="nmae").message


def test_a_placeholder_without_its_parameter_is_named(refusal: Callable[..., Any]) -> None:
    page = refusal("(select (%3) (from device))", p1="name")
    assert page.offending_word == "%3"
    assert "p3" in page.message


@pytest.mark.parametrize(
    "condition",
    [
        '(gt system_drive_usage (string "x"))',
        "(eq name (integer 3))",
        "(eq number_of_cores (integer many))",
        "(eq device_type (string laptop))",
        "(eq last_seen (datetime yesterday))",
        "(eq number_of_cores (pattern '*'))",
        "(gt device_type (enum laptop))",
        "(gt name (pattern '*'))",
        "(gt name nil)",
    ],
)
def test_a_value_that_does_not_fit_its_field_is_refused(condition: str, refusal: Callable[..., Any]) -> None:
    page = refusal(f"(select (id) (from device (where device {condition})))")
    assert "line 1" in page.message


def test_a_type_mismatch_offers_the_type_of_the_field(refusal: Callable[..., Any]) -> None:
    page = refusal('(select (id) (from device (where device (gt system_drive_usage (string "x")))))')
    assert page.options == ("percent",)


def test_a_field_on_none_of_the_platforms_is_refused(refusal: Callable[..., Any]) -> None:
    page = refusal("(select (sid) (from device))", ("mac_os", "mobile"))
    assert page.offending_word == "sid"
    assert "mac_os, mobile" in page.message


def test_a_limit_that_is_no_number_is_refused(refusal: Callable[..., Any]) -> None:
    assert refusal("(select (id) (from device) (limit many))").offending_word == "many"


@pytest.mark.parametrize(
    "query", ["", " \n ", "// nothing", ")", "hello", "(select (name) (from device)))", "(select)"]
)
def test_nonsense_gets_a_message(query: str, refusal: Callable[..., Any]) -> None:
    assert refusal(query).message


def test_one_field_is_wanted_to_order_by(refusal: Callable[..., Any]) -> None:
    assert refusal("(select (name) (from device) (order_by *name* asc))").offending_word == "*name*"


def test_text_of_a_query_never_becomes_sql(select: Callable[..., Any], refusal: Callable[..., Any]) -> None:
    attack = "x' OR 1=1; DROP TABLE device; --"
    assert select(f'(select (id) (from device (where device (eq name (string "{attack}")))))').rows == []
    assert refusal(f'(select ("{attack}") (from device))').options
    assert select("(select (id) (from device) (limit 1))").rows
