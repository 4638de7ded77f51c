"""Which columns a reader sees, in which order, and how wide."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """Of a result set with any number of columns; places are those in the result set, from 0."""

    moved: tuple[int, ...] = ()
    """The columns in the order of the reader; those that are not in it follow as they arrived."""
    hidden: frozenset[int] = frozenset()
    pinned: tuple[int, ...] = ()
    """Those that stay on the left, in their order."""
    widths: tuple[tuple[int, int], ...] = ()
    """Columns with the width that the reader gave them, in terminal cells; the others fit their cells."""

    def shown(self, column_count: int) -> tuple[int, ...]:
        """The columns that are seen, from left to right: the pinned ones first."""
        pinned = [column for column in self.pinned if column < column_count and column not in self.hidden]
        return (*pinned, *(column for column in self._order(column_count) if column not in self.hidden | {*pinned}))

    def pinned_count(self, column_count: int) -> int:
        """How many of the columns that are seen stay on the left."""
        return sum(column < column_count and column not in self.hidden for column in self.pinned)

    def width_of(self, column: int) -> int | None:
        """The width that the reader gave; None where the cells decide."""
        return dict(self.widths).get(column)

    def hide(self, column: int) -> ColumnLayout:
        """Without this column."""
        return replace(self, hidden=self.hidden | {column})

    def show_only(self, columns: frozenset[int], column_count: int) -> ColumnLayout:
        """With these columns and no others."""
        return replace(self, hidden=frozenset(range(column_count)) - columns)

    def toggle_pin(self, column: int) -> ColumnLayout:
        """Pinned on the left behind those that are, or let go."""
        kept = tuple(one for one in self.pinned if one != column)
        return replace(self, pinned=kept if column in self.pinned else (*kept, column))

    def move(self, column: int, step: int, column_count: int) -> ColumnLayout:
        """Moved so many places among the columns that are seen, as far as it goes; pinned ones among themselves."""
        if column in self.pinned:
            return replace(self, pinned=_moved(self.pinned, column, step))
        shown = [one for one in self.shown(column_count) if one not in self.pinned]
        if column not in shown:
            return self
        neighbour = shown[min(max(shown.index(column) + step, 0), len(shown) - 1)]
        rest = [one for one in self._order(column_count) if one != column]
        # Those that are hidden or pinned keep their places for when they are not.
        place = rest.index(neighbour) + (step > 0) if neighbour != column else self._order(column_count).index(column)
        return replace(self, moved=(*rest[:place], column, *rest[place:]))

    def widen(self, column: int, width: int | None) -> ColumnLayout:
        """With this width; None fits the cells again."""
        others = tuple((one, given) for one, given in self.widths if one != column)
        return replace(self, widths=others if width is None else (*others, (column, max(1, width))))

    def moved_on(self, step: int) -> ColumnLayout:
        """The same layout of columns that stand so many places further on, behind new ones that are pinned."""
        new = tuple(range(step))
        return ColumnLayout(
            moved=tuple(column + step for column in self.moved),
            hidden=frozenset(column + step for column in self.hidden),
            pinned=(*new, *(column + step for column in self.pinned)),
            widths=tuple((column + step, width) for column, width in self.widths),
        )

    def _order(self, column_count: int) -> tuple[int, ...]:
        moved = [column for column in self.moved if column < column_count]
        return (*moved, *(column for column in range(column_count) if column not in {*moved}))


def _moved(columns: tuple[int, ...], column: int, step: int) -> tuple[int, ...]:
    place = columns.index(column)
    target = min(max(place + step, 0), len(columns) - 1)
    rest = [one for one in columns if one != column]
    return (*rest[:target], column, *rest[target:])
