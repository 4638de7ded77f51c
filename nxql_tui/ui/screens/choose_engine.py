"""The Engines of a site: one to be asked now, or several to be kept as connections of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import VerticalGroup
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, OptionList
from textual.widgets.option_list import Option

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import ENGINES
from nxql_tui.ui.widgets.search_input import SearchInput
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.client.address import EngineAddress

_WIDEST_NAME = 30


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What the user wants of a site's Engines."""

    engines: tuple[tuple[str, EngineAddress], ...]
    """Name and address; at least one."""
    is_import: bool
    """Whether they are to be kept as connections; else the one is asked now."""


class ChooseEngineScreen(ModalScreen["EngineChoice | None"]):
    """Letters search, enter asks, space marks, a key keeps what is marked."""

    DEFAULT_CSS = """
    ChooseEngineScreen { align: center middle; background: transparent; }
    ChooseEngineScreen .dialog {
        width: 76; max-width: 100%; max-height: 100%; height: auto;
        border: round $primary; background: $surface; padding: 0 1;
    }
    ChooseEngineScreen Input { background: $panel; }
    ChooseEngineScreen OptionList {
        height: auto; max-height: 16; border: none; padding: 0; background: $surface;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(ENGINES)

    def __init__(
        self, title: str, engines: tuple[tuple[str, EngineAddress], ...], unreachable: tuple[str, ...]
    ) -> None:
        """Make the list.

        Args:
            title: Whose Engines they are.
            engines: Name and address of those that can be asked.
            unreachable: The names of those that the Portal does not reach.
        """
        super().__init__()
        self._title = title
        self._engines = engines
        self._unreachable = unreachable
        self._marked: set[int] = set()
        self._shown: list[int] = []

    def compose(self) -> ComposeResult:
        """A line to search in over the list."""
        with VerticalGroup(classes="dialog") as dialog:
            dialog.border_title = visible_line(self._title)
            yield SearchInput(placeholder="type to search", compact=True, id="search-engines")
            engines = OptionList(markup=False, compact=True, id="engines")
            engines.can_focus = False
            yield engines
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Show all."""
        self._show()
        self.query_one(SearchInput).focus()

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    def _show(self, highlighted: int = 0) -> None:
        words = self.query_one(SearchInput).value.casefold().split()
        self._shown = [
            place
            for place, (name, address) in enumerate(self._engines)
            if all(word in f"{name} {address}".casefold() for word in words)
        ]
        self._list.clear_options()
        self._list.add_options(Option(self._line(place)) for place in self._shown)
        self._list.add_options(
            Option(Text(f"    {visible_line(name)}  not connected", style="dim"), disabled=True)
            for name in self._unreachable
            if all(word in name.casefold() for word in words)
        )
        count = len(self._shown)
        shown = f"{count} of {len(self._engines)}" if words else str(count)
        self.query_one(".dialog").border_subtitle = f"{shown} Engines"
        self._list.highlighted = min(highlighted, len(self._shown) - 1) if self._shown else None

    def _line(self, place: int) -> Text:
        name, address = self._engines[place]
        widest = min(max(len(one) for one, _ in self._engines), _WIDEST_NAME)
        shown = visible_line(name)
        shown = shown if len(shown) <= widest else f"{shown[: widest - 1]}…"
        mark = "[x]" if place in self._marked else "[ ]"
        return Text(f"{mark} {shown.ljust(widest)}  {address}", no_wrap=True, overflow="ellipsis", end="")

    @property
    def _here(self) -> int | None:
        highlighted = self._list.highlighted
        return None if highlighted is None or highlighted >= len(self._shown) else self._shown[highlighted]

    def action_move(self, step: int) -> None:
        """Look at the one above or below."""
        if self._shown:
            self._list.highlighted = ((self._list.highlighted or 0) + step) % len(self._shown)

    def action_take(self) -> None:
        """Ask the one that is looked at."""
        if self._here is not None:
            self.dismiss(EngineChoice((self._engines[self._here],), is_import=False))

    def action_mark(self) -> None:
        """Mark the one that is looked at, or take its mark away, and go on to the next."""
        if self._here is None:
            return
        self._marked ^= {self._here}
        highlighted = self._list.highlighted or 0
        self._show(min(highlighted + 1, len(self._shown) - 1))

    def action_keep(self) -> None:
        """Keep those that are marked, or the one that is looked at, as connections."""
        places = sorted(self._marked) or ([self._here] if self._here is not None else [])
        if places:
            self.dismiss(EngineChoice(tuple(self._engines[place] for place in places), is_import=True))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
