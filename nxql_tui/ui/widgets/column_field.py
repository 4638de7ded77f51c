"""One line to type the name of a column into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.ui.widgets.search_input import SearchInput
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.results.columns import ResultColumn


class ColumnField(SearchInput):
    """Knows which column is meant, also where two share a name."""

    def __init__(self, columns: Sequence[ResultColumn], place: int | None = None, *, id: str) -> None:  # noqa: A002
        self._names = [visible_line(column.name) for column in columns]
        self._taken = place
        super().__init__("" if place is None else self._names[place], compact=True, select_on_focus=True, id=id)

    @property
    def place(self) -> int | None:
        """The place of the column in the result set; None when the text is no name."""
        if self._taken is not None and self._names[self._taken] == self.value:
            return self._taken
        return self._names.index(self.value) if self.value in self._names else None

    def take(self, place: int) -> None:
        """Mean this column."""
        self._taken = place
        self.value = self._names[place]
        self.cursor_position = len(self.value)

    def matching(self) -> list[int]:
        """The places of the columns whose names hold what is typed; those that begin with it come first."""
        typed = self.value.lower()
        if self.place is not None:
            typed = ""
        found = [place for place, name in enumerate(self._names) if typed in name.lower()]
        return sorted(found, key=lambda place: not self._names[place].lower().startswith(typed))
