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


def places_of(known: Sequence[str], names: Sequence[str]) -> tuple[int | None, ...]:
    """For each column of all answers, those that one more brings behind the others, its place in that one.

    Of equal names the first belongs to the first.

    Args:
        known: The names of the columns so far; they keep their places.
        names: Those of the answer.

    Returns:
        The places, None where the answer has no column of that name.
    """
    left = list(enumerate(names))
    places: list[int | None] = []
    for one in known:
        number = next((number for number, (_, name) in enumerate(left) if name == one), None)
        places.append(None if number is None else left.pop(number)[0])
    return (*places, *(place for place, _ in left))


def unite(
    known: Sequence[UnitedColumn], columns: Sequence[ResultColumn], filled: Container[int]
) -> tuple[tuple[UnitedColumn, ...], tuple[int | None, ...]]:
    """The columns of all answers with those of one more.

    Args:
        known: The columns so far; they keep their places.
        columns: Those of the answer.
        filled: The places of those of which any cell says something.

    Returns:
        The columns, and their places in the answer as `places_of` tells them.
    """
    places = places_of([one.column.name for one in known], [column.name for column in columns])
    united = [
        one if place is None else one.joined(columns[place], has_cells=place in filled)
        for one, place in zip(known, places, strict=False)
    ]
    united += [
        UnitedColumn(columns[place], has_cells=place in filled) for place in places[len(known) :] if place is not None
    ]
    return tuple(united), places
