"""Every action of the explorer with its id, keys and words: one registry for bindings, footer, help and palette."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can do."""

    id: str
    """Stable name: what a user's own keymap refers to."""
    keys: str
    """Comma-separated; a main action has a function key and a ctrl key that both survive SSH, tmux and screen.

    Empty for what only the palette offers.
    """
    action: str
    """The Textual action it runs."""
    label: str
    """One or two words for the footer."""
    explanation: str
    """One sentence for the palette and the help."""
    in_footer: bool = True
    """Whether the footer shows it."""
    over_focus: bool = False
    """Whether it works even where the focused widget would use the key itself."""

    def binding(self) -> Binding:
        """The Textual binding of this command."""
        return Binding(
            self.keys,
            self.action,
            self.label,
            show=self.in_footer,
            tooltip=self.explanation,
            priority=self.over_focus,
            id=self.id,
        )


def bindings(commands: tuple[Command, ...]) -> list[BindingType]:
    """The bindings of several commands, in order."""
    return [command.binding() for command in commands if command.keys]


APP = (
    Command(
        "app.help",
        "f1",
        "toggle_help",
        "Help",
        "Show the keys that work here.",
        over_focus=True,
    ),
    Command(
        "app.palette",
        "f10,ctrl+p",
        "command_palette",
        "Palette",
        "Find any command by its name.",
        over_focus=True,
        in_footer=False,
    ),
    Command("app.quit", "ctrl+q", "quit", "Quit", "Leave the explorer.", over_focus=True),
)

LOGIN = (
    Command("login.close", "escape", "close", "Back", "Go back to the workbench, where one is connected."),
    Command(
        "login.show_password",
        "f9,ctrl+t",
        "show_password",
        "Show password",
        "Show or hide the password.",
        over_focus=True,
    ),
)

WORKBENCH = (
    Command("query.send", "f5,ctrl+r", "send", "Send", "Send the query to the Engine.", over_focus=True),
    Command(
        "query.ask_engine",
        "f7",
        "ask_engine",
        "Check",
        "Let the Engine itself check the query: it is sent with (limit 0).",
        over_focus=True,
    ),
    Command(
        "query.next_problem",
        "f4",
        "next_problem",
        "Problem",
        "Go to the next problem in the query.",
        over_focus=True,
        in_footer=False,
    ),
    Command(
        "query.fix",
        "f12,ctrl+g",
        "fix_problem",
        "Fix",
        "Mend the problem at the cursor, as the line under the query says.",
        over_focus=True,
        in_footer=False,
    ),
    Command(
        "query.format",
        "ctrl+f",
        "format_query",
        "Format",
        "Lay the query out as the vendor's documentation does.",
        over_focus=True,
        in_footer=False,
    ),
    Command(
        "query.external_editor",
        "f11",
        "edit_outside",
        "Editor",
        "Write the query in the editor that EDITOR names.",
        over_focus=True,
        in_footer=False,
    ),
    Command("query.cancel", "escape", "cancel", "Cancel", "Stop the question under way, or close the message."),
    Command(
        "answer.export",
        "f8,ctrl+o",
        "export",
        "Export",
        "Write the answer to a file, in any of the four formats.",
        over_focus=True,
    ),
    Command(
        "query.copy_as",
        "",
        "copy_as",
        "Copy as",
        "Write the question for curl, wget, PowerShell, Power BI, Python, as a link or as our own command.",
    ),
    Command(
        "zone.next",
        "f6",
        "next_zone",
        "Zone",
        "Move on: query, parameters, message, answer.",
        over_focus=True,
    ),
    Command(
        "model.browse",
        "f2",
        "browse_model",
        "Model",
        "Look up tables, fields and aggregates of the data model.",
        over_focus=True,
    ),
    Command(
        "library.open_screen",
        "f3",
        "open_library",
        "Library",
        "Open a saved query or a question asked before.",
        over_focus=True,
    ),
    Command("library.save", "", "save_query", "Save query", "Save the query of this tab under a name."),
    Command("tab.new", "ctrl+n", "new_tab", "New tab", "Open an empty tab.", over_focus=True, in_footer=False),
    Command(
        "tab.next",
        "ctrl+pagedown",
        "go_tab(1)",
        "Next tab",
        "Open the tab on the right.",
        over_focus=True,
        in_footer=False,
    ),
    Command(
        "tab.previous",
        "ctrl+pageup",
        "go_tab(-1)",
        "Previous tab",
        "Open the tab on the left.",
        over_focus=True,
        in_footer=False,
    ),
    Command("editor.pairs", "", "toggle_pairs", "Bracket pairs", "Let brackets and quotes come in pairs, or not."),
    Command("tab.rename", "", "rename_tab", "Rename tab", "Name the open tab."),
    Command("tab.close", "", "close_tab", "Close tab", "Close the open tab; it can be brought back."),
    Command("tab.reopen", "", "reopen_tab", "Reopen tab", "Bring back the tab that was closed last."),
    Command(
        "connection.switch",
        "f9,ctrl+t",
        "switch_connection",
        "Log in",
        "Log in to another Engine; the query stays.",
        over_focus=True,
        in_footer=False,
    ),
)

TABS = (
    Command("tabs.previous", "left,h", "go(-1)", "Left", "Open the tab on the left."),
    Command("tabs.next", "right,l", "go(1)", "Right", "Open the tab on the right."),
    Command("tabs.new", "n", "new", "New", "Open an empty tab."),
    Command("tabs.rename", "r,enter", "rename", "Rename", "Name this tab."),
    Command("tabs.close", "x,delete", "close", "Close", "Close this tab; it can be brought back."),
    Command("tabs.reopen", "u", "reopen", "Reopen", "Bring back the tab that was closed last."),
)

