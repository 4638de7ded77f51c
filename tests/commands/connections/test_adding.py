from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from nxql_tui.accounts.connection import Colour, Connection, TrustSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import Program
    from tests.commands.connections.conftest import Desk, Identity

LAB = ("connections", "add", "lab", "--engine", "engine.example.com", "--user", "alice")


def test_an_engine_is_saved_with_its_port(program: Program, desk: Desk):
    done = program.run(*LAB)
    assert (done.returncode, done.stdout) == (0, b"")
    assert desk.saved == {"lab": Connection("lab", "engine.example.com:1671", "alice")}


def test_it_is_said_how_its_password_is_kept(program: Program, desk: Desk):
    assert b"nxql-tui connections login lab" in program.run(*LAB).stderr


def test_one_with_a_password_command_is_only_to_be_tried(program: Program, desk: Desk):
    said = program.run(*LAB, "--password-command", "pass show lab").stderr
    assert b"connections login" not in said
    assert b"nxql-tui connections test lab" in said


def test_everything_that_can_be_said_is_saved(program: Program, desk: Desk, make_identity: Callable[..., Identity]):
    ours = make_identity()
    done = program.run(
        *LAB,
        *("--platform", "windows,mobile", "--row-limit", "500", "--time-limit", "90"),
        *("--proxy", "socks5://bob@proxy.example.com:99", "--trust", "pinned", "--server-name", "Engine.Example.com"),
        *("--client-certificate", ours.file.name, "--client-key", ours.file.name),
        *("--tag", "eu", "--tag", "production", "--colour", "cyan", "--allow-update"),
        *("--password-command", "pass show 'nexthink lab'"),
    )
    assert done.returncode == 0
    assert desk.saved["lab"] == Connection(
        "lab",
        "engine.example.com:1671",
        user="alice",
        platforms=("windows", "mobile"),
        row_limit=500,
        time_limit=90,
        proxy="socks5://bob@proxy.example.com:99",
        trust=TrustSource.PINNED,
        server_name="engine.example.com",
        client_certificate=str(ours.file),
        client_key=str(ours.file),
        tags=("eu", "production"),
        colour=Colour.CYAN,
        allow_update=True,
        password_command="pass show 'nexthink lab'",
    )


def test_a_portal_gets_its_own_port(program: Program, desk: Desk):
    program.run("connections", "add", "eu", "--portal", "portal.example.com", "--user", "alice", "--proxy", "none")
    assert desk.saved["eu"] == Connection("eu", user="alice", portal="portal.example.com:443", proxy="none")


def test_a_ca_file_is_kept_by_its_whole_path(program: Program, desk: Desk, make_identity: Callable[..., Identity]):
    authority = make_identity()
    program.run(*LAB, "--ca-file", authority.file.name)
    assert desk.saved["lab"].ca_file == str(authority.file)


def test_an_engine_named_twice_is_one(program: Program, desk: Desk):
    program.run(*LAB, "--engine", "ENGINE.example.com:1671")
    assert desk.saved["lab"].address == "engine.example.com:1671"


def test_a_name_that_is_taken_is_refused_with_what_to_do(program: Program, desk: Desk):
    program.run(*LAB)
    done = program.run(*LAB[:-1], "bob")
    assert done.returncode == 2
    assert b"--replace" in done.stderr
    assert desk.saved["lab"].user == "alice"


def test_what_is_replaced_leaves_only_the_moment_of_its_last_use(program: Program, desk: Desk):
    used = datetime(2026, 11, 23, 10, 15, tzinfo=UTC)
    desk.save(Connection("lab", "old:1671", "bob", allow_update=True, last_used=used, tags=("old",)))
    assert program.run(*LAB, "--replace").returncode == 0
    assert desk.saved["lab"] == replace(Connection("lab", "engine.example.com:1671", "alice"), last_used=used)


def test_comments_and_other_entries_stay(program: Program, desk: Desk):
    desk.file.write_text('# mine\n[connections.other]\naddress = "other" # here\nuser = "bob"\n')
    program.run(*LAB)
    assert desk.file.read_text().startswith('# mine\n[connections.other]\naddress = "other" # here\nuser = "bob"\n')


@pytest.mark.parametrize(
    "options",
    [
        ("--engine", "http://engine"),
        ("--engine", "alice@engine"),
        ("--portal", "portal"),
        ("--platform", "linux"),
        ("--row-limit", "0"),
        ("--time-limit", "soon"),
        ("--proxy", "ftp://proxy:21"),
        ("--proxy", "http://proxy"),
        ("--ca-file", "missing.pem"),
        ("--ca-file", "empty.pem"),
        ("--client-certificate", "empty.pem"),
        ("--client-key", "empty.pem"),
        ("--ca-file", "empty.pem", "--trust", "system"),
        ("--trust", "nobody"),
        ("--server-name", "not a name"),
        ("--tag", ""),
        ("--tag", "a\x1b[2Jb"),
        ("--colour", "beige"),
        ("--password-command", "pass 'show"),
        ("--password-command", " "),
    ],
)
def test_what_cannot_work_is_refused_and_nothing_is_written(program: Program, desk: Desk, options: tuple[str, ...]):
    (program.folder / "empty.pem").write_text("nothing")
    done = program.run(*LAB, *options)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr
    assert b"\x1b" not in done.stderr
    assert not desk.file.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("lab", "--user", "alice"),
        ("lab", "--engine", "engine"),
        ("lab", "--engine", "engine", "--user", "a:b"),
        ("lab", "--engine", "engine", "--user", ""),
        ("", "--engine", "engine", "--user", "alice"),
        ("a\nb", "--engine", "engine", "--user", "alice"),
    ],
)
def test_name_place_and_user_are_needed(program: Program, desk: Desk, arguments: tuple[str, ...]):
    assert program.run("connections", "add", *arguments).returncode == 2
    assert not desk.file.exists()


@pytest.mark.parametrize("proxy", ["http://bob:hush-hush@proxy:3128", "bob:hush-hush@proxy:3128"])
def test_a_proxy_with_a_password_is_refused_and_the_password_is_not_repeated(program: Program, desk: Desk, proxy: str):
    done = program.run(*LAB, "--proxy", proxy)
    assert done.returncode == 2
    assert b"NXQL_TUI_PROXY_PASSWORD" in done.stderr
    assert b"hush-hush" not in done.stderr
    assert not desk.file.exists()
