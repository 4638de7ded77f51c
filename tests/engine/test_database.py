"""Where the data of an Engine is held."""

from __future__ import annotations

import os
import stat
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from nxql_tui.engine.database import EngineDatabase
from nxql_tui.engine.errors import StartError
from nxql_tui.engine.sample.company import CompanySize

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = CompanySize(devices=20, seed=1, now=datetime(2026, 11, 23, 10, 30), days=1)
LARGE = """
SET memory_limit = '60MB';
CREATE TEMP TABLE large AS SELECT range AS a, md5(range::VARCHAR) AS b FROM range(2000000)
"""
"""More than fits into memory."""


def test_a_file_holds_the_same_data_as_memory(tmp_path: Path) -> None:
    answers = []
    for file in (None, tmp_path / "data.duckdb"):
        database = EngineDatabase(SIZE, file)
        with database.cursor() as cursor:
            answers.append(cursor.execute("SELECT * FROM execution ORDER BY id").fetchall())
        database.close()
    assert answers[0] == answers[1]
    assert answers[0]


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_what_lies_beside_a_file_is_private_and_gone_at_the_end(tmp_path: Path) -> None:
    database = EngineDatabase(SIZE, tmp_path / "data.duckdb")
    try:
        with database.cursor() as cursor:
            cursor.execute("UPDATE device SET name = 'changed'")
            cursor.execute(LARGE)
        assert modes(tmp_path) == {"data.duckdb": 0o600, "data.duckdb.tmp": 0o700}
    finally:
        database.close()
    assert list(tmp_path.iterdir()) == []


def test_every_cursor_sees_what_another_has_changed_in_a_file(tmp_path: Path) -> None:
    database = EngineDatabase(SIZE, tmp_path / "data.duckdb")
    try:
        with database.cursor() as cursor:
            cursor.execute("UPDATE device SET name = 'changed'")
        with database.cursor() as cursor:
            assert cursor.execute("SELECT DISTINCT name FROM device").fetchall() == [("changed",)]
    finally:
        database.close()


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    file = tmp_path / "it's; DROP TABLE device --?p=1.db"
    database = EngineDatabase(SIZE, file)
    assert file.is_file()
    database.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["data.duckdb", "data.duckdb.tmp", "data.duckdb.wal"])
def test_a_file_that_exists_is_not_touched(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("precious")
    with pytest.raises(StartError, match=f"{name} exists already"):
        EngineDatabase(SIZE, tmp_path / "data.duckdb")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "precious")]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    file = tmp_path / "data.duckdb"
    file.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StartError, match="exists already"):
        EngineDatabase(SIZE, file)
    assert [path.name for path in tmp_path.iterdir()] == ["data.duckdb"]


def test_a_second_database_leaves_the_file_to_the_first(tmp_path: Path) -> None:
    database = EngineDatabase(SIZE, tmp_path / "data.duckdb")
    try:
        with pytest.raises(StartError, match="exists already"):
            EngineDatabase(SIZE, tmp_path / "data.duckdb")
        with database.cursor() as cursor:
            assert cursor.execute("SELECT count(*) FROM device").fetchone() == (20,)
        assert {path.name for path in tmp_path.iterdir()} == {"data.duckdb", "data.duckdb.tmp"}
    finally:
        database.close()


def test_a_folder_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="no folder"):
        EngineDatabase(SIZE, tmp_path / "missing" / "data.duckdb")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder nobody can write, not even root")
def test_a_place_that_cannot_be_written_is_said() -> None:
    with pytest.raises(StartError, match=r"/proc/data\.duckdb cannot be made"):
        EngineDatabase(SIZE, Path("/proc/data.duckdb"))


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file grows beyond 64 kB, which fails as a full disk does: at a write somewhere in the middle."""
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_full_disk_is_said_and_nothing_stays_on_it(tmp_path: Path, full_disk: None) -> None:
    with pytest.raises(StartError, match="no room for the sample data"):
        EngineDatabase(replace(SIZE, devices=2000, days=8), tmp_path / "data.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_for_temporary_files_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(StartError, match="TMPDIR"):
        EngineDatabase(SIZE)


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    EngineDatabase(SIZE).close()
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_into_memory_goes_to_the_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    database = EngineDatabase(SIZE)
    try:
        with database.cursor() as cursor:
            cursor.execute(LARGE)
            assert any(path.is_file() for path in tmp_path.rglob("*"))
    finally:
        database.close()


@pytest.mark.parametrize("name", [None, "data.duckdb"])
@pytest.mark.parametrize(
    "statement",
    [
        "COPY device TO '{folder}/devices.csv'",
        "SELECT * FROM read_text('{folder}/notes.txt')",
        "ATTACH '{folder}/other.duckdb'",
        "SET enable_external_access = true",
    ],
)
def test_no_statement_reaches_another_file(tmp_path: Path, name: str | None, statement: str) -> None:
    (tmp_path / "notes.txt").write_text("private")
    database = EngineDatabase(SIZE, None if name is None else tmp_path / name)
    try:
        with database.cursor() as cursor, pytest.raises(duckdb.Error, match=r"disabled|Cannot enable"):
            cursor.execute(statement.format(folder=tmp_path))
    finally:
        database.close()
