"""The list of what could be written at the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from nxql_tui.nxql.completion.candidates import Candidate, Completion
    from nxql_tui.nxql.positions import Span

MOST_SHOWN = 60
"""Candidates in the list; who looks for more types another letter."""

_LABEL_WIDTH = 36
_DETAIL_WIDTH = 22
_WIDTH = 76
_MOVES = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}


class CompletionPopup(OptionList, can_focus=False):
    """Lies over the screen below the cursor and never has the focus: the editor hands it the keys that are its own."""

    DEFAULT_CSS = f"""
    CompletionPopup {{
        overlay: screen;
        constrain: inside inflect;
        display: none;
        width: auto;
        max-width: {_WIDTH + 2};
        height: auto;
        max-height: 7;
        border: none;
        padding: 0;
        background: $panel;
        scrollbar-size-vertical: 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }}
    """

    @dataclass
    class Accepted(Message):
        """The user chose a candidate."""

        candidate: Candidate
        span: Span
        """What it takes the place of."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id, compact=True)
        self._completion: Completion | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen."""
        return bool(self.display)

    def show(self, completion: Completion, cursor: Offset, *, chosen: bool) -> None:
        """Show what could be written, or nothing where there is nothing.

        Args:
            completion: What is offered.
            cursor: Where the cursor is on the screen.
            chosen: Whether the first candidate is chosen already, so that enter takes it; enter is the text's else.
        """
        if not completion.candidates:
            self.hide()
            return
        shown = completion.candidates[:MOST_SHOWN]
        self._completion = completion
        widths = (
            min(_LABEL_WIDTH, max(cell_len(candidate.label) for candidate in shown)),
            min(_DETAIL_WIDTH, max(len(_detail(candidate)) for candidate in shown)),
        )
        self.clear_options()
        self.add_options(Option(_row(candidate, *widths)) for candidate in shown)
        self.highlighted = 0 if chosen else None
        self.absolute_offset = Offset(cursor.x - (completion.span.end - completion.span.start) - 1, cursor.y + 1)
        self.display = True

    def hide(self) -> None:
        """Take it away."""
        if self.display:
            self.display = False
        self._completion = None

    def is_about(self, cursor: int) -> bool:
        """Whether the list belongs to the place of the cursor."""
        span = None if self._completion is None else self._completion.span
        return span is not None and span.start <= cursor <= span.end

    def take_key(self, key: str) -> bool:
        """Use a key that is for the list; False when it is for the text."""
        if not self.is_open:
            return False
        if key in _MOVES:
            getattr(self, f"action_{_MOVES[key]}")()
        elif key == "tab" or (key == "enter" and self.highlighted is not None):
            self._accept(self.highlighted or 0)
        elif key == "escape":
            self.hide()
        else:
            return False
        return True

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._accept(event.option_index)

    def _accept(self, index: int) -> None:
        completion = self._completion
        self.hide()
        if completion is not None:
            self.post_message(self.Accepted(completion.candidates[index], completion.span))


def _row(candidate: Candidate, label_width: int, detail_width: int) -> Text:
    row = Text(visible_line(candidate.label), style="bold", end="", no_wrap=True)
    row.truncate(label_width, overflow="ellipsis", pad=True)
    row.append(f"  {_detail(candidate)[:detail_width]:<{detail_width}}", "not bold italic")
    row.append(f"  {visible_line(candidate.description)}", "not bold dim")
    row.truncate(_WIDTH, overflow="ellipsis")
    return row


def _detail(candidate: Candidate) -> str:
    return candidate.detail or candidate.kind.value
