"""How a result set compares with bare DuckDB and bare Python: `python bench_results.py [ROWS]`.

Prints times of one run beside each other, and their ratios; asserts nothing about time.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

import duckdb
from timing import timed

from nxql_tui.results.first_page import read_first_page
from nxql_tui.results.pivot import Measure, PivotPlan, pivot
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.summary.column_lines import summarise_columns
from nxql_tui.results.summary.column_summary import summarise_column
from nxql_tui.results.view import Selection, SortDirection, SortKey, View
from nxql_tui.wire.request import Format

COLUMNS = 20
PAGE = 100
KINDS = (
    ("number", "(random() * 1e9)::BIGINT"),
    ("text", "'NXT-DV' || (random() * 1e6)::INT"),
    ("ratio", "round(random(), 3)"),
    ("datetime", "strftime(TIMESTAMP '2024-01-01' + to_seconds((random() * 1e8)::BIGINT), '%Y-%m-%dT%H:%M:%S')"),
    ("quantity", "printf('%.2f %s', random() * 1023 + 1, ['KB', 'MB', 'GB'][1 + (random() * 2.9)::INT % 3])"),
)


def write_spool(spool: Path, rows: int) -> None:
    cells = ", ".join(f"{KINDS[n % len(KINDS)][1]} AS {KINDS[n % len(KINDS)][0]}_{n}" for n in range(COLUMNS))
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(f"COPY (SELECT {cells} FROM range({rows})) TO '{spool}' (HEADER, DELIMITER '\t')")


def bare_duckdb(spool: Path) -> float:
    with timed() as lap, duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(
            f"CREATE TABLE bare AS SELECT * FROM read_csv('{spool}', delim='\t', header=true, all_varchar=true)"
        )
    return lap.seconds


def python_sorted(spool: Path, column: int) -> float:
    with spool.open(newline="") as file:
        reader = csv.reader(file, delimiter="\t")
        next(reader)
        cells = [(row[column], place) for place, row in enumerate(reader)]
    with timed() as lap:
        if KINDS[column][0] in ("number", "ratio"):
            sorted(cells, key=lambda cell: (float(cell[0]), cell[1]))
        else:
            sorted(cells)
    return lap.seconds


def report(name: str, seconds: float, other: float | None = None, budget: str = "") -> None:
    beside = f"{seconds / other:6.2f} ×   {budget}" if other else budget
    print(f"{name:40} {seconds * 1000:10.1f} ms  {beside}", flush=True)


def measure(spool: Path, folder: Path) -> None:
    with timed() as lap:
        read_first_page(spool, Format.CSV, PAGE)
    report("first page of a growing spool", lap.seconds, budget="budget 100 ms")
    bare = bare_duckdb(spool)
    report("bare DuckDB reads the spool whole", bare)
    with timed() as lap:
        result_set = ResultSet.load(spool, Format.CSV, folder=folder)
    report("ResultSet.load, ready to sort", lap.seconds, bare, "budget 3 ×")
    rows = result_set.row_count
    for column, (kind, _) in enumerate(KINDS):
        python = python_sorted(spool, column)
        for direction in SortDirection:
            view = View((SortKey(column, direction),))
            with timed() as lap:
                result_set.page(view, 0, PAGE)
            report(f"sort by {kind}, {direction}, first page", lap.seconds, python, "budget 0.2 × sorted()")
        for place in (rows // 2, rows - PAGE):
            with timed() as lap:
                result_set.page(view, place, PAGE)
            report(f"   page at {place:,}", lap.seconds, budget="budget 30 ms")
    measure_figures(result_set, folder)
    result_set.close()


def measure_figures(result_set: ResultSet, folder: Path) -> None:
    for column, (kind, _) in enumerate(KINDS):
        with timed() as lap, result_set.select(Selection()) as rows:
            summarise_column(rows, column)
        report(f"summary of a column of {kind}", lap.seconds, budget="budget 300 ms for a million rows")
    with timed() as lap, result_set.select(Selection()) as rows:
        summarise_columns(rows, range(COLUMNS))
    report(f"{COLUMNS} columns, a line each", lap.seconds, budget="budget 3 s for a million rows")
    for groups in ((2,), (1,), (1, 2)):
        plan = PivotPlan(groups, Measure.SUM, 0)
        with timed() as lap:
            made = pivot(result_set, Selection(), plan, folder=folder)
        names = " and ".join(KINDS[place][0] for place in groups)
        report(f"sum by {names}: {made.row_count:,} groups", lap.seconds)
        made.close()


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder) / "spool.csv"
        write_spool(spool, rows)
        measure(spool, Path(folder) / "results")


if __name__ == "__main__":
    main()
