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


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table of the data model that the database holds, under the same name."""

    table: Table
    static: Mapping[str, StoredField]
    """By name, in alphabetical order."""
    dynamic: Mapping[str, StoredField]
    """By name without `#`, in the order they were defined."""

    @property
    def name(self) -> str:
        """The name of the table, in NXQL and in the database."""
        return self.table.name


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything names in a query are resolved against."""

    model: DataModel
    tables: Mapping[str, StoredTable]
    """The tables with data; a table of the model that is not here cannot be asked yet."""


def build_catalog(model: DataModel, dynamic_fields: Mapping[str, tuple[DynamicField, ...]]) -> Catalog:
    """The catalog of a database that holds these tables of the model, each with its dynamic fields."""
    return Catalog(
        model, {name: _stored_table(model.tables[name], defined) for name, defined in dynamic_fields.items()}
    )


def _stored_table(table: Table, dynamic_fields: tuple[DynamicField, ...]) -> StoredTable:
    static = {name: StoredField(table.fields[name], name, name) for name in sorted(table.fields)}
    dynamic = {
        defined.name: StoredField(_as_field(defined, table.platforms), f"#{defined.name}", defined.name)
        for defined in dynamic_fields
    }
    return StoredTable(table, static, dynamic)


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
