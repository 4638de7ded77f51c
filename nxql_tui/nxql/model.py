"""The data model: tables, fields, aggregates, and what belongs together.

The facts stand in `model.json` beside this file, each with its source: `doc`, `client` or `inferred`. Where sources
give no word, the file holds one decision [inferred]:

- An enum whose words nobody has seen has none, which is no opinion; the words of the others are lower-case.
- Beyond the aggregates a source names for it, every event has those that count it and its linked objects, and the
  times of its activity.
"""

from __future__ import annotations

import functools
import json
import pkgutil
import re
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

UNITS: Mapping[str, str] = {
    "byte": "bytes",
    "millisecond": "ms",
    "microsecond": "µs",
    "percent": "ratio 0–1",
    "permill": "ratio 0–1",
    "bps": "bit/s",
    "mhz": "MHz",
    "day": "days",
}
"""What one of a type's numbers counts."""


class TableKind(StrEnum):
    """What the rows of a table are."""

    OBJECT = "object"
    """Inventory: devices, users, packages."""
    EVENT = "event"
    """Activity: executions, connections, boots."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table."""

    name: str
    type: str
    """The data type, which is also the head of its literals."""
    description: str
    platforms: frozenset[str]
    """Where the field exists: `windows`, `mac_os`, `mobile`."""
    is_list: bool = False
    is_nullable: bool = False
    values: tuple[str, ...] = ()
    """The words of an enum; empty when they are not known."""
    unit: str | None = None
    """What its numbers count; None when they have no unit."""
    source: str = "inferred"
    """How the field is known: `doc`, `client` or `inferred`."""
    alias_of: str | None = None
    """The field of which this is another spelling; only that one is meant by `*`."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What `compute` can count or sum over events."""

    name: str
    type: str
    description: str
    platforms: frozenset[str]
    unit: str | None = None
    """What its numbers count; None when they have no unit."""
    source: str = "inferred"
    """How the aggregate is known: `doc`, `client` or `inferred`."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of objects or events."""

    name: str
    kind: TableKind
    description: str
    platforms: frozenset[str]
    fields: Mapping[str, Field]
    """By name, in alphabetical order, other spellings included."""
    links: tuple[str, ...] = ()
    """The object tables an event is linked to; empty for objects."""
    link_sources: tuple[str, ...] = ()
    """How the links are known, taken together: `doc`, `client`, `inferred`; empty where nothing is said."""
    time_field: str | None = None
    """The field that says when an event happened; None for objects and pseudo events."""
    aggregates: tuple[str, ...] = ()
    """What can be computed over an event, in alphabetical order; empty for objects."""
    inferred_aggregates: frozenset[str] = frozenset()
    """Those of the aggregates that no source names for this event."""

    def fields_on(self, platforms: Collection[str]) -> tuple[Field, ...]:
        """The fields that exist on at least one of the platforms, each under one spelling, in alphabetical order."""
        wanted = frozenset(platforms)
        return tuple(
            field for _, field in sorted(self.fields.items()) if field.alias_of is None and field.platforms & wanted
        )

    def matching_fields(self, wildcard: str, platforms: Collection[str]) -> tuple[Field, ...]:
        """The fields on the platforms that a wildcard stands for: `*` is any run of characters, `?` is one."""
        parts = (
            ".*" if part == "*" else "." if part == "?" else re.escape(part) for part in re.split(r"([*?])", wildcard)
        )
        pattern = re.compile("".join(parts))
        return tuple(field for field in self.fields_on(platforms) if pattern.fullmatch(field.name))


@dataclass(frozen=True, slots=True)
class DataModel:
    """All tables and aggregates."""

    tables: Mapping[str, Table]
    aggregates: Mapping[str, Aggregate]
    pseudo_events: Mapping[str, Table]
    """Object tables that may stand after `with` as if they were events: `package` means installed packages.

    Their fields are those of the object table.
    """

    @property
    def objects(self) -> tuple[Table, ...]:
        """The object tables."""
        return tuple(table for table in self.tables.values() if table.kind is TableKind.OBJECT)

    @property
    def events(self) -> tuple[Table, ...]:
        """The event tables."""
        return tuple(table for table in self.tables.values() if table.kind is TableKind.EVENT)

    def linked_tables(self, event_name: str) -> tuple[Table, ...]:
        """The object tables linked to an event or pseudo event; none for what is neither."""
        table = self.event(event_name)
        return tuple(self.tables[name] for name in table.links) if table is not None else ()

    def aggregates_of(self, event_name: str) -> tuple[Aggregate, ...]:
        """What can be computed over an event or pseudo event; nothing over what is neither."""
        table = self.event(event_name)
        return tuple(self.aggregates[name] for name in table.aggregates) if table is not None else ()

    def event(self, name: str) -> Table | None:
        """The event or pseudo event of that name; None when there is neither."""
        table = self.tables.get(name)
        if table is not None and table.kind is TableKind.EVENT:
            return table
        return self.pseudo_events.get(name)


@functools.cache
def load_model() -> DataModel:
    """The data model of this package, read once."""
    # Not importlib.resources: a check at the command line would pay for its imports.
    content = json.loads(pkgutil.get_data(__name__, "model.json") or b"")
    objects = {name: _table(name, TableKind.OBJECT, facts) for name, facts in content["objects"].items()}
    events = {name: _table(name, TableKind.EVENT, facts) for name, facts in content["events"].items()}
    pseudo_events = {
        name: _table(name, TableKind.EVENT, facts, objects[name].fields)
        for name, facts in content["pseudo_events"].items()
    }
    return DataModel(
        tables=MappingProxyType(objects | events),
        aggregates=MappingProxyType({name: _aggregate(name, facts) for name, facts in content["aggregates"].items()}),
        pseudo_events=MappingProxyType(pseudo_events),
    )


def _table(
    name: str, kind: TableKind, facts: dict[str, Any], fields_of_object: Mapping[str, Field] | None = None
) -> Table:
    inferred_aggregates = facts.get("inferred_aggregates", ())
    return Table(
        name=name,
        kind=kind,
        description=facts["description"],
        platforms=frozenset(facts["platforms"]),
        fields=_fields(facts["fields"]) if fields_of_object is None else fields_of_object,
        links=tuple(facts.get("links", ())),
        link_sources=tuple(facts.get("link_sources", ())),
        time_field=facts.get("time_field"),
        aggregates=tuple(sorted((*facts.get("aggregates", ()), *inferred_aggregates))),
        inferred_aggregates=frozenset(inferred_aggregates),
    )


def _fields(facts: dict[str, Any]) -> Mapping[str, Field]:
    return MappingProxyType({name: _field(name, about) for name, about in facts.items()})


def _field(name: str, facts: dict[str, Any]) -> Field:
    return Field(
        name=name,
        type=facts["type"],
        description=facts["description"],
        platforms=frozenset(facts["platforms"]),
        is_list=facts.get("list", False),
        is_nullable=facts.get("nullable", False),
        values=tuple(facts.get("values", ())),
        unit=UNITS.get(facts["type"]),
        source=facts["source"],
        alias_of=facts.get("alias_of"),
    )


def _aggregate(name: str, facts: dict[str, Any]) -> Aggregate:
    return Aggregate(
        name=name,
        type=facts["type"],
        description=facts["description"],
        platforms=frozenset(facts["platforms"]),
        unit=UNITS.get(facts["type"]),
        source=facts["source"],
    )
