from __future__ import annotations

import csv
import io
import json
import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from nxql_tui.accounts.connections import Connection, save_connection
from nxql_tui.client.address import parse_address
from nxql_tui.client.fleet import FleetEngine
from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.fleet_updating import update_exit_code
from nxql_tui.updates.fleet_update import CountedEngine, EngineUpdate, UpdateStopped
from nxql_tui.updates.sending import UpdateEnding
from tests.commands.conftest import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from hostile_servers import Behaviour, Server, Street, Visit

    from nxql_tui.engine.site import EmbeddedSite
    from tests.commands.conftest import Program

UPDATE = '(update (set #Location (enum "Paris")) (from device (where device (eq name (pattern %1)))))'
EVERYTHING = ("query", UPDATE, "-p", '"*"')


@dataclass
class Engines:
    """Engines on the street that count so many objects, and who of them got an update."""

    street: Street
    servers: list[Server] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    """Their places, in order."""

    def add(self, objects: int, answer_update: Behaviour | None = None) -> Server:
        place = len(self.servers)

        def answer(visit: Visit) -> None:
            if not visit.body.startswith(b"query=%28update"):
                visit.answer(b"id\n" + b"1\n" * objects)
                return
            self.updated.append(place)
            if answer_update is not None:
                answer_update(visit)
            elif b"format=json" in visit.body:
                visit.answer(b'[{"updated":%d}]' % objects)
            else:
                visit.answer(b"updated\n%d\n" % objects)

        self.servers.append(self.street.engine(answer))
        return self.servers[-1]

    @property
    def names(self) -> list[str]:
        return [f"127.0.0.1:{server.port}" for server in self.servers]

    @property
    def options(self) -> list[str]:
        return [word for name in self.names for word in ("--engine", name)]


@pytest.fixture
def engines(street: Street) -> Engines:
    return Engines(street)


def refusing(visit: Visit) -> None:
    visit.answer(b"", "WWW-Authenticate: Basic", status="401 Unauthorized")


def audited(program: Program) -> list[dict[str, Any]]:
    path = program.folder / "home" / "state" / "audit.log"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def rows(answer: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.decode()), delimiter="\t"))


def test_a_real_site_is_changed_as_a_whole(
    program: Program, site: EmbeddedSite, at_portal: list[str], password: dict[str, str]
):
    done = program.run(*EVERYTHING, *at_portal, "--allow-update", "--yes", variables=password)
    assert done.returncode == 0
    head, *numbers = rows(done.stdout)
    assert head == ["engine", "updated"]
    assert [name for name, _ in numbers] == [f"engine-{number}" for number in range(1, len(site.engines) + 1)]
    after = rows(program.run("query", "(select (#Location) (from device))", *at_portal, variables=password).stdout)
    assert {place for _, place in after[1:]} == {"Paris"}
    for name, number in numbers:
        assert sum(engine == name for engine, _ in after) == int(number)
    assert [line["state"] for line in audited(program)] == ["sending", "done"] * 3
    assert not program.spools


@pytest.mark.parametrize("options", [[], ["--allow-update"], ["--yes"]])
def test_without_leave_or_confirmation_nobody_is_sent_anything(
    program: Program, engines: Engines, trusted: list[str], password: dict[str, str], options: list[str]
):
    engines.add(3)
    engines.add(4)
    done = program.run(*EVERYTHING, *engines.options, *trusted, *options, variables=password)
    assert (done.returncode, done.stdout) == (9, b"")
    assert [server.visitors for server in engines.servers] == [0, 0]


def test_a_connection_that_allows_no_update_stops_it_for_all(
    program: Program, engines: Engines, authorities: Path, password: dict[str, str]
):
    engines.add(3)
    engines.add(4)
    for number, name in enumerate(engines.names):
        saved = Connection(f"c{number}", name, "alice", ca_file=str(authorities), allow_update=number == 0)
        save_connection(program.folder / "home" / "config" / "connections.toml", saved)
    done = program.run(*EVERYTHING, "--connection=c0", "--connection=c1", "--yes", variables=password)
    assert (done.returncode, done.stdout) == (9, b"")
    assert [server.visitors for server in engines.servers] == [0, 0]


def test_one_that_cannot_be_counted_stops_it_before_anything_is_sent(
    program: Program, engines: Engines, street: Street, trusted: list[str], password: dict[str, str]
):
    engines.add(3)
    engines.servers.append(street.engine(refusing))
    done = program.run(*EVERYTHING, *engines.options, *trusted, "--allow-update", "--yes", variables=password)
    assert (done.returncode, done.stdout) == (4, b"")
    assert f"cannot be counted on {engines.names[1]}, so the update was sent to no Engine.".encode() in done.stderr
    assert engines.updated == []
    assert audited(program) == []


def test_a_failure_stops_the_rest_and_the_report_says_what_became_of_each(
    program: Program, engines: Engines, trusted: list[str], password: dict[str, str]
):
    engines.add(3)
    engines.add(4, refusing)
    engines.add(5)
    options = ["--allow-update", "--yes", "--format=json"]
    done = program.run(*EVERYTHING, *engines.options, *trusted, *options, variables=password)
    assert done.returncode == 8
    assert json.loads(done.stdout) == [{"engine": engines.names[0], "updated": 3}]
    first, second, third = done.stderr.decode().splitlines()
    assert first == f"{engines.names[0]}: 3 objects changed"
    assert second.startswith(f"{engines.names[1]}: refused, nothing changed: ")
    assert third == f"{engines.names[2]}: not sent"
    assert engines.updated == [0, 1]


