"""Cells as parts of the next query: literals, or conditions that find these very rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.cell_literals import NoLiteralError, filter_text, literal_text, where_text
from nxql_tui.results.copied_cells import CopyShape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nxql_tui.results.copied_cells import CopiedColumn, CopiedRows
    from nxql_tui.wire.cells import TextCell


def query_pieces(columns: Sequence[CopiedColumn], rows: CopiedRows, shape: CopyShape) -> Iterator[str]:
    """Each line once, as alternatives are: `(where device (eq name (string "x")))`, or a literal for a single cell.

    Raises:
        NoLiteralError: NXQL cannot say it.
    """
    lines = (
        _conditions(columns, rows) if shape in (CopyShape.ROW, CopyShape.TABLE) else _values(columns[0], rows, shape)
    )
    seen: set[str] = set()
    for line in lines:
        if line not in seen:
            yield f"\n{line}" if seen else line
            seen.add(line)


def _values(column: CopiedColumn, rows: CopiedRows, shape: CopyShape) -> Iterator[str]:
    for (cell,) in rows:
        for value in column.elements(cell):
            if shape is CopyShape.CELL or column.field is None:
                yield literal_text(value, column.literal_type)
            else:
                yield where_text(column.field.table, [_equal(column, value)])


def _conditions(columns: Sequence[CopiedColumn], rows: CopiedRows) -> Iterator[str]:
    tables = tuple(dict.fromkeys(column.field.table for column in columns if column.field is not None))
    if not tables:
        raise NoLiteralError("None of these columns is known to be a field that a query filters by.")
    for place, row in enumerate(rows):
        if place and len(tables) > 1:
            raise NoLiteralError(
                f"Rows of several tables ({', '.join(tables)}) cannot be told apart by conditions. "
                "Copy one row, or a column."
            )
        for table in tables:
            if filters := tuple(_filters(table, zip(columns, row, strict=True))):
                yield where_text(table, filters)


def _filters(table: str, cells: Iterable[tuple[CopiedColumn, TextCell]]) -> Iterator[str]:
    for column, cell in cells:
        if column.field is not None and column.field.table == table:
            yield from (_equal(column, value) for value in column.elements(cell))


def _equal(column: CopiedColumn, value: TextCell) -> str:
    assert column.field is not None  # noqa: S101  the callers have looked
    return filter_text("eq", column.field.name, value, column.literal_type)
