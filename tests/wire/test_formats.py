from __future__ import annotations

import contextlib
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import AnswerError, content_type, open_reader, write_answer
from nxql_tui.wire.request import Format

ODD_TEXTS = [
    "[/b]",
    "\x1b[31m",
    'say "yes"',
    "a\tb",
    "a\nb",
    "<b>&amp;",
    "日本語",
    "👩‍👩‍👧",
    "C:\\[a]\\b",
    "-",
    " x ",
    "null",
]
COLUMNS = [Column("name"), Column("device/size", "byte")]

SAME_FIXTURE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12)
tables = st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[st.none() | texts] * width), max_size=8))


def pieces_of(body: bytes, size: int) -> list[bytes]:
    return [body[start : start + size] for start in range(0, len(body), size)]


@pytest.mark.parametrize("answer_format", Format)
def test_an_independent_parser_reads_what_is_written(witness, written, answer_format: Format) -> None:
    rows = [(text, number) for number, text in enumerate(ODD_TEXTS)]
    header, *found = witness(answer_format, written(answer_format, COLUMNS, rows))
    shown = [text.replace("\x1b", "\ufffd") if answer_format is Format.XML else text for text in ODD_TEXTS]
    assert header == ["name", "device/size"]
    assert found == [[text, str(number)] for number, text in enumerate(shown)]


@pytest.mark.parametrize("answer_format", Format)
@pytest.mark.parametrize("size", [1, 3, 7, 64, 100_000])
def test_the_pieces_an_answer_comes_in_do_not_matter(written, read, answer_format: Format, size: int) -> None:
    rows = [(text, number) for number, text in enumerate(ODD_TEXTS)]
    body = written(answer_format, COLUMNS, rows)
    assert read(answer_format, pieces_of(body, size)) == read(answer_format, [body])


@SAME_FIXTURE
@given(tables, st.integers(1, 40))
@pytest.mark.parametrize("answer_format", Format)
def test_what_is_written_is_read_again(answer_format: Format, rows: list[tuple[str | None, ...]], size: int) -> None:
    width = len(rows[0]) if rows else 1
    columns = [Column(f"column {place}") for place in range(width)]
    body = b"".join(write_answer(answer_format, columns, rows))
    reader = open_reader(answer_format)
    found = [row for piece in pieces_of(body, size) for row in reader.feed(piece)] + reader.finish()
    # Only json tells the empty text from null.
    expected = rows if answer_format is Format.JSON else [tuple(cell or None for cell in row) for row in rows]
    if answer_format is Format.XML:
        found = [tuple((cell and cell.replace("\ufffd", "")) or None for cell in row) for row in found]
        expected = [tuple((cell and without_forbidden(cell)) or None for cell in row) for row in expected]
    assert found == expected


def without_forbidden(text: str) -> str:
    return "".join(c for c in text if (c >= " " or c in "\t\n") and c not in "\ufffd\ufffe\uffff")


@given(st.binary(max_size=200))
@pytest.mark.parametrize("answer_format", Format)
def test_any_bytes_give_rows_or_an_answer_error(answer_format: Format, body: bytes) -> None:
    reader = open_reader(answer_format)
    with contextlib.suppress(AnswerError):
        reader.feed(body)
        reader.finish()


@pytest.mark.parametrize("answer_format", Format)
def test_an_answer_without_rows_has_its_header(written, read, answer_format: Format) -> None:
    columns, rows = read(answer_format, [written(answer_format, COLUMNS, [])])
    assert rows == []
    if answer_format is Format.JSON:
        assert columns == ()  # `[]` says no more [client]
    else:
        assert columns == ("name", "device/size")


@pytest.mark.parametrize("answer_format", Format)
def test_lists_dates_and_yes_are_written_as_the_reference_says(witness, written, answer_format: Format) -> None:
    columns = [
        Column("ip_addresses"),
        Column("last_seen", "datetime"),
        Column("ready", "boolean"),
        Column("usage", "percent"),
    ]
    row = (["10.0.0.1", "10.0.0.2"], datetime(2026, 11, 23, 9, 5), True, 0.87)
    _, cells = witness(answer_format, written(answer_format, columns, [row]))
    addresses = str(["10.0.0.1", "10.0.0.2"]) if answer_format is Format.JSON else "10.0.0.1, 10.0.0.2"
    assert cells == [addresses, "2026-11-23T09:05:00", "yes", "0.87"]


