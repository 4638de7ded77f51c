from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.ui.clipboard import (
    LARGEST_COPY,
    NoClipboardError,
    TooMuchToCopyError,
    clipboard_sequence,
    send_to_clipboard,
)

SCREEN = {"STY": "1.pts-0", "TERM": "screen"}


def copied(sequence: str) -> str:
    """What a terminal takes of a sequence that reached it."""
    found = re.fullmatch("\x1b]52;c;([A-Za-z0-9+/=]*)\a", sequence)
    assert found is not None
    return base64.b64decode(found[1]).decode()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_terminal_takes_the_very_text(text: str):
    assert copied(clipboard_sequence(text, {"TERM": "xterm-256color"})) == text


@pytest.mark.parametrize("environment", [{"TMUX": "/tmp/tmux,1,0"}, {"TERM": "tmux-256color"}])
def test_tmux_gets_it_for_itself_and_to_hand_on(environment: dict[str, str]):
    plain = clipboard_sequence("häß\n", {})
    sequence = clipboard_sequence("häß\n", environment)
    assert sequence.startswith(plain)
    wrapped = re.fullmatch("\x1bPtmux;(.*)\x1b\\\\", sequence.removeprefix(plain), re.DOTALL)
    assert wrapped is not None
    assert wrapped[1].replace("\x1b\x1b", "\x1b") == plain


@given(st.integers(min_value=0, max_value=4000))
def test_screen_gets_pieces_that_it_takes(length: int):
    pieces = re.findall("\x1bP(?:(?!\x1b\\\\).)*\x1b\\\\", clipboard_sequence("x" * length, SCREEN), re.DOTALL)
    assert max(map(len, pieces)) <= 768
    assert copied("".join(piece[2:-2] for piece in pieces)) == "x" * length


def test_what_no_terminal_takes_is_not_sent():
    assert len(clipboard_sequence("x" * LARGEST_COPY, {})) <= 100_000
    assert clipboard_sequence("x" * (LARGEST_COPY + 1), {}) == ""
    with pytest.raises(TooMuchToCopyError, match=r"75\.0 kB is more than terminals take .* Write a file"):
        send_to_clipboard(None, "ä" * (LARGEST_COPY // 2 + 1))


@pytest.mark.parametrize("name", ["linux", "vt220"])
def test_a_terminal_without_a_clipboard_is_said_to_have_none(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TERM", name)
    with pytest.raises(NoClipboardError, match=rf"The terminal \({name}\) has no clipboard. Write a file instead"):
        send_to_clipboard(None, "x")
