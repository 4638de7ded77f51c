"""What can be done in the workbench."""

from __future__ import annotations

from nxql_tui.ui.keymap.command import Command

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
        "f10,ctrl+p,alt+x",
        "command_palette",
        "Palette",
        "Find any command by its name.",
        over_focus=True,
        in_footer=False,
    ),
    Command(
        "app.repaint",
        "ctrl+l",
        "repaint",
        "Repaint",
        "Paint the whole screen again, when something else has written on the terminal.",
        over_focus=True,
        in_footer=False,
    ),
    Command("app.quit", "ctrl+q", "quit", "Quit", "Leave the explorer.", over_focus=True),
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
        in_footer=False,
    ),
    Command(
        "message.details",
        "alt+d",
        "show_details",
        "Details",
        "Show what is known about a failure, to be copied for a ticket.",
        over_focus=True,
        in_footer=False,
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
        "Write to a file: the Engine's answer byte for byte, or the rows as you see them.",
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
        in_footer=False,
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
    Command(
        "zone.tabs",
        "shift+f6",
        "focus_tabs",
        "Tabs",
        "Move to the line of tabs, where letters close, rename and open them.",
        over_focus=True,
        in_footer=False,
    ),
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

PARAMETER = (
    Command("parameter.next", "down", "offer(1)", "Earlier values", "Put in the next value that is proposed."),
    Command("parameter.previous", "up", "offer(-1)", "Back", "Put in the value proposed before that.", in_footer=False),
)
