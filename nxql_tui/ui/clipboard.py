"""The clipboard of the terminal, which may stand on another machine: text is handed to it through the screen.

The terminal is asked by the control sequence OSC 52 and never answers, so nobody can say that a text *was* copied.
"""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING, Any

from nxql_tui.terminals import Multiplexer, find_multiplexer, knows_xterm
from nxql_tui.ui.quantities import size_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import App

LARGEST_COPY = 74_994
"""Bytes of text: with its base64 a sequence has then the 100,000 bytes that many terminals take at most."""

_SCREEN_CHUNK = 768 - len("\x1bP\x1b\\")
"""GNU screen passes on no longer piece at once."""


class CopyingError(Exception):
    """A text was not handed to the terminal; the message is a sentence.

    CopyingError
    ├── NoClipboardError
    └── TooMuchToCopyError
    """


class NoClipboardError(CopyingError):
    """The terminal has none that it could be asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The terminal ({name or 'without a name'}) has no clipboard. Write a file instead.")


class TooMuchToCopyError(CopyingError):
    """A text is larger than terminals take."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"{size_text(size)} is more than terminals take into their clipboard ({size_text(LARGEST_COPY)}). "
            "Write a file instead."
        )


def send_to_clipboard(app: App[Any], text: str) -> None:
    """Hand a text to the terminal.

    Raises:
        CopyingError: It cannot take it; nothing was sent.
    """
    if not knows_xterm(os.environ):
        raise NoClipboardError(os.environ.get("TERM", ""))
    size = len(text.encode("utf-8", "replace"))
    if size > LARGEST_COPY:
        raise TooMuchToCopyError(size)
    app.copy_to_clipboard(text)


def sent_sentence(environment: Mapping[str, str]) -> str:
    """What can be said of a text that was handed over."""
    if find_multiplexer(environment) is Multiplexer.TMUX:
        return "sent to the clipboard, if tmux has set-clipboard on"
    return "sent to the terminal's clipboard"


def clipboard_sequence(text: str, environment: Mapping[str, str]) -> str:
    """What makes the terminal take a text, also through tmux and GNU screen; empty when the text is too large.

    Args:
        text: What to copy.
        environment: The variables that tell what lies between us and the terminal.
    """
    encoded = text.encode("utf-8", "replace")
    if len(encoded) > LARGEST_COPY:
        return ""
    sequence = f"\x1b]52;c;{base64.b64encode(encoded).decode()}\a"
    multiplexer = find_multiplexer(environment)
    if multiplexer is Multiplexer.TMUX:
        # With `set-clipboard on` tmux takes the first, with `allow-passthrough on` it hands the second on.
        inner = sequence.replace("\x1b", "\x1b\x1b")
        return f"{sequence}\x1bPtmux;{inner}\x1b\\"
    if multiplexer is Multiplexer.SCREEN:
        starts = range(0, len(sequence), _SCREEN_CHUNK)
        return "".join(f"\x1bP{sequence[start : start + _SCREEN_CHUNK]}\x1b\\" for start in starts)
    return sequence
