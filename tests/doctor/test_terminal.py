from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from nxql_tui.doctor.findings import Finding, Status
from nxql_tui.doctor.terminal import Terminal, look_at_terminal, option_of_tmux

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


def look(
    variables: dict[str, str] | None = None,
    size: tuple[int, int] | None = (80, 24),
    tmux: dict[str, str] | None = None,
) -> dict[str, Finding]:
    terminal = Terminal(GOOD if variables is None else variables, size, (tmux or {}).get)
    return {finding.name: finding for finding in look_at_terminal(terminal)}


def test_a_good_terminal_gives_no_warning():
    assert {finding.status for finding in look().values()} == {Status.OK}


@pytest.mark.parametrize("variables", [{}, {"TERM": "dumb"}])
def test_a_terminal_that_nothing_can_be_drawn_on_is_warned_of(variables: dict[str, str]):
    kind = look(variables)["kind"]
    assert kind.status is Status.WARNING
    assert "TERM" in kind.remedy


@pytest.mark.parametrize(("size", "status"), [((60, 14), Status.OK), ((59, 14), Status.WARNING), ((60, 13), "warning")])
def test_a_terminal_too_small_for_the_explorer_is_warned_of(size: tuple[int, int], status: Status):
    assert look(size=size)["size"].status == status


def test_without_a_terminal_its_size_is_skipped():
    assert look(size=None)["size"].status is Status.SKIPPED


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"COLORTERM": "truecolor", "TERM": "xterm"}, "16 million"),
        ({"COLORTERM": "24bit"}, "16 million"),
        ({"TERM": "tmux-256color"}, "256"),
        ({"TERM": "linux"}, "16,"),
        ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, "none, because NO_COLOR"),
        ({"NO_COLOR": "", "COLORTERM": "truecolor"}, "16 million"),
    ],
)
def test_colours_are_told_by_what_tells_them(variables: dict[str, str], words: str):
    assert words in look(variables)["colours"].found


@pytest.mark.parametrize(
    ("variables", "status"),
    [
        ({"LANG": "de_CH.utf8"}, Status.OK),
        ({"LANG": "ca_ES.UTF-8@valencia"}, Status.OK),
        ({"LC_ALL": "C", "LANG": "C.UTF-8"}, Status.WARNING),
        ({"LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "de_CH.ISO-8859-1"}, Status.OK),
        ({}, Status.WARNING),
    ],
)
def test_the_first_locale_variable_that_is_set_tells_the_letters(variables: dict[str, str], status: Status):
    assert look(variables)["letters"].status is status


def test_a_line_of_ssh_is_told_without_its_addresses():
    place = look({**GOOD, "SSH_CONNECTION": "192.0.2.7 50000 10.1.2.3 22"})["place"]
    assert "SSH" in place.found
    assert "192.0.2.7" not in place.found


@pytest.mark.parametrize(
    ("variables", "words"), [({"TMUX": "/tmp/tmux,1,0"}, "tmux"), ({"STY": "1.pts-0"}, "GNU screen"), ({}, "neither")]
)
def test_what_lies_between_is_named(variables: dict[str, str], words: str):
    assert look(variables)["between"].found.startswith(words)


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"set-clipboard": "on"}, Status.OK),
        ({"set-clipboard": "external", "allow-passthrough": "all"}, Status.OK),
        ({"set-clipboard": "external", "allow-passthrough": "off"}, Status.WARNING),
        ({}, Status.WARNING),
    ],
)
def test_a_tmux_that_drops_what_is_copied_is_warned_of(options: dict[str, str], status: Status):
    clipboard = look({**GOOD, "TMUX": "/tmp/tmux,1,0"}, tmux=options)["clipboard"]
    assert clipboard.status is status
    assert bool(clipboard.remedy) is (status is Status.WARNING)


@pytest.fixture
def tmux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server of tmux of our own that we seem to run in."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    socket = tmp_path / "tmux"
    command = ["tmux", "-S", str(socket), "-f", os.devnull]
    subprocess.run([*command, "new-session", "-d", "sleep 600"], check=True, env={**os.environ, "TERM": "xterm"})
    subprocess.run([*command, "set-option", "-s", "set-clipboard", "on"], check=True)
    monkeypatch.setenv("TMUX", f"{socket},1,0")
    yield
    subprocess.run([*command, "kill-server"], check=True)


def test_a_real_tmux_tells_its_options(tmux: None):
    assert option_of_tmux("set-clipboard") == "on"
    assert option_of_tmux("allow-passthrough") in ("off", None)


def test_no_tmux_tells_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("TMUX", f"{tmp_path}/none,1,0")
    assert option_of_tmux("set-clipboard") is None
