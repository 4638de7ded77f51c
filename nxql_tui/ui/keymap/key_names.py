"""The names of keys: as a person writes them, and as Textual calls them."""

from __future__ import annotations

import string
import unicodedata

_MODIFIERS = frozenset({"alt", "ctrl", "shift", "super", "hyper", "meta"})

_NAMED = frozenset(
    {
        *("escape", "enter", "tab", "space", "backspace", "delete", "insert"),
        *("home", "end", "pageup", "pagedown", "up", "down", "left", "right"),
        *(f"f{number}" for number in range(1, 25)),
    }
)
"""The keys that write nothing, and the blank."""

_OTHER_WORDS = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
}
"""What else people and keyboards call them."""

_TEXTUAL_WORDS = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Where Textual calls a character otherwise than Unicode does."""

_SAME_FOR_TERMINALS = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
    "ctrl+at": "ctrl+@",
    "shift+space": "space",
}
"""Keys for which terminals send what they send for another one, and how Textual calls that one."""


class UnknownKeyError(ValueError):
    """There is no key of this name."""


def parse_keys(written: str) -> tuple[str, ...]:
    """What Textual may call a key that a person has written, such as `ctrl+s`, `F5`, `/` or `S`.

    Raises:
        UnknownKeyError: No key is written so.
    """
    key = _parse(written.strip() or written)
    # Which of the two comes depends on the terminal.
    return ("ctrl+space", "ctrl+@") if key in ("ctrl+space", "ctrl+@") else (key,)


def _parse(written: str) -> str:
    *modifiers, base = _parts(written)
    held = {modifier.lower() for modifier in modifiers}
    key = _base(base)
    if key is None or not held <= _MODIFIERS:
        raise UnknownKeyError(written)
    if len(key) == 1 and key.isalpha():
        if held == {"shift"}:
            return key.upper()
        if held and key.isupper():
            # Terminals send the same for ctrl with a small and with a capital letter.
            held |= set() if "ctrl" in held else {"shift"}
            key = key.lower()
    name = "+".join([*sorted(held), key])
    return _SAME_FOR_TERMINALS.get(name, name)


def _parts(written: str) -> list[str]:
    """The modifiers and the key; the key may be a plus sign itself."""
    if written == "+":
        return ["+"]
    return [*written[:-2].split("+"), "+"] if written.endswith("++") else written.split("+")


def _base(written: str) -> str | None:
    """The key without what is held with it; None where there is none of that name."""
    if len(written) == 1:
        return _name_of(written) if written.isprintable() else None
    word = _OTHER_WORDS.get(written.lower(), written.lower())
    return word if word in _NAMED or word in _CHARACTERS else None


def _name_of(character: str) -> str:
    if character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return _TEXTUAL_WORDS.get(name, name)


_CHARACTERS = {_name_of(character): character for character in string.punctuation}
"""The signs of a keyboard by their names."""


def written_key(key: str) -> str:
    """A key as a person writes it."""
    *modifiers, base = ("ctrl+space" if key == "ctrl+@" else key).split("+")
    return "+".join([*modifiers, _CHARACTERS.get(base, base)])


def written_keys(keys: str) -> tuple[str, ...]:
    """The keys of a command as a person writes them, each once."""
    return tuple(dict.fromkeys(written_key(key) for key in keys.split(",") if key))


def said_key(keys: str) -> str:
    """The first of several keys as it is said in a sentence: `F5`, `ctrl+r`; empty where there is none."""
    return next(iter(said_keys(keys)), "")


def said_keys(keys: str) -> tuple[str, ...]:
    """Several keys as they are said in sentences."""
    return tuple(key.upper() if key in _NAMED and key.startswith("f") else key for key in written_keys(keys))


def writes_text(key: str) -> bool:
    """Whether a key writes something where a text is typed."""
    return len(key) == 1 or key in _CHARACTERS or key == "space"
