"""A history that cannot be used: a sentence, and nothing lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nxql_tui.library.errors import HistoryDamaged, HistoryError, HistoryInUse, HistoryTooNew
from nxql_tui.library.history import Outcome
from nxql_tui.library.history_database import DamagedContent, HistoryDatabase
from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUEST = QueryRequest("(select (name) (from device))")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history.sqlite"


@pytest.fixture
def history(file: Path) -> StoredHistory:
    return StoredHistory(file, patience=0.0)


def ask(history: StoredHistory) -> int:
    return history.record_start(REQUEST, connection="lab", address="lab:1671")


@pytest.mark.parametrize("content", [b"this is no database\n" * 99, b"\0" * 5000], ids=["text", "zeros"])
def test_a_damaged_file_is_kept_aside_and_a_new_history_begins(
    history: StoredHistory, file: Path, content: bytes
) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(HistoryDamaged) as caught:
        ask(history)
    (aside,) = file.parent.iterdir()
    assert aside.read_bytes() == content
    assert str(caught.value) == f"{file} was damaged. It is kept as {aside.name}, and a new history begins."
    ask(history)
    assert len(history.search()) == 1


def test_a_file_damaged_in_its_middle_is_kept_aside_too(history: StoredHistory, file: Path) -> None:
    for _ in range(50):
        history.record_end(ask(history), Outcome.FAILED, error="x" * 500)
    content = file.read_bytes()
    damaged = content[:4096] + b"\xff" * (len(content) - 4096)
    file.write_bytes(damaged)
    with pytest.raises(HistoryDamaged):
        history.search()
    (aside,) = file.parent.glob("*.damaged-*")
    assert aside.read_bytes() == damaged
    assert history.search() == ()


def test_a_new_history_is_not_put_aside_for_the_old_one(history: StoredHistory, file: Path) -> None:
    ask(history)
    with pytest.raises(HistoryDamaged, match="It is kept in its folder"):
        _find_damage_late(file)
    assert len(history.search()) == 1


def _find_damage_late(file: Path) -> None:
    """While one program looks into the damaged file, another puts it aside and begins anew."""
    with HistoryDatabase(file, 0.0).open():
        file.rename(file.with_name("aside"))
        ask(StoredHistory(file))
        raise DamagedContent


@pytest.mark.parametrize("column", ["platforms", "outcome", "asked_at"])
def test_a_row_that_nobody_wrote_is_damage(history: StoredHistory, file: Path, column: str) -> None:
    ask(history)
    with closing(sqlite3.connect(file)) as other, other:
        other.execute(f"UPDATE question SET {column} = {10**18}")
    with pytest.raises(HistoryDamaged):
        history.search()
    assert history.search() == ()


def test_a_history_that_another_program_holds_says_so(history: StoredHistory, file: Path) -> None:
    entry_id = ask(history)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryInUse) as caught:
            history.record_end(entry_id, Outcome.ANSWERED)
        # Reading goes on meanwhile.
        assert len(history.search()) == 1
    assert str(caught.value) == f"{file} is held by another program that does not let go. Close it, then try again."
    ask(history)


def test_a_history_of_a_newer_version_is_left_alone(history: StoredHistory, file: Path) -> None:
    ask(history)
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA user_version = 7")
    before = file.read_bytes()
    with pytest.raises(
        HistoryTooNew, match="written by a newer nxql-tui: its form is 7, and this one knows 1"
    ) as caught:
        ask(history)
    assert "move the file away" in str(caught.value)
    assert file.read_bytes() == before


def test_a_database_of_something_else_is_an_error_and_stays(history: StoredHistory, file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE question (what TEXT)")
    with pytest.raises(HistoryError, match="cannot be used"):
        ask(history)
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT count(*) FROM question").fetchone() == (0,)


def test_a_folder_in_the_place_of_the_file_is_an_error(history: StoredHistory, file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(HistoryError, match="the history cannot be used: unable to open database file") as caught:
        ask(history)
    assert str(file) in str(caught.value)


def test_a_file_in_the_place_of_the_folder_is_an_error(history: StoredHistory, file: Path) -> None:
    file.parent.write_text("x")
    with pytest.raises(HistoryError, match="cannot be opened: File exists"):
        ask(history)


ASK_AS_NOBODY = """
import os, sys
from pathlib import Path
from nxql_tui.library.errors import HistoryError
from nxql_tui.library.history_database import DamagedContent, HistoryDatabase
from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.wire.request import QueryRequest
if os.geteuid() == 0:
    # Whoever may do everything may also write what may only be read.
    os.seteuid(65534)
history = StoredHistory(Path("history.sqlite"))
try:
    history.record_start(QueryRequest("(x)"), connection="c", address="a")
except HistoryError as error:
    print(error)
print(len(history.search()))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that a program without any rights of ours can reach."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are others there")
def test_a_file_that_may_only_be_read_is_read_and_says_that_it_cannot_be_written(open_folder: Path) -> None:
    file = open_folder / "history.sqlite"
    ask(StoredHistory(file))
    if os.geteuid() == 0:
        os.chown(open_folder, 65534, -1)
        os.chown(file, 65534, -1)
    file.chmod(0o400)
    done = subprocess.run(
        [sys.executable, "-c", ASK_AS_NOBODY], cwd=open_folder, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "history.sqlite may only be read, so nothing is written down. Make it writable.",
        "1",
    ]


@settings(max_examples=50)
@given(st.binary(max_size=300), st.integers(0, 8192))
def test_no_damage_is_more_than_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, offset: int
) -> None:
    file = tmp_path_factory.mktemp("history") / "history.sqlite"
    history = StoredHistory(file, patience=0.0)
    ask(history)
    content = bytearray(file.read_bytes())
    content[offset : offset + len(noise)] = noise
    file.write_bytes(content)
    for _ in range(3):
        with suppress(HistoryError):
            ask(history)
            history.search("name")
