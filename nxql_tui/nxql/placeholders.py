"""Placeholders `%1`, `%2`, … in a query and the values that take their place.

The substitution is textual, happens before a query is understood, and `%%` is not special
(`reference/nxql.md` §12 [inferred]).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"%([1-9][0-9]{0,5})")


@dataclass(frozen=True, slots=True)
class Substitution:
    """A query with its placeholders filled."""

    text: str
    missing: tuple[int, ...]
    """Numbers of the placeholders that have no value and still stand in the text, in ascending order."""


def find_placeholders(text: str) -> tuple[int, ...]:
    """The numbers of the placeholders in a text, each once, in ascending order; `%11` is eleven."""
    return tuple(sorted({int(number) for number in _PLACEHOLDER.findall(text)}))


def substitute(text: str, parameters: Mapping[int, str]) -> Substitution:
    """Put values in the place of placeholders; a value is not searched for placeholders again."""
    missing: set[int] = set()

    def value(found: re.Match[str]) -> str:
        number = int(found[1])
        if number not in parameters:
            missing.add(number)
        return parameters.get(number, found[0])

    return Substitution(_PLACEHOLDER.sub(value, text), tuple(sorted(missing)))
