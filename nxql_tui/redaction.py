"""Texts without the secrets that may have got into them, in whatever spelling.

It errs on the side of too much: a line of a log that says less is no harm.
"""

from __future__ import annotations

import base64
import html
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from nxql_tui.visible_text import visible_line
from nxql_tui.wire.credentials import Secret, living_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST_SECRET = 4
"""Characters that a secret must have to be looked for.

A shorter one stands in ordinary words by chance, and masks in the middle of words would spell it out.
"""

_AUTHORIZATION = re.compile(r"(authorization\b[\"']?\s*[:=,]\s*)[^\r\n]*", re.IGNORECASE)
"""Its value ends with the line: what schemes put there holds blanks, commas and quotes."""
_SCHEME_VALUE = re.compile(r"\b(basic|bearer)([ +]|%20)[A-Za-z0-9+/=_.~%-]{8,}", re.IGNORECASE)
_USERINFO = re.compile(r"\b([a-z][a-z0-9+.-]{0,20}://)[^\s\"'<>]*@", re.IGNORECASE)
"""Up to the last @: a password that was not encoded may itself hold one, or a slash."""

_NEIGHBOUR = "[A-Za-z0-9+/_-]?"
"""A digit of base64 that may hold a few bits of the secret beside it."""
_BITS_OF_BYTE = 8
_BITS_OF_DIGIT = 6


def redacted(text: str) -> str:
    """The text with a mask for every secret alive in this process, every `Authorization` and every user in a URL."""
    text = _AUTHORIZATION.sub(rf"\g<1>{Secret.MASK}", text)
    text = _SCHEME_VALUE.sub(rf"\g<1> {Secret.MASK}", text)
    text = _USERINFO.sub(rf"\g<1>{Secret.MASK}@", text)
    values = {value for secret in living_secrets() if len(value := secret.reveal()) >= SHORTEST_SECRET}
    if values:
        text = _pattern(values).sub(Secret.MASK, text)
    return text


def _pattern(values: Iterable[str]) -> re.Pattern[str]:
    plain = {spelling for value in values for spelling in _spellings(value)}
    encoded = {digits for value in values for raw in _as_bytes(value) for digits in _base64_digits(raw)}
    # The longest first: one secret may be the beginning of another.
    ways = [re.escape(spelling) for spelling in sorted(plain, key=len, reverse=True)]
    ways += [f"{_NEIGHBOUR}{re.escape(digits)}{_NEIGHBOUR}" for digits in sorted(encoded, key=len, reverse=True)]
    return re.compile("|".join(ways))


def _spellings(value: str) -> Iterator[str]:
    """The value as texts hold it: plain, in Python's and JSON's literals, in URLs, in pages, on a screen."""
    yield value
    yield visible_line(value)
    yield repr(value)[1:-1]
    yield ascii(value)[1:-1]
    yield json.dumps(value)[1:-1]
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield html.escape(value)
    for raw in _as_bytes(value):
        yield repr(raw)[2:-1]
        yield raw.decode("latin-1")
        for encoded in (quote(raw), quote(raw, safe=""), quote_plus(raw)):
            yield encoded
            yield re.sub("%[0-9A-F]{2}", lambda escape: escape[0].lower(), encoded)


def _as_bytes(value: str) -> Iterator[bytes]:
    """The value as it may be sent."""
    yield value.encode("utf-8", "backslashreplace")
    yield value.encode("latin-1", "backslashreplace")


def _base64_digits(raw: bytes) -> Iterator[str]:
    """The digits that base64 has for these bytes wherever they stand: behind `user:` too, whoever the user is."""
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + raw).decode("ascii")
        first = -(-before * _BITS_OF_BYTE // _BITS_OF_DIGIT)
        last = (before + len(raw)) * _BITS_OF_BYTE // _BITS_OF_DIGIT
        digits = encoded[first:last]
        yield digits
        yield digits.translate(_URL_DIGITS)


_URL_DIGITS = str.maketrans("+/", "-_")
