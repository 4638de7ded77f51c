from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from nxql_tui.accounts.connections import Connection, save_connection
from nxql_tui.accounts.known_engines import Pin, save_pin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nxql_tui.engine.server import EmbeddedEngine
    from tests.commands.conftest import Program

STATUSES = {"ok", "warning", "failed", "skipped"}


def config_folder(program: Program) -> Path:
    folder = program.folder / "home" / "config"
    folder.mkdir(parents=True, mode=0o700)
    return folder


def report(output: bytes) -> dict[str, dict[str, dict[str, Any]]]:
    """The findings of a JSON report by group and name."""
    document = json.loads(output)
    return {group["title"]: {finding["name"]: finding for finding in group["findings"]} for group in document["groups"]}


# This host


def test_a_host_in_order_is_told_line_by_line(program: Program):
    done = program.run("doctor")
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert [line for line in lines if line and not line.startswith(" ")][:-1] == [
        "This program",
        "Terminal",
        "Passwords",
        "Files",
    ]
    assert lines[-1].startswith("Nothing failed: ")


def test_a_remedy_stands_under_its_finding(program: Program):
    lines = program.run("doctor").stdout.decode().splitlines()
    place = next(number for number, line in enumerate(lines) if "no D-Bus session" in line or "D-Bus" in line)
    assert lines[place + 1].strip().startswith("→ ")


def test_a_mistake_in_the_settings_ends_with_2(program: Program):
    config_folder(program).joinpath("config.toml").write_text("histroy = true")
    done = program.run("doctor")
    assert (done.returncode, done.stderr) == (2, b"")
    assert "✘ failed" in done.stdout.decode()


