from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from nxql_tui.results.errors import ClosedError, StoppedError, UnfitForFormatError
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.stopping import Stop
from nxql_tui.results.view import View
from nxql_tui.results.view_export.export import ViewFile, export_view
from nxql_tui.results.view_export.formats import ViewFormat
from nxql_tui.results.view_export.provenance import FileFacts, Provenance, side_file, side_text
from nxql_tui.results.view_text import parse_columns, parse_condition, parse_sort
from nxql_tui.target_files import TargetExists
from nxql_tui.wire.request import Format, Platform, QueryRequest

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("name", "ram")
MANY = [[f"pc-{n}", str(n * 7 % 20_000)] for n in range(20_000)]
PROVENANCE = Provenance(
    QueryRequest("(select (name) (from device <b>))", (Platform.WINDOWS, Platform.MAC_OS), {1: "Paris", 2: "hush"}),
    "engine-1:1671",
    datetime(2026, 11, 23, 10, 15, tzinfo=UTC),
    frozenset({2}),
)


@pytest.mark.parametrize("file_format", ViewFormat)
def test_the_rows_come_filtered_and_in_order_with_the_columns_that_are_seen(rows_of, write, file_format: ViewFormat):
    view = View(
        sort=parse_sort("-ram", NAMES),
        filters=(parse_condition("ram<5", NAMES),),
        layout=parse_columns("ram,name", NAMES),
    )
    rows = rows_of(NAMES, MANY)
    path = write(rows, file_format, view)
    with ResultSet.load(
        write(rows, ViewFormat.CSV, view), Format.CSV, folder=path.parent.parent / "results"
    ) as read_again:
        page = read_again.page(View(), 0, 10)
    assert [column.name for column in page.columns] == ["ram", "name"]
    assert [row[0] for row in page.rows] == ["4", "3", "2", "1", "0"]
    assert path.stat().st_size > 0


def test_progress_counts_up_to_all_rows(rows_of, tmp_path: Path):
    told: list[int] = []
    file = ViewFile(tmp_path / "view.csv", ViewFormat.CSV, overwrite=False)
    assert export_view(rows_of(NAMES, MANY), View(), file, progress=told.append) == len(MANY)
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] == len(MANY)


@pytest.mark.parametrize("file_format", ViewFormat)
def test_a_stopped_export_leaves_the_earlier_file_and_nothing_half(rows_of, tmp_path: Path, file_format: ViewFormat):
    folder = tmp_path / "exports"
    folder.mkdir()
    path = folder / "view"
    path.write_bytes(b"old")
    stop = Stop()
    rows = rows_of(NAMES, MANY)
    if file_format is ViewFormat.PARQUET:
        stop()
    with pytest.raises(StoppedError):
        export_view(
            rows, View(), ViewFile(path, file_format, overwrite=True), progress=lambda _written: stop(), stop=stop
        )
    assert path.read_bytes() == b"old"
    assert [one.name for one in folder.iterdir()] == ["view"]
    assert rows.page(View(), 0, 1).rows


def test_another_file_is_not_replaced_unasked(rows_of, tmp_path: Path):
    path = tmp_path / "view.csv"
    path.write_bytes(b"old")
    with pytest.raises(TargetExists):
        export_view(rows_of(NAMES, MANY[:1]), View(), ViewFile(path, ViewFormat.CSV, overwrite=False))
    assert path.read_bytes() == b"old"


def test_a_view_without_columns_is_refused(rows_of, write):
    rows = rows_of(NAMES, MANY[:1])
    with pytest.raises(UnfitForFormatError, match="no column"):
        write(rows, ViewFormat.CSV, View(layout=View().layout.show_only(frozenset(), 2)))


def test_a_view_without_rows_is_a_file_with_a_head(rows_of, write):
    view = View(filters=(parse_condition("name=nobody", NAMES),))
    rows = rows_of(NAMES, MANY[:1])
    assert write(rows, ViewFormat.CSV, view).read_text() == "name\tram\n"
    assert json.loads(write(rows, ViewFormat.JSON, view).read_text()) == []
    for file_format in (ViewFormat.XLSX, ViewFormat.PARQUET, ViewFormat.HTML, ViewFormat.XML):
        assert write(rows, file_format, view).stat().st_size > 0


def test_rows_of_an_incomplete_answer_say_so_where_there_is_a_place_for_it(rows_of, write):
    rows = rows_of(NAMES, MANY[:1])
    for file_format in (ViewFormat.HTML, ViewFormat.MARKDOWN):
        rows.is_complete = True
        assert "INCOMPLETE" not in write(rows, file_format).read_text()
        rows.is_complete = False
        assert "INCOMPLETE" in write(rows, file_format).read_text()


def test_a_page_tells_the_question_and_no_secret(rows_of, write):
    page = write(rows_of(NAMES, MANY[:3]), ViewFormat.HTML, provenance=PROVENANCE).read_text()
    for text in ("engine-1:1671", "3 rows", "2026-11-23 10:15:00", "%1 = Paris", "device &lt;b&gt;"):
        assert text in page
    assert "hush" not in page


def test_a_side_file_tells_the_question_and_no_secret(tmp_path: Path):
    path = tmp_path / "view.csv"
    assert side_file(path).name == "view.csv.about.json"
    text = side_text(PROVENANCE, path, FileFacts(3, is_complete=False, format="csv", view={"sort": "-ram"}))
    assert "hush" not in text
    told = json.loads(text)
    assert told["parameters"] == {"p1": "Paris"}
    assert told["secret_parameters"] == ["p2"]
    assert (told["complete"], told["rows"], told["engine"]) == (False, 3, "engine-1:1671")
    assert (told["platforms"], told["view"]) == (["windows", "mac_os"], {"sort": "-ram"})


def test_a_kept_spool_goes_with_its_rows(tmp_path: Path):
    spool = tmp_path / "spool.csv"
    spool.write_bytes(b"name\nx\n")
    with ResultSet.load(spool, Format.CSV, folder=tmp_path / "results") as rows:
        assert rows.spool is None
        rows.keep_spool(spool)
        assert not spool.exists()
        kept = rows.spool
        assert kept is not None
        assert kept.read_bytes() == b"name\nx\n"
    assert not kept.exists()
    assert list((tmp_path / "results").iterdir()) == []
    with pytest.raises(ClosedError):
        export_view(rows, View(), ViewFile(tmp_path / "view.csv", ViewFormat.CSV, overwrite=False))
    assert not (tmp_path / "view.csv").exists()
