"""Other programs that use the same files, and end as they are told."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 60.0
"""Seconds after which something that never comes is a failure."""


class OtherProgram:
    """A Python program; it says a line when it is ready, and then waits until it is killed or its input ends."""

    def __init__(self, script: str, *arguments: str) -> None:
        waiting = f"{script}\nprint('ready', flush=True)\nimport sys\nsys.stdin.read()\n"
        self._process = subprocess.Popen(
            [sys.executable, "-c", waiting, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until_ready(self) -> None:
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def kill(self) -> None:
        """End it as `kill -9` does, unless it has ended."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate(timeout=PATIENCE)

    def end(self) -> int:
        """Let it come to its end, and say which."""
        self._process.communicate(timeout=PATIENCE)
        return self._process.returncode


@pytest.fixture
def start_all() -> Iterator[Callable[..., list[OtherProgram]]]:
    """Start several programs at once and wait until all are ready."""
    programs: list[OtherProgram] = []

    def run(count: int, script: str, *arguments: str) -> list[OtherProgram]:
        started = [OtherProgram(script, *arguments) for _ in range(count)]
        programs.extend(started)
        for program in started:
            program.wait_until_ready()
        return started

    yield run
    for program in programs:
        program.kill()


@pytest.fixture
def start(start_all: Callable[..., list[OtherProgram]]) -> Callable[..., OtherProgram]:
    """Start another program and wait until it is ready."""
    return lambda script, *arguments: start_all(1, script, *arguments)[0]
