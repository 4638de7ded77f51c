from __future__ import annotations

import json
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nxql_tui.engine.server import EmbeddedEngine
    from tests.commands.conftest import Program, StrangeEngine

QUERY = "(select (name device_type) (from device) (order_by name asc) (limit 5))"
PARAMETRISED = "(select (name) (from device (where device (eq device_type (enum %2))) ) (order_by name asc) (limit %1))"


def _answer(status: str, body: bytes, length: int | None = None) -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/csv\r\nContent-Length: {len(body) if length is None else length}\r\n"
    )
    return head.encode() + b"Connection: close\r\n\r\n" + body


# Answers


@pytest.mark.parametrize("answer_format", ["csv", "html", "xml", "json"])
def test_standard_output_is_what_curl_gets(
    program: Program,
    engine: EmbeddedEngine,
    at_engine: list[str],
    password: dict[str, str],
    certificate_folder: Path,
    answer_format: str,
):
    done = program.run("query", QUERY, *at_engine, "--format", answer_format, "--hr", variables=password)
    form = [f"query={QUERY}", f"format={answer_format}", "platform=windows", "hr=true"]
    curl = subprocess.run(
        [
            *("curl", "--silent", "--fail", "--cacert", certificate_folder / "engine.crt"),
            *("--user", f"alice:{password['NXQL_TUI_PASSWORD']}"),
            *(word for pair in form for word in ("--data-urlencode", pair)),
            engine.url,
        ],
        capture_output=True,
        check=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == curl.stdout
    assert len(done.stdout) > 50


def test_parameters_platforms_and_a_query_from_standard_input(
    program: Program, at_engine: list[str], password: dict[str, str]
):
    done = program.run(
        *("query", "-", *at_engine, "--platform", "windows,mac_os", "-p", "3", "--param", "2=laptop", "--format=json"),
        typed=PARAMETRISED.encode(),
        variables=password,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(json.loads(done.stdout)) == 3


def test_an_answer_larger_than_any_pipe_arrives_whole(program: Program, at_engine: list[str], password: dict[str, str]):
    everything = "(select (*) (from device) (order_by name asc))"
    done = program.run("query", everything, *at_engine, "--platform=windows,mac_os,mobile", variables=password)
    assert done.returncode == 0
    assert len(done.stdout) > 65536
    assert done.stdout.count(b"\n") == 301
    assert not program.spools


def test_the_answer_goes_to_a_file_of_its_owner(program: Program, at_engine: list[str], password: dict[str, str]):
    printed = program.run("query", QUERY, *at_engine, variables=password)
    done = program.run("query", QUERY, *at_engine, "-o", "answer.csv", variables=password)
    answer = program.folder / "answer.csv"
    assert (done.returncode, done.stdout) == (0, b"")
    assert answer.read_bytes() == printed.stdout
    assert stat.S_IMODE(answer.stat().st_mode) == 0o600


def test_an_earlier_file_is_replaced(program: Program, at_engine: list[str], password: dict[str, str]):
    (program.folder / "answer.csv").write_text("old")
    assert program.run("query", QUERY, *at_engine, "-o", "answer.csv", variables=password).returncode == 0
    assert (program.folder / "answer.csv").read_text().startswith("name\tdevice_type\n")


def test_a_failed_question_leaves_the_earlier_file_alone(
    program: Program,
    at_port: Callable[[int], list[str]],
    strange_engine: Callable[[bytes], StrangeEngine],
    engine: EmbeddedEngine,
    password: dict[str, str],
):
    (program.folder / "answer.csv").write_text("old")
    cut = strange_engine(_answer("200 OK", b"name\nPC1\n", length=1000))
    where = [*at_port(cut.port), "--fingerprint", engine.sha256]
    done = program.run("query", QUERY, *where, "-o", "answer.csv", variables=password)
    assert done.returncode == 7
    assert (program.folder / "answer.csv").read_text() == "old"
    assert {path.name for path in program.folder.iterdir()} <= {"answer.csv", "home"}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"Content-Length: 1000\r\n\r\nname\nPC1\nPC", id="shorter than announced"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\nb\r\nname\nPC1\nPC\r\n", id="no last chunk"),
        pytest.param(b"\r\nname\nPC1\nPC", id="no length, no goodbye"),
    ],
)
def test_a_cut_answer_is_written_as_far_as_it_came_and_told_by_the_exit_code(
    program: Program,
    at_port: Callable[[int], list[str]],
    strange_engine: Callable[[bytes], StrangeEngine],
    engine: EmbeddedEngine,
    password: dict[str, str],
    answer: bytes,
):
    cut = strange_engine(b"HTTP/1.1 200 OK\r\n" + answer)
    done = program.run("query", QUERY, *at_port(cut.port), "--fingerprint", engine.sha256, variables=password)
    assert done.returncode == 7
    assert done.stdout == b"name\nPC1\nPC"
    assert b"broke off after 11 bytes; it is incomplete. Ask again." in done.stderr
    assert program.spools == []


