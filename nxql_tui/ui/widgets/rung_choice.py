"""The places where a password can be kept, one a line; one that cannot be used says why."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.widget import Widget

from nxql_tui.ui.keymap.choices import RUNG
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType
    from textual.geometry import Size

    from nxql_tui.accounts.password_stores import PasswordStore, Rung


_INDENT = " " * 4
_NARROWEST = 20
"""Terminal cells in which a reason is still wrapped; narrower it is cut off."""


class RungChoice(Widget, can_focus=True):
    """`(•) OS keyring` over `( ) this session only`: up and down choose, and so does a click."""

    DEFAULT_CSS = """
    RungChoice {
        width: 1fr;
        height: auto;
        &:focus { background: $block-focus-background; color: $block-focus-foreground; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(RUNG)

    def __init__(self, rung: Rung, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._rungs: tuple[Rung, ...] = (rung,)
        self._chosen = 0
        self.is_looking = True
        """Whether the places are still being looked for."""

    def show(self, rungs: tuple[Rung, ...]) -> None:
        """These are the places; the first that can be used is chosen."""
        self.is_looking = False
        self._rungs = rungs
        self._chosen = self._usable[0]
        self.refresh(layout=True)

    @property
    def store(self) -> PasswordStore:
        """The place chosen."""
        store = self._rungs[self._chosen].store
        assert store is not None  # noqa: S101  only those are chosen
        return store

    @property
    def stores(self) -> tuple[PasswordStore, ...]:
        """All places that can be used, the chosen one first."""
        others = (rung.store for rung in self._rungs if rung.store is not None and rung.store is not self.store)
        return (self.store, *others)

    @property
    def unusable(self) -> tuple[Rung, ...]:
        """The places that cannot be asked."""
        return tuple(rung for rung in self._rungs if rung.store is None)

    @property
    def _usable(self) -> list[int]:
        return [place for place, rung in enumerate(self._rungs) if rung.store is not None]

    def render(self) -> Text:
        """A line each, and more where a reason is long."""
        if self.is_looking:
            return Text("looking for places…", style="dim", end="")
        return Text("\n", end="").join(line for _, line in self._lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's own
        """As many as there are lines."""
        return 1 if self.is_looking else len(self._lines(width))

    def _lines(self, width: int) -> list[tuple[int, Text]]:
        """The lines, each with the place that it is about."""
        return [
            (place, Text(line, style="" if rung.store else "dim", no_wrap=True))
            for place, rung in enumerate(self._rungs)
            for line in self._wrapped(place, rung, width)
        ]

    def _wrapped(self, place: int, rung: Rung, width: int) -> list[str]:
        mark = " ✘ " if rung.store is None else "(•)" if place == self._chosen else "( )"
        words = rung.title if rung.store else f"{rung.title}: {visible_line(rung.reason)}"
        return wrap(words, max(width, _NARROWEST), initial_indent=f"{mark} ", subsequent_indent=_INDENT)

    def action_move(self, step: int) -> None:
        """Choose the next place that can be used, or the one before."""
        usable = self._usable
        self._choose(usable[(usable.index(self._chosen) + step) % len(usable)])

    def on_click(self, event: events.Click) -> None:
        """Choose the one under the pointer."""
        lines = self._lines(self.size.width)
        if not self.is_looking and event.y < len(lines) and lines[event.y][0] in self._usable:
            self._choose(lines[event.y][0])

    def _choose(self, place: int) -> None:
        self._chosen = place
        self.refresh()
