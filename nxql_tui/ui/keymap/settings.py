"""What can be done where the settings are changed."""

from __future__ import annotations

from nxql_tui.ui.keymap.command import Command, form_commands

SETTINGS = (
    Command("settings.save", "f5,ctrl+r", "save", "Save", "Keep what was changed in config.toml.", over_focus=True),
    Command("settings.leave", "escape", "leave", "Leave", "Leave without saving."),
    *form_commands("settings"),
)
