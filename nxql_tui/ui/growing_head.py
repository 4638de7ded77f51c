"""The head of an answer while it grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.results.errors import ResultError
from nxql_tui.results.first_page import LARGEST_HEAD, read_first_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nxql_tui.results.columns import Page
    from nxql_tui.wire.request import QueryRequest


class GrowingHead:
    """Tells the first page: each time it has doubled, and when it is full."""

    def __init__(self, spool: Path, request: QueryRequest, size: int, tell: Callable[[Page], object]) -> None:
        """Look at no byte yet.

        Args:
            spool: The bytes that have come.
            request: What was asked.
            size: The rows of the page.
            tell: Told the page.
        """
        self._spool = spool
        self._request = request
        self._size = size
        self._tell = tell
        self._row_count = 0
        self._is_settled = False

    def look(self, bytes_received: int) -> None:
        """Read the head of the spool, unless that can tell nothing new."""
        if self._is_settled or not bytes_received:
            return
        request = self._request
        try:
            page = read_first_page(
                self._spool, request.format, self._size, query=request.query, parameters=request.parameters
            )
        except ResultError:
            # What is wrong with the answer is said when it is complete.
            self._is_settled = True
            return
        row_count = len(page.rows)
        is_full = row_count >= self._size
        self._is_settled = is_full or bytes_received >= LARGEST_HEAD
        if row_count >= max(1, 2 * self._row_count) or (is_full and row_count > self._row_count):
            self._row_count = row_count
            self._tell(page)
