"""The explorer on terminals that show ASCII alone, or that nothing can be drawn on: what counts is the bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.end_to_end.conftest import Terminal


@pytest.mark.parametrize(
    "variables",
    [{"LC_ALL": "C", "TERM": "vt220"}, {"LANG": "C", "TERM": "linux"}, {"LC_ALL": "C", "TERM": "screen"}],
    ids=lambda variables: variables["TERM"],
)
def test_a_terminal_whose_locale_is_c_gets_ascii_alone(
    open_terminal: Callable[..., Terminal], variables: Mapping[str, str]
) -> None:
    terminal = open_terminal("--demo", **variables)
    terminal.wait_for("demo > ")
    terminal.wait_for("F5 sends the query")
    terminal.press("f5")
    terminal.wait_for("complete")
    terminal.press("=")
    terminal.wait_for(r"\+- name \. text -+\+")
    terminal.press("f8")
    terminal.wait_for(r"\+- Export -+")
    terminal.press("escape")
    terminal.wait_until_gone("Export -")
    terminal.press("f3")
    terminal.wait_for("Library > Saved queries")
    terminal.press("é東")
    terminal.wait_for(r"\?\?\?")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert terminal.raw.isascii()
    # What these show as letters; GNU screen takes it.
    beyond = re.search(rb"\x1b\]|\x1b\[[<=>]|\x1b\[[?0-9;]*\$", terminal.raw)
    assert (beyond is not None) == (variables["TERM"] == "screen")


def test_a_terminal_whose_locale_is_utf_8_gets_every_sign(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("--demo", TERM="vt220", LANG="C.UTF-8")
    terminal.wait_for("demo ▸")


@pytest.mark.parametrize(("kind", "said"), [("dumb", "TERM is dumb"), ("", "TERM is not set")])
def test_a_terminal_that_cannot_be_drawn_on_gets_one_sentence(
    open_terminal: Callable[..., Terminal], kind: str, said: str
) -> None:
    terminal = open_terminal("--demo", TERM=kind, columns=200)
    assert terminal.wait_exit() == 2
    sentence = f"nxql-tui: This terminal cannot show the explorer, for {said}: ask with nxql-tui query\r\n"
    assert terminal.raw == sentence.encode()
