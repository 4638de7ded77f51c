"""Loading an answer from a file, whose mistakes are those of the file and not of an Engine."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from nxql_tui.results.answer_file_head import COMMA, HEAD_SIZE, refuse_no_answer, separator_of
from nxql_tui.results.errors import AnswerFileError, EmptyAnswerError, SpoolError, StorageError, UnreadableAnswerError
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.spool_reading import batches, reading
from nxql_tui.results.storage import DEFAULT_MEMORY_LIMIT
from nxql_tui.wire.request import Format
from nxql_tui.wire.tab_csv import SEPARATOR, CsvReader, quoted_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.results.stopping import Stop
    from nxql_tui.wire.answers import Row


def load_answer_file(
    path: Path,
    answer_format: Format,
    *,
    folder: Path,
    stop: Stop,
    name: str = "",
    memory_limit: int = DEFAULT_MEMORY_LIMIT,
) -> ResultSet:
    """Store the answer in a file, which stays what it is; in csv the cells may be separated by commas too.

    Args:
        path: The file.
        answer_format: What it should be.
        folder: Where rows that do not fit in memory go; made when missing.
        stop: Stops the loading.
        name: What the file is called in errors; else its path.
        memory_limit: Bytes that the rows may take of the memory.

    Raises:
        AnswerFileError: It holds no answer.
        ResultError: The rows cannot be stored, or nobody wants them any more.
    """
    called = name or str(path)
    head = _head_of(path, called)
    refuse_no_answer(called, head, answer_format)
    try:
        if answer_format is Format.CSV and separator_of(head) == COMMA:
            with _separated_by_tab(path, folder, stop) as spool:
                return ResultSet.load(spool, answer_format, folder=folder, memory_limit=memory_limit, stop=stop)
        return ResultSet.load(path, answer_format, folder=folder, memory_limit=memory_limit, stop=stop)
    except EmptyAnswerError as error:
        raise AnswerFileError(f"{called} is empty: it has not even a header.") from error
    except UnreadableAnswerError as error:
        what = f"{called} is not readable as {answer_format}: {error.__cause__}"
        raise AnswerFileError(what, "It may be of another format, or not whole: export it anew.") from error
    except SpoolError as error:
        raise AnswerFileError(error.what) from error


def _head_of(path: Path, called: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_SIZE)
    except OSError as error:
        raise AnswerFileError(f"{called} cannot be read: {error.strerror}.") from error


@contextmanager
def _separated_by_tab(path: Path, folder: Path, stop: Stop) -> Iterator[Path]:
    """The same cells as an Engine would send them, for as long as the block goes on."""
    try:
        with TemporaryDirectory(prefix="comma-", dir=folder) as own:
            spool = Path(own) / "spool"
            _write_separated_by_tab(path, spool, stop)
            yield spool
    except OSError as error:
        raise StorageError(f"No copy of {path} can be kept in {folder}: {error.strerror}.") from error


def _write_separated_by_tab(path: Path, spool: Path, stop: Stop) -> None:
    reader = CsvReader(COMMA)
    has_header = False
    with spool.open("wb") as file, reading(path, Format.CSV):
        for rows in batches(reader, path):
            stop.check()
            if not has_header and reader.columns is not None:
                has_header = True
                file.write(_line(reader.columns))
            file.writelines(map(_line, rows))


def _line(row: Row) -> bytes:
    return (SEPARATOR.join(quoted_cell(cell or "") for cell in row) + "\n").encode()
