"""All commands, and where each of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from nxql_tui.ui.keymap import answer, choices, connections, decisions, dialogs, fleet, settings, workbench

if TYPE_CHECKING:
    from nxql_tui.ui.keymap.command import Command


@dataclass(frozen=True, slots=True)
class Place:
    """Something that can have the focus, or that lies around it, with the commands that it brings."""

    name: str
    """One or two words: what is said to a user of where a key works."""
    commands: tuple[Command, ...]
    """In the order of the footer."""
    around: tuple[str, ...] = ("everywhere",)
    """The names of the places whose keys work here too; a widget that stands in several screens names them all."""
    is_typed_in: bool = False
    """Whether its keys are to work while a text is typed: a letter is no key here."""
    leaving: tuple[str, ...] = ()
    """The ids of the commands that lead out of here: one of them keeps a key."""


_WITH_CHOICES = ("export", "copy as", "copy cells", "group", "login", "edit connection", "save query", "settings")

PLACES = (
    Place("everywhere", workbench.APP, around=(), is_typed_in=True, leaving=("app.quit", "app.palette")),
    Place("workbench", workbench.WORKBENCH, is_typed_in=True),
    Place("tabs", workbench.TABS, ("workbench",)),
    Place("editor", workbench.EDITOR, ("workbench",), is_typed_in=True),
    Place("parameters", workbench.PARAMETER, ("workbench",), is_typed_in=True),
    Place("message", (), ("workbench",)),
    Place("fleet line", fleet.FLEET_LINE, ("workbench",)),
    Place("answer zone", answer.ANSWER, ("workbench",), leaving=("answer.close_panel", "panel.close")),
    Place("answer", answer.RESULTS, ("answer zone",)),
    Place("filter line", (), ("answer zone",), is_typed_in=True),
    Place("pages", answer.PAGES, ("answer zone",), leaving=("pages.leave",)),
    Place("panel", answer.PANEL, ("answer zone",), leaving=("answer.close_panel", "panel.close")),
    Place("reading panel", answer.FOLLOWING_PANEL, ("panel",)),
    Place("row panel", answer.ROW_PANEL, ("reading panel",)),
    Place("summary", answer.SUMMARY, ("panel",)),
    Place("fleet panel", fleet.FLEET_PANEL, ("panel",)),
    Place("list", answer.PANEL_LIST, ("summary", "fleet panel")),
    Place("column list", answer.COLUMN_LIST, ("panel",), is_typed_in=True),
    Place("column choice", answer.COLUMN_CHOICE, ("column list",), is_typed_in=True),
    Place("login", dialogs.LOGIN, is_typed_in=True, leaving=("login.close",)),
    Place("connections", dialogs.CONNECTIONS, ("login",)),
    Place("edit connection", connections.EDIT_CONNECTION, is_typed_in=True, leaving=("edit_connection.leave",)),
    Place("engines", dialogs.ENGINES, is_typed_in=True, leaving=("engines.close",)),
    Place("certificates", dialogs.CERTIFICATES, leaving=("certificates.leave",)),
    Place("certificate", decisions.CERTIFICATE, leaving=("certificate.close",)),
    Place("first meeting", decisions.FIRST_MEETING, leaving=("trust.leave",)),
    Place("changed certificate", decisions.CHANGED_CERTIFICATE, leaving=("changed.leave",)),
    Place("details", dialogs.DETAILS, leaving=("details.close",)),
    Place("messages", (), ("details",)),
    Place("doctor", dialogs.DOCTOR, leaving=("doctor.close",)),
    Place("export", dialogs.EXPORT, is_typed_in=True, leaving=("export.close",)),
    Place("copy as", dialogs.COPY_AS, is_typed_in=True, leaving=("copy_as.close",)),
    Place("tools", choices.TOOL_LIST, ("copy as",)),
    Place("update", dialogs.UPDATE, is_typed_in=True, leaving=("update.leave",)),
    Place("data model", dialogs.MODEL, is_typed_in=True, leaving=("model.leave", "model.close")),
    Place("library", dialogs.LIBRARY, is_typed_in=True, leaving=("library.leave", "library.close")),
    Place("save query", dialogs.SAVE_QUERY, is_typed_in=True, leaving=("save.close",)),
    Place("settings", settings.SETTINGS, is_typed_in=True, leaving=("settings.leave",)),
    Place("themes", dialogs.THEMES, is_typed_in=True, leaving=("themes.leave",)),
    Place("palette", dialogs.PALETTE, is_typed_in=True, leaving=("palette.close",)),
    Place("filter", dialogs.FILTER, is_typed_in=True, leaving=("filter.leave",)),
    Place("copy cells", dialogs.COPY_CELLS, is_typed_in=True, leaving=("copy_cells.leave",)),
    Place("group", dialogs.GROUP, is_typed_in=True, leaving=("group.leave",)),
    Place("compare", dialogs.COMPARE, is_typed_in=True, leaving=("compare.leave",)),
    Place("confirmation", decisions.CONFIRMATION, leaving=("confirmation.leave",)),
    Place("secret", decisions.SECRET, is_typed_in=True, leaving=("secret.leave",)),
    Place("line", decisions.LINE, is_typed_in=True, leaving=("name.leave",)),
    Place("help", decisions.HELP, leaving=("help.close",)),
    Place("cheat sheet", decisions.SHEET, leaving=("sheet.close",)),
    Place("jump", decisions.JUMP, leaving=("jump.leave",)),
    Place("text", decisions.TEXT, ("help", "cheat sheet", "details", "certificate", "doctor", "reading panel")),
    Place("button", decisions.BUTTON, ("confirmation", "first meeting")),
    Place("switch", choices.TOGGLE, ("workbench", *_WITH_CHOICES)),
    Place("choice", choices.CHOICE, _WITH_CHOICES),
    Place("place for the password", choices.RUNG, ("login",)),
)
"""Every place of the explorer, the widest first."""

COMMANDS = {command.id: command for place in PLACES for command in place.commands}
"""Every command by its id, in the order of the places."""

PLACE_OF = {command.id: place for place in PLACES for command in place.commands}
"""Where the command of an id holds."""


@cache
def reach(name: str) -> frozenset[str]:
    """The names of a place and of all that lie around it: whose keys work where the focus is there."""
    place = next(place for place in PLACES if place.name == name)
    return frozenset({name}).union(*(reach(outer) for outer in place.around))
