from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from nxql_tui.accounts.connections import Connection, save_connection
from nxql_tui.accounts.known_engines import Pin, save_pin
from nxql_tui.engine.certificate import find_certificate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nxql_tui.engine.server import EmbeddedEngine
    from tests.commands.conftest import Program

QUERY = "(select (name) (from device) (limit 1))"


# Passwords


def test_a_command_gives_the_password(program: Program, at_engine: list[str], password: dict[str, str]):
    word = password["NXQL_TUI_PASSWORD"]
    script = program.folder / "say.py"
    script.write_text(f"import sys; sys.stdout.buffer.write({word!r}.encode() + b'\\n')")
    done = program.run("query", QUERY, *at_engine, "--password-command", f"{sys.executable} {script}")
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_command_goes_before_the_environment(program: Program, at_engine: list[str], password: dict[str, str]):
    done = program.run("query", QUERY, *at_engine, "--password-command", "echo wrong", variables=password)
    assert done.returncode == 4


def test_a_command_that_fails_is_a_wrong_setting(program: Program, at_engine: list[str], password: dict[str, str]):
    done = program.run("query", QUERY, *at_engine, "--password-command", "false", variables=password)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"exit code 1" in done.stderr


@pytest.fixture
def lab(program: Program, engine: EmbeddedEngine, password: dict[str, str]) -> list[str]:
    """A saved connection whose command prints the password, and the options that name it."""
    script = program.folder / "say.py"
    script.write_text(f"import sys; sys.stdout.buffer.write({password['NXQL_TUI_PASSWORD']!r}.encode() + b'\\n')")
    command = f"{sys.executable} {script}"
    saved = Connection("lab", f"127.0.0.1:{engine.port}", "alice", password_command=command)
    save_connection(program.folder / "home" / "config" / "connections.toml", saved)
    return ["--connection", "lab", "--fingerprint", engine.sha256]


def test_the_command_of_a_connection_gives_its_password(program: Program, lab: list[str]):
    done = program.run("query", QUERY, *lab)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_environment_goes_before_the_command_of_a_connection(program: Program, lab: list[str]):
    assert program.run("query", QUERY, *lab, variables={"NXQL_TUI_PASSWORD": "wrong"}).returncode == 4


def test_the_command_of_a_connection_is_not_asked_for_another_user(program: Program, lab: list[str]):
    done = program.run("query", QUERY, *lab, "--user", "bob")
    assert done.returncode == 2
    assert b"There is no password for bob" in done.stderr


def test_without_a_password_or_a_terminal_the_sources_are_named(program: Program, at_engine: list[str]):
    done = program.run("query", QUERY, *at_engine)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--password-command" in done.stderr
    assert b"NXQL_TUI_PASSWORD" in done.stderr


def test_a_person_at_the_terminal_is_asked_and_nothing_typed_shows(
    program: Program, at_engine: list[str], password: dict[str, str]
):
    terminal = program.open_terminal("query", QUERY, *at_engine, "-o", "answer.csv")
    terminal.expect("Password of alice at 127.0.0.1:[0-9]+: ")
    terminal.sendline(password["NXQL_TUI_PASSWORD"].encode())
    terminal.expect_exact(_end_of_output())
    terminal.close()
    assert terminal.exitstatus == 0
    assert password["NXQL_TUI_PASSWORD"].encode() not in terminal.before
    assert (program.folder / "answer.csv").read_text().startswith("name\n")


def test_nothing_typed_is_a_wrong_setting(program: Program, at_engine: list[str]):
    terminal = program.open_terminal("query", QUERY, *at_engine)
    terminal.expect("Password of alice")
    terminal.sendline("")
    terminal.expect("No password was typed")
    terminal.expect_exact(_end_of_output())
    terminal.close()
    assert terminal.exitstatus == 2


def test_ctrl_c_at_the_prompt_interrupts(program: Program, at_engine: list[str]):
    terminal = program.open_terminal("query", QUERY, *at_engine)
    terminal.expect("Password of alice")
    terminal.sendintr()
    terminal.expect_exact(_end_of_output())
    terminal.close()
    assert terminal.exitstatus == 130


def _end_of_output() -> type[BaseException]:
    import pexpect

    return pexpect.EOF


# Trust


def test_a_self_signed_certificate_is_not_trusted_by_itself(
    program: Program, engine: EmbeddedEngine, at_port: Callable[[int], list[str]], password: dict[str, str]
):
    done = program.run("query", QUERY, *at_port(engine.port), variables=password)
    assert (done.returncode, done.stdout) == (6, b"")
    assert b"--fingerprint" in done.stderr


