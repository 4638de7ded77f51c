"""Text from elsewhere as a terminal may show it: nothing in it is obeyed."""

from __future__ import annotations

import codecs
import re

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters but TAB and line feed, line separators, and whatever turns the direction of writing."""


def visible_text(text: str) -> str:
    """The text with control characters as pictures (`␛`) and others that do not show as code points."""
    return _OBEYED.sub(lambda match: _picture(ord(match[0])), text)


class VisibleBytes:
    """Turns a stream of bytes in pieces into text for a terminal."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def feed(self, piece: bytes, *, final: bool = False) -> bytes:
        """The piece made visible; a character cut by its end comes with the next."""
        return visible_text(self._decoder.decode(piece, final)).encode()


def _picture(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"‹{code:04X}›"
