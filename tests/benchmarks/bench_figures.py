"""Summaries and groups of a million rows, beside bare DuckDB reading them: `python bench_figures.py [ROWS]`.

Prints milliseconds and ratios; asserts nothing about time.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import duckdb
from answer_files import KINDS, write_answer_file
from timing import timed

from nxql_tui.results.pivot import Measure, PivotPlan, pivot
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.summary.column_lines import summarise_columns
from nxql_tui.results.summary.column_summary import summarise_column
from nxql_tui.results.view import Selection
from nxql_tui.wire.request import Format


def report(name: str, seconds: float, bare: float, budget: str = "") -> None:
    print(f"{name:44} {seconds * 1e3:8.0f} ms {seconds / bare:6.2f} ×  {budget}")


def bare_duckdb(spool: Path) -> float:
    with timed() as lap, duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(
            f"CREATE TABLE bare AS SELECT * FROM read_csv('{spool}', delim='\t', header=true, all_varchar=true)"
        )
    return lap.seconds


def measure(result_set: ResultSet, folder: Path, bare: float) -> None:
    for column, (kind, _) in enumerate(KINDS):
        with timed() as lap, result_set.select(Selection()) as rows:
            summarise_column(rows, column)
        report(f"summary of a column of {kind}", lap.seconds, bare, "budget 300 ms for a million rows")
    count = len(result_set.columns)
    with timed() as lap, result_set.select(Selection()) as rows:
        summarise_columns(rows, range(count))
    report(f"{count} columns, a line each", lap.seconds, bare, "budget 3 s for a million rows")
    for groups in ((2,), (1,), (1, 2)):
        with timed() as lap:
            made = pivot(result_set, Selection(), PivotPlan(groups, Measure.SUM, 0), folder=folder)
        names = " and ".join(KINDS[place][0] for place in groups)
        report(f"sum by {names}: {made.row_count:,} groups", lap.seconds, bare)
        made.close()


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-figures-") as name:
        folder = Path(name)
        spool = folder / "answer.csv"
        write_answer_file(spool, rows)
        bare = bare_duckdb(spool)
        with ResultSet.load(spool, Format.CSV, folder=folder) as result_set:
            measure(result_set, folder, bare)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
