from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest
from canary import spellings
from file_keyring import FILE_VARIABLE, read
from proxies import KNOWN_PASSWORD, KNOWN_USER, Passage, connect_proxy

from nxql_tui.accounts.connection import Connection
from nxql_tui.accounts.kernel_keyring import find_kernel_keyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hostile_servers import Street

    from tests.commands.conftest import Program, StrangeEngine
    from tests.commands.connections.conftest import Desk, Identity

QUERY = ("query", "(select (name) (from device) (limit 1))", "--connection")
CHOSEN = "OS keyring (file_keyring, chosen by your keyring configuration)"


@dataclass(frozen=True)
class Keyring:
    """A keyring that programs find by these variables."""

    file: Path
    variables: dict[str, str]

    @property
    def kept(self) -> dict[str, str]:
        return read(self.file)


@pytest.fixture
def keyring(program: Program) -> Keyring:
    file = program.folder / "keyring.json"
    file.write_text("{}")
    variables = {
        "PYTHON_KEYRING_BACKEND": "file_keyring.FileKeyring",
        "PYTHONPATH": str(Path(__file__).parents[1]),
        FILE_VARIABLE: str(file),
    }
    return Keyring(file, variables)


def test_a_password_that_is_accepted_is_kept_where_a_query_finds_it(
    program: Program, keyring: Keyring, lab: str, password: dict[str, str]
):
    done = program.run("connections", "login", "lab", variables=keyring.variables | password)
    assert (done.returncode, done.stdout) == (0, b"")
    accepted, kept = done.stderr.decode().splitlines()
    assert accepted == f"{lab} accepts alice."
    assert kept.startswith(f"The password is kept in: {CHOSEN}, until it is forgotten.")
    assert kept.endswith("nxql-tui connections forget lab")
    assert program.run(*QUERY, "lab", variables=keyring.variables).returncode == 0


def test_it_is_written_into_no_file_of_ours(program: Program, desk: Desk, keyring: Keyring, lab: str, password):
    program.run("--log-level", "debug", "connections", "login", "lab", variables=keyring.variables | password)
    written = b"".join(path.read_bytes() for path in desk.home.rglob("*") if path.is_file())
    assert b"nxql-tui.log" in b" ".join(bytes(path) for path in desk.home.rglob("*.log"))
    assert not [how for how, wanted in spellings(password["NXQL_TUI_PASSWORD"]).items() if wanted in written]


def test_the_login_is_the_last_use_of_the_connection(
    program: Program, desk: Desk, keyring: Keyring, lab: str, password: dict[str, str]
):
    program.run("connections", "login", "lab", variables=keyring.variables | password)
    assert desk.saved["lab"].last_used is not None


def test_a_wrong_one_ends_with_4_and_nothing_of_it_is_kept(program: Program, desk: Desk, keyring: Keyring, lab: str):
    done = program.run("connections", "login", "lab", "--password-command", "echo wrong", variables=keyring.variables)
    assert (done.returncode, done.stdout) == (4, b"")
    assert keyring.kept == {}
    assert desk.saved["lab"].last_used is None


def test_an_engine_that_is_not_trusted_gets_none(
    program: Program,
    desk: Desk,
    keyring: Keyring,
    shown: Callable[[Identity], StrangeEngine],
    make_identity: Callable[..., Identity],
    password: dict[str, str],
):
    server = shown(make_identity())
    desk.save(Connection("lab", f"127.0.0.1:{server.port}", "alice"))
    done = program.run("connections", "login", "lab", variables=keyring.variables | password)
    assert done.returncode == 6
    assert b"nxql-tui connections trust lab" in done.stderr
    assert (server.bodies, keyring.kept) == ([], {})


def test_a_person_at_the_terminal_is_asked_whatever_is_kept(
    program: Program, keyring: Keyring, lab: str, password: dict[str, str]
):
    keyring.file.write_text(f'{{"nxql-tui:{lab} alice": "older"}}')
    terminal = program.open_terminal("connections", "login", "lab", variables=keyring.variables)
    terminal.expect_exact(f"Password of alice at {lab}: ")
    terminal.sendline(password["NXQL_TUI_PASSWORD"].encode())
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert password["NXQL_TUI_PASSWORD"].encode() not in terminal.before
    assert list(keyring.kept.values()) == list(password.values())


def test_without_a_terminal_or_a_password_the_sources_are_named(program: Program, keyring: Keyring, lab: str):
    done = program.run("connections", "login", "lab", variables=keyring.variables)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--password-command" in done.stderr
    assert b"NXQL_TUI_PASSWORD" in done.stderr


def test_an_unknown_name_is_answered_with_those_there_are(program: Program, lab: str):
    done = program.run("connections", "login", "labb")
    assert done.returncode == 2
    assert b"There are: lab." in done.stderr


# Places


def test_where_nothing_can_keep_it_each_place_says_why_before_anybody_is_asked(program: Program, lab: str):
    done = program.run("connections", "login", "lab")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"OS keyring" in done.stderr
    assert b"kernel keyring: switched off in the settings." in done.stderr
    assert b"NXQL_TUI_PASSWORD" in done.stderr
    assert b"terminal" not in done.stderr


