"""What can be done where saved connections are edited."""

from __future__ import annotations

from nxql_tui.ui.keymap.command import Command

EDIT_CONNECTION = (
    Command("edit_connection.save", "f5,ctrl+r", "save", "Save", "Save the connection.", over_focus=True),
    Command("edit_connection.leave", "escape", "leave", "Leave", "Leave without saving."),
    Command("edit_connection.down", "down", "go(1)", "Down", "Go to the line below.", over_focus=True),
    Command("edit_connection.up", "up", "go(-1)", "Up", "Go to the line above.", over_focus=True),
    Command(
        "edit_connection.page_down",
        "pagedown",
        "move(6)",
        "Page down",
        "Go several lines down.",
        in_footer=False,
        over_focus=True,
    ),
    Command(
        "edit_connection.page_up",
        "pageup",
        "move(-6)",
        "Page up",
        "Go several lines up.",
        in_footer=False,
        over_focus=True,
    ),
)
