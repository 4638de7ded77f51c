from __future__ import annotations

import os
import select
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nxql_tui.accounts import password_sources
from nxql_tui.accounts.password_sources import (
    CommandFailed,
    CommandSaidNothing,
    CommandTimedOut,
    CommandUnusable,
    hide_passwords_of_environment,
    password_from_command,
    password_from_environment,
)
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from pathlib import Path


def python(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


def test_a_command_prints_the_password() -> None:
    assert password_from_command(python("print('canary')")) == Secret("canary")


def test_only_the_first_line_counts() -> None:
    assert password_from_command(python("print('canary\\nuser: alice')")) == Secret("canary")


def test_blanks_belong_to_the_password() -> None:
    assert password_from_command(python("print('  canary ')")) == Secret("  canary ")


def test_a_windows_line_end_does_not_belong_to_the_password() -> None:
    assert password_from_command(python("print('canary', end='\\r\\n')")) == Secret("canary")


@pytest.mark.parametrize("spelling", ["utf-8", "latin-1"])
def test_a_password_beyond_ascii_is_read_as_utf_8_or_else_latin_1(spelling: str) -> None:
    code = f"import sys; sys.stdout.buffer.write('pässwörd'.encode('{spelling}'))"
    assert password_from_command(python(code)) == Secret("pässwörd")


def test_no_shell_sees_the_command() -> None:
    assert password_from_command("echo $HOME ; true") == Secret("$HOME ; true")


def test_a_command_gets_no_input() -> None:
    assert password_from_command(python("import sys; print(len(sys.stdin.read()))")) == Secret("0")


def test_a_command_that_does_not_exist_is_named_without_its_arguments() -> None:
    with pytest.raises(CommandUnusable, match="no program no-such-program") as caught:
        password_from_command("no-such-program --password canary")
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("command", ["", "   ", "echo 'canary", "/", "echo \0"])
def test_a_command_that_cannot_be_run_says_so(command: str) -> None:
    with pytest.raises(CommandUnusable) as caught:
        password_from_command(command)
    assert "canary" not in str(caught.value)


def test_a_failing_command_tells_its_exit_code_and_not_its_output() -> None:
    code = "import sys; print('canary'); print('canary', file=sys.stderr); sys.exit(3)"
    with pytest.raises(CommandFailed, match="exit code 3") as caught:
        password_from_command(python(code))
    assert "canary" not in str(caught.value)


def test_a_silent_command_says_nothing() -> None:
    with pytest.raises(CommandSaidNothing):
        password_from_command(python("pass"))


def test_a_command_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(CommandTimedOut, match="must not ask anything"):
        password_from_command(python("import threading; threading.Event().wait()"), deadline=0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="watches a process by its descriptor")
def test_a_command_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    started = tmp_path / "started"
    script = f"sleep 1000 & echo $! > {shlex.quote(str(started))}; wait"
    with pytest.raises(CommandTimedOut):
        password_from_command(shlex.join(["sh", "-c", script]), deadline=1.0)
    assert has_ended(int(started.read_text()))


def has_ended(process_id: int) -> bool:
    try:
        descriptor = os.pidfd_open(process_id)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], 10.0)[0])
    finally:
        os.close(descriptor)


def test_the_environment_may_hold_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NXQL_TUI_PASSWORD", "canary")
    assert password_from_environment() == Secret("canary")


@pytest.mark.parametrize("value", [None, ""])
def test_without_the_variable_there_is_none(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv("NXQL_TUI_PASSWORD", raising=False)
    if value is not None:
        monkeypatch.setenv("NXQL_TUI_PASSWORD", value)
    assert password_from_environment() is None


@pytest.mark.parametrize("spelling", ["utf-8", "latin-1"])
def test_a_password_beyond_ascii_survives_a_posix_locale(spelling: str) -> None:
    code = (
        "from nxql_tui.accounts.password_sources import password_from_environment as read;print(ascii(read().reveal()))"
    )
    environment = {**os.environb, b"LC_ALL": b"POSIX", b"NXQL_TUI_PASSWORD": "pässwörd".encode(spelling)}
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ascii("pässwörd")


@pytest.mark.parametrize("name", ["NXQL_TUI_PASSWORD", "NXQL_TUI_PROXY_PASSWORD"])
def test_a_hidden_password_is_known_to_us_and_to_no_program_we_start(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(password_sources, "_hidden", {})
    monkeypatch.setenv(name, "canary")
    monkeypatch.setenv("NXQL_TUI_HOME", "a place")
    hide_passwords_of_environment()
    hide_passwords_of_environment()
    assert password_from_environment(name) == Secret("canary")
    code = f"import os; print({name!r} in os.environ, os.environ['NXQL_TUI_HOME'])"
    assert password_from_command(python(code)) == Secret("False a place")


def test_an_empty_variable_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_sources, "_hidden", {})
    monkeypatch.setenv("NXQL_TUI_PASSWORD", "")
    hide_passwords_of_environment()
    assert password_from_environment() is None
