"""What typing does by itself: brackets and quotes in pairs, and how far a new line stands in.

Pure functions of the characters around the cursor.
"""

from __future__ import annotations

INDENT = 4
"""Blanks of one step, as in the vendor's documentation."""

PAIRS = {"(": ")", '"': '"', "'": "'"}
"""What opens, and what closes it."""

_BEFORE_A_QUOTE = frozenset(" \t(#")
_BEHIND_A_PAIR = frozenset(" \t)")


def closing_for(opening: str, before: str, behind: str, *, in_string: bool) -> str:
    """What is added behind the cursor when `opening` is typed; empty when nothing is.

    Args:
        opening: The character typed.
        before: The character before the cursor; empty at the beginning of a line.
        behind: The character behind the cursor; empty at the end of a line.
        in_string: Whether the cursor is between quotes, where a bracket is only a character.
    """
    if in_string or opening not in PAIRS or (behind and behind not in _BEHIND_A_PAIR):
        return ""
    if opening != "(" and before and before not in _BEFORE_A_QUOTE:
        return ""
    return PAIRS[opening]


def steps_over(typed: str, behind: str, *, in_string: bool, unclosed_brackets: int) -> bool:
    """Whether a typed character is the one that stands there already, so that the cursor only moves on.

    Args:
        typed: The character typed.
        behind: The character behind the cursor.
        in_string: Whether the cursor is between quotes.
        unclosed_brackets: How many brackets of the whole text lack their closing one.
    """
    if typed != behind:
        return False
    if typed == ")":
        return not in_string and unclosed_brackets <= 0
    return typed in PAIRS and in_string


def is_empty_pair(before: str, behind: str) -> bool:
    """Whether the cursor stands between an opening character and the one that closes it."""
    return bool(before) and PAIRS.get(before) == behind


def indentation_after(line_before_cursor: str, opened: int) -> str:
    """The blanks that a new line begins with.

    Args:
        line_before_cursor: The line as far as the cursor.
        opened: How many more brackets are opened than closed in it.
    """
    width = len(line_before_cursor) - len(line_before_cursor.lstrip(" "))
    return " " * max(0, width + INDENT * opened)
