"""What a table holds that has been filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.answer_columns import answer_columns
from nxql_tui.results.kinds import find_columns
from nxql_tui.results.table import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.stopping import Stop
    from nxql_tui.results.storage import Tables


def survey(
    storage: Tables, names: tuple[str, ...], query: str, parameters: Mapping[int, str], stop: Stop
) -> tuple[tuple[ResultColumn, ...], int]:
    """Its columns and the number of its rows."""
    with storage.cursor(stop) as cursor:
        columns = find_columns(cursor, names, answer_columns(query, parameters, names))
        (row_count,) = evaluate(cursor, ["count(*)"])
    return columns, row_count
