"""Saved connections in a real terminal: one key, one word on the command line, a command that asks for a PIN."""

from __future__ import annotations

import base64
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from hostile_servers import Identities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PASSWORD = "kanarienvogel-9"

ASKS_FOR_A_PIN = """\
#!/bin/sh
# Like a program that asks a person: without a terminal it gives up.
test -t 0 || exit 3
printf 'PIN: ' > /dev/tty
read pin < /dev/tty
test "$pin" = 4711 && printf '%s\\n' "$(cat "$(dirname "$0")/kept")"
"""


@pytest.fixture
def program(installed_program: Path, terminal_environment: dict[str, str]) -> Callable[..., str]:
    """Runs the installed program without a screen and returns what it said."""

    def run(*arguments: str, **variables: str) -> str:
        done = subprocess.run(
            [installed_program, *arguments],
            env={**terminal_environment, **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    return run


@pytest.fixture
def lab(installed_program: Path, terminal_environment: dict[str, str], home: Path, program) -> Iterator[str]:
    """A saved and pinned connection to an Engine that wants a password; its address."""
    (home / "config").mkdir(parents=True)
    # The kernel would keep the password longer than the test lasts.
    (home / "config" / "config.toml").write_text("kernel_keyring_hours = 0\n")
    server = subprocess.Popen(
        [installed_program, "serve", "--port", "0", "--devices", "50", "--days", "1"],
        env={**terminal_environment, "NXQL_TUI_PASSWORD": PASSWORD},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        ready, fingerprint = server.stdout.readline(), server.stdout.readline().split()[-1]
        address = re.search(r"https://([^/]+)/", ready)
        assert address is not None
        program("connections", "add", "lab", "--engine", address[1], "--user", "admin", "--tag", "production")
        program("connections", "trust", "lab", "--fingerprint", fingerprint)
        yield address[1]
    finally:
        server.kill()
        server.communicate()


def test_a_saved_connection_is_entered_by_its_name_on_the_command_line(open_terminal, lab: str) -> None:
    terminal = open_terminal("--connection", "lab", NXQL_TUI_PASSWORD=PASSWORD)
    terminal.wait_for(r"PRODUCTION lab ▸ 127\.0\.0\.1:")
    terminal.press("f5")
    terminal.wait_for("complete")


def test_a_connection_that_is_not_saved_is_told_before_a_screen_opens(open_terminal, lab: str) -> None:
    terminal = open_terminal("--connection", "lob")
    assert terminal.wait_exit() == 2
    assert "There are: lab." in " ".join(terminal.text.split())
    assert b"\x1b[?1049h" not in terminal.raw


def test_a_password_command_asks_for_its_pin_on_the_terminal_and_gives_it_back(
    open_terminal, lab: str, program, tmp_path: Path
) -> None:
    (tmp_path / "kept").write_text(PASSWORD)
    asks = tmp_path / "asks-for-a-pin"
    asks.write_text(ASKS_FOR_A_PIN)
    asks.chmod(0o700)
    program(
        "connections", "add", "lab", "--engine", lab, "--user", "admin", "--password-command", str(asks), "--replace"
    )
    terminal = open_terminal()
    terminal.wait_for("this session only")
    terminal.press("enter")
    terminal.wait_for("Run it here")
    terminal.press("tab", "enter")
    terminal.wait_for("PIN: ")
    terminal.press("4711", "enter")
    terminal.wait_for("F5 sends the query")
    terminal.press("f5")
    terminal.wait_for("complete")
    assert PASSWORD.encode() not in terminal.raw


def test_a_changed_certificate_stops_a_login_until_a_command_says_otherwise(
    open_terminal, lab: str, home: Path, tmp_path: Path
) -> None:
    known = home / "state" / "known_engines"
    other = base64.b64encode(Identities(tmp_path).make("another").der).decode()
    known.write_text(f"{lab} {other}\n")
    terminal = open_terminal("--connection", "lab", NXQL_TUI_PASSWORD=PASSWORD)
    terminal.wait_for("The certificate has changed")
    terminal.wait_for("nxql-tui connections trust lab --replace")
    terminal.press("enter")
    terminal.wait_for("Log in to a Nexthink Engine")
    assert known.read_text() == f"{lab} {other}\n"


def test_ctrl_c_at_the_prompt_of_a_password_command_ends_that_command_alone(
    open_terminal, lab: str, program, tmp_path: Path
) -> None:
    asks = tmp_path / "asks-for-a-pin"
    asks.write_text(ASKS_FOR_A_PIN)
    asks.chmod(0o700)
    rules = ("--engine", lab, "--user", "admin", "--password-command", str(asks), "--replace")
    program("connections", "add", "lab", *rules)
    terminal = open_terminal()
    terminal.wait_for("this session only")
    terminal.press("enter")
    terminal.wait_for("Run it here")
    terminal.press("tab", "enter")
    terminal.wait_for("PIN: ")
    terminal.press("ctrl+c")
    terminal.wait_for("Log in to a Nexthink Engine")
    terminal.wait_for("failed with exit code")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
