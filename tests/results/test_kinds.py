from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.model import load_model
from nxql_tui.results.columns import ColumnKind
from nxql_tui.results.kinds import column_of_cells, find_columns
from nxql_tui.results.quantities import quantity_in_sql
from nxql_tui.results.table import create_answer_table
from nxql_tui.wire.units import format_quantity, parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nxql_tui.results.kinds import Known

KINDS = [
    pytest.param(["12", "0.87", "-3", "+1", "1e-3", ".5", "5."], ColumnKind.REAL, id="numbers"),
    pytest.param(["007", "00"], ColumnKind.INTEGER, id="leading zeros"),
    pytest.param(["12", None, "", "-"], ColumnKind.INTEGER, id="nulls of all spellings do not count"),
    pytest.param(["nan"], ColumnKind.TEXT, id="nan is a word"),
    pytest.param(["inf", "-Infinity"], ColumnKind.TEXT, id="infinity is a word"),
    pytest.param(["1e999"], ColumnKind.TEXT, id="beyond all numbers"),
    pytest.param(["1_000"], ColumnKind.TEXT, id="underscores"),
    pytest.param(["0x1F"], ColumnKind.TEXT, id="hexadecimal"),
    pytest.param([" 5"], ColumnKind.TEXT, id="a blank before"),
    pytest.param(["5\n"], ColumnKind.TEXT, id="a line end behind"),
    pytest.param(["1,5"], ColumnKind.TEXT, id="a comma"),
    pytest.param(["٣"], ColumnKind.TEXT, id="digits of another script"),
    pytest.param(["12", "PC1"], ColumnKind.TEXT, id="one word among numbers"),
    pytest.param([None, "", "-"], ColumnKind.TEXT, id="nothing but nulls"),
    pytest.param([], ColumnKind.TEXT, id="no rows"),
    pytest.param(["2026-11-23T10:15:00", "2026-11-23 10:15:01"], ColumnKind.DATETIME, id="moments"),
    pytest.param(["2024-02-29T00:00:00"], ColumnKind.DATETIME, id="a leap day"),
    pytest.param(["2023-02-29T00:00:00"], ColumnKind.TEXT, id="a day that never was"),
    pytest.param(["2026-11-23T25:00:00"], ColumnKind.TEXT, id="an hour that never was"),
    pytest.param(["10.1.2.3", "192.168.0.1"], ColumnKind.ADDRESS, id="addresses"),
    pytest.param(["10.1.2.3, 10.1.9.4", "10.0.0.1"], ColumnKind.ADDRESS, id="lists of addresses"),
    pytest.param(["10.1.2.256"], ColumnKind.VERSION, id="no address"),
    pytest.param(["10.1.2", "10.0"], ColumnKind.VERSION, id="versions"),
    pytest.param(["15.87 GB", "512 bytes"], ColumnKind.BYTES, id="sizes"),
    pytest.param(["2d 3h 4min 5s", "12.345s", "250ms", "80μs"], ColumnKind.DURATION, id="durations"),
    pytest.param(["12.3%"], ColumnKind.RATIO, id="ratios"),
    pytest.param(["2400.00 MHz"], ColumnKind.QUANTITY, id="frequencies"),
    pytest.param(["10.00 bps"], ColumnKind.QUANTITY, id="rates"),
    pytest.param(["3 apples"], ColumnKind.TEXT, id="another unit"),
]


@pytest.fixture(scope="module")
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


def kind_in_sql(cursor: duckdb.DuckDBPyConnection, cells: list[str | None]) -> ColumnKind:
    create_answer_table(cursor, 1)
    cursor.execute("INSERT INTO answer SELECT unnest(?::VARCHAR[])", [cells])
    return find_columns(cursor, ["x"], [None])[0].kind


def kind_of(cells: Sequence[str | None], known: Known = None) -> ColumnKind:
    return column_of_cells("x", cells, known).kind


@pytest.mark.parametrize(("cells", "kind"), KINDS)
def test_the_kind_of_a_column_is_told_from_its_cells(
    cursor: duckdb.DuckDBPyConnection, cells: list[str | None], kind: ColumnKind
) -> None:
    assert kind_of(cells) is kind
    assert kind_in_sql(cursor, cells) is kind


def test_a_late_word_makes_a_column_of_numbers_text(cursor: duckdb.DuckDBPyConnection) -> None:
    assert kind_in_sql(cursor, ["1"] * 5_000 + ["word"]) is ColumnKind.TEXT


