"""What an Engine of another version, or something between, may send."""

from __future__ import annotations

import pytest

from nxql_tui.wire.formats import TruncatedAnswer, UnreadableAnswer
from nxql_tui.wire.request import Format

PAGE = b"<!DOCTYPE html><html><body>Sign in</body></html>"


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (b"\xef\xbb\xbfa\tb\n1\t2\n", [("1", "2")]),
        (b"a\tb\r\n1\t2\r\n", [("1", "2")]),
        (b"a\tb\n1\t2", [("1", "2")]),
        (b"a\tb\n1\n", [("1", None)]),
        (b"a\tb\n1\t2\t3\n", [("1", "2", "3")]),
        (b"a\tb\n1\t\n", [("1", None)]),
        (b"a\tb\n\n1\t2\n", [("1", "2")]),
        (b"a\n\nx\n", [(None,), ("x",)]),
        (b'a\tb\n"x\ty"\t"say ""yes"""\n', [("x\ty", 'say "yes"')]),
        (b'a\tb\n5" disk\t2\n', [('5" disk', "2")]),
        (b'a\n"two\nlines"\n', [("two\nlines",)]),
        (b"a\n\xff\xfe\n", [("\ufffd\ufffd",)]),
        (b"a\nx\x00y\n", [("x\x00y",)]),
        (b"a\n", []),
        (b"", []),
    ],
)
def test_csv_of_any_habit_is_read(read, body: bytes, rows: list[tuple[str | None, ...]]) -> None:
    assert read(Format.CSV, [body])[1] == rows


@pytest.mark.parametrize(
    ("body", "columns", "rows"),
    [
        (b' [ {"a" : 1 , "b" : null } ] \n', ("a", "b"), [("1", None)]),
        (b'[{"device":{"id":1},"application":{"id":2}}]', ("device/id", "application/id"), [("1", "2")]),
        (b'[{"a":1},{"b":2}]', ("a", "b"), [("1",), (None, "2")]),
        (b'[{"a":0.870}]', ("a",), [("0.870",)]),
        (b'[{"a":["x","y"],"b":true,"c":""}]', ("a", "b", "c"), [("x, y", "true", "")]),
        (b'\xef\xbb\xbf[{"a":"}"},\n{"a":"\\u00e9"}]', ("a",), [("}",), ("é",)]),
        (b"[]", (), []),
        (b"[{}]", (), [()]),
    ],
)
def test_json_of_any_habit_is_read(
    read, body: bytes, columns: tuple[str, ...], rows: list[tuple[str | None, ...]]
) -> None:
    assert read(Format.JSON, [body]) == (columns, rows)
    assert read(Format.JSON, [bytes([byte]) for byte in body]) == (columns, rows)


def test_xml_without_a_declaration_and_with_blanks_between_is_read(read) -> None:
    header = b" <header>\n  <c0 t='x'>a</c0> <c1>b</c1>\n </header>\n"
    body = b"<table>\n" + header + b" <body>\n  <r> <c0>1</c0> <c1/> </r>\n </body>\n</table>"
    assert read(Format.XML, [body]) == (("a", "b"), [("1", None)])


def test_a_page_with_more_than_its_table_is_read(read) -> None:
    body = b"<html><h1>Hello</h1><table><tr><th>a<th>b<tr><td>1<td>x &amp; y</table><p>bye"
    assert read(Format.HTML, [body]) == (("a", "b"), [("1", "x & y")])


@pytest.mark.parametrize("answer_format", [Format.CSV, Format.JSON, Format.XML])
def test_a_page_where_something_else_was_asked_is_not_readable(read, answer_format: Format) -> None:
    with pytest.raises(UnreadableAnswer):
        read(answer_format, [PAGE])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "x"><html>Sign in</html>', "html page"),
        (b"<!-- " + b"x" * 200 + b" -->\n<html>Sign in</html>", "html page"),
        (b'<?xml version="1.0"?><table><header/></table>', "xml document"),
    ],
)
def test_a_page_behind_what_stands_before_pages_is_no_csv(read, body: bytes, kind: str) -> None:
    with pytest.raises(UnreadableAnswer, match=kind):
        read(Format.CSV, [body])


@pytest.mark.parametrize(
    ("answer_format", "body"),
    [
        (Format.CSV, b'a\n"no end'),
        (Format.JSON, b'[{"a":1}'),
        (Format.JSON, b'[{"a":'),
        (Format.JSON, b""),
        (Format.XML, b"<table><header><c0>a</c0></header><body><r>"),
        (Format.HTML, b"<table><tr><td>1</td></tr>"),
    ],
)
def test_an_answer_that_ends_in_the_middle_is_told(read, answer_format: Format, body: bytes) -> None:
    with pytest.raises(TruncatedAnswer):
        read(answer_format, [body])


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE table SYSTEM "file:///etc/passwd"><table/>',
        b'<!DOCTYPE t [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><table>&c;</table>',
        b"<table>" + b"<x>" * 1000,
        b"<rows/>",
        b"no xml",
    ],
)
def test_xml_that_is_no_table_or_a_trap_is_refused(read, body: bytes) -> None:
    with pytest.raises(UnreadableAnswer):
        read(Format.XML, [body])


@pytest.mark.parametrize(
    "body", [b"{}", b"5", b'["x"]', b"[{} x", b'[{"a":1}] x', b'[{"a":1 "b":2}' + b" " * 40, b'[{"a":' * 100_000]
)
def test_json_that_is_no_array_of_objects_is_refused(read, body: bytes) -> None:
    with pytest.raises((UnreadableAnswer, TruncatedAnswer)):
        read(Format.JSON, [body])
