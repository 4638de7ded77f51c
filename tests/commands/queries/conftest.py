"""The folder of saved queries of the program that is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Program


@pytest.fixture
def folder(program: Program) -> Path:
    folder = program.folder / "home" / "config" / "queries"
    folder.mkdir(parents=True)
    return folder
