"""Names of tables and fields, resolved against the catalog and the platforms asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nxql_tui.engine.catalog import StoredField, StoredTable
    from nxql_tui.engine.errors import QueryRefused
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.tree import Name

_PLAIN_DYNAMIC_NAME = re.compile(r"[\w.:/-]+")


def resolve_table(question: Question, name: Name) -> StoredTable:
    """The table of that name.

    Raises:
        QueryRefused: There is none, or not here, or not on the platforms asked.
    """
    catalog = question.catalog
    stored = None if name.dynamic else catalog.tables.get(name.text)
    if stored is None:
        known = not name.dynamic and name.text in catalog.model.tables
        message = f"This embedded Engine has no table '{name}' yet" if known else f"There is no table '{name}'"
        raise question.refuse_name(name.span, message, name.text, sorted(catalog.tables))
    if not stored.table.platforms & question.platforms:
        raise question.refuse(name.span, f"The table '{name}' does not exist on {_words(question.platforms)}")
    return stored


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
        raise _no_such_field(question, table, name)
    if not found.field.platforms & question.platforms:
        raise question.refuse(
            name.span,
            f"The field '{name}' of the table {table.name} does not exist on {_words(question.platforms)}, "
            f"only on {_words(found.field.platforms)}",
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
        if pattern.fullmatch(field_name)
    )
    if not matching:
        raise _no_such_field(question, table, name)
    return matching


def as_written(name: str) -> str:
    """A dynamic field's name as a query writes it: `#Location`, `#"Cost center"`."""
    return f"#{name}" if _PLAIN_DYNAMIC_NAME.fullmatch(name) else f'#"{name}"'


def _no_such_field(question: Question, table: StoredTable, name: Name) -> QueryRefused:
    message = f"There is no field '{name}' in the table {table.name}"
    if not name.dynamic:
        return question.refuse_name(name.span, message, name.text, _usable(question, table.static))
    written = {as_written(dynamic): dynamic for dynamic in table.dynamic}
    return question.refuse_name(name.span, message, as_written(name.text), written)


def _usable(question: Question, fields: Mapping[str, StoredField]) -> dict[str, StoredField]:
    return {name: stored for name, stored in fields.items() if stored.field.platforms & question.platforms}


def _words(platforms: Iterable[str]) -> str:
    return ", ".join(sorted(platforms))
