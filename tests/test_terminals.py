from __future__ import annotations

import pytest

from nxql_tui.terminals import Multiplexer, find_multiplexer, is_remote


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
