"""A piece of text as the cells that it takes on a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.ui.frames.looks import Look, looks_of
from nxql_tui.ui.frames.textual_internals import split_graphemes

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from rich.style import Style

Cell: TypeAlias = tuple[str, Look]
"""A character and its look; the right half of a wide one has an empty character."""


class Doubt(Exception):  # noqa: N818  no error: a reason to let Textual write a frame
    """Something that is not a row of cells."""


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A text in one style."""

    joined: str
    """What has no cell of its own and stands over the last one of the text before."""
    cells: tuple[Cell, ...]
    is_composed: bool
    """Whether a character is made of several code points: terminals do not agree about its width."""


TRUSTED = frozenset(
    map(
        chr,
        (
            *range(0x20, 0x7F),
            *range(0xA0, 0xAD),
            *range(0xAE, 0x300),
            *range(0x370, 0x483),
            *range(0x2500, 0x25A0),
            *range(0x2800, 0x2900),
        ),
    )
)
"""Characters that every terminal draws one cell wide."""


@lru_cache(maxsize=4096)
def drawn_text(text: str, style: Style | None, color_system: ColorSystem) -> DrawnText:
    """The cells of a text.

    Raises:
        Doubt: A control character is in it.
    """
    look, blank = looks_of(style, color_system)
    if (text.isascii() and text.isprintable()) or TRUSTED.issuperset(text):
        if not text.strip(" "):
            return DrawnText("", ((" ", blank),) * len(text), is_composed=False)
        return DrawnText("", tuple([(letter, blank if letter == " " else look) for letter in text]), is_composed=False)
    joined, cells, is_composed = "", [], False
    for start, end, width in split_graphemes(text)[0]:
        character = text[start:end]
        if any(letter < " " or "\x7f" <= letter < "\xa0" for letter in character):
            raise Doubt
        is_composed |= len(character) > 1 or not width
        if width:
            cells += [(character, blank if character == " " else look), ("", look)][:width]
        else:
            joined = character
    return DrawnText(joined, tuple(cells), is_composed)
