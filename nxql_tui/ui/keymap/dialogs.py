"""What can be done in the screens that lie over the workbench."""

from __future__ import annotations

from nxql_tui.ui.keymap.command import Command, list_commands, option_commands

CONNECTIONS = (
    Command("connections.connect", "enter", "select", "Connect", "Connect with the password that is kept."),
    Command("connections.mark", "space", "mark", "Mark", "Mark it, to connect to several as one fleet."),
    Command("connections.search", "slash", "search", "Search", "Find a connection by name, address, user or tag."),
    Command("connections.new", "n", "new", "New", "Describe a new connection."),
    Command("connections.edit", "e", "want('edit')", "Edit", "Change the connection."),
    Command(
        "connections.duplicate",
        "c",
        "want('duplicate')",
        "Copy",
        "Describe a new one that begins like this.",
        in_footer=False,
    ),
    Command("connections.test", "t", "test", "Test", "See whether it works, and keep nothing.", in_footer=False),
    Command(
        "connections.forget",
        "f",
        "want('forget')",
        "Forget password",
        "Take the connection's password out of every place; the connection stays.",
        in_footer=False,
    ),
    Command(
        "connections.delete",
        "d,delete",
        "want('delete')",
        "Delete",
        "Delete the saved connection, and forget its password.",
    ),
    *option_commands("connections"),
)

DETAILS = (
    Command("details.copy", "y", "copy", "Copy", "Copy all of it to the clipboard of the terminal."),
    Command("details.close", "escape,q,alt+d", "close", "Close", "Go back."),
)

ENGINES = (
    Command(
        "engines.take", "enter", "take", "Connect", "Connect to the marked Engines, or to this one.", over_focus=True
    ),
    Command("engines.mark", "space,f6,ctrl+n", "mark", "Mark", "Mark this Engine, or not.", over_focus=True),
    Command("engines.mark_all", "f7,ctrl+t,alt+a", "mark_all", "Mark all", "Mark all that are found.", over_focus=True),
    Command("engines.keep", "f8,ctrl+o", "keep", "Keep", "Keep the marked Engines as connections.", over_focus=True),
    Command("engines.refresh", "f5,ctrl+r", "refresh", "Refresh", "Ask the Portal for its list anew.", over_focus=True),
    Command("engines.up", "up", "move(-1)", "Up", "Look at the one above.", in_footer=False, over_focus=True),
    Command("engines.down", "down", "move(1)", "Down", "Look at the one below.", in_footer=False, over_focus=True),
    Command("engines.close", "escape", "close", "Close", "Go back."),
)

THEMES = (
    Command("themes.keep", "enter", "keep", "Keep", "Keep the theme that is shown.", over_focus=True),
    Command("themes.leave", "escape", "leave", "Leave", "Bring the old theme back.", over_focus=True),
    *list_commands("themes"),
)

PALETTE = (
    Command("palette.run", "enter", "run_command", "Run", "Run the command that is marked.", over_focus=True),
    Command("palette.up", "up", "command_list('cursor_up')", "Up", "Move to the command above.", over_focus=True),
    Command("palette.down", "down", "cursor_down", "Down", "Move to the command below.", over_focus=True),
    Command(
        "palette.page_up",
        "pageup",
        "command_list('page_up')",
        "Page up",
        "Move up by the height of the list.",
        in_footer=False,
        over_focus=True,
    ),
    Command(
        "palette.page_down",
        "pagedown",
        "command_list('page_down')",
        "Page down",
        "Move down by the height of the list.",
        in_footer=False,
        over_focus=True,
    ),
    Command(
        "palette.first",
        "ctrl+home",
        "command_list('first')",
        "First",
        "Move to the first command.",
        in_footer=False,
    ),
    Command(
        "palette.last",
        "ctrl+end",
        "command_list('last')",
        "Last",
        "Move to the last command.",
        in_footer=False,
    ),
    Command("palette.close", "escape", "escape", "Close", "Run nothing."),
)

CERTIFICATES = (
    Command("certificates.show", "f7,enter", "show", "Show", "Show the whole certificate that is looked at."),
    Command(
        "certificates.mark",
        "space,f6,ctrl+n",
        "mark",
        "Mark",
        "Trust this one too, or not.",
        over_focus=True,
    ),
    Command("certificates.up", "up", "move(-1)", "Up", "Look at the one above.", in_footer=False, over_focus=True),
    Command("certificates.down", "down", "move(1)", "Down", "Look at the one below.", in_footer=False, over_focus=True),
    Command("certificates.leave", "escape", "leave", "Leave", "Trust none of them."),
)

LOGIN = (
    Command(
        "login.details",
        "alt+d,ctrl+y",
        "show_details",
        "Details",
        "Show what is known about a failure, to be copied for a ticket.",
        over_focus=True,
        in_footer=False,
    ),
    Command("login.stop", "escape", "stop", "Stop", "Stop connecting; everything typed stays."),
    Command("login.close", "escape", "close", "Back", "Go back to the workbench, where one is connected."),
    Command(
        "login.show_password",
        "f9,ctrl+t,alt+o",
        "show_password",
        "Show password",
        "Show or hide the password.",
        in_footer=False,
        over_focus=True,
    ),
    Command(
        "doctor.open",
        "f4,ctrl+g",
        "app.open_doctor",
        "Doctor",
        "Look at what works on this host and on the way to the Engine.",
        in_footer=False,
        over_focus=True,
    ),
)

