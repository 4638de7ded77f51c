"""One query with everything its names and values depend on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.engine.errors import QueryRefused
from nxql_tui.nxql.nearest import nearest_names
from nxql_tui.nxql.positions import position_of
from nxql_tui.wire.error_page import ErrorPage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from nxql_tui.engine.catalog import Catalog
    from nxql_tui.nxql.positions import Span


@dataclass(frozen=True, slots=True)
class Question:
    """A query text being planned."""

    catalog: Catalog
    text: str
    """The query with its parameters filled in: all positions count in it."""
    platforms: frozenset[str]
    """The platforms asked."""
    now: datetime
    may_edit_categories: bool = False
    """Whether the user may set categories and custom fields."""
    parameters_filled: bool = False
    """Whether the text differs from the query as it was sent."""

    def refuse(self, span: Span, message: str, options: Iterable[str] = ()) -> QueryRefused:
        """The refusal of something that stands at this place.

        Args:
            span: What is at fault.
            message: What is wrong, without its full stop; the first word between single quotes is the one at fault
                (`reference/web_api.md` §3.1 [client]).
            options: What could stand there instead.
        """
        line, column = position_of(self.text, span.start)
        filled = " of the query with its parameters filled in" if self.parameters_filled else ""
        return QueryRefused(ErrorPage(f"{message}, at line {line}, column {column}{filled}.", tuple(options)))

    def refuse_name(self, span: Span, message: str, word: str, names: Iterable[str]) -> QueryRefused:
        """The refusal of a name nobody knows, with the closest names, or all of them where none is close.

        `reference/nxql.md` §9 [doc].
        """
        valid = tuple(names)
        return self.refuse(span, message, nearest_names(word, valid) or valid)
