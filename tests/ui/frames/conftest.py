"""Walks through the explorer that every witness is shown."""

from __future__ import annotations

import fcntl
from typing import TYPE_CHECKING

import pytest
from witnesses.recording import Recording, load_recording
from witnesses.walks import record

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def recordings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that all processes of this run keep their recordings in."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "recordings"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
async def recording(
    request: pytest.FixtureRequest,
    recordings: Path,
    open_explorer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Recording:
    """The recording of a walk: made by the first who needs it, while the others wait."""
    # A walk may come to export something.
    monkeypatch.chdir(tmp_path)
    file = recordings / f"{request.param.name}.jsonl"
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            (await record(request.param, open_explorer, monkeypatch)).store(file)
    return load_recording(file)
