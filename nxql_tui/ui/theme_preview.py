"""Looking at themes: the whole screen shows the one that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.ui.theming import DEFAULT_THEME

if TYPE_CHECKING:
    from textual.app import App


class ThemePreview:
    """Shows themes, and knows the way back."""

    def __init__(self, app: App[object]) -> None:
        """Begin with the theme that is there."""
        self._app = app
        self._before = app.theme

    def show(self, name: str) -> None:
        """Show a theme, unless there is none of that name any more."""
        if name in self._app.available_themes:
            self._app.theme = name

    def take_back(self) -> None:
        """Bring back the theme that was there before; where it is gone, the usual one."""
        self.show(self._before if self._before in self._app.available_themes else DEFAULT_THEME)
