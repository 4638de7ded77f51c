from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from nxql_tui.accounts.connections import Connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import Program
    from tests.commands.connections.conftest import Desk

DER = b"\x30certificate"
LAB = Connection("lab", "engine:1671", "alice")


def test_a_connection_is_removed_with_its_pin(program: Program, desk: Desk):
    desk.save(LAB)
    desk.save(Connection("other", "other:1671", "alice"))
    desk.pin("engine:1671", DER)
    desk.pin("other:1671", DER)
    done = program.run("connections", "remove", "lab", "--yes")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.splitlines()[-1] == b"Removed 'lab'."
    assert list(desk.saved) == ["other"]
    assert desk.pinned("engine:1671") is None
    assert desk.pinned("other:1671") is not None


def test_a_place_that_cannot_be_asked_to_forget_is_named(program: Program, desk: Desk):
    desk.save(LAB)
    done = program.run("connections", "remove", "lab", "--yes")
    assert done.returncode == 0
    assert b"OS keyring" in done.stderr
    assert b"could not be asked to forget" in done.stderr


def test_a_pin_that_another_connection_needs_too_stays(program: Program, desk: Desk):
    desk.save(LAB)
    desk.save(Connection("site", user="bob", addresses=("engine", "other")))
    desk.pin("engine:1671", DER)
    assert program.run("connections", "remove", "lab", "--yes").returncode == 0
    assert desk.pinned("engine:1671") is not None


def test_the_pins_of_all_engines_of_a_site_go(program: Program, desk: Desk):
    desk.save(Connection("site", user="bob", addresses=("a", "b:7")))
    desk.pin("a:1671", DER)
    desk.pin("b:7", DER)
    assert program.run("connections", "remove", "site", "--yes").returncode == 0
    assert desk.known_engines.read_text() == ""


def test_without_a_terminal_it_must_be_confirmed_beforehand(program: Program, desk: Desk):
    desk.save(LAB)
    done = program.run("connections", "remove", "lab")
    assert done.returncode == 2
    assert b"--yes" in done.stderr
    assert list(desk.saved) == ["lab"]


@pytest.mark.parametrize(("answer", "left", "code"), [("y", [], 0), ("", ["lab"], 2), ("no", ["lab"], 2)])
def test_a_person_at_the_terminal_is_asked(program: Program, desk: Desk, answer: str, left: list[str], code: int):
    desk.save(LAB)
    terminal = program.open_terminal("connections", "remove", "lab")
    terminal.expect_exact("Remove 'lab' (to engine:1671, as alice)")
    terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == code
    assert list(desk.saved) == left


def test_an_unknown_name_is_answered_with_those_there_are(program: Program, desk: Desk):
    desk.save(LAB)
    done = program.run("connections", "remove", "labb", "--yes")
    assert done.returncode == 2
    assert b"There are: lab." in done.stderr


SAVE_REMOVE_LOOK = '"$0" -c "$1" save && "$0" -m nxql_tui connections remove lab --yes && "$0" -c "$1" look'
KEYRING = """
import sys
from nxql_tui.accounts.password_stores import find_rungs
from nxql_tui.wire.credentials import Secret
store = find_rungs(0)[0].store
if sys.argv[1] == "save":
    store.save("engine:1671", "alice", Secret("hush"))
    store.save("engine:1671", "bob", Secret("hush"))
else:
    print(store.load("engine:1671", "alice"), store.load("engine:1671", "bob") == Secret("hush"))
"""


def test_its_password_leaves_the_keyring_and_that_of_another_user_stays(desk: Desk, run_on_desktop: Callable[..., str]):
    desk.save(LAB)
    said = run_on_desktop(SAVE_REMOVE_LOOK, sys.executable, KEYRING)
    assert said.splitlines()[-2:] == ["Removed 'lab'.", "None True"]
