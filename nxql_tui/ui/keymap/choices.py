"""What can be done where one of several things is chosen."""

from __future__ import annotations

from nxql_tui.ui.keymap.command import Command

TOGGLE = (Command("toggle.switch", "space,enter", "turn", "Switch", "Switch it on or off."),)

CHOICE = (
    Command("choice.next", "right,space", "move(1)", "Next", "Choose the next one."),
    Command("choice.previous", "left", "move(-1)", "Previous", "Choose the one before."),
)

RUNG = (
    Command("rung.next", "down,right,space", "move(1)", "Next", "Choose the next place for the password."),
    Command("rung.previous", "up,left", "move(-1)", "Previous", "Choose the place before."),
)

TOOL_LIST = (
    Command("tools.down", "down,j", "cursor_down", "Down", "Look at the tool below.", in_footer=False),
    Command("tools.up", "up,k", "cursor_up", "Up", "Look at the tool above.", in_footer=False),
    Command("tools.first", "home", "first", "First", "Look at the first tool.", in_footer=False),
    Command("tools.last", "end", "last", "Last", "Look at the last tool.", in_footer=False),
)
