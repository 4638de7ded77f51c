"""What a connection's colour looks like: a ground, and text that can be read on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.accounts.connection import Colour

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUNDS: Mapping[Colour, str] = {
    Colour.RED: "#b3261e",
    Colour.ORANGE: "#a84b00",
    Colour.YELLOW: "#f2c94c",
    Colour.GREEN: "#1e6b2e",
    Colour.CYAN: "#00696b",
    Colour.BLUE: "#1f5fbf",
    Colour.MAGENTA: "#86289c",
    Colour.GREY: "#55606e",
}
"""The same in every theme: red is to mean red."""

_DARK_TEXT = "#16181c"
_LIGHT_TEXT = "#ffffff"


def text_on(colour: Colour) -> str:
    """The colour of text on the ground of a colour."""
    return _DARK_TEXT if colour is Colour.YELLOW else _LIGHT_TEXT
