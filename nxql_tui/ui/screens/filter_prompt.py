"""Keeping rows by comparing a column with a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import VerticalGroup
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList

from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.view_text import typed_comparison
from nxql_tui.ui.filter_words import filter_words, fitting_comparisons
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import FILTER
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.results.columns import ResultColumn


@dataclass(frozen=True, slots=True)
class RefusedFilter:
    """A filter that could not be used."""

    comparison: Comparison
    value: str
    """As it was typed."""
    sentence: str
    """Why not."""


class FilterPrompt(ModalScreen["RowFilter | None"]):
    """Dismisses with the filter, or with None when the user has thought better of it."""

    DEFAULT_CSS = """
    FilterPrompt { align: center middle; background: transparent; }
    FilterPrompt VerticalGroup {
        width: 56; max-width: 100%; border: round $primary; background: $surface; padding: 0 1;
    }
    FilterPrompt #complaint { width: 1fr; color: $text-warning; }
    FilterPrompt OptionList {
        height: auto; max-height: 12; border: none; padding: 0; background: $surface; scrollbar-size: 1 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(FILTER)

    def __init__(
        self, columns: tuple[ResultColumn, ...], column: int, cell: str | None, refused: RefusedFilter | None = None
    ) -> None:
        """Ask about a column.

        Args:
            columns: Those of the rows.
            column: The place of the one that is asked about.
            cell: The one of the cursor, whose value is offered.
            refused: What was kept before and could not be used; it is there to be mended.
        """
        super().__init__()
        self._refused = refused
        self._columns = columns
        self._column = column
        self._cell = cell
        self._comparisons = fitting_comparisons(cell, columns[column])

    def compose(self) -> ComposeResult:
        """The value, and the ways to compare with it."""
        column = self._columns[self._column]
        with VerticalGroup() as panel:
            panel.border_title = Text(f"Keep rows by {visible_line(column.name)} ({column.kind.value})")
            panel.border_subtitle = Content(
                with_keys(self.app, "↑ ↓ how · {filter.keep} keeps these · {filter.leave} leaves")
            )
            if self._cell is not None:
                value = self._cell if self._refused is None else self._refused.value
                yield SteadyInput(value, compact=True, id="value", select_on_focus=True)
            if self._refused is not None:
                yield Label(visible_line(self._refused.sentence), id="complaint", markup=False)
            yield OptionList(compact=True, id="comparisons")
        yield KeyLine()

    def on_mount(self) -> None:
        """The first way is chosen."""
        self._show_choices()
        if self._refused is not None and self._refused.comparison in self._comparisons:
            self.query_one(OptionList).highlighted = self._comparisons.index(self._refused.comparison)
        if self._cell is not None:
            self.query_one("#comparisons").can_focus = False

    def _filters(self) -> list[RowFilter]:
        value = self._typed[1]
        return [
            RowFilter(self._column, comparison, value if comparison.takes_value else "")
            for comparison in self._comparisons
        ]

    @property
    def _typed(self) -> tuple[Comparison | None, str]:
        """How to compare, if that was typed too, as in `> 4 GB`, and with what."""
        value = self.query_one("#value", Input).value if self._cell is not None else ""
        # The cell itself may begin like that.
        return (None, value) if value == self._cell else typed_comparison(value) or (None, value)

    @on(Input.Changed)
    def _show_choices(self) -> None:
        choices = self.query_one(OptionList)
        chosen = choices.highlighted or 0
        typed = self._typed[0]
        if typed in self._comparisons:
            chosen = self._comparisons.index(typed)
        choices.clear_options()
        choices.add_options([Text(filter_words(one, self._columns), no_wrap=True) for one in self._filters()])
        choices.highlighted = chosen

    def action_move(self, step: int) -> None:
        """Choose the way above or below."""
        choices = self.query_one(OptionList)
        choices.highlighted = ((choices.highlighted or 0) + step) % len(self._comparisons)

    @on(OptionList.OptionSelected)
    def action_keep(self) -> None:
        """Keep the rows of the way chosen."""
        self.dismiss(self._filters()[self.query_one(OptionList).highlighted or 0])

    def action_leave(self) -> None:
        """Keep the rows as they are."""
        self.dismiss(None)
