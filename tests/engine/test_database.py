"""Where the data of an Engine is held."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from nxql_tui.engine.database import EngineDatabase
from nxql_tui.engine.errors import StartError
from nxql_tui.engine.sample.company import CompanySize

SIZE = CompanySize(devices=20, seed=1, now=datetime(2026, 11, 23, 10, 30), days=1)


def test_a_file_holds_the_same_data_as_memory(tmp_path: Path) -> None:
    answers = []
    for file in (None, tmp_path / "data.duckdb"):
        database = EngineDatabase(SIZE, file)
        with database.cursor() as cursor:
            answers.append(cursor.execute("SELECT * FROM execution ORDER BY id").fetchall())
        database.close()
    assert answers[0] == answers[1]
    assert answers[0]


def test_a_file_is_private_and_gone_at_the_end(tmp_path: Path) -> None:
    file = tmp_path / "data.duckdb"
    database = EngineDatabase(SIZE, file)
    assert file.stat().st_mode & 0o777 == 0o600
    database.close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "data.duckdb"
    file.write_text("precious")
    with pytest.raises(StartError, match="exists already"):
        EngineDatabase(SIZE, file)
    assert file.read_text() == "precious"


def test_a_folder_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="no folder"):
        EngineDatabase(SIZE, tmp_path / "missing" / "data.duckdb")


def test_a_place_that_cannot_be_written_is_said() -> None:
    with pytest.raises(StartError, match="no room"):
        EngineDatabase(SIZE, Path("/proc/data.duckdb"))


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
            cursor.execute("SET memory_limit = '60MB'")
            cursor.execute("CREATE TABLE large AS SELECT range AS a, md5(range::VARCHAR) AS b FROM range(2000000)")
            assert any(path.is_file() for path in tmp_path.rglob("*"))
    finally:
        database.close()


def test_no_statement_reaches_a_file(tmp_path: Path) -> None:
    database = EngineDatabase(SIZE)
    try:
        with database.cursor() as cursor, pytest.raises(duckdb.PermissionException):
            cursor.execute(f"COPY device TO '{tmp_path / 'devices.csv'}'")
    finally:
        database.close()
