"""All columns, in a line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import OptionList, Static

from nxql_tui.results.summary.column_lines import ColumnLine, summarise_columns
from nxql_tui.ui.empty_words import NOTHING_TO_SUMMARISE
from nxql_tui.ui.own_keys import with_keys, with_short_keys
from nxql_tui.ui.panels.figures_panel import FiguresPanel, FiguresRequest
from nxql_tui.ui.panels.wide_list import WideList
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.summary_text import column_details, column_heads, column_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nxql_tui.results.selected_rows import SelectedRows
    from nxql_tui.ui.tabs.panel_place import ReadingPlace


class ColumnsPanel(FiguresPanel):
    """A line a column; enter summarises the column in full."""

    DEFAULT_CSS = """
    ColumnsPanel Static { height: auto; }
    ColumnsPanel #column-heads { color: $secondary; text-style: bold; }
    """

    @dataclass
    class ColumnChosen(Message):
        """The user wants to see more of a column."""

        column: int
        """Its place in the result set, from 0."""

    def __init__(self) -> None:
        super().__init__()
        self._first_column = 0
        self._lines: tuple[ColumnLine, ...] = ()

    def compose(self) -> ComposeResult:
        """Heads, lines, what the lines have no room for."""
        yield Static(id="column-heads")
        yield WideList(id="column-lines")
        yield Static(id="column-details")

    def on_mount(self) -> None:
        """Say what the keys do."""
        self.border_title = Text("All columns")
        self.border_subtitle = Text(with_short_keys(self.app, "enter more · {panel.close}"))

    @property
    def lines(self) -> tuple[ColumnLine, ...]:
        """What is shown; nothing before it is there."""
        return self._lines if self.is_made else ()

    def request_for(self, place: ReadingPlace) -> FiguresRequest:
        """The columns that are seen; that of the cursor comes into sight first."""
        self._first_column = place.column
        shown = place.view.layout.shown(len(place.result_set.columns))
        return FiguresRequest(place.result_set, place.view.selection, shown)

    def make(self, rows: SelectedRows, request: FiguresRequest) -> tuple[ColumnLine, ...]:
        """Summarise the columns."""
        return summarise_columns(rows, request.columns)

    def show_figures(self, request: FiguresRequest, figures: tuple[ColumnLine, ...]) -> None:
        """Show the lines."""
        self._lines = figures
        rows = figures[0].rows if figures else 0
        self.border_title = Text(f"{count_text(len(figures), 'column')} of {count_text(rows, 'row')}")
        self.query_one(WideList).show(
            lambda width: [column_line(line, width) for line in figures],
            highlight=request.columns.index(self._first_column) if self._first_column in request.columns else 0,
        )
        self._fit()

    def show_sentence(self, request: FiguresRequest, sentence: str) -> None:  # noqa: ARG002  of all columns
        """Show a sentence in place of the lines."""
        self.query_one(WideList).show(lambda _: ())
        self.query_one("#column-details", Static).update(Text(sentence))

    def on_resize(self) -> None:
        """Let the heads stand over their columns."""
        self._fit()

    def _fit(self) -> None:
        width = max(10, self.query_one(WideList).scrollable_content_region.width)
        self.query_one("#column-heads", Static).update(column_heads(width))
        self._show_details()

    @on(OptionList.OptionHighlighted)
    def _show_details(self) -> None:
        place = self.query_one(WideList).highlighted
        if place is not None and place < len(self.lines):
            line = self.lines[place]
            details = column_details(line, max(10, self.content_size.width))
            if not line.rows:
                details = with_keys(self.app, NOTHING_TO_SUMMARISE)
            self.query_one("#column-details", Static).update(Text(details, no_wrap=bool(line.rows), end=""))

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self.lines):
            self.post_message(self.ColumnChosen(self.lines[event.option_index].place))