DOCTOR = (
    Command("doctor.run_again", "r,f5,ctrl+r", "run_again", "Again", "Look at everything anew."),
    Command("doctor.next_trouble", "n", "next_trouble", "Next trouble", "Go to the next thing that is not in order."),
    Command("doctor.copy", "y", "copy", "Copy", "Copy the report for a ticket; no secret is in it."),
    Command("doctor.close", "escape", "leave", "Close", "Go back."),
)

EXPORT = (
    Command("export.write", "f5,ctrl+r", "export", "Export", "Write the file.", over_focus=True),
    Command(
        "export.copy_as",
        "f7,ctrl+t,alt+c",
        "copy_as",
        "Copy as",
        "Write the question for another tool, in this format.",
        over_focus=True,
    ),
    Command("export.close", "escape", "close", "Close", "Stop the export, or close the dialog."),
)

COPY_AS = (
    Command("copy_as.copy", "enter", "copy", "Copy", "Copy the text to the clipboard of the terminal."),
    Command("copy_as.write", "f8,ctrl+o", "write", "Write file", "Write the text to the file.", over_focus=True),
    Command(
        "copy_as.page_up",
        "pageup",
        "turn(-1)",
        "Page up",
        "Scroll the text up by its height.",
        in_footer=False,
        over_focus=True,
    ),
    Command(
        "copy_as.page_down",
        "pagedown",
        "turn(1)",
        "Page down",
        "Scroll the text down by its height.",
        in_footer=False,
        over_focus=True,
    ),
    Command("copy_as.close", "escape", "close", "Close", "Close the dialog."),
)

UPDATE = (Command("update.leave", "escape", "leave", "Leave", "Send no update; the counting is stopped too."),)

MODEL = (
    Command("model.open", "enter,right", "open", "Open", "Show the fields, aggregates and links of the table."),
    Command("model.take_example", "enter", "take_example", "New query", "Open the example as a query of its own."),
    Command("model.insert", "enter,f5,ctrl+r", "insert", "Insert", "Insert the name at the cursor of the editor."),
    Command("model.examples", "f7,ctrl+n,alt+n", "examples", "Examples", "Show queries about the table that run."),
    Command(
        "model.select_fields",
        "f8,ctrl+o",
        "select_fields",
        "All fields",
        "Open a query that selects every field of the table.",
    ),
    Command("model.back", "escape,left", "back", "Back", "Forget what is typed, or go back one step."),
    Command("model.leave", "escape", "leave", "Close", "Close the data model."),
    Command("model.close", "f2", "close", "Close", "Close the data model, wherever one is in it.", in_footer=False),
    *list_commands("model"),
)

LIBRARY = (
    Command("library.open", "enter", "open", "Open", "Open the query in a new tab."),
    Command("library.show_history", "tab", "show(True)", "History", "Show the questions asked."),
    Command("library.show_saved", "tab", "show(False)", "Saved", "Show the saved queries."),
    Command("library.rename", "f7,ctrl+n,alt+r", "rename", "Rename", "Give the saved query another name."),
    Command("library.delete", "f8,ctrl+o", "delete", "Delete", "Delete the saved query, or forget the question."),
    Command(
        "library.private",
        "f9,ctrl+t,alt+o",
        "turn_private",
        "Private",
        "Stop writing questions down, or begin again.",
    ),
    Command("library.zone", "f6,ctrl+y", "next_zone", "Text", "Move on: search, query."),
    Command("library.back", "escape", "back", "Back", "Forget what is typed."),
    Command("library.leave", "escape", "leave", "Close", "Close the library."),
    Command("library.close", "f3", "dismiss", "Close", "Close the library, whatever is typed.", in_footer=False),
    *list_commands("library"),
)

SAVE_QUERY = (
    Command("save.save", "f5,ctrl+r", "save", "Save", "Save the query.", over_focus=True),
    Command("save.close", "escape", "leave", "Close", "Close without saving."),
)

FILTER = (
    Command("filter.up", "up", "move(-1)", "Up", "Compare in the way above.", over_focus=True),
    Command("filter.down", "down", "move(1)", "Down", "Compare in the way below.", over_focus=True),
    Command("filter.keep", "enter", "keep", "Keep", "Keep the rows that this is true of.", over_focus=True),
    Command("filter.leave", "escape", "leave", "Leave", "Keep the rows as they are."),
)

COPY_CELLS = (
    Command("copy_cells.up", "up", "move(-1)", "Up", "Go to the choice above.", over_focus=True),
    Command("copy_cells.down", "down", "move(1)", "Down", "Go to the choice below.", over_focus=True),
    Command("copy_cells.copy", "enter", "copy", "Copy", "Copy what is chosen.", over_focus=True),
    Command("copy_cells.leave", "escape", "leave", "Leave", "Copy nothing."),
)

GROUP = (
    Command("group.take", "enter", "take", "Take", "Take the column; where it is taken, group.", over_focus=True),
    Command("group.group", "f5,ctrl+r", "group", "Group", "Group the rows as it stands.", over_focus=True),
    Command("group.up", "up", "move(-1)", "Up", "Move to the column above.", in_footer=False, over_focus=True),
    Command("group.down", "down", "move(1)", "Down", "Move to the column below.", in_footer=False, over_focus=True),
    Command("group.leave", "escape", "leave", "Leave", "Leave the rows as they are."),
)

COMPARE = (
    Command(
        "compare.compare",
        "enter",
        "compare",
        "Compare",
        "Compare with the tab that is looked at, or with the file that is typed.",
        over_focus=True,
    ),
    Command("compare.leave", "escape", "leave", "Leave", "Compare nothing."),
)
