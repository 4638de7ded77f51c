"""What the library lists: saved queries by group, and questions asked."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from nxql_tui.library.history import Outcome
from nxql_tui.library.saved_search import search_saved
from nxql_tui.nxql.comments import strip_comments
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.tabs.tab_names import tab_name
from nxql_tui.ui.widgets.headed_list import ListRow
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from nxql_tui.library.history import HistoryEntry
    from nxql_tui.library.saved_queries import QueryList
    from nxql_tui.library.saved_query import SavedQuery

OWN = "own"
_LONGEST_LINE = 200
"""Characters of a question that may be seen in its row."""
_LONGEST_CONNECTION = 16


def rows_of_saved(found: QueryList, typed: str) -> list[ListRow]:
    """Files that are not understood, the user's own queries, then the examples by group; or what a search finds."""
    if typed:
        matches = search_saved(found.queries, typed)
        heading = f"{len(matches)} found" if matches else f"No saved query has '{visible_line(typed)}'"
        return [ListRow(heading), *(_saved_row(query, is_mixed=True) for query in matches)]
    own = [query for query in found.queries if not query.is_example]
    examples = [query for query in found.queries if query.is_example]
    mistakes = [ListRow(visible_line(str(mistake)), "", mistake) for mistake in found.mistakes]
    rows = [ListRow("Not understood"), *mistakes] if mistakes else []
    rows += _own_rows(own)
    for group, queries in groupby(examples, lambda query: query.group):
        rows.append(ListRow(f"Examples: {group}" if group else "Examples"))
        rows += [_saved_row(query) for query in queries]
    return rows


def rows_of_history(entries: Collection[HistoryEntry], typed: str, *, is_whole: bool) -> list[ListRow]:
    """Questions asked, the newest first."""
    if entries:
        heading = count_text(len(entries), "question") if is_whole else f"The newest {len(entries)} questions"
    else:
        heading = f"No question asked has '{visible_line(typed)}'" if typed else "Nothing has been asked yet"
    return [ListRow(heading), *(ListRow(_question(entry), _fate(entry), entry) for entry in entries)]


def moment_text(moment: datetime) -> str:
    """`2026-11-23 10:15`, where the user is."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def outcome_text(entry: HistoryEntry) -> str:
    """`412 rows`, or how the question ended."""
    if entry.outcome is Outcome.ANSWERED and entry.rows is not None:
        return count_text(entry.rows, "row")
    return entry.outcome.value


def _own_rows(own: Iterable[SavedQuery]) -> Iterator[ListRow]:
    rows = [_saved_row(query, right=visible_line(query.group)) for query in own]
    if rows:
        yield ListRow("Your own")
        yield from rows


def _saved_row(query: SavedQuery, right: str = "", *, is_mixed: bool = False) -> ListRow:
    """One query; where own ones and examples of all groups are mixed, it says what it is."""
    if is_mixed:
        right = visible_line(query.group) if query.is_example else OWN
    return ListRow(visible_line(query.shown_title), right, query)


def _question(entry: HistoryEntry) -> str:
    line = " ".join(strip_comments(entry.text[:_LONGEST_LINE]).split())
    return visible_line(f"{moment_text(entry.asked_at)}  {tab_name(entry.text)}  {line}")


def _fate(entry: HistoryEntry) -> str:
    connection = visible_line(entry.connection)
    if len(connection) > _LONGEST_CONNECTION:
        connection = f"{connection[: _LONGEST_CONNECTION - 1]}…"
    times = f"{entry.times} × " if entry.times > 1 else ""
    return f"{times}{connection}  {outcome_text(entry)}"
