"""The data model as a list of entries that a person can read, search and insert."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from nxql_tui.nxql.model import TableKind, load_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.nxql.model import Aggregate, Field, Table


class EntryKind(StrEnum):
    """What an entry is."""

    OBJECT = "object"
    EVENT = "event"
    FIELD = "field"
    AGGREGATE = "aggregate"


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A table, a field of a table, or an aggregate, with all that is known of it."""

    kind: EntryKind
    name: str
    """What a query holds, and what is inserted."""
    table: str
    """The table itself, the table of a field, the event of an aggregate; empty for an aggregate of any event."""
    description: str
    """One sentence without its full stop."""
    platforms: frozenset[str]
    type: str = ""
    """The data type; empty for a table."""
    unit: str | None = None
    """What its numbers count; None when they have no unit."""
    source: str = ""
    """How it is known: `doc`, `client` or `inferred`; empty for a table."""
    values: tuple[str, ...] = ()
    """The words of an enum; empty when they are not known."""
    is_list: bool = False
    is_nullable: bool = False
    alias_of: str | None = None
    """The field of which this is another spelling."""
    tables: tuple[str, ...] = ()
    """Of an event its objects, of an object the events linked to it, of an aggregate the events that have it."""
    table_sources: tuple[str, ...] = ()
    """How the links of an event are known; empty where nothing is said."""

    @property
    def is_table(self) -> bool:
        """Whether it has entries of its own."""
        return self.kind in (EntryKind.OBJECT, EntryKind.EVENT)

    @property
    def label(self) -> str:
        """The name where tables are mixed: `device.name` for a field."""
        return f"{self.table}.{self.name}" if self.kind is EntryKind.FIELD else self.name


@functools.cache
def table_entries(kind: EntryKind) -> tuple[ModelEntry, ...]:
    """The tables of a kind, in alphabetical order."""
    model = load_model()
    tables = model.objects if kind is EntryKind.OBJECT else model.events
    return tuple(_table_entry(table) for table in sorted(tables, key=lambda table: table.name))


@functools.cache
def field_entries(table: str) -> tuple[ModelEntry, ...]:
    """The fields of a table, each under one spelling, in alphabetical order; none where there is no such table."""
    return tuple(entry for entry in _spellings(table) if entry.alias_of is None)


@functools.cache
def aggregate_entries(event: str) -> tuple[ModelEntry, ...]:
    """What can be computed over an event or pseudo event, in alphabetical order."""
    table = load_model().event(event)
    return tuple(_aggregate_entry(aggregate, table) for aggregate in load_model().aggregates_of(event)) if table else ()


def linked_entries(table: str) -> tuple[ModelEntry, ...]:
    """The tables that stand together with one: the objects of an event, the events of an object."""
    names = _linked_names(table)
    return tuple(
        entry for kind in (EntryKind.OBJECT, EntryKind.EVENT) for entry in table_entries(kind) if entry.name in names
    )


@functools.cache
def all_entries() -> tuple[ModelEntry, ...]:
    """Every table, every field under every spelling, and every aggregate once."""
    tables = (*table_entries(EntryKind.OBJECT), *table_entries(EntryKind.EVENT))
    fields = (entry for table in tables for entry in _spellings(table.name))
    aggregates = (_aggregate_entry(aggregate, None) for aggregate in load_model().aggregates.values())
    return (*tables, *fields, *aggregates)


def _table_entry(table: Table) -> ModelEntry:
    return ModelEntry(
        kind=EntryKind.OBJECT if table.kind is TableKind.OBJECT else EntryKind.EVENT,
        name=table.name,
        table=table.name,
        description=table.description,
        platforms=table.platforms,
        tables=_linked_names(table.name),
        table_sources=table.link_sources,
    )


def _linked_names(name: str) -> tuple[str, ...]:
    table = load_model().tables.get(name)
    if table is None or table.kind is TableKind.EVENT:
        return table.links if table else ()
    return tuple(sorted(event.name for event in load_model().events if name in event.links))


def _spellings(name: str) -> Iterator[ModelEntry]:
    table = load_model().tables.get(name)
    for field in sorted(table.fields.values(), key=lambda field: field.name) if table else ():
        yield _field_entry(name, field)


def _field_entry(table: str, field: Field) -> ModelEntry:
    return ModelEntry(
        kind=EntryKind.FIELD,
        name=field.name,
        table=table,
        description=field.description,
        platforms=field.platforms,
        type=field.type,
        unit=field.unit,
        source=field.source,
        values=field.values,
        is_list=field.is_list,
        is_nullable=field.is_nullable,
        alias_of=field.alias_of,
    )


def _aggregate_entry(aggregate: Aggregate, event: Table | None) -> ModelEntry:
    is_assumed = event is not None and aggregate.name in event.inferred_aggregates
    return ModelEntry(
        kind=EntryKind.AGGREGATE,
        name=aggregate.name,
        table=event.name if event else "",
        description=aggregate.description,
        platforms=aggregate.platforms & event.platforms if event else aggregate.platforms,
        type=aggregate.type,
        unit=aggregate.unit,
        source="inferred" if is_assumed else aggregate.source,
        tables=tuple(_events_of(aggregate.name)),
    )


def _events_of(aggregate: str) -> Iterator[str]:
    model = load_model()
    for event in (*model.events, *model.pseudo_events.values()):
        if aggregate in event.aggregates:
            yield event.name
