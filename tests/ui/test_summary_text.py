from __future__ import annotations

from rich.cells import cell_len

from nxql_tui.results.columns import CellForm, ColumnKind, ResultColumn
from nxql_tui.results.summary.amounts import Amounts
from nxql_tui.results.summary.column_lines import ColumnLine
from nxql_tui.results.summary.column_summary import ColumnSummary, TopValue
from nxql_tui.results.summary.ends import Ends
from nxql_tui.results.summary.figures import Figure
from nxql_tui.results.summary.histogram import Histogram
from nxql_tui.ui.summary_text import column_heads, column_line, flowing, summary_lines, value_lines

COLUMN = ResultColumn("disk", ColumnKind.BYTES, CellForm.INTEGER, "bytes")
ENDS = Ends(Figure(1024, "1.00 KB"), Figure(4096, "4.00 KB"))
SUMMARY = ColumnSummary(
    place=0,
    column=COLUMN,
    rows=40,
    nulls=3,
    missing=2,
    distinct=12,
    distinct_is_exact=False,
    ends=ENDS,
    span="",
    amounts=Amounts(Figure(2048.0, "2.00 KB"), Figure(1536.0, "1.50 KB"), Figure(81920, "80.00 KB")),
    top=(TopValue("1024", 20, "1.00 KB"), TopValue("", 10), TopValue("\x1b[2J漢字", 5)),
    histogram=Histogram(
        (20, 10, 5), (1024.0, 2048.0, 3072.0, 4096.0), ("1.00 KB", "2.00 KB", "3.00 KB", "4.00 KB"), "1.00 KB"
    ),
)


def test_figures_flow_into_the_width() -> None:
    assert summary_lines(SUMMARY, 42, 1) == [
        "40 rows  3 null  2 empty or -",
        "≈12 different",
        "min 1.00 KB  median 1.50 KB  mean 2.00 KB",
        "max 4.00 KB  sum 80.00 KB",
        "██████████████▄▄▄▄▄▄▄▄▄▄▄▄▄▄▂▂▂▂▂▂▂▂▂▂▂▂▂▂",
        "1.00 KB        each 1.00 KB        4.00 KB",
    ]
    assert flowing(["a", "bb", "ccc"], 5) == ["a  bb", "ccc"]
    assert flowing(["longer"], 4) == ["lon…"]


def test_values_are_data_with_bars_and_null_is_one_of_them() -> None:
    lines = [line.plain for line in value_lines(SUMMARY, 40)]
    assert lines == [
        "1024 (1.00 KB) █████████████ 20",
        '""             ██████▌       10',
        "␛[2J漢字       ███▎           5",
        "∅              ██             3",
    ]
    assert {cell_len(line.plain) for line in value_lines(SUMMARY, 20)} == {20}


def test_a_column_fits_its_line_at_any_width() -> None:
    line = ColumnLine(0, COLUMN, 1_000_000, 999_999, 0, 1_000_000, False, ENDS, (1, 5, 2))
    for width in (40, 42, 69, 70, 76, 120):
        assert cell_len(column_line(line, width).plain) == cell_len(column_heads(width).plain) == width
    assert column_line(line, 76).plain.split() == [
        *("disk", "bytes", "999,999", "≈1,000,000", "1.00", "KB", "4.00", "KB"),
        "▂▂▂███▃▃▃",
    ]
