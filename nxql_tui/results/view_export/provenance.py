"""Where the rows of a file come from: for readers of the file who were not there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from nxql_tui.results.view_export.engine_shares import EngineShare, side_file_entries
from nxql_tui.target_files import write_target

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.wire.request import QueryRequest

SIDE_FILE_ENDING = ".about.json"
"""Follows the whole name of the file it is about."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The question behind a file."""

    request: QueryRequest
    engine: str
    """Its address, or the name of its connection."""
    answered: datetime
    """When the answer had come, in local time."""
    secret_numbers: frozenset[int] = frozenset()
    """The parameters whose values are written nowhere."""
    engines: tuple[EngineShare, ...] = ()
    """What each Engine of a fleet has given; empty where one alone was asked."""

    @classmethod
    def now(
        cls,
        request: QueryRequest,
        engine: str,
        secret_numbers: frozenset[int] = frozenset(),
        engines: tuple[EngineShare, ...] = (),
    ) -> Self:
        """Of an answer that has just come."""
        return cls(request, engine, datetime.now().astimezone(), secret_numbers, engines)

    @property
    def parameters(self) -> dict[int, str]:
        """The values that may be written, by number."""
        return {
            number: value
            for number, value in sorted(self.request.parameters.items())
            if number not in self.secret_numbers
        }

    @property
    def question_entries(self) -> dict[str, object]:
        """The question and when it was answered, as a file in json says them."""
        request = self.request
        return {
            "answered": self.answered.isoformat(timespec="seconds"),
            "platforms": [platform.value for platform in request.platforms],
            "formatted": request.human_readable,
            "query": request.query,
            "parameters": {f"p{number}": value for number, value in self.parameters.items()},
            "secret_parameters": [f"p{number}" for number in sorted(self.secret_numbers & {*request.parameters})],
        }

    @property
    def time_text(self) -> str:
        """When the answer had come: `2026-11-23 10:15:00 +0100`."""
        return f"{self.answered:%Y-%m-%d %H:%M:%S %z}".rstrip()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a side file says beside the question."""

    rows: int | None
    """How many are in the file; None when nobody counted."""
    is_complete: bool
    """Whether the answer they are from is whole."""
    format: str
    view: dict[str, object] | None = None
    """What a view let through, in words; None for the Engine's own bytes."""


def side_file(path: Path) -> Path:
    """Where the side file of a file stands."""
    return path.with_name(path.name + SIDE_FILE_ENDING)


def write_side_file(provenance: Provenance, path: Path, facts: FileFacts, *, overwrite: bool) -> None:
    """Write the side file of the file at `path`.

    Raises:
        TargetError: It cannot be written; an older one still stands.
    """
    write_target(side_text(provenance, path, facts), side_file(path), overwrite=overwrite)


def side_text(provenance: Provenance, path: Path, facts: FileFacts) -> str:
    """What is written in a side file: json for people and programs."""
    content: dict[str, object] = {
        "file": path.name,
        "format": facts.format,
        "written_by": _writer(provenance, facts),
        "complete": facts.is_complete,
        "rows": facts.rows,
        "engine": provenance.engine,
        **({"engines": side_file_entries(provenance.engines)} if provenance.engines else {}),
        **provenance.question_entries,
    }
    if facts.view is not None:
        content["view"] = facts.view
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _writer(provenance: Provenance, facts: FileFacts) -> str:
    if facts.view is not None:
        return "nxql-tui, from a view of the answer"
    return "nxql-tui, from the answers of several Engines" if provenance.engines else "the Engine"
