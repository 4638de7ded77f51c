from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.accounts.connections import Connection

if TYPE_CHECKING:
    from tests.commands.conftest import Program
    from tests.commands.connections.conftest import Desk


def test_the_connection_stays_and_places_that_cannot_be_asked_are_named(program: Program, desk: Desk):
    desk.save(Connection("lab", "engine:1671", "alice"))
    done = program.run("connections", "forget", "lab")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"could not be asked to forget" in done.stderr
    assert done.stderr.splitlines()[-1] == b"The password of 'lab' is forgotten."
    assert list(desk.saved) == ["lab"]
