"""The columns of several answers: those of one name are one, and of a form that fits all their cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nxql_tui.results.columns import CellForm

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from nxql_tui.results.columns import ResultColumn


@dataclass(frozen=True, slots=True)
class UnitedColumn:
    """A column of all answers so far."""

    column: ResultColumn
    has_cells: bool
    """Whether any cell says something; as long as none does, the next answer decides what they are."""
    is_in_doubt: bool = False
    """Whether all its cells have to be looked at once more to know their form."""

    def joined(self, column: ResultColumn, *, has_cells: bool) -> UnitedColumn:
        """With the cells of one more answer."""
        if not has_cells or (column == self.column and self.has_cells):
            return self
        if not self.has_cells:
            return UnitedColumn(column, has_cells=True)
        if CellForm.TEXT in (self.column.form, column.form):
            # Cells that are of no form in one answer are of none in all.
            is_text = self.column.form is CellForm.TEXT
            return self if is_text else UnitedColumn(column, has_cells=True)
        return replace(self, is_in_doubt=True)


def unite(
    known: Sequence[UnitedColumn], columns: Sequence[ResultColumn], filled: Container[int]
) -> tuple[tuple[UnitedColumn, ...], tuple[int | None, ...]]:
    """The columns of all answers with those of one more: of equal names the first belongs to the first.

    Args:
        known: The columns so far; they keep their places.
        columns: Those of the answer.
        filled: The places of those of which any cell says something.

    Returns:
        The columns, and for each its place in the answer, None where it has none of that name.
    """
    left = list(enumerate(columns))
    united: list[UnitedColumn] = []
    places: list[int | None] = []
    for one in known:
        number = next((number for number, (_, column) in enumerate(left) if column.name == one.column.name), None)
        if number is None:
            united.append(one)
            places.append(None)
            continue
        place, column = left.pop(number)
        united.append(one.joined(column, has_cells=place in filled))
        places.append(place)
    united += [UnitedColumn(column, has_cells=place in filled) for place, column in left]
    places += [place for place, _ in left]
    return tuple(united), tuple(places)
