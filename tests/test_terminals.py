from __future__ import annotations

import subprocess
import sys

import pytest

from nxql_tui.terminals import Multiplexer, can_be_drawn_on, find_multiplexer, is_remote, shows_unicode, why_no_colours


@pytest.mark.parametrize(
    ("environment", "multiplexer"),
    [
        ({"TMUX": "/tmp/tmux,1,0", "STY": "1.pts"}, Multiplexer.TMUX),
        ({"TERM": "tmux-256color"}, Multiplexer.TMUX),
        ({"STY": "1.pts-0", "TERM": "screen"}, Multiplexer.SCREEN),
        ({"TERM": "xterm", "TMUX": ""}, Multiplexer.NONE),
    ],
)
def test_variables_tell_what_lies_between(environment: dict[str, str], multiplexer: Multiplexer):
    assert find_multiplexer(environment) is multiplexer


@pytest.mark.parametrize(("environment", "remote"), [({"SSH_TTY": "/dev/pts/1"}, True), ({"TERM": "xterm"}, False)])
def test_variables_tell_of_a_line(environment: dict[str, str], remote: bool):
    assert is_remote(environment) is remote


@pytest.mark.parametrize(
    ("environment", "unicode"),
    [
        ({}, True),
        ({"LANG": ""}, True),
        ({"LANG": "de_DE.UTF-8"}, True),
        ({"LC_CTYPE": "UTF-8", "LANG": "C"}, True),
        ({"LANG": "ca_ES.utf8@valencia"}, True),
        ({"LANG": "C"}, False),
        ({"LANG": "POSIX"}, False),
        ({"LC_ALL": "C", "LANG": "C.UTF-8"}, False),
        ({"LANG": "de_DE.ISO-8859-1"}, False),
        ({"LANG": "de_DE@euro"}, False),
    ],
)
def test_the_first_variable_of_the_locale_tells_of_letters(environment: dict[str, str], unicode: bool):
    assert shows_unicode(environment) is unicode


@pytest.mark.parametrize(
    ("variables", "unicode"),
    [
        ({"LANG": "C"}, False),
        ({"LC_ALL": "C"}, False),
        ({"LC_ALL": "POSIX", "LANG": "C.UTF-8"}, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({}, True),
    ],
)
def test_what_python_makes_of_the_locale_deceives_nobody(variables: dict[str, str], unicode: bool):
    script = "from nxql_tui.terminals import *; print(shows_unicode(given_environment()))"
    done = subprocess.run([sys.executable, "-c", script], env=variables, capture_output=True, text=True, check=True)
    assert done.stdout == f"{unicode}\n"


@pytest.mark.parametrize(("kind", "drawn"), [("xterm", True), ("vt220", True), ("dumb", False), ("", False)])
def test_the_name_of_a_terminal_tells_whether_it_can_be_drawn_on(kind: str, drawn: bool):
    assert can_be_drawn_on({"TERM": kind}) is drawn


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"TERM": "vt220"}, "the terminal is a vt220"),
        ({"TERM": "vt100-w"}, "the terminal is a vt100-w"),
        ({"TERM": "xterm-mono"}, "the terminal is a xterm-mono"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "NO_COLOR is set"),
        ({"TERM": "xterm", "NO_COLOR": ""}, ""),
        ({"TERM": "vt220", "COLORTERM": "truecolor"}, ""),
        ({"TERM": "vt340"}, ""),
        ({"TERM": "vte-256color"}, ""),
        ({"TERM": "linux"}, ""),
        ({}, ""),
    ],
)
def test_a_terminal_is_taken_for_one_without_colours_for_a_reason(environment: dict[str, str], reason: str):
    assert why_no_colours(environment) == reason


def test_without_a_name_nothing_can_be_drawn():
    assert not can_be_drawn_on({})
