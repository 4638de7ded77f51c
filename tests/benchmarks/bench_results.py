"""A result set beside bare DuckDB, bare Python, VisiData and a plain DataTable: `python bench_results.py [ROWS…]`.

Every peer reads the same file in a process of its own, one after the other, so that the most memory of each can be
told. Prints the figures of one run beside each other, and their ratios (sorts: the better of two); asserts nothing about
time. VisiData is left out where it is not installed and beyond ten million rows; a DataTable beyond 20,000 rows.
"""

from __future__ import annotations

import asyncio
import csv
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from answer_files import KINDS, write_answer_file
from timing import timed

from nxql_tui.results.first_page import read_first_page
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.sort_keys import SortDirection, SortKey
from nxql_tui.results.view import View
from nxql_tui.wire.request import Format
from nxql_tui.wire.units import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = 100
TYPED = "NXT-DV12"
VISIDATA_MOST = 10_000_000
"""Of these it needs 17.5 GB."""
DATA_TABLE_MOST = 20_000
PYTHON_MOST = 1_000_000
LARGE = 10**9
"""Bytes of a file that is loaded once."""

Figures = dict[str, float]
"""Seconds by what was done; the key `memory` holds bytes."""


def ours(spool: Path) -> Figures:
    found: Figures = {}
    with timed() as lap:
        read_first_page(spool, Format.CSV, PAGE)
    found["first page"] = lap.seconds
    with tempfile.TemporaryDirectory(dir=spool.parent) as folder:
        with timed() as lap:
            result_set = ResultSet.load(spool, Format.CSV, folder=Path(folder))
            kept = Path(folder) / "kept"
            # The peers read the same file: a second name of it may be taken away.
            kept.hardlink_to(spool)
            result_set.keep_spool(kept)
        found["load"] = lap.seconds
        with result_set:
            rows = result_set.row_count
            pages = []
            for column, (kind, _) in enumerate(KINDS):
                sorts = []
                for direction in SortDirection:
                    with timed() as lap:
                        result_set.page(View((SortKey(column, direction),)), 0, PAGE)
                    sorts.append(lap.seconds)
                found[f"sort by {kind}"] = min(sorts)
                for place in (rows // 3, rows // 2, rows - PAGE):
                    with timed() as lap:
                        result_set.page(View((SortKey(column),)), place, PAGE)
                    pages.append(lap.seconds)
            found["slowest page afterwards"] = max(pages)
            with timed() as lap:
                result_set.beginning(View().searched(TYPED[:1]), PAGE)
            found["filter, first rows"] = lap.seconds
            letters = []
            for length in range(1, len(TYPED) + 1):
                with timed() as lap:
                    result_set.page(View().searched(TYPED[:length]), 0, PAGE)
                letters.append(lap.seconds)
            found["filter, first letter"], found["filter, slowest of the next"] = letters[0], max(letters[1:])
    return found


def loads(spool: Path) -> Figures:
    """Loading as we do and as bare DuckDB does, in turns, the best of three each: other work is in the way of one."""
    found: Figures = {}
    for _ in range(3 if spool.stat().st_size < LARGE else 1):
        bare = bare_duckdb(spool)["load"]
        with timed() as lap, tempfile.TemporaryDirectory(dir=spool.parent) as folder:
            ResultSet.load(spool, Format.CSV, folder=Path(folder)).close()
        found = {"load": min(found.get("load", lap.seconds), lap.seconds), "bare": min(found.get("bare", bare), bare)}
    return found


def bare_duckdb(spool: Path) -> Figures:
    with timed() as lap, duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(
            f"CREATE TABLE bare AS SELECT * FROM read_csv('{spool}', delim='\t', header=true, all_varchar=true)"
        )
    return {"load": lap.seconds}


def bare_python(spool: Path) -> Figures:
    """`sorted` with the key that the kind needs; reading is not counted."""
    found: Figures = {}
    keys: dict[str, Callable[[str], object]] = {"number": float, "ratio": float, "quantity": parse_quantity}
    for column, (kind, _) in enumerate(KINDS):
        with spool.open(newline="") as file:
            reader = csv.reader(file, delimiter="\t")
            next(reader)
            cells = [(row[column], place) for place, row in enumerate(reader)]
        key = keys.get(kind, str)
        sorts = []
        for _ in range(2):
            with timed() as lap:
                sorted(cells, key=lambda cell, key=key: (key(cell[0]), cell[1]))
            sorts.append(lap.seconds)
        found[f"sort by {kind}"] = min(sorts)
    return found


def visidata(spool: Path) -> Figures:
    from visidata import vd

    vd.options.batch = True
    found: Figures = {}
    sheet = vd.openSource(str(spool), filetype="tsv")
    with timed() as lap:
        vd.sync(sheet.reload())
    found["load"] = lap.seconds
    types = {"number": float, "ratio": float}
    for column, (kind, _) in enumerate(KINDS):
        if kind in types:
            sheet.columns[column].type = types[kind]
        with timed() as lap:
            sheet._ordering = [(sheet.columns[column], False)]
            vd.sync(sheet.sort())
        found[f"sort by {kind}"] = lap.seconds
        if kind == "text" and sheet.nRows > 100_000:
            break
    return found


def data_table(spool: Path) -> Figures:
    from textual.app import App
    from textual.widgets import DataTable

    found: Figures = {}

    class TableApp(App[None]):
        def compose(self):
            yield DataTable()

    async def run() -> None:
        app = TableApp()
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            table = app.query_one(DataTable)
            with timed() as lap:
                with spool.open(newline="") as file:
                    header, *rows = csv.reader(file, delimiter="\t")
                keys = table.add_columns(*header)
                table.add_rows(rows)
                await pilot.pause()
                await pilot.pause()
            found["load"] = lap.seconds
            for column, (kind, _) in enumerate(KINDS[:2]):
                with timed() as lap:
                    table.sort(keys[column], key=float if kind == "number" else None)
                    await pilot.pause()
                found[f"sort by {kind}"] = lap.seconds

    asyncio.run(run())
    return found


PEERS = {peer.__name__: peer for peer in (ours, loads, bare_duckdb, bare_python, visidata, data_table)}


def measured(peer: Callable[[Path], Figures], spool: Path) -> Figures:
    """What the peer found in a process of its own, with the most memory it took."""
    done = subprocess.run(
        [sys.executable, __file__, "--peer", peer.__name__, str(spool)], stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def report(found: dict[str, Figures]) -> None:
    for what in found["ours"]:
        cells = [what.ljust(28)]
        for name, figures in found.items():
            if what not in figures:
                continue
            amount = figures[what]
            text = f"{amount / 1e6:,.0f} MB" if what == "memory" else f"{amount * 1e3:,.1f} ms"
            beside = f" ({found['ours'][what] / amount:.2f} ×)" if name != "ours" and amount else ""
            cells.append(f"{name} {text}{beside}")
        print("   ".join(cells), flush=True)


def measure(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder) / "answer.csv"
        write_answer_file(spool, rows)
        print(f"\n{rows:,} rows, {spool.stat().st_size / 1e6:,.0f} MB", flush=True)
        peers = [ours, bare_duckdb]
        peers += [bare_python] if rows <= PYTHON_MOST else []
        peers += [visidata] if rows <= VISIDATA_MOST and importlib.util.find_spec("visidata") else []
        peers += [data_table] if rows <= DATA_TABLE_MOST else []
        in_turns = measured(loads, spool)
        ratio = in_turns["load"] / in_turns["bare"]
        print(f"load {in_turns['load']:.2f} s beside bare DuckDB's {in_turns['bare']:.2f} s: {ratio:.2f} ×", flush=True)
        report({peer.__name__: measured(peer, spool) for peer in peers})


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--peer"]:
        figures = PEERS[arguments[1]](Path(arguments[2]))
        figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps(figures))
        return
    for rows in [int(text) for text in arguments] or [10_000, 1_000_000]:
        measure(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
