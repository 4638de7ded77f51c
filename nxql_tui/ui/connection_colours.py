"""What a connection's colour looks like: variables of the theme, a ground and text that can be read on it."""

from __future__ import annotations

from nxql_tui.accounts.connection import Colour


def ground_of(colour: Colour) -> str:
    """The variable of the ground, as styles and style sheets take it."""
    return f"$connection-{colour.value}"


def text_on(colour: Colour) -> str:
    """The variable of the colour of text on that ground."""
    return f"{ground_of(colour)}-foreground"


def colour_rules(selector: str) -> str:
    """A style sheet: what the selector finds has a class such as `-red` and gets that colour."""
    return "\n".join(
        f"{selector}.-{colour.value} {{ background: {ground_of(colour)}; color: {text_on(colour)}; }}"
        for colour in Colour
    )