def test_a_place_that_cannot_be_used_is_answered_with_one_that_can(program: Program, keyring: Keyring, lab: str):
    done = program.run("connections", "login", "lab", "--keep-in", "kernel-keyring", variables=keyring.variables)
    assert done.returncode == 2
    assert done.stderr.rstrip().endswith(b"switched off in the settings. Another place: --keep-in os-keyring")


def test_a_place_that_does_not_take_it_is_told_with_its_reason(
    program: Program, keyring: Keyring, lab: str, password: dict[str, str]
):
    keyring.file.unlink()
    done = program.run("connections", "login", "lab", variables=keyring.variables | password)
    assert done.returncode == 2
    assert b"The password cannot be kept." in done.stderr
    assert b"it is read-only" in done.stderr
    assert b"is kept in" not in done.stderr


def test_a_connection_with_a_password_command_keeps_none(
    program: Program, desk: Desk, keyring: Keyring, lab: str, password: dict[str, str]
):
    desk.save(Connection("lab", lab, "alice", password_command="pass show lab"))
    done = program.run("connections", "login", "lab", variables=keyring.variables | password)
    assert done.returncode == 0
    assert b"No password is kept" in done.stderr
    assert keyring.kept == {}
    where = ("--keep-in", "os-keyring")
    assert program.run("connections", "login", "lab", *where, variables=keyring.variables | password).returncode == 2


@pytest.fixture
def kernel_hours(program: Program, desk: Desk, lab: str) -> Iterator[None]:
    """The kernel may keep passwords, and forgets that of the lab in the end."""
    if find_kernel_keyring(1).store is None:
        pytest.skip(f"the kernel keyring: {find_kernel_keyring(1).reason}")
    (desk.home / "config" / "config.toml").write_text("kernel_keyring_hours = 2\n")
    yield
    program.run("connections", "forget", "lab")


@pytest.mark.usefixtures("kernel_hours")
def test_the_place_that_is_named_keeps_it_and_the_others_forget_theirs(
    program: Program, keyring: Keyring, lab: str, password: dict[str, str]
):
    keyring.file.write_text(f'{{"nxql-tui:{lab} alice": "older"}}')
    where = ("--keep-in", "kernel-keyring")
    done = program.run("connections", "login", "lab", *where, variables=keyring.variables | password)
    assert done.returncode == 0
    assert b"kept in: kernel keyring, 2 hours or until this computer restarts." in done.stderr
    assert keyring.kept == {}
    assert program.run(*QUERY, "lab").returncode == 0


# Sites


@pytest.mark.usefixtures("pinned_site")
def test_the_password_of_a_site_is_kept_for_its_portal_when_its_engines_accept_it(
    program: Program, keyring: Keyring, portal: str, password: dict[str, str]
):
    done = program.run("connections", "login", "site", variables=keyring.variables | password)
    assert done.returncode == 0
    told = done.stderr.decode().splitlines()[:-1]
    assert told == [
        "Not asked, for the Portal does not reach them: engine-3.",
        "engine-1 accepts alice.",
        "engine-2 accepts alice.",
    ]
    assert list(keyring.kept) == [f"nxql-tui:{portal} alice"]


def test_one_engine_that_accepts_is_enough_and_8_says_that_others_failed(
    program: Program, desk: Desk, keyring: Keyring, lab: str, closed_port: int, password: dict[str, str]
):
    first = f"127.0.0.1:{closed_port}"
    desk.save(Connection("two", user="alice", addresses=(first, lab)))
    done = program.run("connections", "login", "two", variables=keyring.variables | password)
    assert done.returncode == 8
    assert f"{lab} accepts alice." in done.stderr.decode()
    assert list(keyring.kept) == [f"nxql-tui:{first} alice"]


# Proxies


def test_the_password_of_a_proxy_is_kept_beside_it(
    program: Program, desk: Desk, keyring: Keyring, lab: str, street: Street, password: dict[str, str]
):
    passage = Passage()
    proxy = f"http://{KNOWN_USER}@127.0.0.1:{connect_proxy(street, passage, is_closed=True).address.port}"
    desk.save(Connection("lab", lab, "alice", proxy=proxy))
    variables = keyring.variables | password | {"NXQL_TUI_PROXY_PASSWORD": KNOWN_PASSWORD}
    assert program.run("connections", "login", "lab", variables=variables).returncode == 0
    assert len(keyring.kept) == 2
    assert program.run(*QUERY, "lab", variables=keyring.variables).returncode == 0


# The keyring of a desktop

LOG_IN = '"$0" -m nxql_tui connections login lab'
TRY = 'env -u NXQL_TUI_PASSWORD "$0" -m nxql_tui connections test lab'


@pytest.mark.usefixtures("lab")
def test_a_real_keyring_keeps_it_for_the_next_command(run_on_desktop: Callable[..., str], password: dict[str, str]):
    said = run_on_desktop(f"{LOG_IN} && {TRY}", sys.executable, variables=password)
    assert "kept in: OS keyring (Secret Service), until it is forgotten." in said
