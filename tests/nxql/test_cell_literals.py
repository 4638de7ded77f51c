from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.cell_literals import NoLiteralError, filter_text, literal_text, where_text
from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.tree import Literal, Name, Nil, Select

NAME = Name("name", Span(0, 0))


@pytest.mark.parametrize(
    ("cell", "type_name", "written"),
    [
        ("x", "string", '(string "x")'),
        ('say "hi"', "string", '(string "say \\"hi\\"")'),
        ("C:\\Temp\\", "path", "(path C:\\Temp\\)"),
        ("laptop", "enum", "(enum laptop)"),
        ("hard reset", "enum", '(enum "hard reset")'),
        ("snake_case", "enum", '(enum "snake_case")'),
        ("yes", "boolean", "(enum yes)"),
        ("17040000", "byte", "(byte 17040000)"),
        ("0.87", "percent", "(percent 0.87)"),
        ("1e-3", "permill", "(permill 0.001)"),
        ("2026-11-23 09:12:44", "datetime", "(datetime 2026-11-23T09:12:44)"),
        ("10.1.2.3", "ip_address", '(ip_address "10.1.2.3")'),
        ("", "string", '(string "")'),
        ("7.5", "", "7.5"),
        (None, "string", "nil"),
    ],
)
def test_a_cell_is_written_by_its_type(cell: str | None, type_name: str, written: str):
    assert literal_text(cell, type_name) == written


@pytest.mark.parametrize(
    ("cell", "type_name", "why"),
    [
        ("15.87 GB", "byte", "Formatted values have lost their digits"),
        ("a%20b", "string", "%20 would be a parameter"),
        ("C:\\Program Files\\", "path", "backslash"),
        ("x", "list", "cannot be written"),
    ],
)
def test_what_would_be_read_as_something_else_is_refused(cell: str, type_name: str, why: str):
    with pytest.raises(NoLiteralError, match=why):
        literal_text(cell, type_name)


@given(st.text() | st.none())
def test_a_text_is_read_as_the_same_text_again(text: str | None):
    try:
        condition = filter_text("eq", NAME, text, "string")
    except NoLiteralError:
        return
    parsed = parse(f"(select (name) (from device {where_text('device', [condition])}))")
    assert parsed.is_valid
    assert not check(parsed, parameters={})
    assert isinstance(parsed.statement, Select)
    value = parsed.statement.source.where[0].filters[0].value
    assert isinstance(value, Nil) if text is None else isinstance(value, Literal) and value.text == text
