from __future__ import annotations

import io

import pytest

from nxql_tui.ui.window_title import has_title, title_sequence, window_title_kept


@pytest.mark.parametrize(("terminal", "has"), [("xterm-256color", True), ("tmux-256color", True), ("linux", False)])
def test_a_terminal_with_a_window_has_a_title(terminal: str, has: bool) -> None:
    assert has_title({"TERM": terminal}) is has


def test_no_control_character_of_a_title_gets_to_the_terminal() -> None:
    sequence = title_sequence("si\x1b]0;te\a\n")
    assert sequence.startswith("\x1b]2;si")
    assert sequence.endswith("\a")
    assert sequence[2:-1].isprintable()


def test_the_title_is_what_it_was_also_after_a_fault() -> None:
    stream = io.StringIO()

    def fail() -> None:
        with window_title_kept(stream, {"TERM": "xterm"}):
            stream.write("title")
            raise ValueError("a fault")

    with pytest.raises(ValueError, match="a fault"):
        fail()
    assert stream.getvalue() == "\x1b[22;2ttitle\x1b[23;2t"


def test_a_terminal_without_titles_gets_nothing() -> None:
    stream = io.StringIO()
    with window_title_kept(stream, {"TERM": "linux"}):
        pass
    assert stream.getvalue() == ""
