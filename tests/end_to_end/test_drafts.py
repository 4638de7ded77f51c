"""Nothing ever typed is lost: tabs and history outlive whatever ends the program."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENCE = 30.0


def wait_for_file(folder: Path, holds: bytes) -> None:
    """Wait until a file of a folder holds something: what is on disk then outlives the program."""
    deadline = time.monotonic() + PATIENCE
    while not any(holds in path.read_bytes() for path in folder.glob("*.json")):
        assert time.monotonic() < deadline, f"nothing in {folder} holds {holds!r}"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_tabs_are_there_again_after_the_program_was_ended(
    open_terminal: Callable[..., object], home: Path, number: signal.Signals
) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.press("ctrl+n")
    terminal.wait_for("2 empty")
    terminal.press("// only here")
    terminal.wait_for("only here")
    wait_for_file(home / "state" / "drafts", b"only here")
    terminal.signal(number)
    terminal.wait_exit()

    again = open_terminal("--demo")
    again.wait_for("// only here")
    again.wait_for("1 device")


def test_a_question_is_in_the_history_after_the_program_was_killed(
    open_terminal: Callable[..., object], home: Path
) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.press("f5")
    terminal.wait_for("complete")
    terminal.signal(signal.SIGKILL)
    terminal.wait_exit()

    from nxql_tui.library.history import Outcome
    from nxql_tui.library.stored_history import StoredHistory

    (entry,) = StoredHistory(home / "state" / "history.sqlite").search()
    assert entry.outcome is Outcome.ANSWERED
    assert entry.rows
