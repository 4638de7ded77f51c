from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.results.result_set import ResultSet
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Callable[..., ResultSet]]:
    """Loads bytes as an answer; closes everything at the end and looks whether anything stayed behind."""
    loaded: list[ResultSet] = []
    folder = tmp_path / "results"

    def from_bytes(content: bytes, answer_format: Format = Format.CSV) -> ResultSet:
        spool = tmp_path / "spool"
        spool.write_bytes(content)
        result_set = ResultSet.load(spool, answer_format, folder=folder)
        loaded.append(result_set)
        return result_set

    yield from_bytes
    for result_set in loaded:
        result_set.close()
    assert not folder.exists() or not list(folder.iterdir())
