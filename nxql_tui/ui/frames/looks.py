"""How a cell of the terminal looks, and the shortest sequence from one look to another."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nxql_tui.ui.frames.textual_internals import ATTRIBUTE_CODES, link_of, set_attributes_of

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from rich.style import Style

_SEEN_ON_SPACE = 0b1_1111_0100_1100
"""Attributes that a blank shows too: all but bold, dim, blink and conceal. GNU screen shows italics as reversed."""

_ENDS = (
    ("22", 0b11),
    ("23", 0b100),
    ("24", 0b10_0000_1000),
    ("25", 0b11_0000),
    ("27", 0b100_0000),
    ("28", 0b1000_0000),
    ("29", 0b1_0000_0000),
    ("54", 0b1100_0000_0000),
    ("55", 0b1_0000_0000_0000),
)
"""Codes that end attributes, and the bits of those that they end."""


class Look(NamedTuple):
    """Everything that a cell shows beside its character."""

    attributes: int
    """A bit for each of bold, dim, italic, … in the order of `Style`."""
    foreground: str | None
    """The codes of the colour; None where it cannot be seen, so that any will do."""
    background: str
    link: str
    """What stands between the two semicolons of OSC 8 and its end; empty without a link."""


PLAIN = Look(0, "39", "49", "")
"""What the terminal writes with after a reset."""


@lru_cache(maxsize=8192)
def _same(look: Look) -> Look:
    """One object for all equal looks: comparing two cells is then mostly comparing addresses."""
    return look


@lru_cache(maxsize=8192)
def looks_of(style: Style | None, color_system: ColorSystem) -> tuple[Look, Look]:
    """The look of a character in a style, and the look of a blank in it."""
    if style is None:
        return PLAIN, _same(Look(0, None, "49", ""))
    attributes = set_attributes_of(style)
    foreground, background = "39", "49"
    if style.color is not None:
        foreground = ";".join(style.color.downgrade(color_system).get_ansi_codes())
    if style.bgcolor is not None:
        background = ";".join(style.bgcolor.downgrade(color_system).get_ansi_codes(foreground=False))
    look = _same(Look(attributes, foreground, background, link_of(style)))
    if attributes & _SEEN_ON_SPACE or look.link:
        return look, look
    return look, _same(Look(0, None, background, ""))


@lru_cache(maxsize=8192)
def transition(pen: Look, look: Look) -> tuple[str, Look]:
    """The shortest sequence that makes a terminal write in a look, and what it then writes in."""
    attributes, foreground, background, link = look
    if foreground is None:
        attributes, foreground = pen.attributes & ~_SEEN_ON_SPACE, pen.foreground
    wanted = Look(attributes, foreground, background, link)
    if wanted == pen:
        return "", pen
    codes = min(_changing(pen, wanted), _afresh(wanted), key=len)
    sequence = f"\x1b[{codes}m" if codes else ""
    if link != pen.link:
        sequence += f"\x1b]8;{link or ';'}\x1b\\"
    return sequence, wanted


def _changing(pen: Look, wanted: Look) -> str:
    """The codes that change what differs; none where only the link does."""
    left, codes = pen.attributes, []
    for code, bits in _ENDS:
        if left & ~wanted.attributes & bits:
            codes.append(code)
            left &= ~bits
    codes += _beginning(wanted.attributes & ~left)
    if wanted.foreground is not None and wanted.foreground != pen.foreground:
        codes.append(wanted.foreground)
    if wanted.background != pen.background:
        codes.append(wanted.background)
    return ";".join(codes)


def _afresh(wanted: Look) -> str:
    """The codes that begin with a reset."""
    codes = ["0", *_beginning(wanted.attributes)]
    if wanted.foreground not in (None, PLAIN.foreground):
        codes.append(str(wanted.foreground))
    if wanted.background != PLAIN.background:
        codes.append(wanted.background)
    return ";".join(codes)


def _beginning(attributes: int) -> list[str]:
    return [ATTRIBUTE_CODES[bit] for bit in range(attributes.bit_length()) if attributes >> bit & 1]
