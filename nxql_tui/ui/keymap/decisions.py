"""What can be done where one decides, reads or types a line, and goes on."""

from __future__ import annotations

from nxql_tui.ui.keymap.command import Command

CONFIRMATION = (Command("confirmation.leave", "escape", "leave", "Leave", "Leave things as they are."),)

CERTIFICATE = (Command("certificate.close", "escape", "close", "Back", "Go back to the list of certificates."),)

FIRST_MEETING = (Command("trust.leave", "escape", "leave", "Leave", "Trust nothing, and connect to nothing."),)

CHANGED_CERTIFICATE = (Command("changed.leave", "escape", "leave", "Leave", "Leave: nothing has been sent."),)

SECRET = (Command("secret.leave", "escape", "leave", "Leave", "Leave without a password."),)

LINE = (Command("name.leave", "escape", "leave", "Leave", "Leave what stands as it is."),)

HELP = (Command("help.close", "escape,f1,q", "close", "Close", "Close the list of keys."),)
