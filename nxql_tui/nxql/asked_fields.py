"""From the columns of an answer back to the fields of the question, for the next question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.nxql.answer_columns import TABLE_SEPARATOR
from nxql_tui.nxql.model import load_model
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.tree import Name, Select, TableFields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nxql_tui.nxql.model import Field

_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class AskedField:
    """What a query filters a column by."""

    table: str
    """The table that `where` names."""
    name: Name
    known: Field | None
    """What the data model says of it; None for dynamic fields and others that it does not hold."""


@dataclass(frozen=True, slots=True)
class _Selected:
    table: str
    name: Name
    prefix: str
    """What stands before the name in the head of its column."""

    def named(self, head: str) -> AskedField | None:
        """The field, if the column is of this very name."""
        return self._field(self.name.text) if head == self.prefix + self.name.text else None

    def matched(self, head: str) -> AskedField | None:
        """The field, if this is a wildcard that the column may have come from."""
        name = head.removeprefix(self.prefix)
        if not self.name.is_wildcard or not head.startswith(self.prefix):
            return None
        field = self._field(name)
        return field if self.name.dynamic or field.known is not None else None

    def _field(self, name: str) -> AskedField:
        table = load_model().tables.get(self.table)
        known = table.fields.get(name) if table is not None and not self.name.dynamic else None
        return AskedField(self.table, Name(name, _NOWHERE, dynamic=self.name.dynamic), known)


def asked_fields(query: str, header: Sequence[str]) -> tuple[AskedField | None, ...]:
    """The field that each column shows; None for aggregates, and where the query does not tell.

    Args:
        query: The question, its placeholders filled in.
        header: The heads of the columns, as the Engine sent them.
    """
    statement = parse(query).statement
    selected = tuple(_selected(statement)) if isinstance(statement, Select) else ()
    return tuple(_field_of(head, selected) for head in header)


def _selected(statement: Select) -> Iterator[_Selected]:
    first = statement.source.tables[0].text if statement.source.tables else ""
    for item in statement.fields:
        if isinstance(item, TableFields):
            table = item.table.text
            yield from (_Selected(table, name, table + TABLE_SEPARATOR) for name in item.fields)
        elif first:
            yield _Selected(first, item, "")


def _field_of(head: str, selected: Sequence[_Selected]) -> AskedField | None:
    # A wildcard matches anything of its sort, so it comes behind those that are named.
    found = (*(one.named(head) for one in selected), *(one.matched(head) for one in selected if not one.name.dynamic))
    dynamic = (one.matched(head) for one in selected if one.name.dynamic and head not in load_model().aggregates)
    return next(filter(None, (*found, *dynamic)), None)
