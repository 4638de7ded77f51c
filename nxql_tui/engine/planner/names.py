"""Names of tables and fields, resolved against the catalog and the platforms asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nxql_tui.nxql.model import TableKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nxql_tui.engine.catalog import StoredField, StoredTable
    from nxql_tui.engine.errors import QueryRefused
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.tree import Name

_PLAIN_DYNAMIC_NAME = re.compile(r"[\w.:/-]+")


def is_event(table: StoredTable) -> bool:
    """Whether the rows of a table are activity rather than objects."""
    return table.table.kind is TableKind.EVENT


def resolve_table(question: Question, name: Name) -> StoredTable:
    """The table of that name, an object or an event.

    Raises:
        QueryRefused: There is none, or not on the platforms asked.
    """
    tables = question.catalog.tables
    stored = None if name.dynamic else tables.get(name.text)
    if stored is None:
        raise question.refuse_name(name.span, f"There is no table '{name}'", name.text, sorted(tables))
    _check_platforms(question, stored, name)
    return stored


def resolve_event(question: Question, name: Name) -> StoredTable:
    """The event, or pseudo event, of that name.

    Raises:
        QueryRefused: There is none, or not on the platforms asked.
    """
    events = question.catalog.events
    stored = None if name.dynamic else events.get(name.text)
    if stored is None:
        known = not name.dynamic and name.text in question.catalog.objects
        message = f"The table '{name}' holds no events" if known else f"There is no event '{name}'"
        raise question.refuse_name(name.span, message, name.text, sorted(events))
    _check_platforms(question, stored, name)
    return stored


def resolve_linked(question: Question, event: StoredTable, name: Name) -> StoredTable:
    """The object table of that name, which the event is linked to.

    Objects that are not linked have no common rows to speak of (`reference/nxql.md` §3.3 [doc], §9 [inferred]).

    Raises:
        QueryRefused: There is no such table, or it is not linked to the event.
    """
    links = event.table.links
    if name.dynamic or name.text not in links:
        known = not name.dynamic and name.text in question.catalog.tables
        what = f"is not linked to {event.name}" if known else f"does not exist beside {event.name}"
        allowed = links if not event.static else (event.name, *links)
        message = f"The table '{name}' {what}"
        if known:
            raise question.refuse(name.span, message, allowed)
        raise question.refuse_name(name.span, message, name.text, allowed)
    return question.catalog.objects[name.text]


def resolve_field(question: Question, table: StoredTable, name: Name) -> StoredField:
    """The one field of that name.

    Raises:
        QueryRefused: There is none, or on none of the platforms asked, or the name stands for several.
    """
    if name.is_wildcard:
        raise question.refuse(name.span, f"One field must stand here: '{name}' stands for several")
    known = table.dynamic if name.dynamic else table.static
    found = known.get(name.text)
    if found is None:
        raise no_such_field(question, table, name)
    if not found.field.platforms & question.platforms:
        raise question.refuse(
            name.span,
            f"The field '{name}' of the table {table.name} does not exist on {words(question.platforms)}, "
            f"only on {words(found.field.platforms)}",
        )
    return found


def expand_field(question: Question, table: StoredTable, name: Name) -> tuple[StoredField, ...]:
    """The fields a name in a select list stands for.

    `*` is every static field, `#*` every dynamic one, `*antivirus*` those it matches, each only where it exists on one
    of the platforms asked (`reference/nxql.md` §3.1, §12 [doc|inferred]).

    Raises:
        QueryRefused: It stands for none.
    """
    if not name.is_wildcard:
        return (resolve_field(question, table, name),)
    pattern = re.compile(".*".join(re.escape(part) for part in name.text.split("*")), re.DOTALL)
    matching = tuple(
        stored
        for field_name, stored in _usable(question, table.dynamic if name.dynamic else table.static).items()
        if pattern.fullmatch(field_name) and stored.field.alias_of is None
    )
    if not matching:
        raise no_such_field(question, table, name)
    return matching


def as_written(name: str) -> str:
    """A dynamic field's name as a query writes it: `#Location`, `#"Cost center"`."""
    return f"#{name}" if _PLAIN_DYNAMIC_NAME.fullmatch(name) else f'#"{name}"'


def no_such_field(question: Question, table: StoredTable, name: Name) -> QueryRefused:
    """The refusal of a field that the table does not have."""
    message = f"There is no field '{name}' in the table {table.name}"
    if not name.dynamic:
        return question.refuse_name(name.span, message, name.text, _usable(question, table.static))
    written = {as_written(dynamic): dynamic for dynamic in table.dynamic}
    return question.refuse_name(name.span, message, as_written(name.text), written)


def words(platforms: Iterable[str]) -> str:
    """Platforms in a sentence."""
    return ", ".join(sorted(platforms))


def _check_platforms(question: Question, stored: StoredTable, name: Name) -> None:
    if not stored.table.platforms & question.platforms:
        raise question.refuse(name.span, f"The table '{name}' does not exist on {words(question.platforms)}")


def _usable(question: Question, fields: Mapping[str, StoredField]) -> dict[str, StoredField]:
    return {name: stored for name, stored in fields.items() if stored.field.platforms & question.platforms}
