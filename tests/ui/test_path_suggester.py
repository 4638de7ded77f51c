from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.ui.path_suggester import complete_path

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "devices.csv").touch()
    (tmp_path / "resume.txt").touch()
    return tmp_path


def test_a_folder_is_completed_with_a_slash(folder: Path) -> None:
    assert complete_path(f"{folder}/rep") == f"{folder}/reports/"


def test_a_file_is_completed_inside_its_folder(folder: Path) -> None:
    assert complete_path(f"{folder}/reports/d") == f"{folder}/reports/devices.csv"


def test_a_relative_path_is_completed_from_the_working_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert complete_path("resu") == "resume.txt"


def test_the_home_sign_stays_as_typed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert complete_path("~/resu") == "~/resume.txt"


@pytest.mark.parametrize("text", ["", "x/y/z", "/no/such/folder/a", "\x00/a"])
def test_what_cannot_be_completed_is_left_alone(folder: Path, text: str) -> None:
    assert complete_path(text) is None


def test_the_home_folder_of_nobody_suggests_nothing() -> None:
    assert complete_path("~nobody-of-that-name/dev") is None