def test_late_numbers_make_a_column_of_nulls_numbers(cursor: duckdb.DuckDBPyConnection) -> None:
    assert kind_in_sql(cursor, [None] * 5_000 + ["1"]) is ColumnKind.INTEGER


def test_each_column_has_its_own_kind(cursor: duckdb.DuckDBPyConnection) -> None:
    create_answer_table(cursor, 3)
    cursor.execute("INSERT INTO answer VALUES ('1', 'x', '10.0.0.1'), ('2', 'y', '10.0.0.2')")
    columns = find_columns(cursor, ["a", "b", "c"], [None] * 3)
    assert [column.kind for column in columns] == [ColumnKind.INTEGER, ColumnKind.TEXT, ColumnKind.ADDRESS]


WITH_UNIT = {ColumnKind.BYTES, ColumnKind.RATIO, ColumnKind.DURATION, ColumnKind.QUANTITY}


@pytest.mark.parametrize(
    ("table", "field", "cells", "kind", "unit"),
    [
        ("device", "total_ram", ["8589934592"], ColumnKind.BYTES, "bytes"),
        ("device", "total_ram", ["8.00 GB"], ColumnKind.BYTES, "bytes"),
        ("device", "last_boot_duration", ["15000"], ColumnKind.DURATION, "ms"),
        ("device", "last_boot_duration", ["4min 5s"], ColumnKind.DURATION, "ms"),
        ("device", "system_drive_usage", ["0.87"], ColumnKind.RATIO, "ratio 0–1"),
        ("device", "name", ["12", "9"], ColumnKind.TEXT, ""),
        ("device", "last_seen", ["2026-11-23T10:15:00"], ColumnKind.DATETIME, ""),
        ("device", "last_seen", ["long ago"], ColumnKind.TEXT, ""),
        ("device", "total_ram", ["much"], ColumnKind.TEXT, ""),
    ],
)
def test_the_data_model_has_the_first_word(
    cursor: duckdb.DuckDBPyConnection, table: str, field: str, cells: list[str], kind: ColumnKind, unit: str
) -> None:
    known = load_model().tables[table].fields[field]
    create_answer_table(cursor, 1)
    cursor.execute("INSERT INTO answer SELECT unnest(?::VARCHAR[])", [cells])
    (column,) = find_columns(cursor, [field], [known])
    assert (column.kind, column.unit, column.type) == (kind, unit, known.type)
    assert column == column_of_cells(field, cells, known)


moments = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9999, 12, 31)).map(
    lambda moment: moment.isoformat(timespec="seconds")
)
quantities = st.one_of(
    st.builds(format_quantity, st.integers(0, 10**18), st.sampled_from(["byte", "millisecond", "microsecond"])),
    st.builds(format_quantity, st.floats(0, 1), st.sampled_from(["percent", "permill"])),
    st.builds(format_quantity, st.floats(0, 1e9), st.sampled_from(["mhz", "bps"])),
)
lookalikes = st.one_of(
    st.from_regex(r"[-+]?[0-9.eE]{1,8}", fullmatch=True),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}", fullmatch=True).filter(
        lambda text: text[:4] >= "0001"
    ),
    st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){2,4}", fullmatch=True),
    st.from_regex(r"[0-9.]{1,4} ?(GB|bytes|ms|s|%|μs|min|x)( [0-9]{1,2}s)?", fullmatch=True),
    moments,
    quantities,
    st.text(max_size=6),
)


@given(st.lists(st.none() | lookalikes, max_size=3))
def test_python_and_duckdb_tell_the_same_kind(cursor: duckdb.DuckDBPyConnection, cells: list[str | None]) -> None:
    assert kind_of(cells) is kind_in_sql(cursor, cells)


@given(quantities)
def test_every_formatted_quantity_is_one(text: str) -> None:
    assert kind_of([text]) in WITH_UNIT


@given(lookalikes | quantities)
def test_duckdb_reads_a_quantity_as_the_wire_does(cursor: duckdb.DuckDBPyConnection, text: str) -> None:
    if kind_of([text]) not in WITH_UNIT:
        return
    expected = parse_quantity(text)
    found = cursor.execute(f"SELECT {quantity_in_sql('c0')} FROM (SELECT ?::VARCHAR AS c0)", [text]).fetchone()
    assert found is not None
    assert found[0] == pytest.approx(expected, rel=1e-12)


@given(lookalikes)
def test_what_the_wire_cannot_parse_is_no_quantity(text: str) -> None:
    if parse_quantity(text) is None:
        assert kind_of([text]) not in WITH_UNIT
