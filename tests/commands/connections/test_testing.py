from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pexpect

from nxql_tui.accounts.connection import Connection, TrustSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.engine.server import EmbeddedEngine
    from nxql_tui.engine.site import EmbeddedSite
    from tests.commands.conftest import Program, StrangeEngine
    from tests.commands.connections.conftest import Desk, Identity


def test_every_step_is_told_on_a_line_of_its_own(program: Program, lab: str, password: dict[str, str]):
    done = program.run("connections", "test", "lab", variables=password)
    assert (done.returncode, done.stderr) == (0, b"")
    name, reached, certificate, login, time = done.stdout.decode().splitlines()
    assert name == lab
    assert reached.split() == ["reached", "directly"]
    assert re.fullmatch(r"  certificate  until \d{4}-\d\d-\d\d, pinned", certificate)
    assert login.split() == ["login", "alice"]
    assert re.match(r"  time +\d+ ms ", time)


def test_nothing_is_changed(program: Program, desk: Desk, lab: str, password: dict[str, str]):
    before = {path: path.read_bytes() for path in desk.home.rglob("*") if path.is_file()}
    program.run("connections", "test", "lab", variables=password)
    assert {path: path.read_bytes() for path in desk.home.rglob("*") if path.is_file()} == before


def test_a_wrong_password_ends_with_4_behind_a_trusted_certificate(program: Program, lab: str):
    done = program.run("connections", "test", "lab", variables={"NXQL_TUI_PASSWORD": "wrong"})
    assert done.returncode == 4
    assert [line.split()[0] for line in done.stdout.decode().splitlines()[1:]] == ["reached", "certificate", "login"]
    assert done.stdout.decode().splitlines()[-1].split() == ["login", "alice:", "no"]


def test_an_engine_without_a_licence_ends_with_5(
    program: Program, desk: Desk, unlicensed_engine: EmbeddedEngine, password: dict[str, str]
):
    address = f"127.0.0.1:{unlicensed_engine.port}"
    desk.save(Connection("lab", address, "alice"))
    desk.pin(address, unlicensed_engine.certificate_der)
    assert program.run("connections", "test", "lab", variables=password).returncode == 5


def test_an_engine_that_is_not_there_ends_with_7(program: Program, desk: Desk, closed_port: int):
    desk.save(Connection("lab", f"127.0.0.1:{closed_port}", "alice"))
    done = program.run("connections", "test", "lab")
    assert done.returncode == 7
    assert done.stdout.decode().splitlines()[1:] == ["  reached      no"]


def test_a_certificate_nothing_vouches_for_ends_with_6_and_the_way_on(
    program: Program, desk: Desk, engine: EmbeddedEngine, password: dict[str, str]
):
    desk.save(Connection("my lab", f"127.0.0.1:{engine.port}", "alice"))
    done = program.run("connections", "test", "my lab", variables=password)
    assert done.returncode == 6
    assert done.stdout.decode().splitlines()[2] == "  certificate  not trusted: self-signed"
    assert b"nxql-tui connections trust 'my lab'" in done.stderr


def test_nobody_types_a_password_for_an_engine_that_is_not_trusted(
    program: Program, desk: Desk, shown: Callable[[Identity], StrangeEngine], make_identity: Callable[..., Identity]
):
    server = shown(make_identity())
    desk.save(Connection("lab", f"127.0.0.1:{server.port}", "alice"))
    terminal = program.open_terminal("connections", "test", "lab")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 6
    assert b"Password" not in terminal.before
    assert server.bodies == []


def test_a_changed_certificate_ends_with_6_both_fingerprints_and_the_way_on(
    program: Program,
    desk: Desk,
    shown: Callable[[Identity], StrangeEngine],
    make_identity: Callable[..., Identity],
    password: dict[str, str],
):
    pinned, other = make_identity(), make_identity()
    server = shown(other)
    address = f"127.0.0.1:{server.port}"
    desk.save(Connection("lab", address, "alice"))
    desk.pin(address, pinned.der)
    done = program.run("connections", "test", "lab", variables=password)
    assert done.returncode == 6
    assert pinned.sha256.encode() in done.stderr
    assert other.sha256.encode() in done.stderr
    assert b"nxql-tui connections trust lab --replace" in done.stderr
    assert server.bodies == []


