"""The summary of a column in lines of text, whatever the width."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from nxql_tui.results.summary.named_figures import named_figures
from nxql_tui.ui.block_bars import lying_bar, merge_counts, standing_bars
from nxql_tui.ui.cell_display import CUT_SIGN, NULL_SIGN
from nxql_tui.ui.quantities import count_text
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nxql_tui.results.summary.column_lines import ColumnLine
    from nxql_tui.results.summary.column_summary import ColumnSummary, TopValue
    from nxql_tui.results.summary.figures import Figure
    from nxql_tui.results.summary.histogram import Histogram

EMPTY_SIGN = '""'
"""What stands for an empty text among the values."""
SHAPE_WIDTH = 10
_BARS = re.compile("[▁▂▃▄▅▆▇█▏▎▍▌▋▊▉]+")
_GAP = "  "
_BAR_WIDTH = 24
_WIDE_FROM = 70
"""Columns from which a line has room for the least and the greatest value."""


def summary_lines(summary: ColumnSummary, width: int, chart_height: int) -> list[str]:
    """Counts, figures and the histogram; the values that occur most are not among them."""
    lines = [*flowing(_counts(summary), width), *flowing(_figures(summary), width)]
    if summary.histogram is not None:
        lines += _chart(summary.histogram, width, chart_height)
    return lines


def value_lines(summary: ColumnSummary, width: int) -> list[Text]:
    """The values that occur most with bars, nulls last; in the order of `summary_values`."""
    values = summary_values(summary)
    counts = [f"{count:,}" for _, count in values]
    count_width = max(map(len, counts), default=1)
    names = [NULL_SIGN if value is None else _shown_value(value, width) for value, _ in values]
    most = max((count for _, count in values), default=1)
    # Where every value occurs once, bars say nothing.
    bar_width = min(_BAR_WIDTH, width // 3) if most > 1 else 0
    name_width = max(1, min(max(map(cell_len, names), default=1), width - bar_width - count_width - 2))
    return [
        toned(f"{cut(name, name_width)} {lying_bar(count / most, bar_width)} {text:>{count_width}}")
        for name, text, (_, count) in zip(names, counts, values, strict=True)
    ]


def toned(line: str) -> Text:
    """A line whose bars are less bright than its words."""
    text = Text(line, no_wrap=True, end="")
    text.highlight_regex(_BARS, "dim")
    return text


def summary_values(summary: ColumnSummary) -> list[tuple[TopValue | None, int]]:
    """The values that occur most, and null where it occurs, each with how often."""
    nulls: list[tuple[TopValue | None, int]] = [(None, summary.nulls)] if summary.nulls else []
    return [*((value, value.count) for value in summary.top), *nulls]


def column_line(line: ColumnLine, width: int) -> Text:
    """A column in a line: name, kind, nulls, different values, least and greatest where there is room, shape."""
    return toned(_in_columns(_cells(line), width))


def column_heads(width: int) -> Text:
    """What stands over the lines of columns."""
    return Text(_in_columns(("column", "kind", "null", "different", "min", "max", "spread"), width), end="")


def column_details(line: ColumnLine, width: int) -> str:
    """What a line has no room for, in as many lines as it takes."""
    named = ("min", line.ends.least), ("max", line.ends.greatest)
    ends = [f"{name} {visible_line(figure.text)}" for name, figure in named if figure is not None]
    return "\n".join(flowing([line.column.kind.value, *ends], width))


def flowing(items: Iterable[str], width: int) -> list[str]:
    """Items side by side in as many lines as they need."""
    lines: list[str] = []
    for item in items:
        shown = cut(item, width).rstrip() if cell_len(item) > width else item
        if lines and cell_len(lines[-1]) + len(_GAP) + cell_len(shown) <= width:
            lines[-1] += _GAP + shown
        else:
            lines.append(shown)
    return lines


def cut(text: str, width: int) -> str:
    """The text in just so many terminal cells."""
    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, width - 1) + CUT_SIGN


def _counts(summary: ColumnSummary) -> list[str]:
    items = [count_text(summary.rows, "row"), f"{summary.nulls:,} null"]
    if summary.missing:
        items.append(f"{summary.missing:,} empty or -")
    items.append(f"{'' if summary.distinct_is_exact else '≈'}{summary.distinct:,} different")
    return items


def _figures(summary: ColumnSummary) -> list[str]:
    return [f"{name} {visible_line(text)}" for name, text in named_figures(summary)]


def _chart(histogram: Histogram, width: int, height: int) -> list[str]:
    if not histogram.step_text:
        return []
    bars = standing_bars(histogram.counts, width, height)
    taken = len(bars[0])
    left, right = histogram.edge_texts[0], histogram.edge_texts[-1]
    together = len(histogram.counts) // len(merge_counts(histogram.counts, width))
    step = f"each {histogram.step_text}" if together == 1 else ""
    rest = taken - cell_len(left) - cell_len(right)
    if rest < 1:
        return [*bars, *flowing((f"{left} … {right}", *filter(None, (step,))), width)]
    if not step or cell_len(step) + 2 * len(_GAP) <= rest:
        return [*bars, left + step.center(rest) + right]
    return [*bars, left + " " * rest + right, cut(step, width).rstrip()]


def _shown_value(value: TopValue, width: int) -> str:
    cell = visible_line(value.cell[: width + 1]) or EMPTY_SIGN
    return f"{cell} ({value.text})" if value.text else cell


def _cells(line: ColumnLine) -> tuple[str, ...]:
    least, greatest = line.ends.least, line.ends.greatest
    return (
        visible_line(line.column.name) or EMPTY_SIGN,
        line.column.kind.value,
        f"{line.nulls:,}",
        f"{'' if line.distinct_is_exact else '≈'}{line.distinct:,}",
        _short(least, _WIDE_FROM) if least is not None else "",
        _short(greatest, _WIDE_FROM) if greatest is not None else "",
        standing_bars(line.shape, SHAPE_WIDTH, 1)[0] if line.shape else "",
    )


def _short(figure: Figure, width: int) -> str:
    text = visible_line(figure.text[: width + 1])
    return cut(text, width).rstrip() if cell_len(text) > width else text


def _in_columns(cells: Sequence[str], width: int) -> str:
    name, kind, nulls, distinct, least, greatest, shape = cells
    right = f"{cut_left(nulls, 7)} {cut_left(distinct, 10)}"
    if width < _WIDE_FROM:
        rest = width - 7 - 10 - SHAPE_WIDTH - 3
        return f"{cut(name, max(4, rest))} {right} {cut(shape, SHAPE_WIDTH)}"
    rest = width - 9 - 7 - 10 - SHAPE_WIDTH - 6
    end = max(8, min(20, rest // 3))
    return (
        f"{cut(name, rest - 2 * end)} {cut(kind, 9)} {right} {cut(least, end)} {cut(greatest, end)}"
        f" {cut(shape, SHAPE_WIDTH)}"
    )


def cut_left(text: str, width: int) -> str:
    """The text at the right edge of just so many cells."""
    return text.rjust(width) if cell_len(text) <= width else cut(text, width)