def test_a_missing_folder_for_the_answer_is_a_wrong_setting(
    program: Program, at_engine: list[str], password: dict[str, str]
):
    done = program.run("query", QUERY, *at_engine, "-o", "nowhere/answer.csv", variables=password)
    assert done.returncode == 2
    assert b"nowhere" in done.stderr


def test_a_device_is_never_replaced_by_a_file(program: Program, at_engine: list[str], password: dict[str, str]):
    done = program.run("query", QUERY, *at_engine, "-o", "/dev/full", variables=password)
    assert done.returncode == 2
    assert stat.S_ISCHR((program.folder / "/dev/full").stat().st_mode)


def test_a_full_standard_output_is_said(program: Program, at_engine: list[str], password: dict[str, str]):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            program.command("query", QUERY, *at_engine),
            stdout=full,
            stderr=subprocess.PIPE,
            env={**program.environment, **password},
            cwd=program.folder,
            check=False,
        )
    assert done.returncode == 7
    assert done.stderr == b"nxql-tui: Standard output cannot be written: No space left on device.\n"


def test_a_closed_standard_output_is_said(program: Program, at_engine: list[str], password: dict[str, str]):
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *program.command("query", QUERY, *at_engine)],
        capture_output=True,
        env={**program.environment, **password},
        cwd=program.folder,
        check=False,
    )
    assert done.returncode == 7
    assert b"Standard output is closed" in done.stderr
    assert b"Traceback" not in done.stderr


def test_the_demo_answers_without_any_login(program: Program):
    done = program.run("query", "--demo", "(select (name) (from device) (limit 5))")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"name\n")
    assert done.stdout.count(b"\n") == 6


# Failures


@pytest.mark.parametrize("where", [["--demo"], ["--engine", "nowhere.invalid", "--user", "alice"]])
def test_a_mistake_found_offline_is_shown_in_its_line_and_nobody_is_asked(program: Program, where: list[str]):
    done = program.run("query", *where, "(select (name)\n (from device) (limit five))")
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.decode().splitlines()[1:4] == [
        done.stderr.decode().splitlines()[1],
        "     (from device) (limit five))",
        "                          ^~~~",
    ]
    assert b"\n2:23: error: " in done.stderr


def test_a_mistake_that_a_parameter_brings_is_shown_as_filled_in(program: Program):
    done = program.run("query", "--demo", PARAMETRISED, "-p", "three", "-p", "laptop")
    assert done.returncode == 3
    assert b"(limit three)" in done.stderr


def test_a_placeholder_without_a_parameter_is_named(program: Program):
    done = program.run("query", "--demo", PARAMETRISED, "-p", "3")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"%2" in done.stderr


def test_the_engine_says_which_field_does_not_exist_and_which_do(
    program: Program, at_engine: list[str], password: dict[str, str]
):
    done = program.run("query", "(select (device_tpye) (from device))", *at_engine, variables=password)
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"'device_tpye'" in done.stderr
    assert b"device_type" in done.stderr


def test_a_wrong_password_ends_with_4(program: Program, at_engine: list[str]):
    done = program.run("query", QUERY, *at_engine, variables={"NXQL_TUI_PASSWORD": "wrong"})
    assert (done.returncode, done.stdout) == (4, b"")
    assert b"alice" in done.stderr or b"refused" in done.stderr


def test_an_engine_without_a_licence_ends_with_5(
    program: Program, unlicensed_engine: EmbeddedEngine, at_port: Callable[[int], list[str]], password: dict[str, str]
):
    where = [*at_port(unlicensed_engine.port), "--fingerprint", unlicensed_engine.sha256]
    done = program.run("query", QUERY, *where, variables=password)
    assert (done.returncode, done.stdout) == (5, b"")


