"""Writing a query in a real terminal: an editor outside, and what typing costs the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

LETTER_BUDGET = 200
LIST_BUDGET = 1_000
"""Bytes."""


@pytest.mark.parametrize(
    ("editor", "shown"),
    [("sed -i s/laptop/desktop/", r"enum desktop"), ("false", "'false' ended with status 1. The query is as it was")],
)
def test_the_terminal_comes_back_from_the_editor_outside(
    open_terminal: Callable[..., object], terminal_environment: dict[str, str], editor: str, shown: str
) -> None:
    terminal_environment["EDITOR"] = editor
    terminal = open_terminal("--demo")
    terminal.wait_for("enum laptop")
    terminal.wait_for("F5 sends the query")
    terminal.press("f11")
    terminal.wait_for(shown)
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0


def test_a_typed_letter_stays_in_the_budget_of_the_line(open_terminal: Callable[..., object]) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.press("f5")
    terminal.wait_for("complete")
    terminal.press("f6")
    terminal.wait_for("ctrl.space shows")
    terminal.sent_by("ctrl+n")
    terminal.sent_by("(select (name)\r(from device\r(where device (eq ")
    terminal.wait_for(r"administrator")
    opened = terminal.sent_by("d")
    assert opened <= 2 * LIST_BUDGET
    assert terminal.sent_by("e") <= LIST_BUDGET
    terminal.sent_by("escape")
    # The first of them open and close the list.
    assert [sent for letter in "xy" if (sent := terminal.sent_by(letter)) > LIST_BUDGET] == []
    assert [sent for letter in "zz" if (sent := terminal.sent_by(letter)) > LETTER_BUDGET] == []


def test_what_moves_down_when_the_editor_grows_is_drawn_where_it_stands(open_terminal: Callable[..., object]) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.press("f5")
    terminal.wait_for("complete")
    terminal.press("f6")
    terminal.wait_for("ctrl.space shows")
    for _ in range(2):
        terminal.sent_by("ctrl+home", "enter")
        assert terminal.text.count("complete") == 1
        assert terminal.text.count(" last_seen ") == 1, terminal.text
