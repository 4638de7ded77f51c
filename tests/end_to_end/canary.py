"""Looking for a password in whatever a program left behind, in every spelling that somebody could read back."""

from __future__ import annotations

import base64
import json
import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PROCESSES = Path("/proc")
PATIENCE = 30.0
"""Seconds after which a process that never comes is a failure."""

PAUSE = 0.01
"""Seconds between two looks at the processes."""


def spellings(value: str) -> dict[str, bytes]:
    """The bytes to look for: base64 by the digits that are the same whatever stands before and behind."""
    found = {
        "latin-1": value.encode("latin-1"),
        "UTF-16 little endian": value.encode("utf-16-le"),
        "UTF-16 big endian": value.encode("utf-16-be"),
        "percent": quote(value, safe="").encode(),
        "percent in small letters": quote(value, safe="").lower().encode(),
        "ascii": ascii(value)[1:-1].encode(),
        "bytes": repr(value.encode())[2:-1].encode(),
        "json": json.dumps(value)[1:-1].encode(),
    }
    for coding in ("utf-8", "latin-1"):
        found[coding] = raw = value.encode(coding)
        for before in range(3):
            digits = base64.b64encode(bytes(before) + raw + bytes(3))
            first, last = (before * 8 + 5) // 6, (before + len(raw)) * 8 // 6
            found[f"base64 of {coding} after {before}"] = digits[first:last]
            found[f"url base64 of {coding} after {before}"] = digits[first:last].translate(
                bytes.maketrans(b"+/", b"-_")
            )
    return found


def places_of(value: str, place: str, content: bytes) -> Iterator[str]:
    """Where and how a password stands in something."""
    for spelling, wanted in spellings(value).items():
        if wanted in content:
            yield f"{place}: {spelling}"


@dataclass
class ProcessWatch:
    """Notes the arguments and the environment of every process that this one starts, however far down."""

    given: frozenset[bytes] = frozenset()
    """Variables that the test itself gives to the programs it starts, and nobody else may get."""
    seen: dict[str, bytes] = field(default_factory=dict)

    def __enter__(self) -> ProcessWatch:
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="process-watch")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def wait_for(self, words: str) -> None:
        """Wait until a process with these words among its arguments has been noted."""
        deadline = time.monotonic() + PATIENCE
        while not any(words in place for place in list(self.seen)):
            assert time.monotonic() < deadline, f"no process with '{words}' was seen"
            self._end.wait(PAUSE)

    def _watch(self) -> None:
        while not self._end.wait(PAUSE):
            for child in _children(os.getpid()):
                self._note(child, self.given)
                self._note_descendants(child)

    def _note_descendants(self, process: int) -> None:
        for child in _children(process):
            # Until it has become another program, a child is the same as its parent.
            is_parent_still = _read(child, "cmdline") == _read(process, "cmdline")
            self._note(child, self.given if is_parent_still else frozenset())
            self._note_descendants(child)

    def _note(self, process: int, given: frozenset[bytes]) -> None:
        arguments, environment = _read(process, "cmdline"), _read(process, "environ")
        name = f"{process} {arguments.replace(bytes(1), b' ').decode(errors='replace')}"
        self.seen[f"arguments of {name}"] = arguments
        self.seen[f"environment of {name}"] = b"\0".join(one for one in environment.split(b"\0") if one not in given)


def _read(process: int, name: str) -> bytes:
    """One of the files about a process; empty when it has ended."""
    with suppress(OSError):
        return (PROCESSES / str(process) / name).read_bytes()
    return b""


def _children(process: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in (PROCESSES / str(process) / "task").iterdir():
            with suppress(OSError):
                found += map(int, (task / "children").read_text().split())
    return found


def search(values: Iterable[str], folders: Iterable[Path], shown: dict[str, bytes]) -> list[str]:
    """Every place where one of the passwords stands: in files, their names, and in what was shown."""
    contents = dict(shown)
    for folder in folders:
        for path in folder.rglob("*"):
            contents[f"name of {path}"] = os.fsencode(path)
            if path.is_file():
                contents[str(path)] = path.read_bytes()
    return [
        found for value in values for place, content in contents.items() for found in places_of(value, place, content)
    ]
