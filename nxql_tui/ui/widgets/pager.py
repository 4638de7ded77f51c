"""The line under the answer: which rows these are, and the way to the others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import HorizontalGroup
from textual.message import Message
from textual.validation import Integer
from textual.widgets import Button, Input, Label

from nxql_tui.results.columns import Page
from nxql_tui.ui.keymap.answer import PAGES
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.widgets.results_table import PageTurn
from nxql_tui.ui.widgets.steady_input import SteadyInput

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

PAGE_SIZES = (50, 100, 200, 500)
"""Rows a page can have, as in the vendor's web editor."""

DEFAULT_PAGE_SIZE = 100

_TURN_LABELS = {PageTurn.FIRST: "|<", PageTurn.PREVIOUS: "<", PageTurn.NEXT: ">", PageTurn.LAST: ">|"}


class Completeness(Enum):
    """Whether an answer has all its rows."""

    WHOLE = auto()
    GROWING = auto()
    """More will come; those that are here can be turned through."""
    PART = auto()
    """It broke off, or some Engines have not answered."""


class Pager(HorizontalGroup):
    """Page buttons, the page's number to type over, and the number of rows a page."""

    DEFAULT_CSS = """
    Pager { height: 1; background: $panel; padding: 0 1; }
    Pager Button { min-width: 2; width: auto; background: transparent; color: $primary; }
    Pager Button.-style-default:ansi { border: none; &:disabled { border: none !important; } }
    Pager Button:disabled {
        color: $foreground-disabled; text-style: $disabled-text-style;
        text-opacity: 1 !important; opacity: 1 !important;
    }
    Pager Input { width: 6; background: $surface; }
    Pager Label { width: auto; margin-right: 1; }
    Pager .size, Pager .words { display: none; }
    Pager .size.-current { display: block; }
    Pager .rows { width: 1fr; text-align: right; margin-right: 0; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    help_place: ClassVar[str] = "pages"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(PAGES)]

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

    class Left(Message):
        """The keys are for the rows again."""

    class NextPageSizeRequested(Message):
        """The user wants another number of rows a page."""

    _page_number = 1

    def compose(self) -> ComposeResult:
        """Two buttons, the page's number, two buttons, the sizes, the rows."""
        yield self._turn_button(PageTurn.FIRST)
        yield self._turn_button(PageTurn.PREVIOUS)
        yield Label("page", classes="words")
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
        yield Label(" Show", classes="words")
        for size in PAGE_SIZES:
            yield Button(_size_label(size, is_current=False), compact=True, id=f"size-{size}", classes="size")
        yield Label("rows")
        yield Label("", classes="rows", markup=False)

    def on_mount(self) -> None:
        """Nothing to turn yet."""
        self.show(Page((), (), 0, 0, 0), DEFAULT_PAGE_SIZE)

    def show(
        self, page: Page, size: int, *, awaited: str = "", completeness: Completeness = Completeness.WHOLE
    ) -> None:
        """Say which rows are shown.

        Args:
            page: The rows.
            size: How many a page can have.
            awaited: What has to end before there is another page, in words.
            completeness: Whether these are all rows, once nothing is awaited.
        """
        page_count = max(1, -(-page.total // size))
        number = page.first // size
        self._page_number = number + 1
        self.query_one("#page-number", Input).value = str(self._page_number)
        self.query_one("#page-count", Label).update("of …" if awaited else f"of {page_count:,}")
        at_start, at_end = number <= 0 or bool(awaited), number >= page_count - 1 or bool(awaited)
        for turn, disabled in (
            (PageTurn.FIRST, at_start),
            (PageTurn.PREVIOUS, at_start),
            (PageTurn.NEXT, at_end),
            (PageTurn.LAST, at_end),
        ):
            self.query_one(f"#turn-{turn.value}", Button).disabled = disabled
        for choice in PAGE_SIZES:
            button = self.query_one(f"#size-{choice}", Button)
            button.label = _size_label(choice, is_current=choice == size)
            button.set_class(choice == size, "-current")
        self.query_one(".rows", Label).update(_rows_text(page, awaited, completeness))

    def focus_page_number(self) -> None:
        """Let the user type the number of a page."""
        number = self.query_one("#page-number", Input)
        number.focus()
        number.select_all()

    def action_leave(self) -> None:
        """Go back to the rows; what was typed is no page."""
        self.query_one("#page-number", Input).value = str(self._page_number)
        self.post_message(self.Left())

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
        if event.button.has_class("-current"):
            # Where there is room for one size only, it stands for all.
            self.post_message(self.NextPageSizeRequested())
        else:
            self.post_message(self.PageSizeChosen(int((event.button.id or "").removeprefix("size-"))))

    @on(Input.Submitted)
    def _enter_number(self, event: Input.Submitted) -> None:
        event.stop()
        if event.validation_result is None or event.validation_result.is_valid:
            self.post_message(self.PageNumberEntered(int(event.value)))


def _size_label(size: int, *, is_current: bool) -> Text:
    return Text(f"[{size}]" if is_current else str(size))


def _rows_text(page: Page, awaited: str, completeness: Completeness) -> str:
    if awaited:
        return f"first {len(page.rows):,}, {awaited}"
    match completeness:
        case Completeness.PART:
            # In front, where a narrow screen cuts nothing off.
            return f"INCOMPLETE {_place_text(page)}"
        case Completeness.GROWING:
            return f"{_place_text(page)} so far"
        case Completeness.WHOLE:
            return _place_text(page)


def _place_text(page: Page) -> str:
    if not page.total:
        return f"no rows (filtered from {page.row_count:,})" if page.row_count else "no rows"
    shown = f"{page.first + 1:,}–{page.first + len(page.rows):,} of {page.total:,}"
    return shown if page.total == page.row_count else f"{shown} (filtered from {page.row_count:,})"
