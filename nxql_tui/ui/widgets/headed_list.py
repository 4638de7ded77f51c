"""A list of two columns under headings that keeps its highlight while the focus is elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.text import Text
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the list."""

    left: str
    right: str = ""
    subject: object = None
    """What it stands for; a heading stands for nothing and is never highlighted."""
    is_dimmed: bool = False


class HeadedList(ScrollView, can_focus=False):
    """Draws only the lines that show; whoever has the focus moves the highlight."""

    DEFAULT_CSS = """
    HeadedList { overflow-x: hidden; scrollbar-size: 1 1; }
    HeadedList .headed-list--heading { color: $secondary; text-style: bold; }
    HeadedList .headed-list--highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: $block-cursor-text-style;
    }
    HeadedList .headed-list--dimmed { color: $foreground-disabled; text-style: $disabled-text-style; }
    HeadedList .headed-list--right { color: $foreground-muted; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "headed-list--heading",
        "headed-list--highlighted",
        "headed-list--dimmed",
        "headed-list--right",
    }

    class Highlighted(Message):
        """The highlight was moved."""

    class Chosen(Message):
        """The highlighted row was clicked."""

    def __init__(self, *, shows_whole: bool = True, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        """Make a list without rows.

        Args:
            shows_whole: Whether the highlighted row gives its right column up where the left one would be cut.
            id: As of every widget.
        """
        super().__init__(id=id)
        self._shows_whole = shows_whole
        self._rows: Sequence[ListRow] = ()
        self._place: int | None = None

    @property
    def highlighted(self) -> ListRow | None:
        """The highlighted row; None when there is nothing to highlight."""
        return self._rows[self._place] if self._place is not None else None

    @property
    def subject(self) -> object:
        """What the highlighted row stands for; None when there is nothing to highlight."""
        return self.highlighted.subject if self.highlighted is not None else None

    @property
    def place(self) -> int:
        """Where the highlighted row stands; 0 when there is none."""
        return self._place or 0

    @property
    def rows(self) -> Sequence[ListRow]:
        """All of them, headings included."""
        return self._rows

    def show(self, rows: Sequence[ListRow], left: str = "", place: int = 0) -> None:
        """Show other rows and highlight one.

        Args:
            rows: Headings included.
            left: What the row to highlight reads on the left.
            place: Where to highlight when none does: there, else at the next row, else at the last.
        """
        self._rows = rows
        self.virtual_size = Size(1, len(rows))
        places = self._places()
        named = (found for found in places if rows[found].left == left)
        following = (found for found in places if found >= place)
        self._place = next(chain(named, following), places[-1] if places else None)
        self.scroll_to(y=0, animate=False, immediate=True)
        self._reveal()
        self.refresh()

    def move(self, steps: int) -> None:
        """Move the highlight by so many rows, not beyond the first and the last."""
        places = self._places()
        if self._place is not None:
            wanted = places.index(self._place) + steps
            self._highlight(places[max(0, min(wanted, len(places) - 1))])

    def turn(self, pages: int) -> None:
        """Move the highlight by so many heights of the list."""
        self.move(pages * max(1, self.scrollable_content_region.height - 1))

    def render_line(self, y: int) -> Strip:
        """One row at the width there is."""
        place = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if place >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[place]
        is_highlighted = place == self._place
        style = self.rich_style
        if is_highlighted:
            style += self.get_component_rich_style("headed-list--highlighted")
        elif row.subject is None:
            style += self.get_component_rich_style("headed-list--heading", partial=True)
        elif row.is_dimmed:
            style += self.get_component_rich_style("headed-list--dimmed", partial=True)
        sign = "" if row.subject is None else "▸ " if is_highlighted else "  "
        left = Text(f"{sign}{row.left}")
        right = Text(f" {row.right} " if row.right else " ")
        if not is_highlighted:
            right.stylize(self.get_component_rich_style("headed-list--right", partial=True))
        elif self._shows_whole and left.cell_len + right.cell_len > width:
            # A name that is cut is read by moving onto it.
            right = Text("")
        left.truncate(max(1, width - right.cell_len), overflow="ellipsis", pad=True)
        line = Text.assemble(left, right, end="")
        return Strip(Segment.apply_style(line.render(self.app.console), style)).adjust_cell_length(width, style)

    def on_resize(self) -> None:
        """Keep the highlight in view."""
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        """Highlight the row under the pointer; choose it when it is the highlighted one."""
        place = event.y + self.scroll_offset.y
        if place == self._place:
            self.post_message(self.Chosen())
        elif place in self._places():
            self._highlight(place)

    def _places(self) -> list[int]:
        return [place for place, row in enumerate(self._rows) if row.subject is not None]

    def _highlight(self, place: int) -> None:
        before, self._place = self._place, place
        if place == before:
            return
        # Two lines are drawn again, and not all of them: over SSH each one travels.
        for changed in (before, place):
            if changed is not None:
                self.refresh_line(changed)
        self._reveal()
        self.post_message(self.Highlighted())

    def _reveal(self) -> None:
        """Scroll the highlight into view, with the heading over the first of its rows."""
        if self._place is not None:
            above = int(self._place > 0 and self._rows[self._place - 1].subject is None)
            region = Region(0, self._place - above, 1, 1 + above)
            self.scroll_to_region(region, animate=False, immediate=True, force=True)
