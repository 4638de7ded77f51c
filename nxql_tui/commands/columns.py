"""Lists on standard output: columns for people, texts between TABs for programs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from nxql_tui.character_cells import cells_of
from nxql_tui.commands.standard_output import print_text
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_GAP = "  "


def print_rows(rows: Sequence[tuple[str, ...]], heads: tuple[str, ...] = ()) -> None:
    """Print rows, whose texts may come from anywhere: one below the other on a terminal, else separated by TAB.

    Args:
        rows: The texts of each row, as many in all of them.
        heads: What stands above the columns on a terminal; programs get the rows alone, as all lists of ours give them.
    """
    visible = [tuple(visible_line(text) for text in row) for row in rows]
    if sys.stdout is None or not sys.stdout.isatty():
        lines = ["\t".join(row) for row in visible]
    else:
        lines = _aligned([heads, *visible] if heads and visible else visible)
    if lines:
        print_text("\n".join(lines))


def print_json(entries: Sequence[Mapping[str, object]]) -> None:
    """Print an array of objects; all but ASCII is escaped, so that no text of theirs can steer a terminal."""
    print_text(json.dumps(list(entries), indent=2))


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        _GAP.join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """The cells of a terminal that a text takes."""
    return sum(cells_of(character) for character in text)
