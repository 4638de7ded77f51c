"""The line under the answer: which rows these are, and the way to the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.containers import HorizontalGroup
from textual.message import Message
from textual.validation import Integer
from textual.widgets import Button, Input, Label

from nxql_tui.ui.widgets.results_table import PageTurn
from nxql_tui.ui.widgets.steady_input import SteadyInput

if TYPE_CHECKING:
    from textual.app import ComposeResult

PAGE_SIZES = (50, 100, 200, 500)
"""Rows a page can have, as in the vendor's web editor."""

DEFAULT_PAGE_SIZE = 100

_TURN_LABELS = {PageTurn.FIRST: "|<", PageTurn.PREVIOUS: "<", PageTurn.NEXT: ">", PageTurn.LAST: ">|"}


class Pager(HorizontalGroup):
    """Page buttons, the page's number to type over, and the number of rows a page."""

    DEFAULT_CSS = """
    Pager { height: 1; background: $panel; padding: 0 1; }
    Pager Button { min-width: 2; width: auto; background: transparent; color: $primary; }
    Pager Button:disabled { color: $foreground 40%; }
    Pager Input { width: 6; background: $surface; }
    Pager Label { width: auto; margin-right: 1; }
    Pager .rows { width: 1fr; text-align: right; margin-right: 0; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    @dataclass
    class TurnRequested(Message):
        """The user wants another page."""

        turn: PageTurn

    @dataclass
    class PageNumberEntered(Message):
        """The user typed the number of a page; the first is 1 and there may be fewer pages."""

        number: int

    @dataclass
    class PageSizeChosen(Message):
        """The user wants this many rows a page."""

        size: int

    def compose(self) -> ComposeResult:
        """Two buttons, the page's number, two buttons, the sizes, the rows."""
        yield self._turn_button(PageTurn.FIRST)
        yield self._turn_button(PageTurn.PREVIOUS)
        yield Label("page")
        yield SteadyInput(
            "1",
            compact=True,
            type="integer",
            max_length=6,
            validators=[Integer(minimum=1)],
            validate_on=["submitted"],
            id="page-number",
        )
        yield Label("of 1", id="page-count")
        yield self._turn_button(PageTurn.NEXT)
        yield self._turn_button(PageTurn.LAST)
        yield Label(" Show")
        for size in PAGE_SIZES:
            yield Button(_size_label(size, is_current=False), compact=True, id=f"size-{size}", classes="size")
        yield Label("rows")
        yield Label("", classes="rows", markup=False)

    def on_mount(self) -> None:
        """Nothing to turn yet."""
        self.show(0, DEFAULT_PAGE_SIZE, 0, complete=True)

    def show(self, first: int, size: int, total: int, *, complete: bool, is_part: bool = False) -> None:
        """Say which rows are shown.

        Args:
            first: The place of the first row, from 0.
            size: Rows a page.
            total: All rows.
            complete: Whether no more are arriving; turning waits until then.
            is_part: Whether rows are missing, because the answer broke off.
        """
        page_count = max(1, -(-total // size))
        page = first // size
        self.query_one("#page-number", Input).value = str(page + 1)
        self.query_one("#page-count", Label).update(f"of {page_count:,}" if complete else "of …")
        at_start, at_end = page <= 0 or not complete, page >= page_count - 1 or not complete
        for turn, disabled in (
            (PageTurn.FIRST, at_start),
            (PageTurn.PREVIOUS, at_start),
            (PageTurn.NEXT, at_end),
            (PageTurn.LAST, at_end),
        ):
            self.query_one(f"#turn-{turn.value}", Button).disabled = disabled
        for choice in PAGE_SIZES:
            self.query_one(f"#size-{choice}", Button).label = _size_label(choice, is_current=choice == size)
        self.query_one(".rows", Label).update(_rows_text(first, size, total, complete=complete, is_part=is_part))

    def focus_page_number(self) -> None:
        """Let the user type the number of a page."""
        number = self.query_one("#page-number", Input)
        number.focus()
        number.select_all()

    def _turn_button(self, turn: PageTurn) -> Button:
        return Button(_TURN_LABELS[turn], compact=True, id=f"turn-{turn.value}", classes="turn")

    @on(Button.Pressed, ".turn")
    def _turn(self, event: Button.Pressed) -> None:
        event.stop()
        turn = PageTurn((event.button.id or "").removeprefix("turn-"))
        self.post_message(self.TurnRequested(turn))

    @on(Button.Pressed, ".size")
    def _choose_size(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.PageSizeChosen(int((event.button.id or "").removeprefix("size-"))))

    @on(Input.Submitted)
    def _enter_number(self, event: Input.Submitted) -> None:
        event.stop()
        if event.validation_result is None or event.validation_result.is_valid:
            self.post_message(self.PageNumberEntered(int(event.value)))


def _size_label(size: int, *, is_current: bool) -> Text:
    return Text(f"[{size}]" if is_current else str(size))


def _rows_text(first: int, size: int, total: int, *, complete: bool, is_part: bool) -> str:
    if not complete:
        return f"first {total:,}, more arriving"
    # In front, where a narrow screen cuts nothing off.
    mark = "INCOMPLETE " if is_part else ""
    if not total:
        return f"{mark}no rows"
    return f"{mark}{first + 1:,}–{min(first + size, total):,} of {total:,}"
