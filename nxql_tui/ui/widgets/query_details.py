"""What is known of the highlighted query, with its text in colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.containers import VerticalScroll
from textual.widgets import Static

from nxql_tui.library.errors import LibraryError
from nxql_tui.library.history import HistoryEntry
from nxql_tui.library.saved_query import SavedQuery
from nxql_tui.ui.editor.token_colours import QUERY_CLASSES, QUERY_CSS, token_styles
from nxql_tui.ui.library_details import details_of_question, details_of_saved
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.app import ComposeResult


class QueryDetails(VerticalScroll):
    """Shows one thing of the library at a time; with the focus, the arrows scroll it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(QUERY_CLASSES)
    DEFAULT_CSS = """
    QueryDetails {
        width: 1fr; height: 2fr; padding: 0 0 0 1; border-top: solid $panel; scrollbar-size: 1 1;
        &:focus { border-top: outer $primary; }
    }
    QueryDetails Static { height: auto; min-height: 100%; }
    """
    DEFAULT_CSS += QUERY_CSS

    _subject: object = None
    """What is shown."""
    _advice = ""
    """What stands there where nothing is shown."""

    def compose(self) -> ComposeResult:
        """What is scrolled."""
        yield Static(markup=False)

    def on_mount(self) -> None:
        """Follow the theme, for the colours of the text are written into it."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self._show_again())

    def on_unmount(self) -> None:
        """Follow it no longer: the app would keep what is gone until the theme changes."""
        self.app.theme_changed_signal.unsubscribe(self)

    def show(self, subject: object, advice: str) -> None:
        """Show a saved query, a question, or what is wrong with a file; for anything else what to do next."""
        self._subject, self._advice = subject, advice
        self._show_again()
        self.scroll_home(animate=False)

    def _show_again(self) -> None:
        self.query_one(Static).update(self._renderable(self._subject, self._advice))

    def _renderable(self, subject: object, advice: str) -> RenderableType:
        if isinstance(subject, SavedQuery):
            return details_of_saved(subject, token_styles(self))
        if isinstance(subject, HistoryEntry):
            return details_of_question(subject, token_styles(self))
        return Text(visible_line(str(subject)) if isinstance(subject, LibraryError) else advice)
