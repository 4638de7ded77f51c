"""What can be done where one decides, reads or types a line, and goes on."""

from __future__ import annotations

from nxql_tui.ui.keymap.command import Command

BUTTON = (
    Command("button.press", "enter", "press", "Press", "Press the button."),
    Command("button.previous", "left", "app.focus_previous", "Previous", "Go to the button before."),
    Command("button.next", "right", "app.focus_next", "Next", "Go to the next button."),
)

CONFIRMATION = (Command("confirmation.leave", "escape", "leave", "Leave", "Leave things as they are."),)

CERTIFICATE = (Command("certificate.close", "escape", "close", "Back", "Go back to the list of certificates."),)

FIRST_MEETING = (Command("trust.leave", "escape", "leave", "Leave", "Trust nothing, and connect to nothing."),)

CHANGED_CERTIFICATE = (Command("changed.leave", "escape", "leave", "Leave", "Leave: nothing has been sent."),)

SECRET = (
    Command("secret.take", "enter", "take", "Go on", "Go on with the password that is typed.", over_focus=True),
    Command("secret.leave", "escape", "leave", "Leave", "Leave without a password."),
)

LINE = (
    Command("name.keep", "enter", "keep", "Keep", "Keep the text as it is typed.", over_focus=True),
    Command("name.leave", "escape", "leave", "Leave", "Leave what stands as it is."),
)

HELP = (
    Command("help.sheet", "c", "sheet", "Cheat sheet", "Show the keys one needs most on one screen."),
    Command("help.close", "escape,f1,q", "close", "Close", "Close the help."),
)

SHEET = (Command("sheet.close", "escape,f1,q", "close", "Close", "Close the cheat sheet."),)

JUMP = (Command("jump.leave", "escape", "leave", "Stay", "Stay where one is."),)

TEXT = (
    Command("text.down", "down", "scroll_down", "Down", "Scroll a line down.", in_footer=False),
    Command("text.up", "up", "scroll_up", "Up", "Scroll a line up.", in_footer=False),
    Command("text.page_down", "pagedown", "page_down", "Page down", "Scroll down by what is seen.", in_footer=False),
    Command("text.page_up", "pageup", "page_up", "Page up", "Scroll up by what is seen.", in_footer=False),
    Command("text.first", "home", "scroll_home", "Top", "Scroll to the beginning.", in_footer=False),
    Command("text.last", "end", "scroll_end", "Bottom", "Scroll to the end.", in_footer=False),
    Command("text.half_down", "", "half(1)", "Half down", "Scroll down by half of what is seen.", in_footer=False),
    Command("text.half_up", "", "half(-1)", "Half up", "Scroll up by half of what is seen.", in_footer=False),
)
