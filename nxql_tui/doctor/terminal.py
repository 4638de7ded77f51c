"""The second group: the terminal, and what lies between it and us."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.doctor.findings import Finding, Status
from nxql_tui.terminals import (
    MINIMUM_HEIGHT,
    MINIMUM_WIDTH,
    Multiplexer,
    can_be_drawn_on,
    find_multiplexer,
    given_environment,
    is_remote,
    locale_setting,
    shows_unicode,
    why_no_colours,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

TMUX_DEADLINE = 2.0
"""Seconds that tmux may take to tell an option."""

_MANY_COLOURS = ("truecolor", "24bit")


@dataclass(frozen=True, slots=True)
class Terminal:
    """What can be known of a terminal without drawing on it."""

    environment: Mapping[str, str]
    size: tuple[int, int] | None
    """Columns and lines; None where there is no terminal."""
    ask_tmux: Callable[[str], str | None]
    """The value of an option of tmux; None where tmux does not tell."""


def this_terminal() -> Terminal:
    """The terminal that this process runs in."""
    return Terminal(given_environment(), _size(), option_of_tmux)


def look_at_terminal(terminal: Terminal) -> Iterator[Finding]:
    """Its kind, size, colours and letters, what lies between, and the way to its clipboard."""
    environment = terminal.environment
    yield _kind(environment)
    yield _size_found(terminal.size)
    yield _colours(environment)
    yield _letters(environment)
    yield _place(environment)
    yield _between(environment)
    yield _clipboard(terminal)


def option_of_tmux(name: str) -> str | None:
    """The value of an option of the tmux that we run in; None where it does not tell."""
    for scope in ("-sv", "-gwv"):
        command = ["tmux", "show-options", scope, name]
        try:
            done = subprocess.run(  # noqa: S603  fixed words
                command, capture_output=True, text=True, timeout=TMUX_DEADLINE, check=False
            )
        except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
            return None
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout.strip()
    return None


def _size() -> tuple[int, int] | None:
    # Any of the three may be redirected, and the explorer itself has taken standard output.
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        try:
            if stream is not None:
                size = os.get_terminal_size(stream.fileno())
                return size.columns, size.lines
        except (OSError, ValueError):
            continue
    return None


def _kind(environment: Mapping[str, str]) -> Finding:
    kind = environment.get("TERM", "")
    if sys.platform == "win32":
        return Finding("kind", Status.OK, f"TERM is {kind}" if kind else "a console of Windows")
    if not can_be_drawn_on(environment):
        found = f"TERM is {kind}: nothing can be drawn on it." if kind else "TERM is not set."
        return Finding("kind", Status.WARNING, found, "Run in a terminal, or set TERM, for instance to xterm-256color.")
    return Finding("kind", Status.OK, f"TERM is {kind}")


def _size_found(size: tuple[int, int] | None) -> Finding:
    if size is None:
        return Finding("size", Status.SKIPPED, "There is no terminal here; the commands work all the same.")
    found = f"{size[0]} columns, {size[1]} lines"
    if size[0] < MINIMUM_WIDTH or size[1] < MINIMUM_HEIGHT:
        remedy = f"Enlarge it to {MINIMUM_WIDTH} columns and {MINIMUM_HEIGHT} lines, which the explorer needs."
        return Finding("size", Status.WARNING, found, remedy)
    return Finding("size", Status.OK, found)


def _colours(environment: Mapping[str, str]) -> Finding:
    reason = why_no_colours(environment)
    if reason:
        return Finding("colours", Status.OK, f"none, because {reason}")
    named = environment.get("COLORTERM", "").strip().lower()
    if named in _MANY_COLOURS:
        return Finding("colours", Status.OK, f"16 million, because COLORTERM is {named}")
    kind = environment.get("TERM", "")
    if kind.endswith(("-256color", "-kitty")):
        remedy = "If the terminal can do more, set COLORTERM=truecolor; SSH and sudo often drop it."
        return Finding("colours", Status.OK, "256, by the name of the terminal", remedy)
    remedy = "Themes look best with more: set TERM to xterm-256color if the terminal can, or choose the theme ansi-16."
    return Finding("colours", Status.OK, "16, by the name of the terminal", remedy)


def _letters(environment: Mapping[str, str]) -> Finding:
    if sys.platform == "win32":
        return Finding("letters", Status.OK, "Unicode")
    setting = locale_setting(environment)
    if setting is not None and shows_unicode(environment):
        return Finding("letters", Status.OK, f"UTF-8, because {setting[0]} is {setting[1]}")
    if setting is None:
        found = "No locale is set: UTF-8 is taken for granted."
        remedy = "Lines and special letters may look wrong. Set LANG, for instance to C.UTF-8."
    else:
        found = f"{setting[0]} is {setting[1]}, which is not UTF-8."
        remedy = f"The explorer shows ? for every letter beyond ASCII. Set {setting[0]}, for instance to C.UTF-8."
    return Finding("letters", Status.WARNING, found, remedy)


def _place(environment: Mapping[str, str]) -> Finding:
    if is_remote(environment):
        return Finding("place", Status.OK, "at the end of an SSH line; nothing is animated")
    return Finding("place", Status.OK, "on this machine, or nobody says otherwise")


def _between(environment: Mapping[str, str]) -> Finding:
    match find_multiplexer(environment):
        case Multiplexer.TMUX:
            return Finding("between", Status.OK, "tmux")
        case Multiplexer.SCREEN:
            return Finding("between", Status.OK, "GNU screen")
        case Multiplexer.NONE:
            return Finding("between", Status.OK, "neither tmux nor GNU screen")


def _clipboard(terminal: Terminal) -> Finding:
    match find_multiplexer(terminal.environment):
        case Multiplexer.TMUX:
            return _clipboard_of_tmux(terminal)
        case Multiplexer.SCREEN:
            found = "by the control sequence OSC 52, which GNU screen passes on in pieces"
        case Multiplexer.NONE:
            found = "by the control sequence OSC 52"
    remedy = "If nothing arrives, allow it in the settings of the terminal, or write a file instead."
    return Finding("clipboard", Status.OK, found, remedy)


def _clipboard_of_tmux(terminal: Terminal) -> Finding:
    if terminal.ask_tmux("set-clipboard") == "on":
        return Finding("clipboard", Status.OK, "by OSC 52 through tmux, which has set-clipboard on")
    if terminal.ask_tmux("allow-passthrough") in ("on", "all"):
        return Finding("clipboard", Status.OK, "by OSC 52 through tmux, which has allow-passthrough on")
    return Finding(
        "clipboard",
        Status.WARNING,
        "by OSC 52 through tmux, which drops it as far as is known here",
        "Run on the machine of tmux: tmux set-option -s set-clipboard on",
    )
