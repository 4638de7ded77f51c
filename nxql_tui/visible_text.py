"""Text from elsewhere as a terminal may show it: nothing in it is obeyed."""

from __future__ import annotations

import codecs
import re

_UNSEEN = (
    "\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
"""Control characters beyond ASCII's, line separators, and whatever is not seen or turns the direction of writing.

Joiners stay: many scripts and emoji are made with them.
"""

_LONE_JOINER = "(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
"""A joiner beside ASCII joins nothing: it would only make two names look the same."""

_OBEYED_IN_TEXT = re.compile(f"[\x00-\x08\x0b-\x1f{_UNSEEN}]")
_OBEYED_IN_LINE = re.compile(f"[\x00-\x1f{_UNSEEN}]|{_LONE_JOINER}")


def visible_text(text: str) -> str:
    """The text with control characters as pictures (`␛`) and others that do not show as code points.

    TAB and line feed stay what they are.
    """
    return _OBEYED_IN_TEXT.sub(_picture, text)


def visible_line(text: str) -> str:
    """The text on one line: as `visible_text`, with TAB, line feed and joiners that join nothing shown too."""
    return _OBEYED_IN_LINE.sub(_picture, text)


class VisibleBytes:
    """Turns a stream of bytes in pieces into text for a terminal."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def feed(self, piece: bytes, *, final: bool = False) -> bytes:
        """The piece made visible; a character cut by its end comes with the next."""
        return visible_text(self._decoder.decode(piece, final)).encode()


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"‹{code:04X}›"
