"""What can be done with the rows of an answer: single letters, as there is no text to type."""

from __future__ import annotations

from nxql_tui.ui.keymap.command import Command, list_commands, option_commands

RESULTS = (
    Command(
        "answer.take_value", "v", "take_value", "Value", "Take the cell as the value of a parameter.", in_footer=False
    ),
    Command("answer.sort", "s", "sort", "Sort", "Sort by the column of the cursor: up, down, off."),
    Command(
        "answer.sort_within",
        "S",
        "sort_within",
        "Sort within",
        "Sort by this column too, behind the others: up, down, off.",
        in_footer=False,
    ),
    Command("answer.quick_filter", "slash", "quick_filter", "Filter", "Keep the rows that hold the words you type."),
    Command("answer.filter", "f", "filter", "By cell", "Keep rows by comparing them with this cell.", in_footer=False),
    Command(
        "answer.remove_filter",
        "backspace,delete",
        "remove_filter",
        "Unfilter",
        "Take the last filter away.",
        in_footer=False,
    ),
    Command("answer.remove_filters", "F", "remove_filters", "No filter", "Take all filters away.", in_footer=False),
    Command(
        "answer.duplicates",
        "D",
        "duplicates",
        "Duplicates",
        "Of a fleet: the rows that several Engines know, then each once, then all.",
        in_footer=False,
    ),
    Command(
        "answer.limit_of_all",
        "T",
        "limit_of_all",
        "Limit of all",
        "Of a fleet: the limit holds for all Engines together, or for each.",
        in_footer=False,
    ),
    Command("answer.find", "question_mark", "find", "Find", "Go to a cell that holds a text.", in_footer=False),
    Command("answer.find_next", "n", "find_next(1)", "Next match", "Go to the next cell found.", in_footer=False),
    Command(
        "answer.find_previous", "N", "find_next(-1)", "Match before", "Go to the cell found before.", in_footer=False
    ),
    Command(
        "answer.undo",
        "u",
        "undo",
        "Undo",
        "Look at the rows as before: order, filters, columns, groups.",
        in_footer=False,
    ),
    Command("answer.hide_column", "minus", "hide_column", "Hide", "Hide the column of the cursor.", in_footer=False),
    Command(
        "answer.show_columns", "ctrl+underscore,asterisk", "show_columns", "Show", "Show all columns.", in_footer=False
    ),
    Command(
        "answer.pin_column",
        "exclamation_mark",
        "pin_column",
        "Pin",
        "Keep this column on the left, or let it go.",
        in_footer=False,
    ),
    Command("answer.widen", "greater_than_sign", "widen(8)", "Wider", "Make this column wider.", in_footer=False),
    Command("answer.narrow", "less_than_sign", "widen(-8)", "Narrower", "Make this column narrower.", in_footer=False),
    Command("answer.fit", "w", "fit", "Fit", "Make this column as wide as its cells, or as it was.", in_footer=False),
    Command("answer.move_left", "H", "move_column(-1)", "To the left", "Move this column left.", in_footer=False),
    Command("answer.move_right", "L", "move_column(1)", "To the right", "Move this column right.", in_footer=False),
    Command("answer.next_page", "right_square_bracket", "turn('next')", "Next", "Show the next page.", in_footer=False),
    Command(
        "answer.previous_page",
        "left_square_bracket",
        "turn('previous')",
        "Back",
        "Show the previous page.",
        in_footer=False,
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
    Command("answer.go_to_page", "G", "go_to_page", "Page", "Go to a page by its number.", in_footer=False),
    Command(
        "answer.page_size",
        "p",
        "next_page_size",
        "Rows",
        "Show 50, 100, 200 or 500 rows a page.",
        in_footer=False,
    ),
    Command(
        "answer.compare",
        "d",
        "compare",
        "Differences",
        "Compare with the answer of another tab, or with a file exported earlier.",
        in_footer=False,
    ),
    Command(
        "answer.engines",
        "e",
        "list_engines",
        "Engines",
        "Show how each Engine of a fleet answered, a line each.",
        in_footer=False,
    ),
    Command("answer.watch", "W", "watch", "Watch", "Ask again every so often and mark what changes.", in_footer=False),
    Command("answer.left", "h", "cursor_left", "Left", "Move to the cell on the left.", in_footer=False),
    Command("answer.down", "j", "cursor_down", "Down", "Move to the row below.", in_footer=False),
    Command("answer.up", "k", "cursor_up", "Up", "Move to the row above.", in_footer=False),
    Command("answer.leftmost", "home", "scroll_home", "Leftmost", "Move to the leftmost column.", in_footer=False),
    Command("answer.rightmost", "end", "scroll_end", "Rightmost", "Move to the rightmost column.", in_footer=False),
    Command("answer.top", "ctrl+home", "scroll_top", "Top", "Move to the first row of the page.", in_footer=False),
    Command(
        "answer.bottom", "ctrl+end", "scroll_bottom", "Bottom", "Move to the last row of the page.", in_footer=False
    ),
    Command("answer.page_up", "pageup", "page_up", "Up", "Move up by the height of the table.", in_footer=False),
    Command(
        "answer.page_down", "pagedown", "page_down", "Down", "Move down by the height of the table.", in_footer=False
    ),
    Command("answer.half_up", "", "half(-1)", "Half up", "Move up by half the height of the table.", in_footer=False),
    Command(
        "answer.half_down", "", "half(1)", "Half down", "Move down by half the height of the table.", in_footer=False
    ),
    Command("answer.right", "l", "cursor_right", "Right", "Move to the cell on the right.", in_footer=False),
    Command("answer.row", "enter", "open_row", "Row", "Show the whole row, a field a line."),
    Command("answer.cell", "space", "open_cell", "Whole cell", "Show the whole cell.", in_footer=False),
    Command("answer.copy", "y", "copy", "Copy", "Copy the cell, the row, the column, the marked rows or the page."),
    Command("answer.columns", "c", "choose_columns", "Columns", "Choose the columns that are seen.", in_footer=False),
    Command(
        "answer.go_to_column", "full_stop", "go_to_column", "To column", "Go to a column by its name.", in_footer=False
    ),
    Command("answer.mark", "x", "mark", "Mark", "Mark this row to be copied, or take the mark away.", in_footer=False),
    Command(
        "answer.mark_range",
        "X",
        "mark_range",
        "Mark range",
        "Mark the rows from the one marked last to this one; else the page.",
        in_footer=False,
    ),
    Command("answer.summary", "equals_sign", "summarise", "Summary", "Summarise the column of the cursor."),
    Command(
        "answer.summary_of_all",
        "plus",
        "summarise_all",
        "Columns",
        "Summarise all columns, in a line each.",
        in_footer=False,
    ),
    Command(
        "answer.group",
        "g",
        "group",
        "Group",
        "Group the rows by one or two columns, with a figure of each group.",
        in_footer=False,
    ),
    Command(
        "answer.open_group", "o", "open_group", "Open", "Show the rows of the group of the cursor.", in_footer=False
    ),
)


ANSWER = (Command("answer.close_panel", "escape", "close_panel", "Close", "Close the panel.", in_footer=False),)

PAGES = (Command("pages.leave", "escape", "leave", "Back", "Go back to the rows; the page stays."),)

SUMMARY = (
    Command("summary.left", "left,h", "column(-1)", "Left", "Summarise the column on the left.", in_footer=False),
    Command("summary.right", "right,l", "column(1)", "Right", "Summarise the column on the right.", in_footer=False),
)

PANEL = (Command("panel.close", "escape", "close", "Close", "Give the rows their place back."),)

FOLLOWING_PANEL = (
    Command("panel.next_row", "n", "step(1, 0)", "Next", "Show the next row."),
    Command("panel.previous_row", "p", "step(-1, 0)", "Before", "Show the row before."),
    Command("panel.right", "right,l", "step(0, 1)", "Right", "Go to the column on the right.", in_footer=False),
    Command("panel.left", "left,h", "step(0, -1)", "Left", "Go to the column on the left.", in_footer=False),
    Command("panel.copy", "y", "copy", "Copy", "Copy the cell, or more."),
)

ROW_PANEL = (
    Command("row.search", "slash", "search", "Search", "Keep the fields that hold what you type."),
    Command("row.cell", "space", "open_cell", "Cell", "Show the whole cell."),
    Command("row.up", "up,k", "move(-1)", "Up", "Move to the field above.", in_footer=False),
    Command("row.down", "down,j", "move(1)", "Down", "Move to the field below.", in_footer=False),
    Command("row.page_up", "pageup", "turn(-1)", "Page up", "Move up by the height of the list.", in_footer=False),
    Command(
        "row.page_down", "pagedown", "turn(1)", "Page down", "Move down by the height of the list.", in_footer=False
    ),
)

PANEL_LIST = option_commands("list")

COLUMN_LIST = (
    Command("columns.accept", "enter", "accept", "Accept", "Go to the column, or show those chosen."),
    *list_commands("columns"),
)

COLUMN_CHOICE = (
    Command("columns.turn", "space", "turn_one", "Turn", "Show or hide the column.", over_focus=True),
    Command(
        "columns.turn_found", "ctrl+a,ctrl+y", "turn_found", "All", "Show or hide all columns found.", over_focus=True
    ),
)
