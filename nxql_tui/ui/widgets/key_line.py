"""The last line of a screen: what a key does now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.binding import ActiveBinding
    from textual.events import MouseDown
    from textual.screen import Screen

_EDGE = "▏"
"""What stands between the keys of the screen and that of the palette."""
_KEPT = frozenset({"toggle_help"})
"""Actions whose keys the others make room for: they lead to all that is cut."""


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key and what it does."""

    key: str
    """As Textual calls it."""
    shown: str
    """As people call it."""
    words: str
    action: str
    is_enabled: bool
    """Whether it does that now; shown dimmed where it does not."""

    @property
    def width(self) -> int:
        """In cells, with the blank between the key and its words."""
        return cell_len(self.shown) + 1 + cell_len(self.words)


@dataclass(frozen=True, slots=True)
class PlacedHint:
    """A hint where it stands in the line."""

    start: int
    """In cells."""
    hint: KeyHint


class KeyLine(Widget, can_focus=False):
    """Shows the keys that work now, as many as fit; a click is as good as the key.

    Textual's own footer makes a widget for each key, and makes all anew whenever the focus moves.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--key", "key-line--words", "key-line--edge"}
    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        text-wrap: nowrap;
        color: $footer-foreground;
        background: $footer-background;
        & .key-line--key {
            color: $footer-key-foreground;
            background: $footer-key-background;
            text-style: bold;
        }
        & .key-line--words {
            color: $footer-description-foreground;
            background: $footer-description-background;
        }
        & .key-line--edge { color: $foreground 20%; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.hints: tuple[KeyHint, ...] = ()
        """The keys of the screen, in their order."""
        self.palette: KeyHint | None = None
        """The key that finds any command, at the right edge."""

    def on_mount(self) -> None:
        """Follow what works."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self.call_after_refresh(self._look)

    def _look(self) -> None:
        if not self.is_attached:
            return
        active = self.screen.active_bindings
        hints = self.wanted(_distinct([self._hint(one) for one in active.values() if one.binding.show]))
        opener = active.get(self.app.COMMAND_PALETTE_BINDING)
        palette = self._hint(opener) if opener is not None and self.app.ENABLE_COMMAND_PALETTE else None
        if (hints, palette) != (self.hints, self.palette):
            self.hints, self.palette = hints, palette
            self.refresh()

    def _hint(self, active: ActiveBinding) -> KeyHint:
        binding = active.binding
        shown = self.app.get_key_display(binding)
        return KeyHint(binding.key, shown, binding.description, binding.action, active.enabled)

    def wanted(self, hints: tuple[KeyHint, ...]) -> tuple[KeyHint, ...]:
        """Those of the keys that work now which are worth a place."""
        return hints

    def placed(self) -> Iterator[PlacedHint]:
        """Where each hint stands; one that does not fit wholly is left out."""
        room = self.size.width
        if self.palette is not None:
            # With a blank at the right edge of the screen.
            room -= len(_EDGE) + self.palette.width + 1
            yield PlacedHint(room + len(_EDGE), self.palette)
        yield from _in_a_row(fitting(self.hints, room))

    def render(self) -> Text:
        """The hints in one line."""
        key, words, edge = (
            self.get_component_rich_style(f"key-line--{part}", partial=True) for part in ("key", "words", "edge")
        )
        line = Text(no_wrap=True, end="")
        for one in sorted(self.placed(), key=lambda placed: placed.start):
            line.append(" " * (one.start - line.cell_len - (one.hint is self.palette)))
            if one.hint is self.palette:
                line.append(_EDGE, edge)
            begin = len(line)
            line.append(one.hint.shown, key).append(f" {one.hint.words}", words)
            if not one.hint.is_enabled:
                line.stylize("dim", begin)
        return line

    def on_mouse_down(self, event: MouseDown) -> None:
        """Do what the key that is clicked does."""
        for one in self.placed():
            if one.start <= event.x < one.start + one.hint.width and one.hint.is_enabled:
                self.app.simulate_key(one.hint.key)


def fitting(hints: tuple[KeyHint, ...], room: int) -> Iterator[KeyHint]:
    """As many as have room, in their order.

    Args:
        hints: All of them.
        room: In cells.
    """
    kept = [hint for hint in hints if hint.action in _KEPT]
    # Each with the blank before the next one, of which the last has none.
    room += 1 - sum(hint.width + 1 for hint in kept)
    if room < 0:
        return
    for hint in hints:
        if hint not in kept:
            room -= hint.width + 1
        if hint in kept or room >= 0:
            yield hint


def _in_a_row(hints: Iterable[KeyHint]) -> Iterator[PlacedHint]:
    """Hints beside each other, from the left."""
    start = 0
    for hint in hints:
        yield PlacedHint(start, hint)
        start += hint.width + 1


def _distinct(hints: list[KeyHint]) -> tuple[KeyHint, ...]:
    """The first key of each action."""
    by_action: dict[str, KeyHint] = {}
    for hint in hints:
        by_action.setdefault(hint.action, hint)
    return tuple(by_action.values())
