"""The column of the cursor, summarised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import OptionList, Static

from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.summary.column_summary import ColumnSummary, summarise_column
from nxql_tui.ui.empty_words import NOTHING_TO_SUMMARISE
from nxql_tui.ui.keymap.answer import SUMMARY
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.own_keys import with_keys, with_short_keys
from nxql_tui.ui.panels.figures_panel import FiguresPanel, FiguresRequest
from nxql_tui.ui.panels.wide_list import WideList
from nxql_tui.ui.summary_text import summary_lines, summary_values, toned, value_lines
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.results.selected_rows import SelectedRows
    from nxql_tui.ui.tabs.panel_place import ReadingPlace

_CHART_HEIGHT, _LOW_CHART_HEIGHT = 4, 1
_LOW_BELOW = 20
"""Lines of a panel below which the chart leaves room for the values."""


class SummaryPanel(FiguresPanel):
    """Counts, figures, a histogram, and the values that occur most to filter by."""

    DEFAULT_CSS = """
    SummaryPanel Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(SUMMARY)

    @dataclass
    class FilterRequested(Message):
        """The user wants the rows with this value only."""

        row_filter: RowFilter

    @dataclass
    class ColumnRequested(Message):
        """The user wants the column so many places to the right of the cursor's."""

        step: int

    def __init__(self) -> None:
        super().__init__()
        self._summary: ColumnSummary | None = None

    def compose(self) -> ComposeResult:
        """Figures above, values below."""
        yield Static(id="summary-figures")
        yield WideList(id="summary-values")

    def on_mount(self) -> None:
        """Say what the keys do."""
        self.border_subtitle = Text(with_short_keys(self.app, "enter filters · ← → column · {panel.close}"))

    @property
    def summary(self) -> ColumnSummary | None:
        """What is shown; None before it is there."""
        return self._summary if self.is_made else None

    def request_for(self, place: ReadingPlace) -> FiguresRequest:
        """The column of the cursor."""
        return FiguresRequest(place.result_set, place.view.selection, (place.column,))

    def make(self, rows: SelectedRows, request: FiguresRequest) -> ColumnSummary:
        """Summarise it."""
        return summarise_column(rows, request.columns[0])

    def show_figures(self, request: FiguresRequest, figures: ColumnSummary) -> None:
        """Show the summary."""
        self._summary = figures
        self._title(request)
        self._fit()
        self.query_one(WideList).show(lambda width: value_lines(figures, width))

    def show_sentence(self, request: FiguresRequest, sentence: str) -> None:
        """Show a sentence in place of the summary."""
        self._title(request)
        self.query_one("#summary-figures", Static).update(Text(sentence))
        self.query_one(WideList).show(lambda _: ())

    def _title(self, request: FiguresRequest) -> None:
        column = request.result_set.columns[request.columns[0]]
        self.border_title = Text(f"{visible_line(column.name)} · {column.kind.value}")

    def on_resize(self) -> None:
        """Make the figures fit."""
        self._fit()

    def _fit(self) -> None:
        summary = self.summary
        if summary is not None:
            width, height = self.content_size
            lines = summary_lines(summary, max(10, width), _LOW_CHART_HEIGHT if height < _LOW_BELOW else _CHART_HEIGHT)
            if not summary.rows:
                lines += ["", with_keys(self.app, NOTHING_TO_SUMMARISE)]
            self.query_one("#summary-figures", Static).update(toned("\n".join(lines)))

    @on(OptionList.OptionSelected)
    def _filter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        summary = self.summary
        if summary is not None:
            value, _ = summary_values(summary)[event.option_index]
            row_filter = (
                RowFilter(summary.place, Comparison.IS_NULL)
                if value is None
                else RowFilter(summary.place, Comparison.EQUAL, value.cell)
            )
            self.post_message(self.FilterRequested(row_filter))

    def action_column(self, step: int) -> None:
        """Summarise a column beside this one."""
        self.post_message(self.ColumnRequested(step))
