"""The colour themes: the whole screen shows the one that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import OptionList

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import THEMES
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.screens.searched_list import SearchedList
from nxql_tui.ui.theme_preview import ThemePreview
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.search_input import SearchInput
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class ChooseThemeScreen(SearchedList["str | None"]):
    """Dismisses with the name of the theme that is kept; with None the old one is back."""

    DEFAULT_CSS = """
    ChooseThemeScreen { align: right bottom; background: transparent; }
    ChooseThemeScreen VerticalGroup {
        width: 38; max-width: 100%; border: round $primary; background: $surface; padding: 0 1;
    }
    ChooseThemeScreen Input { background: $field; }
    ChooseThemeScreen OptionList {
        height: auto; max-height: 9; border: none; padding: 0; background: $surface; scrollbar-size: 1 1;
        & > .option-list--option-highlighted {
            color: $block-cursor-foreground; background: $block-cursor-background; text-style: $block-cursor-text-style;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(THEMES)

    def __init__(self, names: tuple[str, ...]) -> None:
        """Offer these themes, all of which the app knows."""
        super().__init__()
        self._names = names
        self._shown: tuple[str, ...] = ()
        self._preview = ThemePreview(self.app)

    def compose(self) -> ComposeResult:
        """A line to search in over the list."""
        with VerticalGroup() as panel:
            panel.border_title = "Theme"
            yield SearchInput(placeholder="type to search", compact=True, id="search-themes")
            themes = OptionList(markup=False, compact=True, id="themes")
            themes.can_focus = False
            yield themes
        yield KeyLine()

    def _show(self) -> None:
        words = self.query_one(SearchInput).value.casefold().split()
        self._shown = tuple(name for name in self._names if all(word in name.casefold() for word in words))
        self._list.clear_options()
        self._list.add_options(map(visible_line, self._shown))
        if self._shown:
            self._look_at(self._shown.index(self.app.theme) if self.app.theme in self._shown else 0)
        else:
            self._preview.take_back()
        keys = with_keys(self.app, "{themes.keep} keeps it · {themes.leave} leaves")
        hint = keys if self._shown else "no theme has such a name: type less"
        self.query_one(VerticalGroup).border_subtitle = Content(hint)

    def _look_at(self, place: int) -> None:
        self._list.highlighted = place
        self._preview.show(self._shown[place])

    @on(OptionList.OptionSelected)
    def _take_clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._look_at(event.option_index)
        self.action_keep()

    def action_move(self, step: int) -> None:
        """Show the theme above or below."""
        if self._shown:
            self._look_at(((self._list.highlighted or 0) + step) % len(self._shown))

    def action_turn(self, pages: int) -> None:
        """Show the theme that is a height of the list above or below."""
        if self._shown:
            place = (self._list.highlighted or 0) + pages * max(1, self._list.size.height)
            self._look_at(min(max(place, 0), len(self._shown) - 1))

    def action_keep(self) -> None:
        """Keep the theme that is shown."""
        if self._shown:
            self.dismiss(self.app.theme)

    def action_leave(self) -> None:
        """Bring the old one back."""
        self._preview.take_back()
        self.dismiss(None)
