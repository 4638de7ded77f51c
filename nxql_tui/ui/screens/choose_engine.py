"""The Engines of a site: one to be asked, several to be asked as a fleet, or some to be kept as connections."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from nxql_tui.ui.empty_words import NO_ENGINE, NO_SUCH_ENGINE
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import ENGINES
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.screens.searched_list import SearchedList
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.search_input import SearchInput
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.client.portal import PortalEngine
    from nxql_tui.logins.members import FleetMember

_WIDEST_NAME = 30


class EngineDeed(StrEnum):
    """What is to be done with the Engines that were chosen."""

    ASK = "ask"
    """They are logged in to: one by itself, several as a fleet."""
    KEEP = "keep"
    """They are kept as connections of their own."""
    REFRESH = "refresh"
    """Nothing: the list is asked for anew, and they stay marked."""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What the user wants of a site's Engines."""

    engines: tuple[FleetMember, ...]
    """At least one, but for a list that is refreshed."""
    deed: EngineDeed
    is_marked: bool
    """Whether they were marked; else it is the one that was looked at."""


class ChooseEngineScreen(SearchedList["EngineChoice | None"]):
    """Letters search, space marks, enter asks those marked together, or the one that is looked at."""

    DEFAULT_CSS = """
    ChooseEngineScreen { align: center middle; background: transparent; }
    ChooseEngineScreen .dialog {
        width: 76; max-width: 100%; max-height: 100%; height: auto;
        border: round $primary; background: $surface; padding: 0 1;
    }
    ChooseEngineScreen Input { background: $field; }
    ChooseEngineScreen OptionList {
        height: auto; max-height: 55vh; border: none; padding: 0; background: $surface;
        scrollbar-size: 1 1;
    }
    ChooseEngineScreen .trouble { color: $text-warning; height: auto; margin-bottom: 1; }
    ChooseEngineScreen .consequence { height: 2; margin-top: 1; color: $foreground-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(ENGINES)

    def __init__(
        self,
        title: str,
        engines: tuple[FleetMember, ...],
        unreachable: tuple[PortalEngine, ...] = (),
        *,
        marked: frozenset[str] = frozenset(),
        tags: Mapping[str, tuple[str, ...]] | None = None,
        trouble: str = "",
    ) -> None:
        """Make the list.

        Args:
            title: Whose Engines they are.
            engines: Those that can be asked.
            unreachable: Those that the Portal does not reach.
            marked: The addresses of those that are marked from the start.
            tags: What saved connections call the Engines beside their names, by address.
            trouble: Why the list is that of the last time, as a sentence.
        """
        super().__init__()
        self._title = title
        self._engines = engines
        self._unreachable = unreachable
        self._marked = {place for place, one in enumerate(engines) if str(one.address) in marked}
        self._tags = tags or {}
        self._trouble = trouble
        self._shown: list[int] = []

    def compose(self) -> ComposeResult:
        """A line to search in over the list, and under it what enter would do."""
        with VerticalGroup(classes="dialog") as dialog:
            dialog.border_title = Content(visible_line(self._title))
            if self._trouble:
                text = f"{self._trouble} These are the Engines chosen the last time."
                yield Static(visible_line(text), classes="trouble", markup=False)
            yield SearchInput(placeholder="type to search", compact=True, leaves_space=True, id="search-engines")
            engines = OptionList(markup=False, compact=True, id="engines")
            engines.can_focus = False
            yield engines
            yield Static("", classes="consequence", id="consequence", markup=False)
        yield KeyLine()

    @on(OptionList.OptionHighlighted)
    def _look(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._tell_consequence()

    def _show(self, highlighted: int = 0) -> None:
        words = self.query_one(SearchInput).value
        self._shown = [place for place, one in enumerate(self._engines) if self._is_found(one, words)]
        self._list.clear_options()
        self._list.add_options(Option(self._line(place)) for place in self._shown)
        self._list.add_options(
            Option(Text(f"    {self._padded(one.name)}  {visible_line(_word(one))}"), disabled=True)
            for one in self._unreachable
            if self._is_found(one, words)
        )
        self._list.highlighted = min(highlighted, len(self._shown) - 1) if self._shown else None
        self._tell_count()
        self._tell_consequence()

    def _is_found(self, engine: FleetMember | PortalEngine, words: str) -> bool:
        address = str(engine.address)
        return _fits((engine.name, address, *self._tags.get(address, ())), words)

    def _tell_count(self) -> None:
        count = len(self._shown)
        shown = f"{count} of {len(self._engines)}" if count != len(self._engines) else str(count)
        marked = f" · {len(self._marked)} marked" if self._marked else ""
        self.query_one(".dialog").border_subtitle = f"{shown} Engines{marked}"

    def _tell_consequence(self) -> None:
        marked = [self._engines[place] for place in sorted(self._marked)]
        if len(marked) > 1:
            text = f"Enter asks the {len(marked)} marked Engines together, as one fleet."
        elif marked:
            text = f"Enter asks {marked[0].name}, which is marked. Space marks more, to ask them together."
        elif self._here is not None:
            name = self._engines[self._here].name
            text = f"Enter asks {name} alone. Space marks several, to ask them together as one fleet."
        else:
            text = with_keys(self.app, NO_SUCH_ENGINE if self._engines else NO_ENGINE)
        self.query_one("#consequence", Static).update(visible_line(text))

    def _line(self, place: int) -> Text:
        engine = self._engines[place]
        mark = "[x]" if place in self._marked else "[ ]"
        line = Text(no_wrap=True, overflow="ellipsis", end="")
        line.append(f"{mark} {self._padded(engine.name)}  {engine.address}")
        for tag in self._tags.get(str(engine.address), ()):
            line.append(f"  {visible_line(tag)}", style="italic")
        return line

    def _padded(self, name: str) -> str:
        names = [*(one.name for one in self._engines), *(one.name for one in self._unreachable)]
        widest = min(max(len(visible_line(one)) for one in names), _WIDEST_NAME)
        shown = visible_line(name)
        return (shown if len(shown) <= widest else f"{shown[: widest - 1]}…").ljust(widest)

    @property
    def _here(self) -> int | None:
        highlighted = self._list.highlighted
        return None if highlighted is None or highlighted >= len(self._shown) else self._shown[highlighted]

    def _choice(self, deed: EngineDeed) -> EngineChoice:
        places = sorted(self._marked) or ([self._here] if self._here is not None else [])
        return EngineChoice(tuple(self._engines[place] for place in places), deed, bool(self._marked))

    def action_move(self, step: int) -> None:
        """Look at the one above or below."""
        if self._shown:
            self._list.highlighted = ((self._list.highlighted or 0) + step) % len(self._shown)

    def action_mark(self) -> None:
        """Mark the one that is looked at, or take its mark away, and go on to the next."""
        if self._here is None:
            return
        self._marked ^= {self._here}
        highlighted = self._list.highlighted or 0
        self._show(min(highlighted + 1, len(self._shown) - 1))

    def action_mark_all(self) -> None:
        """Mark all that are found; where they are, take the marks away."""
        found = set(self._shown)
        self._marked = self._marked - found if found <= self._marked else self._marked | found
        self._show(self._list.highlighted or 0)

    def action_take(self) -> None:
        """Ask those that are marked, or the one that is looked at."""
        self._close_with(EngineDeed.ASK)

    def action_keep(self) -> None:
        """Keep those that are marked, or the one that is looked at, as connections."""
        self._close_with(EngineDeed.KEEP)

    def _close_with(self, deed: EngineDeed) -> None:
        choice = self._choice(deed)
        if choice.engines:
            self.dismiss(choice)

    def action_refresh(self) -> None:
        """Ask for the list anew."""
        marked = tuple(self._engines[place] for place in sorted(self._marked))
        self.dismiss(EngineChoice(marked, EngineDeed.REFRESH, bool(marked)))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _fits(texts: Iterable[str], searched: str) -> bool:
    """Whether every word stands there; space marks, so what is typed of a name with blanks has none."""
    text = "\n".join(f"{text} {text.replace(' ', '')}" for text in texts).casefold()
    return all(word in text for word in searched.casefold().split())


def _word(engine: PortalEngine) -> str:
    return engine.status or "not connected"
