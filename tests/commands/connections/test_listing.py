from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pexpect

from nxql_tui.accounts.connections import Connection

if TYPE_CHECKING:
    from tests.commands.conftest import Program
    from tests.commands.connections.conftest import Desk

DER = b"\x30certificate"


def _rows(program: Program) -> list[list[str]]:
    done = program.run("connections", "list")
    assert (done.returncode, done.stderr) == (0, b"")
    return [line.split("\t") for line in done.stdout.decode().splitlines()]


def test_without_any_it_is_said_how_to_add_one(program: Program, desk: Desk):
    done = program.run("connections", "list")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"connections add" in done.stderr


def test_a_row_holds_all_that_tells_connections_apart(program: Program, desk: Desk):
    used = datetime(2026, 11, 23, 10, 15, tzinfo=UTC)
    desk.save(Connection("lab", "engine:1671", "alice", allow_update=True, last_used=used, tags=("eu", "lab")))
    desk.pin("engine:1671", DER)
    program.environment["TZ"] = "UTC"
    assert _rows(program) == [["lab", "engine:1671", "alice", "eu, lab", "allowed", "2026-11-23 10:15+00:00", "pinned"]]


def test_the_one_used_last_stands_first(program: Program, desk: Desk):
    desk.save(Connection("never", "a", "alice"))
    for day in (1, 3, 2):
        desk.save(Connection(f"day {day}", "a", "alice", last_used=datetime(2026, 11, day, tzinfo=UTC)))
    assert [row[0] for row in _rows(program)] == ["day 3", "day 2", "day 1", "never"]


def test_of_several_engines_those_with_a_pin_are_counted(program: Program, desk: Desk):
    desk.save(Connection("two", user="alice", addresses=("a:1671", "b:1671")))
    desk.pin("b:1671", DER)
    assert [row[1:2] + row[-1:] for row in _rows(program)] == [["2 Engines", "1 of 2 pinned"]]


def test_the_pin_of_a_tls_name_is_found(program: Program, desk: Desk):
    desk.save(Connection("tunnel", "localhost:1671", "alice", server_name="engine.example.com"))
    desk.pin("engine.example.com:1671", DER)
    assert _rows(program)[0][-1] == "pinned"


def test_json_holds_the_texts_as_they_are_and_steers_no_terminal(program: Program, desk: Desk):
    desk.save(Connection("lä\x1bb", user="alice", portal="portal:443", tags=("eu",)))
    done = program.run("connections", "list", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
    assert b"\x1b" not in done.stdout
    assert json.loads(done.stdout) == [
        {
            "name": "lä\x1bb",
            "address": None,
            "addresses": [],
            "portal": "portal:443",
            "user": "alice",
            "tags": ["eu"],
            "allow_update": False,
            "last_used": None,
            "pinned": False,
        }
    ]


def test_json_without_any_is_an_empty_array(program: Program, desk: Desk):
    assert json.loads(program.run("connections", "list", "--json").stdout) == []


def test_texts_of_the_file_steer_no_terminal_and_break_no_row(program: Program, desk: Desk):
    desk.save(Connection("a\x1b[2J\tb", "engine\n", "alice"))
    assert _rows(program)[0][:2] == ["a␛[2J␉b", "engine␊"]


def test_on_a_terminal_columns_stand_below_one_another(program: Program, desk: Desk):
    desk.save(Connection("lab", "engine:1671", "alice"))
    desk.save(Connection("東京の研究所", "engine:1671", "bob"))
    child = program.open_terminal("connections", "list")
    child.expect(pexpect.EOF)
    head, lab, tokyo = child.before.decode().splitlines()
    assert head.split() == ["NAME", "PLACE", "USER", "TAGS", "UPDATES", "LAST", "USED", "CERTIFICATE"]
    # Each of the six characters takes two cells.
    assert head.index("PLACE") == lab.index("engine") == tokyo.index("engine") + 6


def test_an_address_that_is_none_is_listed_all_the_same(program: Program, desk: Desk):
    desk.save(Connection("odd", "not an address", "alice"))
    assert _rows(program)[0][:2] == ["odd", "not an address"]


def test_a_damaged_file_of_pins_is_named_and_the_connections_are_listed(program: Program, desk: Desk):
    desk.save(Connection("lab", "engine:1671", "alice"))
    desk.known_engines.parent.mkdir(parents=True)
    desk.known_engines.write_text("engine:1671 rubbish\n")
    done = program.run("connections", "list")
    assert done.returncode == 2
    assert done.stdout.startswith(b"lab\t")
    assert b"known_engines, line 1" in done.stderr


def test_a_broken_file_of_connections_is_a_wrong_setting(program: Program, desk: Desk):
    desk.file.write_text("[connections.lab]\naddres = 'x'\nuser = 'alice'\n")
    done = program.run("connections", "list")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"line 2" in done.stderr