def test_a_port_nobody_listens_at_ends_with_7(
    program: Program, closed_port: int, at_port: Callable[[int], list[str]], password: dict[str, str]
):
    done = program.run("query", QUERY, *at_port(closed_port), variables=password)
    assert (done.returncode, done.stdout) == (7, b"")
    assert str(closed_port).encode() in done.stderr


def test_an_answer_cut_short_ends_with_7(
    program: Program,
    engine: EmbeddedEngine,
    at_port: Callable[[int], list[str]],
    strange_engine: Callable[[bytes], StrangeEngine],
    password: dict[str, str],
):
    cut = strange_engine(_answer("200 OK", b"name\nPC1\n", length=1000))
    done = program.run("query", QUERY, *at_port(cut.port), "--fingerprint", engine.sha256, variables=password)
    assert done.returncode == 7
    assert done.stderr
    assert not program.spools


def test_another_status_ends_with_7_and_its_number(
    program: Program,
    engine: EmbeddedEngine,
    at_port: Callable[[int], list[str]],
    strange_engine: Callable[[bytes], StrangeEngine],
    password: dict[str, str],
):
    strange = strange_engine(_answer("503 Service Unavailable", b"<html>engine startup is not completed yet</html>"))
    done = program.run("query", QUERY, *at_port(strange.port), "--fingerprint", engine.sha256, variables=password)
    assert (done.returncode, done.stdout) == (7, b"")
    assert b"503" in done.stderr


def test_a_time_out_ends_with_7(
    program: Program,
    engine: EmbeddedEngine,
    at_port: Callable[[int], list[str]],
    strange_engine: Callable[[bytes], StrangeEngine],
    password: dict[str, str],
):
    silent = strange_engine(b"")
    where = [*at_port(silent.port), "--fingerprint", engine.sha256, "--timeout", "1"]
    done = program.run("query", QUERY, *where, variables=password)
    assert (done.returncode, done.stdout) == (7, b"")


def test_a_bad_address_is_wrong_usage(program: Program, password: dict[str, str]):
    done = program.run("query", QUERY, "--engine", "https://bob:x@engine", "--user", "alice", variables=password)
    assert (done.returncode, done.stdout) == (2, b"")


def test_what_an_engine_says_cannot_steer_the_terminal(
    program: Program,
    engine: EmbeddedEngine,
    at_port: Callable[[int], list[str]],
    strange_engine: Callable[[bytes], StrangeEngine],
    password: dict[str, str],
):
    page = b'<html><body><div id="error_message">\x1b[2Jgone \x1b]0;title\x07</div></body></html>'
    strange = strange_engine(_answer("400 Bad Request", page))
    done = program.run("query", QUERY, *at_port(strange.port), "--fingerprint", engine.sha256, variables=password)
    assert done.returncode == 3
    assert b"gone" in done.stderr
    assert b"\x1b" not in done.stderr


def test_data_cannot_steer_the_terminal_and_is_whole_in_a_pipe(
    program: Program,
    engine: EmbeddedEngine,
    at_port: Callable[[int], list[str]],
    strange_engine: Callable[[bytes], StrangeEngine],
    password: dict[str, str],
):
    body = b"name\n\x1b[31mPC1\n"
    where = [*at_port(strange_engine(_answer("200 OK", body)).port), "--fingerprint", engine.sha256]
    assert program.run("query", QUERY, *where, variables=password).stdout == body
    terminal = program.open_terminal("query", QUERY, *where, variables=password)
    terminal.expect("PC1")
    assert "␛[31m" in terminal.before.decode()
    assert b"\x1b[31m" not in terminal.before


def test_a_folder_for_spools_that_cannot_be_made_is_said(
    program: Program, at_engine: list[str], password: dict[str, str]
):
    (program.folder / "home").mkdir()
    (program.folder / "home" / "cache").write_text("a file stands where the folder should")
    done = program.run("query", QUERY, *at_engine, variables=password)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"cache" in done.stderr


@pytest.mark.parametrize("options", [["--limit-of-all"], ["--each-to", "folder"]])
def test_what_is_for_several_engines_is_refused_for_the_one_of_the_demo(program: Program, options: list[str]):
    done = program.run("query", "--demo", "(select (name) (from device) (limit 5))", *options)
    assert done.returncode == 2
    assert b"for several Engines" in done.stderr
    assert done.stdout == b""
