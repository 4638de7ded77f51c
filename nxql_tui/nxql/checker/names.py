"""Names of tables, fields and aggregates against the data model, the platforms and what an Engine has told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.checker.scope import has_placeholder, listed, severity_of
from nxql_tui.nxql.diagnostics import Fix
from nxql_tui.nxql.leaves import excerpt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.nxql.checker.scope import Scope
    from nxql_tui.nxql.model import Field, Table
    from nxql_tui.nxql.tree import Name


def find_table(scope: Scope, name: Name) -> Table | None:
    """The table of that name; None when nothing is known of it."""
    if has_placeholder(name.text):
        return None
    table = None if name.dynamic else scope.model.tables.get(name.text)
    if table is None:
        if name.text not in scope.learned.tables:
            scope.findings.unknown(name, "table", scope.model.tables)
        return None
    _check_platforms(scope, name, table)
    return table


def find_event(scope: Scope, name: Name) -> Table | None:
    """The event, or pseudo event, of that name; None when nothing is known of it."""
    if has_placeholder(name.text) or name.text in scope.learned.tables:
        return None
    event = None if name.dynamic else scope.model.event(name.text)
    if event is not None:
        _check_platforms(scope, name, event)
        return event
    if name.text in scope.model.tables:
        scope.findings.error(name.span, f"'{name.text}' holds objects, not events.")
        return None
    events = [table.name for table in scope.model.events]
    scope.findings.unknown(name, "event", [*events, *scope.model.pseudo_events])
    return None


def find_field(scope: Scope, table: Table, name: Name) -> Field | None:
    """The one field of that name; None when nothing is known of it."""
    if has_placeholder(name.text) or name.dynamic:
        # What a customer has defined is for the Engine to know.
        return None
    if name.is_wildcard:
        scope.findings.error(name.span, f"'{excerpt(name.text)}' stands for several fields; one must stand here.")
        return None
    return _known_field(scope, table, name)


def check_selected(scope: Scope, table: Table, name: Name) -> None:
    """A field, or several by a wildcard, in a select list."""
    if has_placeholder(name.text) or name.dynamic:
        return
    if not name.is_wildcard:
        _known_field(scope, table, name)
    elif not table.matching_fields(name.text, scope.platforms):
        scope.findings.warning(name.span, f"'{excerpt(name.text)}' matches no field of {table.name}.")


def check_aggregate(scope: Scope, event: Table, name: Name) -> None:
    """What is computed over an event."""
    if has_placeholder(name.text) or name.dynamic or name.text in event.aggregates:
        return
    if scope.learned.has_aggregate(event.name, name.text):
        return
    if name.text in scope.model.aggregates:
        scope.findings.warning(name.span, f"'{name.text}' is not known to be computed over {event.name}.")
    else:
        scope.findings.unknown(name, f"aggregate of {event.name}", event.aggregates)


def check_once(scope: Scope, names: Sequence[Name], what: str) -> None:
    """Names that stand twice; a column selected twice appears twice (`reference/nxql.md` §12 [inferred])."""
    seen: set[str] = set()
    for name in names:
        if str(name) in seen and not name.is_wildcard:
            fix = Fix(f"remove '{name}'", name.span, "")
            scope.findings.hint(name.span, f"'{excerpt(str(name))}' is {what} twice.", fix)
        seen.add(str(name))


def _known_field(scope: Scope, table: Table, name: Name) -> Field | None:
    found = table.fields.get(name.text)
    if found is None:
        if not scope.learned.has_field(table.name, name.text):
            usable = [known.name for known in table.fields_on(scope.platforms)]
            scope.findings.unknown(name, f"field of {table.name}", usable)
        return None
    if not found.platforms & scope.platforms:
        message = f"'{name.text}' exists on {listed(sorted(found.platforms))} only, which is not switched on."
        scope.findings.add(severity_of(found.source), name.span, message)
    return found


def _check_platforms(scope: Scope, name: Name, table: Table) -> None:
    if not table.platforms & scope.platforms:
        message = f"The table '{name.text}' exists on {listed(sorted(table.platforms))} only, which is not switched on."
        scope.findings.warning(name.span, message)
