from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from nxql_tui.engine.server import EmbeddedEngine
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.wire.credentials import Secret
from tests.commands.conftest import CANARY, HANG_UP, NOW, PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.commands.conftest import Program, StrangeEngine

UPDATE = '(update (set #Location (enum "Paris")) (from device (where device (eq name (pattern %1)))))'
EVERYTHING = ("query", UPDATE, "-p", '"*"')
DEVICES = 40


def answer(body: bytes) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


THREE_OBJECTS = answer(b"id\n1\n2\n3\n")

Strange = tuple["StrangeEngine", list[str]]


@pytest.fixture
def strange(
    strange_engine: Callable[..., StrangeEngine], engine: EmbeddedEngine, at_port: Callable[[int], list[str]]
) -> Callable[..., Strange]:
    """An Engine with three objects that answers an update as it is told to, and the options that name it."""

    def start(answer_to_update: bytes = answer(b"updated\n3\n")) -> Strange:
        running = strange_engine(THREE_OBJECTS, answer_to_update)
        return running, [*at_port(running.port), "--fingerprint", engine.sha256]

    return start


@pytest.fixture(scope="module")
def scratch_engine(certificate_folder: Path) -> Iterator[EmbeddedEngine]:
    """An Engine whose data the tests may change."""
    settings = EngineSettings(
        now=NOW, devices=DEVICES, days=1, user="alice", password=Secret(CANARY), certificate_folder=certificate_folder
    )
    with EmbeddedEngine(settings) as running:
        yield running


@pytest.fixture
def at_scratch(scratch_engine: EmbeddedEngine, at_port: Callable[[int], list[str]]) -> list[str]:
    return [*at_port(scratch_engine.port), "--fingerprint", scratch_engine.sha256]


def audited(program: Program) -> list[dict[str, Any]]:
    path = program.folder / "home" / "state" / "audit.log"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_an_update_is_refused_and_nothing_is_sent(
    program: Program, strange: Callable[..., Strange], password: dict[str, str]
):
    running, where = strange()
    done = program.run(*EVERYTHING, *where, "--yes", variables=password)
    assert (done.returncode, done.stdout) == (9, b"")
    assert b"--allow-update" in done.stderr
    assert running.bodies == []
    assert audited(program) == []


def test_an_update_that_nobody_can_confirm_is_refused(
    program: Program, strange: Callable[..., Strange], password: dict[str, str]
):
    running, where = strange()
    done = program.run(*EVERYTHING, *where, "--allow-update", variables=password)
    assert (done.returncode, done.stdout) == (9, b"")
    assert b"--yes" in done.stderr
    assert running.bodies == []


@pytest.mark.parametrize("more", [[], ["--allow-update", "--yes"]])
def test_an_update_hidden_in_a_parameter_is_not_sent(
    program: Program, strange: Callable[..., Strange], password: dict[str, str], more: list[str]
):
    running, where = strange()
    whole = UPDATE.replace("%1", '"*"')
    done = program.run("query", "%1", "-p", f"1={whole}", *where, *more, variables=password)
    assert done.returncode == (3 if more else 9)
    assert running.bodies == []


def test_an_update_allowed_and_confirmed_is_sent_once_and_written_down(
    program: Program, at_scratch: list[str], scratch_engine: EmbeddedEngine, password: dict[str, str]
):
    done = program.run(*EVERYTHING, *at_scratch, "--allow-update", "--yes", variables=password)
    rows = program.run("query", "(select (#Location) (from device))", *at_scratch, variables=password).stdout.split()
    assert set(rows[1:]) == {b"Paris"}
    assert (done.returncode, done.stdout, done.stderr) == (0, f"updated\n{len(rows) - 1}\n".encode(), b"")
    sending, ended = audited(program)
    assert (sending["state"], ended["state"]) == ("sending", "done")
    assert sending["update"] == ended["update"]
    assert sending["objects"] == ended["objects"] == len(rows) - 1
    address = f"127.0.0.1:{scratch_engine.port}"
    assert (sending["user"], sending["connection"], sending["address"]) == ("alice", address, address)
    assert sending["statement"] == UPDATE.replace("%1", '"*"')
    assert not program.spools


def test_its_answer_goes_to_a_file_in_any_format(program: Program, at_scratch: list[str], password: dict[str, str]):
    options = ["--allow-update", "--yes", "--format", "json", "-o", "updated.json"]
    done = program.run(*EVERYTHING, *at_scratch, *options, variables=password)
    assert (done.returncode, done.stdout) == (0, b"")
    ((row),) = json.loads((program.folder / "updated.json").read_text())
    assert row["updated"] == audited(program)[1]["objects"]


def test_an_answer_that_has_no_place_keeps_the_update_from_being_sent(
    program: Program, strange: Callable[..., Strange], password: dict[str, str]
):
    running, where = strange()
    options = ["--allow-update", "--yes", "-o", "no/such/folder.csv"]
    assert program.run(*EVERYTHING, *where, *options, variables=password).returncode == 2
    assert running.updates == []
    assert audited(program) == []


