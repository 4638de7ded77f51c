from __future__ import annotations

import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.engine.server import EmbeddedEngine
    from tests.commands.conftest import Program, StrangeEngine

PATIENCE = 60.0
QUERY = "(select (name) (from device))"


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=lambda value: str(value),
)
@pytest.mark.parametrize("output", [[], ["-o", "answer.csv"]], ids=["to a pipe", "to a file"])
def test_an_interrupted_question_is_given_up_at_the_engine_and_leaves_nothing(
    program: Program,
    engine: EmbeddedEngine,
    at_port: Callable[[int], list[str]],
    strange_engine: Callable[[bytes], StrangeEngine],
    password: dict[str, str],
    output: list[str],
    number: signal.Signals,
    code: int,
):
    silent = strange_engine(b"")
    where = [*at_port(silent.port), "--fingerprint", engine.sha256]
    child = program.start("query", QUERY, *where, *output, variables=password)
    assert silent.was_asked.wait(PATIENCE)
    child.send_signal(number)
    stdout, stderr = child.communicate(timeout=PATIENCE)
    assert (child.returncode, stdout, stderr) == (code, b"", b"")
    assert silent.was_left.wait(PATIENCE)
    assert not program.spools
    assert {path.name for path in program.folder.iterdir()} <= {"home"}


def test_rows_come_out_before_the_answer_is_complete(
    program: Program,
    engine: EmbeddedEngine,
    at_port: Callable[[int], list[str]],
    strange_engine: Callable[[bytes], StrangeEngine],
    password: dict[str, str],
):
    body = b"name\n" + b"PC1\n" * 100_000
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body) + 1}\r\n\r\n".encode()
    unfinished = strange_engine(head + body)
    where = [*at_port(unfinished.port), "--fingerprint", engine.sha256]
    child = program.start("query", QUERY, *where, variables=password)
    assert child.stdout is not None
    assert child.stdout.read(9) == b"name\nPC1\n"
    child.communicate(timeout=PATIENCE)
    assert child.returncode == 7


def test_a_reader_that_leaves_early_ends_the_question_quietly(
    program: Program, at_engine: list[str], password: dict[str, str]
):
    child = program.start("query", "(select (*) (from device))", *at_engine, variables=password)
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    assert child.stderr.read() == b""
    assert child.wait(PATIENCE) == 141
    assert not program.spools
    child.stderr.close()


def test_a_pipeline_with_head_works(program: Program, at_engine: list[str], password: dict[str, str]):
    done = subprocess.run(
        ["sh", "-c", '"$@" | head -n 1', "sh", *program.command("query", "(select (*) (from device))", *at_engine)],
        capture_output=True,
        env={**program.environment, **password},
        cwd=program.folder,
        check=True,
        timeout=PATIENCE,
    )
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_a_page_with_a_good_status_is_no_answer(
    program: Program,
    engine: EmbeddedEngine,
    at_port: Callable[[int], list[str]],
    strange_engine: Callable[[bytes], StrangeEngine],
    password: dict[str, str],
):
    page = b"<!DOCTYPE html>\n<html><body><form>Sign in to the proxy</form></body></html>"
    proxy = strange_engine(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page))
    where = [*at_port(proxy.port), "--fingerprint", engine.sha256]
    for output in ([], ["-o", "answer.csv"]):
        done = program.run("query", QUERY, *where, *output, variables=password)
        assert (done.returncode, done.stdout) == (7, b"")
        assert b"An html page came where csv was asked." in done.stderr
    assert not (program.folder / "answer.csv").exists()
