"""csv made inside the database is, byte for byte, the csv of the wire."""

from __future__ import annotations

import csv
import io
import math
from datetime import datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nxql_tui.engine.planner.fragments import Fragment
from nxql_tui.engine.planner.plan import Plan
from nxql_tui.engine.rendering import render
from nxql_tui.nxql.model import load_model
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nxql_tui.engine.database import EngineDatabase

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
KINDS: dict[str, tuple[str, st.SearchStrategy[Any]]] = {
    "string": ("VARCHAR", st.none() | texts | st.sampled_from(["", '"', "\t", "\n", "\r", 'a"b\tc\r\nd', "田 é 🙂"])),
    "integer": ("BIGINT", st.none() | st.integers(-(2**63), 2**63 - 1)),
    "byte": ("HUGEINT", st.none() | st.integers(-(2**100), 2**100)),
    "percent": (
        "DOUBLE",
        st.none() | st.floats() | st.sampled_from([0.0, -0.0, 1.0, 0.1 + 0.2, 1e-5, 1e16, 1e300, 0.85]),
    ),
    "datetime": ("TIMESTAMP", st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1))),
    "path": ("VARCHAR[]", st.none() | st.lists(st.none() | texts, max_size=3)),
}
COLUMNS = tuple(Column(f"{kind}\tx", kind, is_list=kind == "path") for kind in KINDS)


def lines_of(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> bytes:
    rendering = render(plan, Format.CSV, human_readable=False)
    cursor.execute(rendering.statement.sql, rendering.statement.values)
    return b"".join(rendering.chunks(iter(lambda: cursor.fetchmany(3), [])))


def written(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> bytes:
    return b"".join(write_answer(Format.CSV, columns, rows))


@pytest.fixture(scope="module")
def scratch() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database."""
    with duckdb.connect() as connection:
        yield connection


@settings(deadline=None)
@given(rows=st.lists(st.tuples(*(cells for _, cells in KINDS.values())), max_size=4))
def test_any_row_is_written_alike(scratch: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(f"c{place} {sql}" for place, (sql, _) in enumerate(KINDS.values()))
    scratch.execute(f"CREATE OR REPLACE TABLE t ({names})")
    for row in rows:
        scratch.execute(f"INSERT INTO t VALUES ({', '.join('?' * len(row))})", row)
    found = lines_of(scratch, Plan(COLUMNS, Fragment("SELECT * FROM t ORDER BY rowid")))
    assert found == written(COLUMNS, rows)


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_what_is_no_number_is_an_empty_cell(value: float) -> None:
    plan = Plan((Column("r", "percent"), Column("i", "integer")), Fragment("SELECT ?::DOUBLE, 1", (value,)))
    with duckdb.connect() as connection:
        assert lines_of(connection, plan) == b"r\ti\n\t1\n"


@pytest.mark.parametrize("table", [table.name for table in load_model().tables.values()])
def test_every_table_of_the_sample_is_written_alike(table: str, company: EngineDatabase, ask_company: Any) -> None:
    plan = ask_company.plan(
        f"(select (*) (from {table} (between now-30d now)))" if table in company.catalog.events and table != "package"
        else f"(select (* #*) (from {table}))" if company.catalog.objects[table].dynamic
        else f"(select (*) (from {table}))",
        ("windows", "mac_os"),
    )  # fmt: skip
    with company.cursor() as cursor:
        rows = cursor.execute(plan.statement.sql, plan.statement.values).fetchall()
    with company.cursor() as cursor:
        assert lines_of(cursor, plan) == written(plan.columns, rows)
    assert rows


def test_the_order_of_a_million_rows_is_kept() -> None:
    statement = Fragment(
        "SELECT range AS id, hash(range) % 1000 AS k FROM range(1000000) ORDER BY k DESC, id LIMIT 900000"
    )
    with duckdb.connect() as connection:
        text = lines_of(connection, Plan((Column("id", "integer"), Column("k", "integer")), statement)).decode()
    rows = [(-int(k), int(number)) for number, k in list(csv.reader(io.StringIO(text), delimiter="\t"))[1:]]
    assert len(rows) == 900_000
    assert rows == sorted(rows)


def test_an_answer_without_rows_is_its_header() -> None:
    with duckdb.connect() as connection:
        assert lines_of(connection, Plan((Column("id", "integer"),), Fragment("SELECT 1 WHERE false"))) == b"id\n"
