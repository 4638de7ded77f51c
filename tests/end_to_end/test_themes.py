"""What a terminal is sent in themes without colours of their own: none at all, or only those of its palette."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LOOKS = re.compile(rb"\x1b\[([0-9;:]*)m")
_COLOURS = {*range(30, 50), *range(90, 108)}
"""The codes that begin or end a colour of text or ground."""
_PALETTES = {*range(30, 38), 39, *range(40, 48), 49, *range(90, 98), *range(100, 108)}
"""Those that name one of the terminal's own."""
BOLD, UNDERLINED, REVERSED = 3, 5, 7
"""Where `style_of` tells it."""


def codes_of(raw: bytes) -> set[int]:
    """Every code that was sent to change looks."""
    sequences = _LOOKS.findall(raw)
    assert sequences
    return {int(code) for codes in sequences for code in re.split(rb"[;:]", codes) if code}


def walk(terminal) -> None:
    """Go through rows, a summary, a search, a dialog and the palette, and wait for what each shows and no longer."""
    terminal.wait_for("F5 sends the query")
    terminal.press("f5")
    terminal.wait_for("s Sort")
    terminal.press("down", "=")
    terminal.wait_for("name · text")
    terminal.press("escape")
    terminal.wait_until_gone("name · text")
    terminal.press("/", "n")
    terminal.wait_for("enter keeps")
    terminal.press("enter", "f8")
    terminal.wait_for("─ Export ─")
    terminal.press("escape")
    terminal.wait_until_gone("─ Export ─")
    terminal.press("f10")
    terminal.wait_for("Search for commands")
    terminal.press("escape")
    terminal.wait_until_gone("Search for commands")


def choose_theme(home: Path, theme: str) -> Path:
    settings = home / "config" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'theme = "{theme}"\n')
    return settings


def test_with_no_color_no_colour_is_sent_whatever_the_theme(open_terminal: Callable[..., object], home: Path) -> None:
    settings = choose_theme(home, "nxql-light")
    terminal = open_terminal("--demo", NO_COLOR="1", NXQL_TUI_FULL_REPAINT="1")
    walk(terminal)
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert not codes_of(terminal.raw) & _COLOURS
    assert settings.read_text() == 'theme = "nxql-light"\n'


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "vt220", "COLORTERM": ""}])
def test_without_colours_a_mistake_and_a_choice_stand_out(
    open_terminal: Callable[..., object], home: Path, variables: dict[str, str]
) -> None:
    choose_theme(home, "ansi-16")
    terminal = open_terminal("--demo", **variables)
    walk(terminal)
    terminal.press("enter")
    terminal.wait_for("▸ name")
    terminal.settle()
    assert terminal.style_of("▸ name")[REVERSED]
    assert not terminal.style_of("laptop  ")[REVERSED]
    terminal.press("escape")
    terminal.wait_until_gone("▸ name")
    terminal.press("f6", "zzz")
    terminal.wait_for("✘")
    assert terminal.style_of("✘")[BOLD]
    assert terminal.style_of("zzz")[UNDERLINED]
    assert not codes_of(terminal.raw) & _COLOURS


def test_an_empty_no_color_is_none(open_terminal: Callable[..., object]) -> None:
    terminal = open_terminal("--demo", NO_COLOR="")
    terminal.wait_for("F5 sends the query")
    assert 38 in codes_of(terminal.raw)


def test_ansi_16_sends_only_colours_of_the_palette(open_terminal: Callable[..., object], home: Path) -> None:
    choose_theme(home, "ansi-16")
    terminal = open_terminal("--demo")
    walk(terminal)
    sent = codes_of(terminal.raw) & _COLOURS
    assert sent <= _PALETTES
    assert sent & set(range(30, 38))
