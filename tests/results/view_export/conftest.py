from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import pytest

from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.view import View
from nxql_tui.results.view_export.export import ViewFile, export_view
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.view_export.formats import ViewFormat

Cells: TypeAlias = "Sequence[str | None]"


@pytest.fixture
def rows_of(tmp_path: Path) -> Iterator[Callable[..., ResultSet]]:
    """A result set of these rows, whatever their cells hold; closed at the end."""
    made: list[ResultSet] = []

    def make(names: Sequence[str], rows: Sequence[Cells], *, query: str = "") -> ResultSet:
        # Only json tells null from the empty text, and takes any character.
        spool = tmp_path / "spool.json"
        keys = [f"k{place}" for place in range(len(names))]
        spool.write_text(json.dumps([dict(zip(keys, row, strict=True)) for row in rows] or [dict.fromkeys(keys)]))
        result_set = ResultSet.load(spool, Format.JSON, folder=tmp_path / "results", query=query)
        named = ResultSet(result_set._storage, _renamed(result_set, names), result_set.row_count)
        made.append(named)
        return named

    yield make
    for result_set in made:
        result_set.close()


def _renamed(result_set: ResultSet, names: Sequence[str]) -> tuple[ResultColumn, ...]:
    return tuple(replace(column, name=name) for column, name in zip(result_set.columns, names, strict=True))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Exports a view to a new file and returns its path."""
    count = 0

    def to_file(result_set: ResultSet, file_format: ViewFormat, view: View | None = None, **options) -> Path:
        nonlocal count
        count += 1
        folder = tmp_path / "exports"
        folder.mkdir(exist_ok=True)
        path = folder / f"view-{count}.{file_format.value}"
        export_view(result_set, view or View(), ViewFile(path, file_format, overwrite=False, **options))
        assert path.stat().st_mode & 0o777 == 0o600
        return path

    return to_file