EDITOR = (
    Command(
        "editor.complete",
        "ctrl+space,ctrl+@",
        "complete",
        "Complete",
        "Show what could be written here.",
        in_footer=False,
    ),
    Command(
        "editor.select_more",
        "ctrl+up",
        "select_more",
        "Select more",
        "Select the bracket around the cursor, then the one around that.",
        in_footer=False,
    ),
    Command(
        "editor.select_less", "ctrl+down", "select_less", "Select less", "Take back the last step.", in_footer=False
    ),
    Command("editor.outdent", "shift+tab", "outdent", "Outdent", "Move the lines a step to the left.", in_footer=False),
)

RESULTS = (
    Command("answer.sort", "s", "sort", "Sort", "Sort by the column of the cursor: up, down, off."),
    Command("answer.next_page", "right_square_bracket", "turn('next')", "Next", "Show the next page."),
    Command(
        "answer.previous_page",
        "left_square_bracket",
        "turn('previous')",
        "Back",
        "Show the previous page.",
    ),
    Command(
        "answer.first_page",
        "left_curly_bracket",
        "turn('first')",
        "First page",
        "Show the first page.",
        in_footer=False,
    ),
    Command(
        "answer.last_page",
        "right_curly_bracket",
        "turn('last')",
        "Last page",
        "Show the last page.",
        in_footer=False,
    ),
    Command("answer.go_to_page", "g", "go_to_page", "Page", "Go to a page by its number.", in_footer=False),
    Command(
        "answer.page_size",
        "p",
        "next_page_size",
        "Rows",
        "Show 50, 100, 200 or 500 rows a page.",
        in_footer=False,
    ),
    Command("answer.left", "h", "cursor_left", "Left", "Move to the cell on the left.", in_footer=False),
    Command("answer.down", "j", "cursor_down", "Down", "Move to the row below.", in_footer=False),
    Command("answer.up", "k", "cursor_up", "Up", "Move to the row above.", in_footer=False),
    Command("answer.right", "l", "cursor_right", "Right", "Move to the cell on the right.", in_footer=False),
)

EXPORT = (
    Command("export.write", "f5,ctrl+r", "export", "Export", "Write the file.", over_focus=True),
    Command(
        "export.copy_as",
        "f7,ctrl+t",
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
    Command("model.examples", "f7,ctrl+n", "examples", "Examples", "Show queries about the table that run."),
    Command(
        "model.select_fields",
        "f8,ctrl+l",
        "select_fields",
        "All fields",
        "Open a query that selects every field of the table.",
    ),
    Command("model.back", "escape,left", "back", "Back", "Forget what is typed, or go back one step."),
    Command("model.leave", "escape", "leave", "Close", "Close the data model."),
    Command("model.close", "f2", "close", "Close", "Close the data model, wherever one is in it.", in_footer=False),
    Command(
        "model.up",
        "up",
        "move(-1)",
        "Up",
        "Move to the row above.",
        in_footer=False,
        over_focus=True,
    ),
    Command(
        "model.down",
        "down",
        "move(1)",
        "Down",
        "Move to the row below.",
        in_footer=False,
        over_focus=True,
    ),
    Command(
        "model.page_up",
        "pageup",
        "turn(-1)",
        "Page up",
        "Move up by the height of the list.",
        in_footer=False,
        over_focus=True,
    ),
    Command(
        "model.page_down",
        "pagedown",
        "turn(1)",
        "Page down",
        "Move down by the height of the list.",
        in_footer=False,
        over_focus=True,
    ),
)

LIBRARY = (
    Command("library.open", "enter", "open", "Open", "Open the query in a new tab."),
    Command("library.show_history", "tab", "show(True)", "History", "Show the questions asked."),
    Command("library.show_saved", "tab", "show(False)", "Saved", "Show the saved queries."),
    Command("library.rename", "f7,ctrl+n", "rename", "Rename", "Give the saved query another name."),
    Command("library.delete", "f8,ctrl+l", "delete", "Delete", "Delete the saved query, or forget the question."),
    Command(
        "library.private",
        "f9,ctrl+t",
        "turn_private",
        "Private",
        "Stop writing questions down, or begin again.",
    ),
    Command("library.zone", "f6", "next_zone", "Text", "Move on: search, query."),
    Command("library.back", "escape", "back", "Back", "Forget what is typed."),
    Command("library.leave", "escape", "leave", "Close", "Close the library."),
    Command("library.close", "f3", "dismiss", "Close", "Close the library, whatever is typed.", in_footer=False),
    Command("library.up", "up", "move(-1)", "Up", "Move to the row above.", in_footer=False, over_focus=True),
    Command("library.down", "down", "move(1)", "Down", "Move to the row below.", in_footer=False, over_focus=True),
    Command(
        "library.page_up",
        "pageup",
        "turn(-1)",
        "Page up",
        "Move up by the height of the list.",
        in_footer=False,
        over_focus=True,
    ),
    Command(
        "library.page_down",
        "pagedown",
        "turn(1)",
        "Page down",
        "Move down by the height of the list.",
        in_footer=False,
        over_focus=True,
    ),
)

SAVE_QUERY = (
    Command("save.save", "f5,ctrl+r", "save", "Save", "Save the query.", over_focus=True),
    Command("save.close", "escape", "leave", "Close", "Close without saving."),
)
