from __future__ import annotations

import re
import signal
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.commands.conftest import Program

PATIENCE = 60.0
QUERY = "(select (name) (from device) (order_by name asc) (limit 3))"
READY = re.compile(r"Engine ready at (https://127\.0\.0\.1:([0-9]+)/2/query)\n")
FINGERPRINT = re.compile(r"Certificate SHA-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})\n")


class Serving:
    """`serve` in a process of its own, ready to be asked."""

    def __init__(self, child: subprocess.Popen[bytes], program: Program) -> None:
        assert child.stdout is not None
        self.child = child
        ready = READY.fullmatch(child.stdout.readline().decode())
        fingerprint = FINGERPRINT.fullmatch(child.stdout.readline().decode())
        assert ready is not None
        assert fingerprint is not None
        self.url = ready[1]
        self.port = int(ready[2])
        self.sha256 = fingerprint[1]
        self._certificate = program.folder / "home" / "state" / "embedded_engine" / "engine.crt"

    def curl(self, login: str = "admin:admin", query: str = QUERY) -> tuple[int, bytes]:
        """The status and the body of an answer as curl gets it."""
        done = subprocess.run(
            [
                *("curl", "--silent", "--cacert", self._certificate, "--user", login),
                *("--data-urlencode", f"query={query}", "--data", "format=csv"),
                *("--write-out", "%{http_code}", self.url),
            ],
            capture_output=True,
            check=True,
            timeout=PATIENCE,
        )
        return int(done.stdout[-3:]), done.stdout[:-3]

    def end(self, number: signal.Signals) -> tuple[int, bytes, bytes]:
        self.child.send_signal(number)
        stdout, stderr = self.child.communicate(timeout=PATIENCE)
        return self.child.returncode, stdout, stderr


@pytest.fixture
def serve(program: Program) -> Iterator[Callable[..., Serving]]:
    def start(*arguments: str, variables: dict[str, str] | None = None) -> Serving:
        child = program.start("serve", "--port", "0", "--devices", "20", "--days", "1", *arguments, variables=variables)
        return Serving(child, program)

    yield start
    for child in program.children:
        # Told, not killed, so that it leaves nothing behind.
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
            child.wait(PATIENCE)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_answers_until_it_is_told_to_end(serve: Callable[..., Serving], number: signal.Signals):
    serving = serve()
    status, body = serving.curl()
    assert status == 200
    assert body.startswith(b"name\n")
    assert body.count(b"\n") == 4
    assert serving.end(number) == (0, b"", b"")


def test_our_own_query_command_asks_it_by_its_fingerprint(serve: Callable[..., Serving], program: Program):
    serving = serve()
    where = ["--engine", f"127.0.0.1:{serving.port}", "--user", "admin", "--fingerprint", serving.sha256]
    done = program.run("query", QUERY, *where, variables={"NXQL_TUI_PASSWORD": "admin"})
    assert (done.returncode, done.stdout) == (0, serving.curl()[1])


def test_user_and_password_are_those_that_were_given(serve: Callable[..., Serving], password: dict[str, str]):
    serving = serve("--user", "bob", variables=password)
    assert serving.curl("admin:admin")[0] == 401
    assert serving.curl(f"bob:{password['NXQL_TUI_PASSWORD']}")[0] == 200


def test_a_command_may_give_the_password(serve: Callable[..., Serving]):
    assert serve("--password-command", "echo open-sesame").curl("admin:open-sesame")[0] == 200


def test_a_reader_may_ask_too(serve: Callable[..., Serving]):
    assert serve().curl("reader:admin")[0] == 200


def test_the_help_tells_of_the_reader(program: Program):
    assert b"reader" in program.run("serve", "--help").stdout


def test_nohup_keeps_it_from_hanging_up(serve: Callable[..., Serving]):
    earlier = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        serving = serve()
    finally:
        signal.signal(signal.SIGHUP, earlier)
    serving.child.send_signal(signal.SIGHUP)
    assert serving.curl()[0] == 200


def test_without_a_licence_everything_is_forbidden(serve: Callable[..., Serving]):
    assert serve("--no-license").curl()[0] == 403


def test_seed_and_now_make_the_answer(serve: Callable[..., Serving]):
    query = "(select (name last_seen) (from device) (order_by name asc))"
    fixed = ("--now", "2026-11-23T10:15:00", "--seed", "7")
    first, second = serve(*fixed), serve(*fixed)
    assert first.curl(query=query) == second.curl(query=query)
    assert first.curl(query=query)[0] == 200
    other = serve("--now", "2026-11-23T10:15:00", "--seed", "8")
    assert other.curl(query=query) != first.curl(query=query)


def test_a_port_in_use_is_said(program: Program):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = program.run("serve", "--port", str(port), "--devices", "1")
    assert (done.returncode, done.stdout) == (2, b"")
    assert str(port).encode() in done.stderr
    assert not program.crash_reports


def test_several_engines_come_with_a_portal(program: Program):
    child = program.start("serve", "--port", "0", "--devices", "20", "--days", "1", "--engines", "2")
    assert child.stdout is not None
    lines = [child.stdout.readline().decode() for _ in range(4)]
    assert [READY.fullmatch(line) is not None for line in lines] == [True, True, False, False]
    assert re.fullmatch(r"Portal ready at https://127\.0\.0\.1:[0-9]+/api/configuration/v1/engines\n", lines[2])
    assert FINGERPRINT.fullmatch(lines[3])
    child.send_signal(signal.SIGTERM)
    assert child.communicate(timeout=PATIENCE) == (b"", b"")
    assert child.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_database_file_is_gone_when_it_has_ended(
    serve: Callable[..., Serving], program: Program, number: signal.Signals
):
    file = program.folder / "data.duckdb"
    serving = serve("--database", str(file))
    assert file.exists()
    assert serving.curl()[0] == 200
    assert serving.end(number) == (0, b"", b"")
    assert not list(program.folder.glob("data.duckdb*"))


def test_an_existing_database_file_is_kept(program: Program):
    file = program.folder / "data.duckdb"
    file.write_text("precious")
    done = program.run("serve", "--port", "0", "--devices", "1", "--database", str(file))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"exists already" in done.stderr
    assert file.read_text() == "precious"


REFUSED: list[Sequence[str]] = [
    ("--host", "0.0.0.0"),
    ("--host", "no such host"),
    ("--user", "a:b"),
    ("--devices", "1000001"),
    ("--days", "401"),
    ("--events-per-device-day", "10001"),
    ("--engines", "0"),
    ("--port", "65535", "--engines", "2"),
    ("--database", "missing/data.duckdb"),
    ("--key", "key.pem"),
    ("--certificate", "key.pem"),
    ("--password-command", "false"),
]


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_settings_that_cannot_work_end_with_2(program: Program, arguments: Sequence[str]):
    (program.folder / "key.pem").write_text("nothing")
    done = program.run("serve", "--port", "0", "--devices", "1", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr
    assert not program.crash_reports


def test_a_folder_that_cannot_be_written_is_said(program: Program):
    (program.folder / "home").write_text("a file stands where the folder should")
    done = program.run("serve", "--port", "0", "--devices", "1")
    assert (done.returncode, done.stdout) == (2, b"")