def test_numbers_stand_in_one_column_however_each_engine_heads_and_ends_its_own(
    program: Program, engines: Engines, trusted: list[str], password: dict[str, str]
):
    engines.add(3, lambda visit: visit.answer(b"Updated objects\n3"))
    engines.add(4)
    engines.add(5, lambda visit: visit.answer(b"done\nyes\n"))
    done = program.run(*EVERYTHING, *engines.options, *trusted, "--allow-update", "--yes", variables=password)
    assert done.returncode == 0
    expected = [list(pair) for pair in zip(engines.names, ["3", "4", ""], strict=True)]
    assert rows(done.stdout) == [["engine", "updated"], *expected]


def test_the_exit_code_of_one_that_was_stopped_between_two_engines_is_not_done():
    engine = FleetEngine("eu", parse_address("eu"), None)
    counted = CountedEngine(engine, 3)
    changed = EngineUpdate(counted, UpdateEnding.DONE, 3)
    stopped = EngineUpdate(counted, UpdateEnding.NOT_SENT, error=UpdateStopped())
    nothing = EngineUpdate(CountedEngine(engine, 0), UpdateEnding.NOT_SENT)
    assert update_exit_code([changed, nothing]) is ExitCode.DONE
    assert update_exit_code([changed, stopped]) is ExitCode.SOME_FAILED
    assert update_exit_code([stopped, nothing]) is ExitCode.INTERRUPTED


def test_when_the_first_fails_the_exit_code_is_its_own_and_no_file_is_written(
    program: Program, engines: Engines, trusted: list[str], password: dict[str, str]
):
    engines.add(3, refusing)
    engines.add(5)
    options = ["--allow-update", "--yes", "-o", "updated.csv"]
    done = program.run(*EVERYTHING, *engines.options, *trusted, *options, variables=password)
    assert (done.returncode, done.stdout) == (4, b"")
    assert not (program.folder / "updated.csv").exists()


def test_a_person_confirms_once_with_a_count_for_each_engine(
    program: Program, engines: Engines, trusted: list[str], password: dict[str, str]
):
    engines.add(3)
    engines.add(1)
    engines.add(0)
    command = [*EVERYTHING, *engines.options, *trusted, "--allow-update", "-o", "updated.csv", "--side-file"]
    terminal = program.open_terminal(*command, variables=password)
    for name, objects in zip(engines.names, ("3 objects", "1 object", "0 objects"), strict=True):
        terminal.expect_exact(f"{name}: {objects} of device")
    terminal.expect_exact("Change 'Location' of 4 objects of device on 2 Engines, one after the other? [y/N] ")
    assert engines.updated == []
    terminal.sendline("y")
    terminal.expect_exact(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert engines.updated == [0, 1]
    numbers = rows((program.folder / "updated.csv").read_bytes())[1:]
    assert numbers == [[engines.names[0], "3"], [engines.names[1], "1"]]


def test_a_person_says_no(program: Program, engines: Engines, trusted: list[str], password: dict[str, str]):
    engines.add(3)
    engines.add(1)
    terminal = program.open_terminal(*EVERYTHING, *engines.options, *trusted, "--allow-update", variables=password)
    terminal.expect_exact("[y/N] ")
    terminal.sendline("")
    terminal.expect_exact(pexpect.EOF)
    terminal.close()
    assert (terminal.exitstatus, engines.updated) == (9, [])


def test_an_interruption_tells_what_nobody_knows_and_what_was_not_sent(
    program: Program, engines: Engines, trusted: list[str], password: dict[str, str]
):
    engines.add(3)
    silent = engines.add(4, lambda visit: visit.wait_until_left())
    engines.add(5)
    command = [*EVERYTHING, *engines.options, *trusted, "--allow-update", "--yes"]
    child = program.start(*command, variables=password)
    assert child.stdout is not None
    assert [child.stdout.readline() for _ in range(2)] == [b"engine\tupdated\n", f"{engines.names[0]}\t3\n".encode()]
    # The first visit was to count; the second is the update.
    while engines.updated != [0, 1]:
        assert silent.was_asked.wait(PATIENCE)
    child.send_signal(signal.SIGINT)
    _, stderr = child.communicate(timeout=PATIENCE)
    assert child.returncode == 130
    told = stderr.decode().splitlines()
    assert told[1].startswith(f"{engines.names[1]}: unknown: Nobody knows whether the update was carried out.")
    assert told[2] == f"{engines.names[2]}: not sent"
    assert [line["state"] for line in audited(program)] == ["sending", "done", "sending", "failed"]


def test_each_to_is_not_for_updates(program: Program, engines: Engines, trusted: list[str], password: dict[str, str]):
    engines.add(3)
    engines.add(4)
    options = ["--allow-update", "--yes", "--each-to", "each"]
    done = program.run(*EVERYTHING, *engines.options, *trusted, *options, variables=password)
    assert done.returncode == 2
    assert [server.visitors for server in engines.servers] == [0, 0]
