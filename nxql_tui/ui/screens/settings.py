"""The screen that changes the settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import HorizontalGroup, Vertical
from textual.content import Content
from textual.widgets import Button, Label

from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.settings import SETTINGS
from nxql_tui.ui.path_suggester import short_path
from nxql_tui.ui.screens.form_screen import FormScreen
from nxql_tui.ui.settings_work import SettingsKept, keep_settings
from nxql_tui.ui.theme_preview import ThemePreview
from nxql_tui.ui.widgets.choice_line import ChoiceLine
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.settings_fields import SettingsFields
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.await_complete import AwaitComplete
    from textual.binding import BindingType

    from nxql_tui.settings import ReadSettings


class SettingsScreen(FormScreen[SettingsKept | None]):
    """Returns what was changed and is in the file now; None where nothing was. A theme is shown while it is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SETTINGS)
    LEAVE_QUESTION: ClassVar[str] = "Leave the settings as they were?"
    AUTO_FOCUS = "#theme"

    def __init__(self, path: Path, read: ReadSettings, themes: Iterable[str]) -> None:
        """Make the screen.

        Args:
            path: The file.
            read: What it holds.
            themes: The names of the themes there are.
        """
        super().__init__()
        self._path = path
        self._read = read
        self._themes = themes
        self._is_saving = False

    def compose(self) -> ComposeResult:
        """The fields over the buttons."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Settings"
            dialog.border_subtitle = Content(visible_line(short_path(self._path)))
            yield SettingsFields(self._read, self._themes)
            with HorizontalGroup(classes="buttons"):
                yield Label("", id="progress", markup=False)
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Leave", id="leave", compact=True)
        yield KeyLine()

    @property
    def _fields(self) -> SettingsFields:
        return self.query_one(SettingsFields)

    @property
    def is_changed(self) -> bool:
        """Whether somebody has changed what stands in the fields."""
        return self._fields.is_changed

    # The theme

    def on_mount(self) -> None:
        """Know the theme that is there now."""
        self._preview = ThemePreview(self.app)

    @on(ChoiceLine.Changed)
    def _show_theme(self) -> None:
        if self.is_changed:
            self._preview.show(self._fields.theme)
        else:
            self._preview.take_back()

    def dismiss(self, result: SettingsKept | None = None) -> AwaitComplete:
        """Leave; where nothing is kept, with the theme that was there before."""
        if result is None:
            self._preview.take_back()
        return super().dismiss(result)

    # Saving

    def action_save(self) -> None:
        """Keep what was changed, unless something is wrong with it."""
        self._save()

    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        if self._is_saving:
            return
        changes = self._fields.read_changes()
        if changes is None:
            return
        if not changes:
            self.dismiss(None)
            return
        self._is_saving = True
        run_in_background(partial(keep_settings, self._path, changes, self.post_message), "keep-settings")

    @on(SettingsKept)
    def _kept(self, event: SettingsKept) -> None:
        event.stop()
        self._is_saving = False
        if event.failure:
            self.notify(event.words, severity="error", markup=False)
        else:
            self.dismiss(event)
