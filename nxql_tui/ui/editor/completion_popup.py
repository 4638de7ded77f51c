"""The list of what could be written at the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.css.scalar import Scalar
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click

    from nxql_tui.nxql.completion.candidates import Candidate, Completion
    from nxql_tui.nxql.positions import Span

MOST_SHOWN = 60
"""Candidates in the list; who looks for more types another letter."""

_LABEL_WIDTH = 32
_DETAIL_WIDTH = 22
_WIDTH = 68
_HEIGHT = 5
_MOVES = {"up": -1, "down": 1, "pageup": -_HEIGHT, "pagedown": _HEIGHT}

_NOT_DIM = Style(dim=False)


class CompletionPopup(Widget, can_focus=False):
    """Lies over the screen below the cursor and never has the focus: the editor hands it the keys that are its own.

    It draws its rows itself: a list widget lays the whole screen out anew with every letter.
    """

    DEFAULT_CSS = f"""
    CompletionPopup {{
        overlay: screen;
        constrain: inside inflect;
        display: none;
        width: {_WIDTH};
        max-width: 100%;
        height: 1;
        background: $panel;
    }}
    CompletionPopup > .completion--chosen {{
        background: $block-cursor-background;
        color: $block-cursor-foreground;
    }}
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"completion--chosen"}

    @dataclass
    class Accepted(Message):
        """The user chose a candidate."""

        candidate: Candidate
        span: Span
        """What it takes the place of."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._completion: Completion | None = None
        self._rows: list[Text] = []
        self._widths = (0, 0)
        self._first_row = 0
        self.chosen: int | None = None
        """The candidate that enter takes; None while enter is the text's."""

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
        self._widths = _widths(shown, self._widths if self.is_open else (0, 0))
        self._rows = [_row(candidate, *self._widths) for candidate in shown]
        self._first_row = 0
        self.chosen = 0 if chosen else None
        anchor = Offset(cursor.x - (completion.span.end - completion.span.start) - 1, cursor.y + 1)
        height = min(_HEIGHT, len(shown))
        if not self.display or self.absolute_offset != anchor or self.styles.height != Scalar.from_number(height):
            self.absolute_offset = anchor
            self.styles.height = height
            self.display = True
            self.refresh(layout=True)
        else:
            self.refresh()

    def hide(self) -> None:
        """Take it away."""
        if self.display:
            self.display = False
        self._completion = None

    def render_line(self, y: int) -> Strip:
        """One candidate, or what is under the last one: nothing."""
        index = self._first_row + y
        if index >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        style = self.rich_style
        segments = self._rows[index].render(self.app.console)
        if index == self.chosen:
            style += self.get_component_rich_style("completion--chosen", partial=True)
            # On the ground of the cursor dim text could not be read.
            segments = Segment.apply_style(segments, post_style=_NOT_DIM)
        strip = Strip(segments).apply_style(style)
        return strip.adjust_cell_length(self.size.width, style)

    def is_about(self, cursor: int) -> bool:
        """Whether the list belongs to the place of the cursor."""
        span = None if self._completion is None else self._completion.span
        return span is not None and span.start <= cursor <= span.end

    def take_key(self, key: str) -> bool:
        """Use a key that is for the list; False when it is for the text."""
        if not self.is_open:
            return False
        if key in _MOVES:
            self._move(_MOVES[key])
        elif key == "tab" or (key == "enter" and self.chosen is not None):
            self._accept(self.chosen or 0)
        elif key == "escape":
            self.hide()
        else:
            return False
        return True

    def _move(self, step: int) -> None:
        last = len(self._rows) - 1
        place = (-1 if step > 0 else len(self._rows)) if self.chosen is None else self.chosen
        if abs(step) == 1:
            self.chosen = (place + step) % len(self._rows)
        else:
            self.chosen = min(max(place + step, 0), last)
        self._first_row = min(max(self._first_row, self.chosen - _HEIGHT + 1), self.chosen)
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Take the candidate under the mouse."""
        index = self._first_row + event.y
        if index < len(self._rows):
            self._accept(index)

    def _accept(self, index: int) -> None:
        completion = self._completion
        self.hide()
        if completion is not None:
            self.post_message(self.Accepted(completion.candidates[index], completion.span))


def _widths(candidates: Sequence[Candidate], before: tuple[int, int]) -> tuple[int, int]:
    """Of the labels and the details; they only grow while the list is open, so that a row stays what it is."""
    seen_first = candidates[: 2 * _HEIGHT]
    label = min(_LABEL_WIDTH, max(cell_len(candidate.label) for candidate in seen_first))
    # A kind that is the same in every row tells nothing and takes the room of the descriptions.
    is_told = any(candidate.detail for candidate in candidates) or len({candidate.kind for candidate in candidates}) > 1
    detail = min(_DETAIL_WIDTH, max(len(_detail(candidate)) for candidate in seen_first)) if is_told else 0
    return max(label, before[0]), max(detail, before[1])


def _row(candidate: Candidate, label_width: int, detail_width: int) -> Text:
    row = Text(f" {visible_line(candidate.label)}", style="bold", end="", no_wrap=True)
    row.truncate(label_width + 1, overflow="ellipsis", pad=True)
    detail = f"  {_detail(candidate)[:detail_width]:<{detail_width}}" if detail_width else ""
    row.append(f"{detail}  {visible_line(candidate.description)}", "not bold dim")
    row.truncate(_WIDTH, overflow="ellipsis", pad=True)
    return row


def _detail(candidate: Candidate) -> str:
    return candidate.detail or candidate.kind.value
