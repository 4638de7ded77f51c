"""The title of the terminal's window, by which one of many is found again."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from nxql_tui.terminals import knows_xterm
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KEEP, _GIVE_BACK = "\x1b[22;2t", "\x1b[23;2t"
"""Put the title away, and take it from there again; terminals that know nothing of that leave it as it is."""


def has_title(environment: Mapping[str, str]) -> bool:
    """Whether the terminal has a window with a title."""
    return knows_xterm(environment)


def title_sequence(title: str) -> str:
    """What makes a terminal show a title; no control character of it gets there."""
    return f"\x1b]2;{visible_line(title)}\a"


@contextmanager
def window_title_kept(stream: TextIO, environment: Mapping[str, str]) -> Iterator[None]:
    """Within the block others may change the title; behind it, it is what it was."""
    if not has_title(environment):
        yield
        return
    _write(stream, _KEEP)
    try:
        yield
    finally:
        _write(stream, _GIVE_BACK)


def _write(stream: TextIO, sequence: str) -> None:
    # The terminal may be gone.
    with suppress(OSError):
        stream.write(sequence)
        stream.flush()
