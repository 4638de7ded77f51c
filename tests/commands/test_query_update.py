from __future__ import annotations

from typing import TYPE_CHECKING

import pexpect
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.engine.server import EmbeddedEngine
    from tests.commands.conftest import Program, StrangeEngine

UPDATE = '(update (set #Location (enum "Paris")) (from device (where device (eq name (string "X")))))'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nupdated\n0\n"


@pytest.fixture
def writable(
    strange_engine: Callable[[bytes], StrangeEngine], engine: EmbeddedEngine, at_port: Callable[[int], list[str]]
) -> tuple[StrangeEngine, list[str]]:
    """An Engine that says yes to everything, and the options that name it."""
    running = strange_engine(ANSWER)
    return running, [*at_port(running.port), "--fingerprint", engine.sha256]


Writable = tuple["StrangeEngine", list[str]]


def test_an_update_is_refused_and_nothing_is_sent(program: Program, writable: Writable, password: dict[str, str]):
    running, where = writable
    done = program.run("query", UPDATE, *where, "--yes", variables=password)
    assert (done.returncode, done.stdout) == (9, b"")
    assert b"--allow-update" in done.stderr
    assert not running.was_asked.is_set()


def test_an_update_that_nobody_can_confirm_is_refused(program: Program, writable: Writable, password: dict[str, str]):
    running, where = writable
    done = program.run("query", UPDATE, *where, "--allow-update", variables=password)
    assert (done.returncode, done.stdout) == (9, b"")
    assert b"--yes" in done.stderr
    assert not running.was_asked.is_set()


def test_an_update_hidden_in_a_parameter_is_one(program: Program, writable: Writable, password: dict[str, str]):
    running, where = writable
    done = program.run("query", "%1", "-p", UPDATE, *where, variables=password)
    assert done.returncode == 9
    assert not running.was_asked.is_set()


def test_an_update_allowed_and_confirmed_is_sent(program: Program, writable: Writable, password: dict[str, str]):
    running, where = writable
    done = program.run("query", UPDATE, *where, "--allow-update", "--yes", variables=password)
    assert (done.returncode, done.stdout) == (0, b"updated\n0\n")
    assert running.was_asked.is_set()


@pytest.mark.parametrize(("typed", "code", "sent"), [("y", 0, True), ("n", 9, False), ("", 9, False)])
def test_a_person_confirms_or_does_not(
    program: Program, writable: Writable, password: dict[str, str], typed: str, code: int, sent: bool
):
    running, where = writable
    terminal = program.open_terminal("query", UPDATE, *where, "--allow-update", variables=password)
    terminal.expect(r"Change 'Location' of device on 127\.0\.0\.1:[0-9]+\? \[y/N\] ")
    terminal.sendline(typed)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == code
    assert running.was_asked.is_set() is sent


def test_a_select_needs_no_leave(program: Program, writable: Writable, password: dict[str, str]):
    running, where = writable
    done = program.run("query", "(select (name) (from device))", *where, variables=password)
    assert done.returncode == 0
    assert running.was_asked.is_set()
