"""The file of settings of the user of a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Program


@pytest.fixture
def file(program: Program) -> Path:
    folder = program.folder / "home" / "config"
    folder.mkdir(parents=True)
    return folder / "config.toml"
