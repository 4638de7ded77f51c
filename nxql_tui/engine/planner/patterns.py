"""Patterns (`reference/nxql.md` §5, §12)."""

from __future__ import annotations

LIKE_ESCAPE = "!"
"""Makes the next character of a LIKE plain; no backslash, which SQL dialects read differently."""
_FOR_LIKE = {"*": "%", "?": "_"}
_SPECIAL_TO_LIKE = frozenset({"%", "_", LIKE_ESCAPE})


def to_like(pattern: str) -> str:
    r"""A pattern as SQL's LIKE knows it: `*` any run, `?` one character, `\*`, `\?` and `\\` those characters."""
    pieces: list[str] = []
    characters = iter(pattern)
    for character in characters:
        if character in _FOR_LIKE:
            pieces.append(_FOR_LIKE[character])
        elif character == "\\":
            following = next(characters, "")
            plain = following if following in {"*", "?", "\\"} else f"\\{following}"
            pieces.append(_plain(plain))
        else:
            pieces.append(_plain(character))
    return "".join(pieces)


def _plain(text: str) -> str:
    return "".join(f"{LIKE_ESCAPE}{character}" if character in _SPECIAL_TO_LIKE else character for character in text)
