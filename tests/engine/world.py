"""Every table of a small company as plain Python rows, to compute the answers of queries a second time."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nxql_tui.engine.database import EngineDatabase

Row = dict[str, Any]
NOW = datetime(2026, 11, 23, 10, 30)
MIDNIGHT = datetime(2026, 11, 23)
YESTERDAY = MIDNIGHT - timedelta(days=1)
FRIDAY = MIDNIGHT - timedelta(days=3)
DAY = timedelta(days=1)
ALL = ("windows", "mac_os", "mobile")


class World:
    """The rows of all tables, read with nothing but `SELECT *`."""

    def __init__(self, database: EngineDatabase) -> None:
        self._database = database
        self._tables: dict[str, list[Row]] = {}
        self._by_id: dict[str, dict[int, Row]] = {}

    def rows(self, table: str) -> list[Row]:
        """All rows of a table, with the columns that no query can name."""
        if table not in self._tables:
            with self._database.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{table}"')
                names = [column[0] for column in cursor.description or []]
                self._tables[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return self._tables[table]

    def objects(self, table: str, platforms: tuple[str, ...] = ("windows",)) -> list[Row]:
        """The objects of the platforms, by id."""
        return sorted((row for row in self.rows(table) if row.get("platform", platforms[0]) in platforms), key=by("id"))

    def object(self, table: str, number: int) -> Row:
        """One object by its id."""
        if table not in self._by_id:
            self._by_id[table] = {row["id"]: row for row in self.rows(table)}
        return self._by_id[table][number]

    def of(self, event: Row, table: str) -> Row:
        """The object an event is linked to."""
        return self.object(table, event[f"@{table}"])

    def events(
        self,
        table: str,
        start: datetime = datetime.min,
        end: datetime = datetime.max,
        keep: Callable[[Row], bool] = lambda event: True,
        platforms: tuple[str, ...] = ("windows",),
    ) -> list[Row]:
        """The events of the platforms that begin in the period, by id."""
        time = "start_time" if "start_time" in self.rows(table)[0] else "time"
        found = [
            row for row in self.rows(table) if row["@platform"] in platforms and start <= row[time] < end and keep(row)
        ]
        return sorted(found, key=by("id"))


def by(*names: str) -> Callable[[Row], tuple[Any, ...]]:
    """A sort key out of columns."""
    return lambda row: tuple(row[name] for name in names)


def grouped(events: Iterable[Row], table: str) -> dict[int, list[Row]]:
    """Events by the id of their object in that table."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for event in events:
        groups[event[f"@{table}"]].append(event)
    return groups


def half_up(value: float) -> int:
    """As SQL rounds: halves away from zero."""
    return int(value + 0.5)