def test_what_a_pinned_authority_has_signed_is_not_the_pinned_certificate(
    program: Program,
    desk: Desk,
    shown: Callable[[Identity], StrangeEngine],
    make_identity: Callable[..., Identity],
    password: dict[str, str],
):
    authority = make_identity("authority")
    server = shown(make_identity(signed_by=authority))
    address = f"127.0.0.1:{server.port}"
    desk.save(Connection("lab", address, "alice"))
    desk.pin(address, authority.der)
    done = program.run("connections", "test", "lab", variables=password)
    assert done.returncode == 6
    assert done.stdout.decode().splitlines()[-1] == "  certificate  not trusted: changed"
    assert server.bodies == []


def test_a_connection_that_trusts_only_a_pin_wants_one(
    program: Program, desk: Desk, engine: EmbeddedEngine, password: dict[str, str]
):
    desk.save(Connection("lab", f"127.0.0.1:{engine.port}", "alice", trust=TrustSource.PINNED))
    done = program.run("connections", "test", "lab", variables=password)
    assert done.returncode == 6
    assert b"nxql-tui connections trust lab" in done.stderr


def test_the_command_of_the_connection_gives_the_password(program: Program, desk: Desk, lab: str):
    desk.save(Connection("lab", lab, "alice", password_command="echo wrong"))
    assert program.run("connections", "test", "lab").returncode == 4


def test_without_a_password_the_sources_are_named(program: Program, lab: str):
    done = program.run("connections", "test", "lab")
    assert done.returncode == 2
    assert b"--password-command" in done.stderr


def test_an_engine_beside_a_connection_that_names_its_own_is_wrong_usage(program: Program, lab: str):
    assert program.run("connections", "test", "lab", "--engine", "other").returncode == 2


# Sites


def test_every_engine_of_a_portal_is_tried_and_8_says_that_some_failed(
    program: Program, pinned_site: EmbeddedSite, password: dict[str, str]
):
    done = program.run("connections", "test", "site", variables=password)
    assert done.returncode == 8
    lines = done.stdout.decode().splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == ["engine-1", "engine-2", "engine-3"]
    assert sum(line.split() == ["login", "alice"] for line in lines) == 2
    assert lines[-2:] == ["engine-3  engine-down.invalid:1671  DISCONNECTED", "  reached      no"]


def test_one_engine_of_a_site_is_tried_alone(program: Program, pinned_site: EmbeddedSite, password: dict[str, str]):
    second = pinned_site.engines[1].authority
    done = program.run("connections", "test", "site", "--engine", second, variables=password)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines()[0] == second


def test_a_password_is_typed_once_for_a_whole_site(
    program: Program, desk: Desk, pinned_site: EmbeddedSite, password: dict[str, str]
):
    first, second = (engine.authority for engine in pinned_site.engines)
    desk.save(Connection("two", user="alice", addresses=(first, second)))
    terminal = program.open_terminal("connections", "test", "two")
    terminal.expect_exact(f"Password of alice at {first}: ")
    terminal.sendline(password["NXQL_TUI_PASSWORD"].encode())
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert b"Password" not in terminal.before


def test_the_way_on_names_the_engine_of_a_site(
    program: Program, desk: Desk, pinned_site: EmbeddedSite, password: dict[str, str], closed_port: int
):
    first, second = (engine.authority for engine in pinned_site.engines)
    desk.save(Connection("two", user="alice", addresses=(first, second)))
    desk.known_engines.write_text("")
    done = program.run("connections", "test", "two", variables=password)
    assert done.returncode == 6
    assert f"nxql-tui connections trust two --engine {second}".encode() in done.stderr


def test_when_all_engines_fail_the_code_is_that_of_the_first(program: Program, desk: Desk, closed_port: int, lab: str):
    desk.save(Connection("two", user="alice", addresses=(f"127.0.0.1:{closed_port}", lab)))
    done = program.run("connections", "test", "two", variables={"NXQL_TUI_PASSWORD": "wrong"})
    assert done.returncode == 7


def test_a_password_that_two_engines_refuse_is_tried_at_no_other(
    program: Program, desk: Desk, pinned_site: EmbeddedSite, lab: str
):
    first, second = (engine.authority for engine in pinned_site.engines)
    desk.save(Connection("three", user="alice", addresses=(first, second, lab)))
    done = program.run("connections", "test", "three", variables={"NXQL_TUI_PASSWORD": "wrong"})
    assert done.returncode == 4
    assert f"{lab} was not asked".encode() in done.stderr
