"""The answers of several Engines as one table: the Engine's name in front, the other columns united by their names."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from nxql_tui.nxql.answer_columns import answer_columns
from nxql_tui.nxql.placeholders import substitute
from nxql_tui.results.columns import ENGINE_NAME, ResultColumn
from nxql_tui.results.errors import ClosedError, StorageError
from nxql_tui.results.kinds import columns_with_cells, find_column
from nxql_tui.results.loading import load_part, load_whole
from nxql_tui.results.merged_rows import AnswerPart, MergedRows
from nxql_tui.results.plain_batch import append_plain
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.spooled_rows import PlainLines, RowIndex, SpooledRows
from nxql_tui.results.stopping import Stop
from nxql_tui.results.storage import DEFAULT_MEMORY_LIMIT, Storage, filling
from nxql_tui.results.survey import survey
from nxql_tui.results.table import ANSWER, cell, create_answer_table
from nxql_tui.results.transactions import roll_back, transaction
from nxql_tui.results.united_columns import UnitedColumn, places_of, unite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from nxql_tui.results.plain_batch import PlainAnswer
    from nxql_tui.results.spooled_rows import RowReader
    from nxql_tui.wire.request import Format

_ENGINE_COLUMN = ResultColumn(ENGINE_NAME, type="string")


class MergedAnswers:
    """Grows by one answer at a time, while what is there is read; any thread may add."""

    def __init__(
        self,
        folder: Path,
        *,
        query: str = "",
        parameters: Mapping[int, str] | None = None,
        memory_limit: int = DEFAULT_MEMORY_LIMIT,
    ) -> None:
        """Begin with no row, and take no room before there is one.

        Args:
            folder: Where rows that do not fit in memory go, and the bytes of the Engines; made when missing.
            query: What was asked, which tells the kinds of the columns; else their cells do.
            parameters: The values of its placeholders.
            memory_limit: Bytes that all rows together may take of the memory.
        """
        self._query, self._parameters = query, parameters or {}
        self._folder, self._memory_limit = folder, memory_limit
        self._made_storage: Storage | None = None
        self._making = Lock()
        self._adding = Lock()
        self._columns: tuple[UnitedColumn, ...] = ()
        self._parts: dict[str, AnswerPart] = {}
        self._spools: dict[str, Path] = {}
        self._is_closed = False

    @property
    def _storage(self) -> Storage:
        """Made when it is first needed, by whoever can wait for it."""
        with self._making:
            if self._is_closed:
                raise ClosedError
            if self._made_storage is None:
                storage = Storage(self._folder, self._memory_limit)
                with filling(storage), storage.cursor() as cursor:
                    create_answer_table(cursor, 1)
                self._made_storage = storage
            return self._made_storage

    @property
    def row_count(self) -> int:
        """Rows of all answers so far."""
        return sum(part.row_count for part in self._parts.values())

    @property
    def spools(self) -> Mapping[str, Path]:
        """The bytes of each Engine whose answer is here, by its name; gone when all is closed."""
        return self._spools

    def rows_of(self, engine: str) -> int:
        """How many rows of an Engine are here."""
        part = self._parts.get(engine)
        return 0 if part is None else part.row_count

    def add(
        self, engine: str, spool: Path, answer_format: Format, *, is_complete: bool = True, stop: Stop | None = None
    ) -> int:
        """Store one more answer, in the place of what the same Engine gave before; returns how many rows it has.

        The spool is moved and kept; where it cannot be stored, it stays where it was.

        Args:
            engine: Whose answer it is.
            spool: The bytes as it sent them.
            answer_format: What they should be.
            is_complete: Whether it is whole; of one that broke off the whole rows are stored.
            stop: Stops the storing.

        Raises:
            ResultError: It cannot be read or not be stored; the rows of the others stay as they are.
        """
        stop = stop or Stop()
        kept = self._keep(spool)
        try:
            return self._store(engine, kept, answer_format, stop, is_complete=is_complete)
        except BaseException:
            with suppress(OSError):
                kept.replace(spool)
            raise

    def add_plain(self, answers: Sequence[PlainAnswer], stop: Stop | None = None) -> bool:
        """Store complete answers in one go, in their order; the spools are moved and kept.

        Args:
            answers: Of Engines whose rows are not here yet.
            stop: Stops the storing.

        Returns:
            False where that cannot be done, as where they have not all the same columns: nothing has been done then,
            and each may be added by itself.

        Raises:
            ResultError: They cannot be stored; the rows of the others stay as they are, and the spools where they were.
        """
        names = answers[0].names
        with self._adding:
            is_new = all(answer.engine not in self._parts for answer in answers)
            if not is_new or any(answer.names != names for answer in answers):
                return False
            with self._kept_or_put_back(answers) as kept:
                return self._store_plain(kept, stop or Stop())

    @contextmanager
    def _kept_or_put_back(self, answers: Sequence[PlainAnswer]) -> Iterator[list[PlainAnswer]]:
        """Keep the spools; those that are not known as an Engine's behind the block go back where they were."""
        kept: list[PlainAnswer] = []
        try:
            kept.extend(replace(answer, spool=self._keep(answer.spool)) for answer in answers)
            yield kept
        finally:
            for answer, moved in zip(answers, kept, strict=False):
                if moved.engine not in self._parts:
                    with suppress(OSError):
                        moved.spool.replace(answer.spool)

    def result_set(self, *, is_complete: bool) -> ResultSet:
        """The rows as they are now, to be read and closed apart from those that follow.

        Args:
            is_complete: Whether these are all rows that there are.

        Raises:
            ClosedError: All has been closed.
        """
        with self._adding:
            return self._snapshot(is_complete=is_complete)

    def _snapshot(self, *, is_complete: bool) -> ResultSet:
        columns = (_ENGINE_COLUMN, *(united.column for united in self._columns))
        asked = substitute(self._query, self._parameters).text
        return ResultSet(
            self._storage.hold(),
            columns,
            self.row_count,
            asked,
            is_complete=is_complete,
            rows_elsewhere=self._reader(),
        )

    def close(self) -> None:
        """Add no more; what is read still stays until its reader closes it. Closing twice is harmless."""
        with self._making:
            was_closed, self._is_closed = self._is_closed, True
            storage = self._made_storage
        if storage is not None and not was_closed:
            storage.close()

    # Storing

    def _keep(self, spool: Path) -> Path:
        kept = self._storage.folder / f"spool-{next(self._storage.table_numbers)}"
        try:
            return spool.replace(kept)
        except OSError as error:
            raise StorageError(f"{spool} cannot be kept: {error.strerror}.") from error

    def _store(self, engine: str, spool: Path, answer_format: Format, stop: Stop, *, is_complete: bool) -> int:
        load = load_whole if is_complete else load_part
        with self._storage.staging() as staging:
            loaded = load(staging, spool, answer_format, stop)
            columns, row_count = survey(staging, loaded.names, self._query, self._parameters, stop)
            with staging.cursor(stop) as cursor:
                filled = columns_with_cells(cursor, columns)
            # Up to here several may be at it.
            with self._adding, self._storage.cursor(stop) as cursor:
                united, places = unite(self._columns, columns, filled)
                with transaction(cursor):
                    self._delete(cursor, engine)
                    self._append(cursor, engine, united, places, staging.schema)
                self._forget(engine)
                self._columns = self._looked_at(cursor, united)
                reader = None if loaded.row_index is None else SpooledRows(spool, loaded.row_index)
                # Others look at these while they are at it: they are replaced and not changed.
                self._parts = {**self._parts, engine: AnswerPart(engine, self.row_count, row_count, places, reader)}
                older = self._spools.get(engine)
                self._spools = {**self._spools, engine: spool}
        if older is not None:
            older.unlink(missing_ok=True)
        return row_count

    def _store_plain(self, answers: Sequence[PlainAnswer], stop: Stop) -> bool:
        names = answers[0].names
        wanted = places_of([one.column.name for one in self._columns], names)
        with self._storage.staging() as staging:
            if not self._parts:
                with self._storage.cursor(stop) as cursor:
                    create_answer_table(cursor, 1)
            with ExitStack() as unless_stored, staging.cursor(stop) as cursor:
                cursor.execute("BEGIN")
                unless_stored.callback(roll_back, cursor)
                table = f"main.{ANSWER}"
                self._widen(cursor, table, len(wanted))
                if not append_plain(staging, answers, table, wanted, stop):
                    return False
                columns, _ = survey(staging, names, self._query, self._parameters, stop)
                united, places = unite(self._columns, columns, columns_with_cells(cursor, columns))
                readers = [SpooledRows(answer.spool, RowIndex.of(answer.spool, PlainLines())) for answer in answers]
                cursor.execute("COMMIT")
                unless_stored.pop_all()
        for answer, reader in zip(answers, readers, strict=True):
            part = AnswerPart(answer.engine, self.row_count, answer.row_count, places, reader)
            self._parts = {**self._parts, answer.engine: part}
            self._spools = {**self._spools, answer.engine: answer.spool}
        with self._storage.cursor() as cursor:
            self._columns = self._looked_at(cursor, united)
        return True

    def _append(
        self,
        cursor: duckdb.DuckDBPyConnection,
        engine: str,
        united: Sequence[UnitedColumn],
        places: Sequence[int | None],
        schema: str,
    ) -> None:
        if not self._parts:
            create_answer_table(cursor, 1)
        self._widen(cursor, ANSWER, len(united))
        cells = ", ".join("NULL" if place is None else cell(place) for place in places)
        selected = f"?, {cells}" if cells else "?"
        cursor.execute(f"INSERT INTO {ANSWER} SELECT {selected} FROM {schema}.{ANSWER}", [engine])

    def _widen(self, cursor: duckdb.DuckDBPyConnection, table: str, column_count: int) -> None:
        """Make room for columns that none of those before has."""
        for place in range(len(self._columns), column_count):
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN {cell(place + 1)} VARCHAR")

    def _delete(self, cursor: duckdb.DuckDBPyConnection, engine: str) -> None:
        """Take the rows of an Engine out of the table; those behind move up."""
        gone = self._parts.get(engine)
        if gone is not None and gone.row_count:
            # Rows that are deleted would leave their numbers behind, and pages are found by them.
            last = gone.first + gone.row_count
            kept = f"SELECT * FROM {ANSWER} WHERE rowid < {gone.first} OR rowid >= {last}"
            cursor.execute(f"CREATE OR REPLACE TABLE {ANSWER} AS {kept}")

    def _forget(self, engine: str) -> None:
        """Know no more of the rows that were taken out."""
        gone = self._parts.get(engine)
        if gone is None:
            return
        if gone.row_count:
            self._storage.generation += 1
        self._parts = {
            name: replace(part, first=part.first - gone.row_count) if part.first > gone.first else part
            for name, part in self._parts.items()
            if part is not gone
        }

    def _looked_at(self, cursor: duckdb.DuckDBPyConnection, united: Sequence[UnitedColumn]) -> tuple[UnitedColumn, ...]:
        """The columns, of which those in doubt have been looked at as a whole."""
        names = [one.column.name for one in united]
        known = answer_columns(self._query, self._parameters, names)
        return tuple(
            replace(one, column=find_column(cursor, place + 1, names[place], known[place]), is_in_doubt=False)
            if one.is_in_doubt
            else one
            for place, one in enumerate(united)
        )

    def _reader(self) -> RowReader | None:
        parts = sorted((part for part in self._parts.values() if part.row_count), key=lambda part: part.first)
        read = [(part, part.reader) for part in parts if part.reader is not None]
        return MergedRows(read, len(self._columns)) if read and len(read) == len(parts) else None
