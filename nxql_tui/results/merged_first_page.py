"""The first rows of several answers while the rest is still arriving."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from nxql_tui.results.columns import Page
from nxql_tui.results.merged_answers import ENGINE_COLUMN
from nxql_tui.results.united_columns import UnitedColumn, unite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nxql_tui.wire.answers import Row


def merge_first_pages(pages: Mapping[str, Page], size: int) -> Page:
    """Up to `size` rows of the first pages of some Engines, by their names, in the order in which they are given.

    The kinds of the columns are those of these rows, as far as the first Engine that has a column says.
    """
    united: tuple[UnitedColumn, ...] = ()
    places: dict[str, tuple[int | None, ...]] = {}
    for engine, page in pages.items():
        united, places[engine] = unite(united, page.columns, range(len(page.columns)))
    columns = (ENGINE_COLUMN, *(one.column for one in united))

    def rows_of(engine: str) -> Iterator[Row]:
        for row in pages[engine].rows:
            cells = [None if place is None else row[place] for place in places[engine]]
            yield (engine, *cells, *[None] * (len(columns) - 1 - len(cells)))

    rows = tuple(islice(chain.from_iterable(map(rows_of, pages)), size))
    return Page(columns, rows, first=0, total=len(rows), row_count=len(rows))