def test_json_is_one_document_with_the_same_content(program: Program):
    config_folder(program).joinpath("config.toml").write_text("histroy = true")
    done = program.run("doctor", "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (2, b"")
    assert document["exit_code"] == 2
    assert document["summary"]["failed"] == 1
    findings = [finding for group in document["groups"] for finding in group["findings"]]
    assert {finding["status"] for finding in findings} <= STATUSES
    assert len(findings) == sum(document["summary"].values())
    assert "did you mean 'history'" in report(done.stdout)["Files"]["config.toml"]["found"]


def test_the_password_of_the_environment_is_told_and_not_shown(program: Program, password: dict[str, str]):
    # That it is nowhere in the output is seen for every run.
    done = program.run("doctor", "--json", variables=password)
    assert "It is set" in report(done.stdout)["Passwords"]["NXQL_TUI_PASSWORD"]["found"]


def test_a_narrow_terminal_is_filled_and_not_overrun(program: Program):
    child = program.open_terminal("doctor", variables={"COLUMNS": "60", "NO_COLOR": "1"})
    child.expect(pexpect.EOF)
    lines = child.before.decode().replace("\r", "").splitlines()
    assert "\x1b" not in child.before.decode()
    assert max(len(line) for line in lines if " " in line.strip()[30:]) <= 60


def test_a_terminal_gets_colours(program: Program):
    child = program.open_terminal("doctor")
    child.expect(pexpect.EOF)
    assert "\x1b[32m✔ ok\x1b[0m" in child.before.decode()


def test_an_output_without_our_marks_gets_plain_ones(program: Program):
    done = program.run_afresh("doctor", variables={"PYTHONIOENCODING": "ascii"})
    assert b"  + ok      Python" in done.stdout


# The way to an Engine

WAY = ["address", "DNS", "TCP", "TLS", "certificate", "trust", "login", "licence", "windows", "mac_os", "mobile"]


def way_of(output: bytes) -> dict[str, dict[str, Any]]:
    groups = report(output)
    (title,) = [title for title in groups if title.startswith("Way to ")]
    return groups[title]


def test_a_good_way_ends_with_0(program: Program, at_engine: list[str], password: dict[str, str]):
    done = program.run("doctor", *at_engine, "--json", variables=password)
    assert (done.returncode, done.stderr) == (0, b"")
    way = way_of(done.stdout)
    assert list(way) == WAY
    assert {finding["status"] for finding in way.values()} == {"ok"}
    assert way["windows"]["milliseconds"] > 0


def test_the_way_is_told_for_people_too(program: Program, at_engine: list[str], password: dict[str, str]):
    text = program.run("doctor", *at_engine, variables=password).stdout.decode()
    assert "\n\nWay to 127.0.0.1:" in text
    assert "✔ ok      mobile        answers" in text


def test_a_saved_connection_brings_its_address_user_and_password(
    program: Program, engine: EmbeddedEngine, password: dict[str, str]
):
    script = program.folder / "say.py"
    script.write_text(f"import sys; sys.stdout.buffer.write({password['NXQL_TUI_PASSWORD']!r}.encode() + b'\\n')")
    command = f"{sys.executable} {script}"
    saved = Connection("lab\x1b", f"127.0.0.1:{engine.port}", "alice", password_command=command)
    home = program.folder / "home"
    save_connection(home / "config" / "connections.toml", saved)
    save_pin(home / "state" / "known_engines", saved.address, Pin(engine.certificate_der))
    done = program.run("doctor", "lab\x1b", "--json")
    assert done.returncode == 0
    assert "Way to lab␛" in report(done.stdout)
    assert "as alice" in way_of(done.stdout)["login"]["found"]


def test_a_connection_that_nobody_has_saved_fails_at_its_address(program: Program):
    done = program.run("doctor", "lab", "--json")
    assert (done.returncode, done.stderr) == (2, b"")
    assert "There is no connection 'lab'" in way_of(done.stdout)["address"]["found"]


def test_connections_that_cannot_be_read_keep_nobody_from_the_rest_of_the_report(program: Program):
    config_folder(program).joinpath("connections.toml").write_text("[connections")
    done = program.run("doctor", "lab", "--json")
    assert (done.returncode, done.stderr) == (2, b"")
    assert way_of(done.stdout)["address"]["status"] == "failed"


def test_no_connection_ends_with_7(program: Program, at_port: Callable[[int], list[str]], closed_port: int):
    done = program.run("doctor", *at_port(closed_port), "--json")
    assert done.returncode == 7
    assert way_of(done.stdout)["TCP"]["status"] == "failed"


def test_no_trust_ends_with_6(program: Program, at_port: Callable[[int], list[str]], engine: EmbeddedEngine):
    assert program.run("doctor", *at_port(engine.port)).returncode == 6


def test_another_certificate_than_the_one_named_ends_with_6(
    program: Program, at_port: Callable[[int], list[str]], engine: EmbeddedEngine
):
    done = program.run("doctor", *at_port(engine.port), "--fingerprint", "AB" * 32, "--json")
    assert done.returncode == 6
    assert engine.sha256 in way_of(done.stdout)["trust"]["found"]


def test_a_refused_password_ends_with_4(program: Program, at_engine: list[str]):
    done = program.run("doctor", *at_engine, variables={"NXQL_TUI_PASSWORD": "wrong"})
    assert done.returncode == 4
    assert b"wrong" not in done.stdout


def test_no_licence_ends_with_5(
    program: Program,
    at_port: Callable[[int], list[str]],
    unlicensed_engine: EmbeddedEngine,
    password: dict[str, str],
):
    options = [*at_port(unlicensed_engine.port), "--fingerprint", unlicensed_engine.sha256]
    assert program.run("doctor", *options, variables=password).returncode == 5


def test_what_fails_on_the_way_goes_before_what_is_wrong_with_the_host(
    program: Program, at_port: Callable[[int], list[str]], closed_port: int
):
    config_folder(program).joinpath("config.toml").write_text("histroy = true")
    assert program.run("doctor", *at_port(closed_port)).returncode == 7


def test_without_a_terminal_nobody_is_asked_for_a_password(program: Program, at_engine: list[str]):
    done = program.run("doctor", *at_engine, "--json")
    login = way_of(done.stdout)["login"]
    assert (done.returncode, login["status"]) == (0, "skipped")
    assert "without a terminal nobody can be asked" in login["found"]


def test_a_person_at_a_terminal_types_the_password(program: Program, at_engine: list[str], password: dict[str, str]):
    child = program.open_terminal("doctor", *at_engine)
    child.expect("Password of alice at ")
    child.sendline(password["NXQL_TUI_PASSWORD"])
    child.expect("not refused")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_without_a_user_the_way_is_looked_at_up_to_the_login(program: Program, engine: EmbeddedEngine):
    done = program.run("doctor", "--engine", f"127.0.0.1:{engine.port}", "--fingerprint", engine.sha256, "--json")
    way = way_of(done.stdout)
    assert (done.returncode, way["trust"]["status"], way["login"]["status"]) == (0, "ok", "skipped")


def test_a_password_command_that_fails_is_a_wrong_setting(program: Program, at_engine: list[str]):
    done = program.run("doctor", *at_engine, "--password-command", "false", "--json")
    assert done.returncode == 2
    assert "exit code 1" in way_of(done.stdout)["login"]["found"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--user", "alice"),
        ("--timeout", "5"),
        ("--engine", "a", "--fingerprint", "xyz"),
        ("one", "two"),
    ],
)
def test_options_that_are_for_nothing_are_wrong_usage(program: Program, arguments: tuple[str, ...]):
    done = program.run("doctor", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")


# Nothing to be read by others


def test_a_password_that_was_typed_into_an_address_is_not_told(program: Program):
    done = program.run("doctor", "--engine", "https://alice:kanarienvogel@127.0.0.1:9", "--user", "alice", "--json")
    assert b"kanarienvogel" not in done.stdout + done.stderr
    assert done.returncode == 2


def test_a_password_command_of_the_doctor_gets_no_password_of_ours(program: Program, at_engine: list[str]):
    told = program.folder / "told"
    script = f"import os, pathlib; pathlib.Path({str(told)!r}).write_text(repr(dict(os.environ))); print('wrong')"
    command = f'{sys.executable} -c "{script}"'
    variables = {"NXQL_TUI_PASSWORD": "kanarienvogel", "NXQL_TUI_PROXY_PASSWORD": "kanarienvogel"}
    program.run("doctor", *at_engine, "--password-command", command, variables=variables)
    assert "kanarienvogel" not in told.read_text()