@pytest.mark.parametrize("answer_format", [Format.CSV, Format.HTML, Format.XML])
def test_hr_scales_numbers_and_leaves_texts(witness, written, answer_format: Format) -> None:
    columns = [
        Column("size", "byte"),
        Column("usage", "percent"),
        Column("boot", "millisecond"),
        Column("seen", "datetime"),
        Column("n"),
    ]
    row = (17_041_440_512, 0.123, 250, datetime(2026, 11, 23), "12")
    _, cells = witness(answer_format, written(answer_format, columns, [row], human_readable=True))
    assert cells == ["15.87 GB", "12.3%", "250ms", "2026-11-23 00:00:00", "12"]


@pytest.mark.parametrize("answer_format", [Format.CSV, Format.HTML, Format.XML])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("type_name", ["byte", "percent", "millisecond", "mhz", "string"])
def test_what_is_no_number_is_an_empty_cell_with_hr_too(
    witness, written, answer_format: Format, value: float, type_name: str
) -> None:
    columns = [Column("n", type_name), Column("last")]
    _, cells = witness(answer_format, written(answer_format, columns, [(value, "x")], human_readable=True))
    assert cells == ["", "x"]


@pytest.mark.parametrize(("value", "text"), [(1e-05, "0.00001"), (3.0, "3"), (7, "7"), ([1, 2.0], "1, 2")])
def test_hr_leaves_numbers_without_units_as_they_are(witness, written, value: object, text: str) -> None:
    columns = [Column("n", "integer"), Column("last")]
    _, cells = witness(Format.CSV, written(Format.CSV, columns, [(value, "x")], human_readable=True))
    assert cells == [text, "x"]


def test_json_ignores_hr(written) -> None:
    """`reference/web_api.md` §4.2 [doc]."""
    plain = written(Format.JSON, COLUMNS, [("x", 5)])
    assert written(Format.JSON, COLUMNS, [("x", 5)], human_readable=True) == plain == b'[{"name":"x","device/size":5}]'


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e-7, "0.0000001"), (1e20, "100000000000000000000"), (0.1, "0.1"), (-0.0, "0"), (3.0, "3"), (float("nan"), None)],
)
def test_numbers_have_no_exponent_and_what_is_none_is_null(written, read, value: float, text: str | None) -> None:
    assert read(Format.JSON, [written(Format.JSON, [Column("n")], [(value,)])])[1] == [(text,)]
    assert read(Format.CSV, [written(Format.CSV, [Column("n")], [(value,)])])[1] == [(text,)]


@pytest.mark.parametrize("answer_format", Format)
def test_a_column_selected_twice_loses_no_row(written, read, answer_format: Format) -> None:
    columns, rows = read(answer_format, [written(answer_format, [Column("a"), Column("a")], [("1", "1")])])
    expected = ("a",) if answer_format is Format.JSON else ("a", "a")
    assert (columns, rows) == (expected, [("1",) * len(expected)])


@pytest.mark.parametrize("answer_format", Format)
def test_half_a_character_is_replaced(written, answer_format: Format) -> None:
    assert "\ufffd" in written(answer_format, [Column("a")], [("\ud800",)]).decode()


@pytest.mark.parametrize("answer_format", Format)
def test_memory_stays_flat_because_rows_are_written_as_they_come(answer_format: Format) -> None:
    taken = 0

    def rows():
        nonlocal taken
        for taken in range(1_000_000):
            yield (f"row {taken}",)

    chunks = write_answer(answer_format, [Column("name")], rows())
    next(chunks)
    assert taken < 20_000


def test_content_types_name_the_encoding() -> None:
    assert [content_type(answer_format) for answer_format in Format] == [
        "text/csv; charset=utf-8",
        "text/html; charset=utf-8",
        "text/xml; charset=utf-8",
        "application/json; charset=utf-8",
    ]