def test_a_ca_file_is_trusted(
    program: Program,
    engine: EmbeddedEngine,
    at_port: Callable[[int], list[str]],
    password: dict[str, str],
    certificate_folder: Path,
):
    authority = str(certificate_folder / "engine.crt")
    done = program.run("query", QUERY, *at_port(engine.port), "--ca-file", authority, variables=password)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_ca_file_without_certificates_is_a_wrong_setting(
    program: Program, engine: EmbeddedEngine, at_port: Callable[[int], list[str]], password: dict[str, str]
):
    (program.folder / "ca.pem").write_text("nothing")
    done = program.run("query", QUERY, *at_port(engine.port), "--ca-file", "ca.pem", variables=password)
    assert done.returncode in (2, 6)
    assert b"ca.pem" in done.stderr


@pytest.mark.parametrize("spelling", [str.lower, lambda text: text.replace(":", ""), lambda text: text])
def test_a_fingerprint_is_taken_in_every_usual_spelling(
    program: Program,
    engine: EmbeddedEngine,
    at_port: Callable[[int], list[str]],
    password: dict[str, str],
    spelling: Callable[[str], str],
):
    where = [*at_port(engine.port), "--fingerprint", spelling(engine.sha256)]
    assert program.run("query", QUERY, *where, variables=password).returncode == 0


def test_another_fingerprint_ends_with_6_and_both_are_told_apart(
    program: Program, engine: EmbeddedEngine, at_port: Callable[[int], list[str]], password: dict[str, str]
):
    done = program.run("query", QUERY, *at_port(engine.port), "--fingerprint", "ab" * 32, variables=password)
    assert (done.returncode, done.stdout) == (6, b"")
    assert engine.sha256.replace(":", "") in done.stderr.decode().replace(":", "").replace(" ", "")


@pytest.mark.parametrize("text", ["abc", "", "zz" * 32, "ab" * 33])
def test_a_fingerprint_that_is_none_is_wrong_usage(
    program: Program, at_port: Callable[[int], list[str]], engine: EmbeddedEngine, text: str
):
    assert program.run("query", QUERY, *at_port(engine.port), "--fingerprint", text).returncode == 2


def test_a_certificate_pinned_earlier_is_trusted(
    program: Program, engine: EmbeddedEngine, at_port: Callable[[int], list[str]], password: dict[str, str]
):
    known_engines = program.folder / "home" / "state" / "known_engines"
    save_pin(known_engines, f"127.0.0.1:{engine.port}", Pin(engine.certificate_der))
    done = program.run("query", QUERY, *at_port(engine.port), variables=password)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_changed_certificate_is_told_with_the_way_on(
    program: Program, engine: EmbeddedEngine, at_port: Callable[[int], list[str]], password: dict[str, str]
):
    known_engines = program.folder / "home" / "state" / "known_engines"
    address = f"127.0.0.1:{engine.port}"
    other = find_certificate(program.folder, "127.0.0.1")
    save_pin(known_engines, address, Pin(other.der))
    done = program.run("query", QUERY, *at_port(engine.port), variables=password)
    assert (done.returncode, done.stdout) == (6, b"")
    assert f"nxql-tui connections trust {address} --replace".encode() in done.stderr
    assert b"--fingerprint" not in done.stderr


def test_the_way_on_names_the_connection(program: Program, engine: EmbeddedEngine, password: dict[str, str]):
    saved = Connection("my lab", f"127.0.0.1:{engine.port}", "alice")
    save_connection(program.folder / "home" / "config" / "connections.toml", saved)
    done = program.run("query", QUERY, "--connection", "my lab", variables=password)
    assert done.returncode == 6
    assert b"nxql-tui connections trust 'my lab'" in done.stderr


def test_a_damaged_pin_is_a_wrong_setting(
    program: Program, engine: EmbeddedEngine, at_port: Callable[[int], list[str]], password: dict[str, str]
):
    known_engines = program.folder / "home" / "state" / "known_engines"
    known_engines.parent.mkdir(parents=True)
    known_engines.write_text(f"127.0.0.1:{engine.port} rubbish\n")
    done = program.run("query", QUERY, *at_port(engine.port), variables=password)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"known_engines, line 1" in done.stderr


# Connections


def _save(program: Program, engine: EmbeddedEngine) -> None:
    address = f"127.0.0.1:{engine.port}"
    save_connection(program.folder / "home" / "config" / "connections.toml", Connection("lab", address, "alice"))


def test_a_saved_connection_names_engine_and_user(program: Program, engine: EmbeddedEngine, password: dict[str, str]):
    _save(program, engine)
    where = ["--connection", "lab", "--fingerprint", engine.sha256]
    assert program.run("query", QUERY, *where, variables=password).returncode == 0
    assert program.run("query", QUERY, *where, "--user", "bob", variables=password).returncode == 4


def test_an_unknown_connection_is_answered_with_those_there_are(program: Program, engine: EmbeddedEngine):
    _save(program, engine)
    done = program.run("query", QUERY, "--connection", "labb")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"'labb'" in done.stderr
    assert b"There are: lab." in done.stderr


def test_without_any_connection_that_is_said(program: Program):
    done = program.run("query", QUERY, "--connection", "lab")
    assert done.returncode == 2
    assert b"None is saved yet" in done.stderr
