from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.paths import HOME_VARIABLE, find_paths

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_one_variable_puts_everything_under_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    paths = find_paths()
    assert {paths.config.parent, paths.state.parent, paths.cache.parent} == {tmp_path}


def test_without_it_the_systems_own_folders_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert find_paths().config == tmp_path / "nxql-tui"
