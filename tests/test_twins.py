"""What the README says of the command line for people who use no screen."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from nxql_tui.commands.main import PROGRAM, program
from nxql_tui.ui.keymap.registry import COMMANDS

_README = Path(__file__).parents[1] / "README.md"
_HEADING = "### With a screen reader\n"

_MOVES = {
    *("up", "down", "left", "right", "first", "last", "half_up", "half_down", "page_up", "page_down"),
    *("close", "leave"),
}
"""The last words of commands that move about on the screen, or lead out of a place."""
_OF_THE_SCREEN = {
    *("app.palette", "palette.run", "app.repaint", "app.suspend", "app.quit"),
    *(
        "app.jump",
        "button.press",
        "button.next",
        "button.previous",
        "zone.next",
        "zone.tabs",
        "tab.next",
        "tab.previous",
        "tabs.next",
        "tabs.previous",
        "library.zone",
    ),
    *("editor.select_more", "editor.select_less", "editor.outdent", "choice.next", "choice.previous"),
    *("model.back", "library.back", "answer.close_panel", "answer.undo", "panel.next_row", "panel.previous_row"),
    *("answer.next_page", "answer.previous_page", "answer.first_page", "answer.last_page", "answer.go_to_page"),
    *("answer.page_size", "answer.leftmost", "answer.rightmost", "answer.top", "answer.bottom", "answer.go_to_column"),
    *("answer.widen", "answer.narrow", "answer.fit"),
}
"""Other commands that change nothing but what is seen of what is there."""


def _rows() -> list[tuple[str, str]]:
    section = _README.read_text().partition(_HEADING)[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [tuple(line.strip("| ").split(" | ", maxsplit=1)) for line in lines]  # type: ignore[misc]


def _code(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def _commands() -> list[str]:
    return sorted({code for _, twin in _rows() for code in _code(twin) if code.split()[0] == PROGRAM})


def test_every_action_about_data_or_settings_has_its_row() -> None:
    named = [code for action, _ in _rows() for code in _code(action) if "." in code]
    assert len(named) == len(set(named))
    wanted = {one for one in COMMANDS if one.partition(".")[2] not in _MOVES and one not in _OF_THE_SCREEN}
    assert wanted - set(named) == set()
    assert set(named) - COMMANDS.keys() == set()


def test_what_only_moves_on_the_screen_is_there_to_be_moved() -> None:
    assert _OF_THE_SCREEN - COMMANDS.keys() == set()


def test_every_row_says_how_it_is_done() -> None:
    assert all(twin for _, twin in _rows())
    assert len(_commands()) > 40


@pytest.mark.parametrize("line", _commands())
def test_the_command_line_takes_what_the_table_says(line: str) -> None:
    arguments = shlex.split(line)[1:]
    command: click.Command = program
    context = None
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        context = click.Context(command, parent=context)
        inner = command.get_command(context, arguments.pop(0))
        assert inner is not None
        command = inner
    if "--help" not in arguments:
        command.make_context(command.name, arguments, parent=context)
