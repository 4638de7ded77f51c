"""What can be asked of this Engine: the data model, the tables it has data for, and their dynamic fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from nxql_tui.nxql.model import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nxql_tui.nxql.model import DataModel, Table


class DynamicKind(StrEnum):
    """Where a dynamic field comes from (`reference/nxql.md` §8 [doc|client])."""

    CATEGORY = "category"
    CUSTOM_FIELD = "custom field"
    SCORE = "score"
    ACTION = "remote action"
    CAMPAIGN = "campaign"


EDITABLE_KINDS = frozenset({DynamicKind.CATEGORY, DynamicKind.CUSTOM_FIELD})
"""What an `update` may set; nothing else is writable (`reference/nxql.md` §3.6 [doc])."""

LINK_MARK = "@"
"""Columns and tables of the database that no query can name begin with it."""


@dataclass(frozen=True, slots=True)
class DynamicField:
    """A field that a customer has defined for a table."""

    name: str
    """Without the `#`: `Location`, `score:Device Health/Disk`."""
    type: str
    """An NXQL type, or `enum` for a category."""
    kind: DynamicKind
    keywords: tuple[str, ...] = ()
    """What a category can hold."""


@dataclass(frozen=True, slots=True)
class StoredField:
    """A field as it stands in the database."""

    field: Field
    """What the data model says, or for a dynamic field what a customer has defined."""
    column: str
    """The name of its column in the database."""
    heading: str
    """The name of its column in an answer: a dynamic field loses its `#` (`reference/nxql.md` §8 [client])."""
    is_editable: bool = False
    """Whether an `update` may set it."""


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table of the data model that the database holds."""

    table: Table
    static: Mapping[str, StoredField]
    """By name, in alphabetical order."""
    dynamic: Mapping[str, StoredField]
    """By name without `#`, in the order they were defined."""
    source: str
    """Its name in the database."""

    @property
    def name(self) -> str:
        """The name of the table in NXQL."""
        return self.table.name

    @property
    def platform_column(self) -> str:
        """The column of an event that says on which platform it happened."""
        return f"{LINK_MARK}platform"


def link_column(object_name: str) -> str:
    """The column of an event that holds the id of the object it is linked to."""
    return f"{LINK_MARK}{object_name}"


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything names in a query are resolved against."""

    model: DataModel
    objects: Mapping[str, StoredTable]
    events: Mapping[str, StoredTable]
    """What may stand after `with`: the events, and the pseudo event `package`, which has no fields of its own."""

    @property
    def tables(self) -> dict[str, StoredTable]:
        """What may stand in `from`, by name; `package` is the object there."""
        return {**self.events, **self.objects}


def build_catalog(model: DataModel, dynamic_fields: Mapping[str, tuple[DynamicField, ...]]) -> Catalog:
    """The catalog of a database that holds these object tables, each with its dynamic fields, and every event."""
    objects = {name: _object(model.tables[name], defined) for name, defined in dynamic_fields.items()}
    events = {event.name: StoredTable(event, _static(event), {}, event.name) for event in model.events}
    pseudo_events = {
        name: StoredTable(table, {}, {}, f"{LINK_MARK}installed_{name}") for name, table in model.pseudo_events.items()
    }
    return Catalog(model, objects, {**events, **pseudo_events})


def _object(table: Table, dynamic_fields: tuple[DynamicField, ...]) -> StoredTable:
    dynamic = {
        defined.name: StoredField(
            _as_field(defined, table.platforms), f"#{defined.name}", defined.name, defined.kind in EDITABLE_KINDS
        )
        for defined in dynamic_fields
    }
    return StoredTable(table, _static(table), dynamic, table.name)


def _static(table: Table) -> dict[str, StoredField]:
    return {name: StoredField(table.fields[name], name, name) for name in sorted(table.fields)}


def _as_field(defined: DynamicField, platforms: frozenset[str]) -> Field:
    return Field(
        name=defined.name,
        type=defined.type,
        description=f"A {defined.kind} defined for this site.",
        platforms=platforms,
        is_list=False,
        is_nullable=True,
        values=defined.keywords,
    )
