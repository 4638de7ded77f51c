"""The places of a screen that one can go to, as they are seen now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.css.query import NoMatches
from textual.errors import NoWidget
from textual.geometry import Offset, Region

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from textual.screen import Screen
    from textual.widget import Widget

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
"""In the order of the places; of more places the others have none."""


@dataclass(frozen=True, slots=True)
class JumpPlace:
    """A place that one can go to."""

    seen: Region
    """What is seen of it."""
    go: Callable[[], object]
    """Goes there."""


@runtime_checkable
class HasJumpPlaces(Protocol):
    """A widget with more places than itself, or with another way to go there than the focus."""

    def jump_places(self) -> Iterable[tuple[Region, Callable[[], object]]]:
        """Where they are in the widget, and what goes there."""


def places_of(screen: Screen[object]) -> dict[str, JumpPlace]:
    """The places that are seen, from top to bottom, each by its letter."""
    places = sorted(_places(screen), key=lambda place: (place.seen.y, place.seen.x))
    return dict(zip(LETTERS, places, strict=False))


def _places(screen: Screen[object]) -> Iterator[JumpPlace]:
    for widget in screen.query("*"):
        seen = _seen(screen, widget)
        if not seen:
            continue
        if isinstance(widget, HasJumpPlaces):
            for region, go in widget.jump_places():
                inner = region.translate(widget.content_region.offset).intersection(seen)
                if inner:
                    yield JumpPlace(inner, go)
        elif widget.focusable:
            yield JumpPlace(seen, partial(_focus, screen, widget))


def _focus(screen: Screen[object], widget: Widget) -> None:
    # What comes of a question may have taken it away since.
    if widget in screen.focus_chain:
        screen.set_focus(widget)


def _seen(screen: Screen[object], widget: Widget) -> Region:
    if not widget.display:
        return Region()
    try:
        return screen.find_widget(widget).visible_region
    except (NoWidget, NoMatches):
        return Region()


def whole_line(width: int) -> Region:
    """The first line of a widget."""
    return Region.from_offset(Offset(0, 0), (width, 1))
