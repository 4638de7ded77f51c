"""The data model: tables, fields, aggregates, and what belongs together.

The facts stand in `model.json` beside this file, each with its source: `doc`, `client` or `inferred`.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
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


@dataclass(frozen=True, slots=True)
class Table:
    """A table of objects or events."""

    name: str
    kind: TableKind
    description: str
    platforms: frozenset[str]
    fields: Mapping[str, Field]
    links: tuple[str, ...] = ()
    """The object tables an event is linked to; empty for objects."""
    time_field: str | None = None
    """The field that says when an event happened; None for objects."""
    aggregates: tuple[str, ...] = ()
    """What can be computed over an event; empty for objects."""

    def fields_on(self, platforms: Collection[str]) -> tuple[Field, ...]:
        """The fields that exist on at least one of the platforms, in alphabetical order."""
        wanted = frozenset(platforms)
        return tuple(self.fields[name] for name in sorted(self.fields) if self.fields[name].platforms & wanted)

    def matching_fields(self, wildcard: str, platforms: Collection[str]) -> tuple[Field, ...]:
        """The fields whose names a wildcard stands for: `*` is any run of characters, `?` is one."""
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
    """Object tables that may stand behind `with` as if they were events: `package` means installed packages."""

    @property
    def objects(self) -> tuple[Table, ...]:
        """The object tables."""
        return tuple(table for table in self.tables.values() if table.kind is TableKind.OBJECT)

    @property
    def events(self) -> tuple[Table, ...]:
        """The event tables."""
        return tuple(table for table in self.tables.values() if table.kind is TableKind.EVENT)

    def linked_tables(self, event: str) -> tuple[str, ...]:
        """The object tables linked to an event or pseudo event; none for what is neither."""
        table = self.event(event)
        return table.links if table is not None else ()

    def aggregates_of(self, event: str) -> tuple[Aggregate, ...]:
        """What can be computed over an event or pseudo event."""
        table = self.event(event)
        return tuple(self.aggregates[name] for name in table.aggregates) if table is not None else ()

    def event(self, name: str) -> Table | None:
        """The event or pseudo event of that name."""
        table = self.tables.get(name)
        if table is not None and table.kind is TableKind.EVENT:
            return table
        return self.pseudo_events.get(name)


@functools.cache
def load_model() -> DataModel:
    """The data model of this package, read once."""
    content = json.loads(resources.files(__package__).joinpath("model.json").read_text(encoding="utf-8"))
    tables = {name: _table(name, TableKind.OBJECT, facts) for name, facts in content["objects"].items()}
    tables |= {name: _table(name, TableKind.EVENT, facts) for name, facts in content["events"].items()}
    return DataModel(
        tables=tables,
        aggregates={name: _aggregate(name, facts) for name, facts in content["aggregates"].items()},
        pseudo_events={name: _table(name, TableKind.EVENT, facts) for name, facts in content["pseudo_events"].items()},
    )


def _table(name: str, kind: TableKind, facts: dict[str, Any]) -> Table:
    return Table(
        name=name,
        kind=kind,
        description=facts["description"],
        platforms=frozenset(facts["platforms"]),
        fields={field: _field(field, about) for field, about in facts["fields"].items()},
        links=tuple(facts.get("links", ())),
        time_field=facts.get("time_field"),
        aggregates=tuple(facts.get("aggregates", ())),
    )


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
