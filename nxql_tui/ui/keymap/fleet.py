"""What can be done with the Engines of a fleet."""

from __future__ import annotations

from nxql_tui.ui.keymap.command import Command

FLEET_LINE = (
    Command("fleet.open_list", "enter", "open_list", "Engines", "Show how each Engine answered, a line each."),
)

FLEET_PANEL = (
    Command("fleet.details", "enter", "details", "Details", "Show everything that is known about this Engine."),
    Command("fleet.ask_again", "r", "ask_again", "Ask again", "Ask only the Engines that failed once more."),
    Command("fleet.cancel_one", "x", "cancel_one", "Cancel", "Stop asking this Engine; what has come stays."),
    Command("fleet.cancel_all", "X", "cancel_all", "Cancel all", "Stop asking all Engines; what has come stays."),
)
