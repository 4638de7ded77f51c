"""What is said of each place: what it is for, and an example; commands in braces stand for their keys."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HelpText:
    """What one wants to know of a place."""

    purpose: str
    """A sentence or two: what it is for."""
    example: str = ""
    """What to press for what; what names a command without a key is left out, between ` · `."""
    query: str = ""
    """A query to go with the example."""


TEXTS: dict[str, HelpText] = {
    "everywhere": HelpText(
        "nxql-tui asks Nexthink Engines questions in NXQL and shows their answers.",
        "Whatever there is has a name: press {app.palette} and type a part of it, such as format.",
    ),
    "workbench": HelpText(
        "A query above, its answer below, and between them a line that says what is going on.",
        "{query.send} sends the query · {zone.next} goes from zone to zone · {app.jump} shows a letter on every place",
    ),
    "tabs": HelpText(
        "Each tab holds a query with its parameters, its platforms and its answer. They are there again at the next "
        "start.",
        "Compare yesterday with today: {tab.new} opens a second tab · ask there · {answer.compare} in its rows shows "
        "the differences",
    ),
    "editor": HelpText(
        "The query is written here, and checked as you write: what is wrong is marked, and said in the line below "
        "with the key that mends it. %1, %2 and so on are parameters, each with a field of its own.",
        "Devices whose system drive is nearly full, the fullest first:",
        "(select (name system_drive_usage)\n"
        "  (from device\n"
        "    (where device\n"
        "      (gt system_drive_usage (percent 0.9))))\n"
        "  (order_by system_drive_usage desc)\n"
        "  (limit 100))",
    ),
    "parameters": HelpText(
        "The value that takes the place of %1, %2 and so on in the query. It is sent as it stands, without quotes.",
        "With Paris in the first field this asks for the devices there; {parameter.next} puts in values given before:",
        "(select (name last_seen)\n    (from device\n        (where device (eq #Location (enum %1)))))",
    ),
    "message": HelpText(
        "Why there is no answer, as the Engine said it. Where it knows the name that was meant, it is in the list.",
        "enter puts the marked name in the place of the wrong one · {query.send} sends the query again",
    ),
    "fleet line": HelpText(
        "How each Engine of the fleet is getting on, in one line.", "{fleet.open_list} shows them a line each"
    ),
    "answer zone": HelpText(
        "The rows of the answer, the filters that hold, and the way to the other pages.",
        "{answer.close_panel} closes the panel beside the rows",
    ),
    "answer": HelpText(
        "The rows that the Engine sent, a page at a time. Sorting and filtering change what you look at; nothing is "
        "asked anew.",
        "Sort by usage: move to its column, press {answer.sort}, {answer.sort} · keep the rows with Paris: "
        "{answer.quick_filter}, paris, enter · see a whole row: {answer.row}",
    ),
    "filter line": HelpText(
        "The rows that hold every word you type are kept, whatever the column. Looking for a text is done here too.",
        "laptop paris keeps the laptops of Paris · enter keeps the filter, and escape takes it back",
    ),
    "pages": HelpText(
        "Turns the pages of the answer, and says how many rows a page has.",
        "Type the number of a page and press enter; {pages.leave} goes back to the rows · {answer.next_page} and "
        "{answer.previous_page} turn the page from the rows",
    ),
    "panel": HelpText(
        "Something about the rows, beside them or in their place.",
        "enter summarises the column that is marked · {panel.close} gives the rows their place back",
    ),
    "reading panel": HelpText(
        "One cell, whole: lists an item a line, numbers with their best unit, moments in words.",
        "{panel.next_row} shows the same column of the next row · {panel.copy} copies it",
    ),
    "row panel": HelpText(
        "One row, a field a line, as it came from the Engine.",
        "Find a field of a row with a hundred: {row.search}, then a part of its name · {panel.next_row} shows the next "
        "row",
    ),
    "summary": HelpText(
        "One column of all rows that the filters let through: how many, how they lie, and what occurs most.",
        "Which operating system is the most frequent? It is the first in the list, and enter keeps the rows with it · "
        "{summary.right} goes on to the next column",
    ),
    "fleet panel": HelpText(
        "How each Engine of the fleet answered: how many rows, how long it took, or why not.",
        "{fleet.ask_again} asks those that failed once more, and leaves the others alone · {fleet.details} shows all "
        "that is known of a failure",
    ),
    "list": HelpText("The lines of the panel: up and down move, enter takes the one that is marked."),
    "column list": HelpText(
        "Every column by its name, those that are hidden too.",
        "Go to a column that is far away: type a part of its name, press {columns.accept}",
    ),
    "column choice": HelpText(
        "Which columns are seen. The rows stay what they are.",
        "See only the columns with drive in their name: {columns.turn_found} hides all · type drive · "
        "{columns.turn_found} shows those found · {columns.accept}",
    ),
    "login": HelpText(
        "Which Engine or Portal to ask, and as whom. The password goes to the place that you choose, and never into a "
        "file.",
        "Engine engine.example.com, User alice, the password, enter · {doctor.open} looks at what is wrong when it "
        "does not connect",
    ),
    "connections": HelpText(
        "The connections that are saved, the one used last first.",
        "Ask two Engines at once: {connections.mark} on each, then {connections.connect}",
    ),
    "edit connection": HelpText(
        "What is known of a connection. An empty field means what its hint says.",
        "Keep a test Engine from sending too much: 1000 as its Row limit · {edit_connection.save} saves",
    ),
    "engines": HelpText(
        "The Engines that the Portal lists. Those that are marked are asked together, as one fleet.",
        "Ask all Engines of Europe: type eu · {engines.mark_all} marks those found · {engines.take} connects",
    ),
    "certificates": HelpText(
        "Engines that show certificates nobody vouches for. Those that are marked will be trusted.",
        "{certificates.show} shows the whole certificate, to compare its SHA-256 with what its owner reads to you",
    ),
    "certificate": HelpText("What a certificate says. Compare the SHA-256 with what the Engine's owner reads to you."),
    "first meeting": HelpText(
        "This Engine shows a certificate that nobody vouches for. Nothing but the handshake has been sent.",
        "Let the Engine's owner read the SHA-256 to you; where it is the same, trust it · {trust.leave} leaves",
    ),
    "changed certificate": HelpText(
        "The Engine shows another certificate than the one you trusted. It was renewed, or somebody stands between. "
        "Nothing has been sent.",
        "When its owner says that it was renewed: nxql-tui connections trust --replace NAME takes the new one",
    ),
    "details": HelpText(
        "All that is known about a failure. It holds no query, no user and no password.",
        "{details.copy} copies it for a ticket",
    ),
    "messages": HelpText(
        "What was said in this session, with what stood there for a moment only. It goes into no file, and no secret "
        "is in it.",
        "{details.copy} copies all of it for a ticket",
    ),
    "doctor": HelpText(
        "What works on this host and on the way to the Engine, and what to do about the rest.",
        "{doctor.next_trouble} goes to what is not in order · {doctor.copy} copies the report for a ticket",
    ),
    "export": HelpText(
        "Writes a file: the answer of the Engine byte for byte, or the rows as you see them, sorted and filtered.",
        "The rows for a spreadsheet: This view as xlsx, a name under To, {export.write}",
    ),
    "copy as": HelpText(
        "Writes the question for another tool; no password is in it.",
        "Ask it from a script: move to curl, press {copy_as.copy}, and paste it there",
    ),
    "tools": HelpText("The tools that the question can be written for; the text follows the one that is marked."),
    "update": HelpText(
        "An update changes objects on the Engine. It is sent once, and what was sent is written to audit.log.",
        "Type the number of objects to be changed, and press enter · {update.leave} sends nothing",
    ),
    "data model": HelpText(
        "Every table, field and aggregate that a query can name, with its type and its platforms.",
        "How full are the drives? Type drive, move to the field · {model.insert} puts its name into the query",
    ),
    "library": HelpText(
        "Queries that you saved, examples that run, and every question asked before.",
        "Find the question with the printers again: {library.show_history}, type printer, {library.open}",
    ),
    "save query": HelpText(
        "Keeps the query with its parameters and platforms under a name, as a file of its own.",
        "Name low-disk, a label for each parameter, {save.save}; nxql-tui query --saved low-disk asks it in a script",
    ),
    "settings": HelpText(
        "What config.toml sets; the comments in the file stay. The keys of commands are changed in the file itself.",
        "Let the history forget sooner: 30 under history_days, {settings.save}",
    ),
    "themes": HelpText(
        "The colours of everything; each theme is shown while you look at it.",
        "On a terminal without colours: type mono, {themes.keep}",
    ),
    "palette": HelpText(
        "Every command that works where you come from; what is typed need not be the beginning of its name.",
        "Go to the shell for a moment: type susp, press {palette.run}",
    ),
    "filter": HelpText(
        "Keeps the rows whose cell compares like this with the value; the value of the cursor is offered.",
        "More than 4 GB: type > 4 GB, {filter.keep}",
    ),
    "copy cells": HelpText(
        "Copies a cell, a row, a column, the marked rows or the page to the clipboard of your terminal, or to a file.",
        "These names for another query: What column, As NXQL, {copy_cells.copy}",
    ),
    "group": HelpText(
        "Makes groups of the rows, with a figure of each; nothing is asked anew.",
        "How many devices of each type: By device_type, Figure count, {group.group}",
    ),
    "compare": HelpText(
        "What is new, gone or changed against another answer. A key tells which rows are the same thing.",
        "Against last week: type the path of the file that was exported then, press {compare.compare}",
    ),
    "confirmation": HelpText("Asks before something is done that cannot be taken back."),
    "secret": HelpText("Takes a password that is used once and kept nowhere."),
    "line": HelpText("Takes one line of text.", "Type it, press {name.keep} · {name.leave} leaves things as they are"),
    "help": HelpText("This page. It is about whatever had the keys when it was opened."),
    "cheat sheet": HelpText("The keys one needs most. A larger terminal shows more of them."),
    "jump": HelpText("Letters stand on every place one can go. Press one to go there; any other key stays here."),
    "text": HelpText("A text to be read."),
    "button": HelpText("One of the ways on.", "Go to another one with {button.next}, and press {button.press}"),
    "switch": HelpText("A switch, on where there is an x. Those of the first line say what the question is asked of."),
    "choice": HelpText("One of several, that between the signs."),
    "place for the password": HelpText(
        "Where the password is kept. A place that cannot be used says why.",
        "On a server without a desktop: the kernel keyring keeps it for some hours",
    ),
}
"""The texts by the names of the places."""
