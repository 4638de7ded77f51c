"""The history in its file, `history.sqlite`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from nxql_tui.library.history import HistoryEntry, Outcome
from nxql_tui.library.history_database import DamagedContent, HistoryDatabase
from nxql_tui.wire.credentials import Secret
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from nxql_tui.wire.request import QueryRequest

PATIENCE = 5.0
"""Seconds to wait for another program that writes to the same history."""

_GREATEST_ID = 2**63 - 1
"""What SQLite can count to; it cannot even be asked for more."""

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_FOUND_IN_A_ROW = """
WITH found AS (SELECT id, fingerprint FROM question WHERE {condition}),
edges AS (SELECT id, fingerprint IS NOT lead(fingerprint) OVER (ORDER BY id) AS is_newest FROM found),
runs AS (SELECT id, sum(is_newest) OVER (ORDER BY id DESC) AS run FROM edges)
SELECT max(id) AS id, count(*) AS times FROM runs GROUP BY run ORDER BY run LIMIT ? OFFSET ?
"""
"""The newest of each run of the same question, with the length of the run."""


class StoredHistory:
    """A `History` in a file that several programs share; any thread may call, each call opens the file for itself."""

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self._database = HistoryDatabase(path, patience)
        self._secrets: dict[int, tuple[str, ...]] = {}
        """The secret values of questions under way, which the sentence of an error might repeat."""

    def record_start(
        self,
        request: QueryRequest,
        *,
        connection: str,
        address: str,
        labels: Mapping[int, str] | None = None,
        secret_numbers: Collection[int] = (),
        asked_at: datetime | None = None,
    ) -> int:
        """As `History.record_start`."""
        values = request.parameters.items()
        kept = {number: _storable(value) for number, value in values if number not in secret_numbers}
        texts = [_storable(text) for text in (request.query, connection, address)]
        platforms = json.dumps([platform.value for platform in request.platforms])
        identity = json.dumps([*texts, platforms, sorted(kept.items())])
        question = (
            *texts,
            platforms,
            ((asked_at or datetime.now(UTC)) - _BEGINNING) // _MICROSECOND,
            Outcome.UNFINISHED.value,
            sha256(identity.encode()).digest(),
            "\n".join(texts).casefold(),
        )
        with self._database.open() as database:
            entry_id = database.execute(
                "INSERT INTO question (text, connection, address, platforms, asked_at, outcome, fingerprint, sought,"
                " error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
                question,
            ).lastrowid
            assert entry_id is not None  # noqa: S101  an INSERT has one
            database.executemany(
                "INSERT INTO parameter (question, number, label, value) VALUES (?, ?, ?, ?)",
                [(entry_id, number, _label((labels or {}).get(number, "")), value) for number, value in kept.items()],
            )
        self._secrets[entry_id] = tuple(value for number, value in values if number in secret_numbers and value)
        return entry_id

    def record_end(
        self,
        entry_id: int,
        outcome: Outcome,
        *,
        rows: int | None = None,
        seconds: float | None = None,
        error: str = "",
    ) -> None:
        """As `History.record_end`."""
        for secret in self._secrets.pop(entry_id, ()):
            error = error.replace(secret, Secret.MASK)
        with self._database.open() as database:
            database.execute(
                "UPDATE question SET outcome = ?, rows = ?, seconds = ?, error = ? WHERE id = ?",
                (outcome.value, rows, seconds, _storable(error), entry_id),
            )

    def search(self, words: str = "", *, limit: int = 100, offset: int = 0) -> tuple[HistoryEntry, ...]:
        """As `History.search`."""
        wanted, limit = [_storable(word) for word in words.casefold().split()], min(limit, _GREATEST_ID)
        condition = " AND ".join(["instr(sought, ?) > 0"] * len(wanted)) or "TRUE"
        with self._database.open() as database:
            found = database.execute(_FOUND_IN_A_ROW.format(condition=condition), (*wanted, limit, offset)).fetchall()
            return tuple(_read_entry(database, row["id"], row["times"]) for row in found)

    def recent_parameter_values(self, number: int, *, label: str = "", limit: int = 20) -> tuple[str, ...]:
        """As `History.recent_parameter_values`."""
        column, wanted = ("label", _label(label)) if label else ("number", number)
        with self._database.open() as database:
            rows = database.execute(
                f"SELECT value FROM parameter WHERE {column} = ? AND value <> ''"  # noqa: S608  one of two words
                " GROUP BY value ORDER BY max(question) DESC LIMIT ?",
                (wanted, limit),
            ).fetchall()
        return tuple(row["value"] for row in rows)

    def find(self, entry_id: int) -> HistoryEntry | None:
        """The question of an entry; None where there is none."""
        if not 0 < entry_id <= _GREATEST_ID:
            return None
        with self._database.open() as database:
            is_there = database.execute("SELECT 1 FROM question WHERE id = ?", (entry_id,)).fetchone()
            return None if is_there is None else _read_entry(database, entry_id, 1)

    def delete(self, entry_id: int) -> None:
        """As `History.delete`."""
        with self._database.open() as database:
            database.execute(
                "DELETE FROM question WHERE fingerprint = (SELECT fingerprint FROM question WHERE id = ?)", (entry_id,)
            )

    def prune(self, *, keep_count: int | None = None, keep_days: int | None = None) -> None:
        """As `History.prune`."""
        with self._database.open() as database:
            if keep_count is not None:
                database.execute(
                    "DELETE FROM question WHERE id <= (SELECT id FROM question ORDER BY id DESC LIMIT 1 OFFSET ?)",
                    (keep_count,),
                )
            if keep_days is not None:
                oldest = (datetime.now(UTC) - _BEGINNING - timedelta(days=keep_days)) // _MICROSECOND
                database.execute("DELETE FROM question WHERE asked_at < ?", (oldest,))


def _read_entry(database: sqlite3.Connection, entry_id: int, times: int) -> HistoryEntry:
    row = database.execute("SELECT * FROM question WHERE id = ?", (entry_id,)).fetchone()
    parameters = database.execute("SELECT number, value FROM parameter WHERE question = ? ORDER BY number", (entry_id,))
    try:
        return _entry(row, {parameter["number"]: parameter["value"] for parameter in parameters}, times)
    except (ValueError, TypeError, OverflowError) as error:
        raise DamagedContent from error


def _entry(row: sqlite3.Row, parameters: dict[int, str], times: int) -> HistoryEntry:
    return HistoryEntry(
        id=row["id"],
        text=row["text"],
        parameters=parameters,
        platforms=tuple(Platform(word) for word in json.loads(row["platforms"])),
        connection=row["connection"],
        address=row["address"],
        asked_at=_BEGINNING + row["asked_at"] * _MICROSECOND,
        outcome=Outcome(row["outcome"]),
        rows=row["rows"],
        seconds=row["seconds"],
        error=row["error"],
        times=times,
    )


def _storable(text: str) -> str:
    """The text with a question mark for each half of a character, which no file can hold."""
    return text.encode(errors="replace").decode()


def _label(text: str) -> str:
    return _storable(text.strip().casefold())
