"""Passwords that are not stored by us: what a command prints, what the environment holds.

```
PasswordSourceError
├── CommandUnusable    no such program, not allowed to run, or quotes that do not close
├── CommandFailed      it ended with another exit code than 0
├── CommandTimedOut    it took too long
└── CommandSaidNothing it printed no password
```
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import subprocess

from nxql_tui.wire.credentials import Secret

PASSWORD_VARIABLE = "NXQL_TUI_PASSWORD"  # noqa: S105  the name of a variable
_OF_PASSWORDS = re.compile(r"NXQL_TUI_(\w+_)?PASSWORD")
_hidden: dict[str, Secret] = {}
"""What variables of the environment held when the program began."""

COMMAND_DEADLINE = 30.0
"""Seconds a password command may take."""
TERMINAL_DEADLINE = 300.0
"""Seconds one may take that asks a person."""


class PasswordSourceError(Exception):
    """A password could not be had; the message names the program and never its arguments or its output."""


class CommandUnusable(PasswordSourceError):  # noqa: N818  the name says the state
    """No such program, not allowed to run, or quotes that do not close."""


class CommandFailed(PasswordSourceError):  # noqa: N818
    """It ended with another exit code than 0."""


class CommandTimedOut(PasswordSourceError):  # noqa: N818
    """It took too long and was ended."""


class CommandSaidNothing(PasswordSourceError):  # noqa: N818
    """It printed no password."""


def password_from_command(command: str, *, deadline: float = COMMAND_DEADLINE) -> Secret:
    """The first line that a command prints, run without a shell, without input and away from the terminal.

    Raises:
        PasswordSourceError: There is no such line; the tree of this module tells why.
    """
    arguments = _arguments(command)
    # Away from our terminal, and endable with all it starts.
    process = _start(arguments, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, is_apart=True)
    return _first_line(arguments[0], _output(process, arguments[0], deadline))


def password_from_command_here(command: str, *, deadline: float = TERMINAL_DEADLINE) -> Secret:
    """The first line that a command prints which may ask a person on this terminal, for a PIN or a passphrase.

    Raises:
        PasswordSourceError: There is no such line; the tree of this module tells why.
    """
    arguments = _arguments(command)
    process = _start(arguments, stdin=None, stderr=None, is_apart=False)
    return _first_line(arguments[0], _output(process, arguments[0], deadline))


def _arguments(command: str) -> list[str]:
    try:
        arguments = shlex.split(command)
    except ValueError:
        raise CommandUnusable("The password command has a quote that is not closed.") from None
    if not arguments:
        raise CommandUnusable("The password command is empty.")
    return arguments


def _first_line(program: str, output: bytes) -> Secret:
    line = _decode(output.split(b"\n", 1)[0].removesuffix(b"\r"))
    if not line:
        raise CommandSaidNothing(f"The password command {program} printed nothing. Run it by hand to see.")
    return Secret(line)


def password_from_environment(name: str = PASSWORD_VARIABLE) -> Secret | None:
    """The password in a variable, hidden or not; None when it is not set or empty."""
    # Under a POSIX locale os.environ holds surrogates where the bytes are not ASCII.
    is_bytes = os.supports_bytes_environ
    value = _decode(os.environb.get(name.encode(), b"")) if is_bytes else os.environ.get(name, "")
    return Secret(value) if value else _hidden.get(name)


def hide_passwords_of_environment() -> None:
    """Take the passwords out of the environment: a program that is started from here, be it by a library, gets none.

    `password_from_environment` knows them still.
    """
    for name in list(os.environ):
        if _OF_PASSWORDS.fullmatch(name):
            password = password_from_environment(name)
            if password is not None:
                _hidden[name] = password
            del os.environ[name]


def _start(arguments: list[str], *, stdin: int | None, stderr: int | None, is_apart: bool) -> subprocess.Popen[bytes]:
    program = arguments[0]
    try:
        return subprocess.Popen(  # noqa: S603  the user's own command, without a shell
            arguments, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, start_new_session=is_apart
        )
    except FileNotFoundError:
        raise CommandUnusable(
            f"There is no program {program}, the password command. Change it, or type the password."
        ) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "a NUL byte stands in it"
        raise CommandUnusable(f"The password command {program} cannot be run: {reason}.") from None


def _output(process: subprocess.Popen[bytes], program: str, deadline: float) -> bytes:
    with process:
        try:
            output, _ = process.communicate(timeout=deadline)
        except subprocess.TimeoutExpired:
            raise CommandTimedOut(
                f"The password command {program} took longer than {deadline:.0f} seconds. It must not ask anything."
            ) from None
        finally:
            _end(process)
    if process.returncode:
        raise CommandFailed(
            f"The password command {program} failed with exit code {process.returncode}. Run it by hand to see why."
        )
    return output


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command that still runs, with all it started."""
    if process.poll() is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        # Only one that leads a group of its own is ended with all it started: ours is not to be.
        if hasattr(os, "killpg") and os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _decode(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
