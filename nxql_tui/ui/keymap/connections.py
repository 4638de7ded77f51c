"""What can be done where saved connections are edited."""

from __future__ import annotations

from nxql_tui.ui.keymap.command import Command, form_commands

EDIT_CONNECTION = (
    Command("edit_connection.save", "f5,ctrl+r", "save", "Save", "Save the connection.", over_focus=True),
    Command("edit_connection.leave", "escape", "leave", "Leave", "Leave without saving."),
    *form_commands("edit_connection"),
)
