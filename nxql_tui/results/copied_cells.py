"""Cells that are about to leave for another program, and what they mean there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.nxql.asked_fields import asked_fields
from nxql_tui.results.columns import ColumnKind
from nxql_tui.results.kinds import MISSING
from nxql_tui.wire.cells import LIST_SEPARATOR, TextCell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.nxql.asked_fields import AskedField
    from nxql_tui.results.columns import ResultColumn

CopiedRows: TypeAlias = Iterable[tuple[TextCell, ...]]

_TYPES_OF_KINDS = {
    ColumnKind.INTEGER: "integer",
    ColumnKind.REAL: "",
    ColumnKind.BYTES: "byte",
    ColumnKind.RATIO: "percent",
    ColumnKind.DURATION: "millisecond",
    ColumnKind.QUANTITY: "mhz",
    ColumnKind.DATETIME: "datetime",
}
"""The NXQL types of values that the data model does not know."""


class CopyShape(StrEnum):
    """How the cells stand together, whatever they are written as."""

    CELL = "cell"
    """One."""
    ROW = "row"
    """Those of several columns."""
    COLUMN = "column"
    """Those of several rows."""
    TABLE = "table"
    """Rows of several columns, under their names."""


@dataclass(frozen=True, slots=True)
class CopiedColumn:
    """What is known of a column that is copied."""

    column: ResultColumn
    field: AskedField | None
    """What a query filters it by; None for aggregates, and where it is not known."""

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers without units."""
        return self.column.kind.is_numeric and self.column.form.is_plain_number

    @property
    def literal_type(self) -> str:
        """The NXQL type of its values; empty where nobody knows one that fits."""
        known = self.field.known if self.field is not None else None
        type_name = known.type if known is not None else self.column.type
        # Most dynamic fields are categories, whose keywords are those of an enum.
        text_type = "enum" if self.field is not None and self.field.name.dynamic else "string"
        return type_name or _TYPES_OF_KINDS.get(self.column.kind, text_type)

    def value(self, cell: TextCell) -> TextCell:
        """The cell; None too where the Engine writes a sign for null."""
        is_text = self.column.kind in (ColumnKind.TEXT, ColumnKind.LIST)
        return None if not is_text and cell in MISSING else cell

    def is_list(self, cell: str) -> bool:
        """Whether the cell stands for several values, or could."""
        if self.field is not None and self.field.known is not None:
            return self.field.known.is_list
        kind = self.column.kind
        return kind is ColumnKind.LIST or (kind is ColumnKind.ADDRESS and LIST_SEPARATOR in cell)

    def elements(self, cell: TextCell) -> tuple[TextCell, ...]:
        """The values that the cell stands for; one unless it is a list."""
        value = self.value(cell)
        if value is None or not self.is_list(value):
            return (value,)
        return tuple(value.split(LIST_SEPARATOR)) if value else ()


def copied_columns(query: str, columns: Sequence[ResultColumn]) -> tuple[CopiedColumn, ...]:
    """What is known of the columns of an answer; `query` is the question, its placeholders filled in."""
    fields = asked_fields(query, [column.name for column in columns])
    return tuple(CopiedColumn(column, field) for column, field in zip(columns, fields, strict=True))
