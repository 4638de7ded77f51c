"""Talking to the person at the terminal, whatever standard input and output are connected to."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import click

from nxql_tui.ascii_characters import ascii_text
from nxql_tui.terminals import given_environment, shows_unicode
from nxql_tui.visible_text import visible_text
from nxql_tui.wire.credentials import Secret

_TERMINAL = Path("/dev/tty")


def say(message: str) -> None:
    """Write a message to standard error; whatever came from elsewhere in it cannot steer the terminal."""
    text = visible_text(message)
    if sys.stderr is not None and sys.stderr.isatty() and not shows_unicode(given_environment()):
        text = ascii_text(text)
    click.echo(text, err=True)


def has_terminal() -> bool:
    """Whether there is somebody to ask."""
    if sys.platform == "win32":
        return sys.stdin is not None and sys.stdin.isatty()
    try:
        with _TERMINAL.open("rb"):
            return True
    except OSError:
        return False


def ask_secret(prompt: str) -> Secret | None:
    """A line typed unseen; None when nothing was typed."""
    try:
        typed = getpass.getpass(visible_text(prompt))
    except EOFError:
        return None
    return Secret(typed) if typed else None


def confirm(question: str) -> bool:
    """Whether a person answers yes; anything but yes is no."""
    return _typed_line(f"{question} [y/N] ").lower() in ("y", "yes")


def type_yes(request: str) -> bool:
    """Whether a person types the whole word: for what should not be answered by habit."""
    return _typed_line(f"{request} Type yes: ").lower() == "yes"


def _typed_line(prompt: str) -> str:
    shown = visible_text(prompt)
    if sys.platform == "win32":
        return str(click.prompt(shown, default="", show_default=False, prompt_suffix="", err=True)).strip()
    with _TERMINAL.open("r", errors="replace") as keyboard, _TERMINAL.open("w", errors="replace") as screen:
        screen.write(shown)
        screen.flush()
        return keyboard.readline().strip()
