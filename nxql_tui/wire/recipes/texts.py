"""What the languages of all tools have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

UPDATE_NOTICE = "This is an update: it changes the Engine."
"""A comment in every recipe of one; without a sign that an interactive shell without comments would obey."""


class Run(NamedTuple):
    """Neighbouring characters of one kind."""

    text: str
    is_plain: bool
    """Whether every character shows, or ends a line: such a text can be typed, pasted and printed as it is."""


def is_plain(character: str) -> bool:
    """Whether a character shows, or ends a line.

    A TAB does not: typed at a prompt it completes words. Neither do blanks that look like others.
    """
    return character.isprintable() or character == "\n"


def runs(text: str) -> Iterator[Run]:
    """The text in runs of plain characters and others."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or is_plain(text[end]) != is_plain(text[start]):
            yield Run(text[start:end], is_plain(text[start]))
            start = end


def on_one_line(text: str) -> str:
    """The text for a comment: whatever could end the line, or does not show, as an escape."""
    return re.sub(r"[^ -~]", lambda found: _visible(found[0]), text)


def _visible(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