@pytest.mark.parametrize(("typed", "code", "sent"), [("y", 0, True), ("n", 9, False), ("", 9, False)])
def test_a_person_confirms_the_number_of_objects_or_does_not(
    program: Program, strange: Callable[..., Strange], password: dict[str, str], typed: str, code: int, sent: bool
):
    running, where = strange()
    terminal = program.open_terminal(*EVERYTHING, *where, "--allow-update", variables=password)
    terminal.expect(r"Change 'Location' of 3 objects of device on 127\.0\.0\.1:[0-9]+\? \[y/N\] ")
    assert running.updates == []
    terminal.sendline(typed)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == code
    assert len(running.updates) == sent
    assert [line["state"] for line in audited(program)] == (["sending", "done"] if sent else [])


def test_where_nothing_matches_nobody_is_asked_to_confirm(
    program: Program, at_scratch: list[str], password: dict[str, str]
):
    terminal = program.open_terminal("query", UPDATE, "-p", "nobody", *at_scratch, "--allow-update", variables=password)
    terminal.expect("nothing to change")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 9
    assert audited(program) == []


@pytest.mark.parametrize(
    ("answer_to_update", "code", "words"),
    [
        (HANG_UP, 7, b"Nobody knows"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nConnection: close\r\n\r\nupda", 7, b"Nobody knows"),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 7, b"Nobody knows"),
        (b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 4, b"refused"),
        (b"HTTP/1.1 307 Elsewhere\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 7, b"elsewhere"),
    ],
)
def test_an_update_without_its_answer_is_never_sent_again(
    program: Program,
    strange: Callable[..., Strange],
    password: dict[str, str],
    answer_to_update: bytes,
    code: int,
    words: bytes,
):
    running, where = strange(answer_to_update)
    done = program.run(*EVERYTHING, *where, "--allow-update", "--yes", variables=password)
    assert (done.returncode, done.stdout) == (code, b"")
    assert words in done.stderr
    assert len(running.updates) == 1
    sending, failed = audited(program)
    assert (sending["state"], sending["objects"], failed["state"]) == ("sending", 3, "failed")
    assert failed["message"].startswith("uncertain" if b"Nobody" in words else "refused")


def test_an_interrupted_update_says_that_nobody_knows(
    program: Program, strange: Callable[..., Strange], password: dict[str, str]
):
    running, where = strange(b"")
    child = program.start(*EVERYTHING, *where, "--allow-update", "--yes", variables=password)
    assert running.was_sent_an_update.wait(PATIENCE)
    child.send_signal(signal.SIGINT)
    stdout, stderr = child.communicate(timeout=PATIENCE)
    assert (child.returncode, stdout) == (130, b"")
    assert b"Nobody knows" in stderr
    assert [line["state"] for line in audited(program)] == ["sending", "failed"]


def test_an_update_that_cannot_be_written_down_is_not_sent(
    program: Program, strange: Callable[..., Strange], password: dict[str, str]
):
    running, where = strange()
    (program.folder / "home" / "state" / "audit.log").mkdir(parents=True)
    done = program.run(*EVERYTHING, *where, "--allow-update", "--yes", variables=password)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"audit.log" in done.stderr
    assert running.updates == []


def test_objects_that_cannot_be_counted_keep_the_update_from_being_sent(
    program: Program, at_scratch: list[str], password: dict[str, str]
):
    update = "(update (set #Location nil) (from device (where device (eq nme (string x)))))"
    done = program.run("query", update, *at_scratch, "--allow-update", "--yes", variables=password)
    assert done.returncode == 3
    assert b"'nme'" in done.stderr
    assert audited(program) == []


def test_a_secret_value_is_not_written_down(program: Program, at_scratch: list[str], password: dict[str, str]):
    folder = program.folder / "home" / "config" / "queries"
    folder.mkdir(parents=True)
    text = f"+++\n[parameters.1]\nsecret = true\n+++\n{UPDATE}\n"
    (folder / "tag.nxql").write_text(text)
    options = ["--saved", "tag", "-p", CANARY, *at_scratch, "--allow-update", "--yes"]
    assert program.run("query", *options, variables=password).returncode == 0
    assert [line["statement"].strip() for line in audited(program)] == [UPDATE, UPDATE]


def test_the_demo_writes_its_updates_down_too(program: Program):
    done = program.run(*EVERYTHING, "--demo", "--allow-update", "--yes")
    assert done.returncode == 0
    assert {(line["connection"], line["user"]) for line in audited(program)} == {("demo", "admin")}


def test_a_select_needs_no_leave(program: Program, strange: Callable[..., Strange], password: dict[str, str]):
    running, where = strange()
    done = program.run("query", "(select (name) (from device))", *where, variables=password)
    assert done.returncode == 0
    assert len(running.bodies) == 1
    assert audited(program) == []
