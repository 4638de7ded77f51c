from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pexpect
import pytest

from nxql_tui.accounts.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.engine.server import EmbeddedEngine
    from nxql_tui.engine.site import EmbeddedSite
    from tests.commands.conftest import Program, StrangeEngine
    from tests.commands.connections.conftest import Desk


@pytest.fixture
def saved(desk: Desk, site: EmbeddedSite, portal: str) -> EmbeddedSite:
    """A site whose Portal is saved and pinned."""
    desk.save(Connection("site", user="alice", portal=portal))
    desk.pin(portal, site.engines[0].certificate_der)
    return site


def test_the_engines_of_a_portal_are_listed(program: Program, saved: EmbeddedSite, password: dict[str, str]):
    done = program.run("connections", "engines", "site", variables=password)
    assert (done.returncode, done.stderr) == (0, b"")
    first, second = (engine.authority for engine in saved.engines)
    assert [line.split("\t") for line in done.stdout.decode().splitlines()] == [
        ["engine-1", first, "CONNECTED"],
        ["engine-2", second, "CONNECTED"],
        ["engine-3", "engine-down.invalid:1671", "DISCONNECTED"],
    ]


def test_json_names_the_same(program: Program, saved: EmbeddedSite, password: dict[str, str]):
    listed = json.loads(program.run("connections", "engines", "site", "--json", variables=password).stdout)
    assert listed[2] == {"name": "engine-3", "address": "engine-down.invalid:1671", "status": "DISCONNECTED"}


def test_on_a_terminal_columns_stand_below_one_another(program: Program, saved: EmbeddedSite, password: dict[str, str]):
    child = program.open_terminal("connections", "engines", "site", variables=password)
    child.expect(pexpect.EOF)
    head, *rows = child.before.decode().splitlines()
    assert len({head.index("STATUS"), *(row.rindex("  ") + 2 for row in rows)}) == 1


def test_engines_named_by_their_addresses_are_listed_without_asking_anybody(program: Program, desk: Desk):
    desk.save(Connection("two", user="alice", addresses=("a.invalid", "b.invalid:7")))
    done = program.run("connections", "engines", "two")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b"a.invalid:1671\ta.invalid:1671\t\nb.invalid:7\tb.invalid:7\t\n"
    listed = json.loads(program.run("connections", "engines", "two", "--json").stdout)
    assert [one["status"] for one in listed] == [None, None]


def test_a_wrong_password_ends_with_4(program: Program, saved: EmbeddedSite):
    done = program.run("connections", "engines", "site", variables={"NXQL_TUI_PASSWORD": "wrong"})
    assert (done.returncode, done.stdout) == (4, b"")


def test_a_portal_nothing_vouches_for_gets_no_password(
    program: Program, desk: Desk, saved: EmbeddedSite, password: dict[str, str]
):
    desk.known_engines.write_text("")
    done = program.run("connections", "engines", "site", variables=password)
    assert (done.returncode, done.stdout) == (6, b"")
    assert b"nxql-tui connections trust site" in done.stderr


def test_what_a_portal_calls_its_engines_steers_no_terminal(
    program: Program,
    desk: Desk,
    strange_engine: Callable[..., StrangeEngine],
    engine: EmbeddedEngine,
    password: dict[str, str],
):
    body = json.dumps([{"name": "a\x1b[2J\tb", "address": "a.invalid", "status": "\u202eODD\n"}]).encode()
    portal = strange_engine(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    desk.save(Connection("odd", user="alice", portal=f"127.0.0.1:{portal.port}"))
    desk.pin(f"127.0.0.1:{portal.port}", engine.certificate_der)
    done = program.run("connections", "engines", "odd", variables=password)
    assert done.stdout.decode() == "a␛[2J␉b\ta.invalid:1671\t‹202E›ODD␊\n"
