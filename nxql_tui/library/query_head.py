"""The head of a saved query's file: TOML that says what people should know of the query.

```toml
title = "Devices whose system drive is nearly full"
description = "Ask the owner to tidy up before updates fail."
group = "health"
platforms = ["windows", "mac_os"]

[parameters.1]
label = "used from (0–1)"
default = "0.9"
choices = ["0.8", "0.9", "0.95"]
secret = false
```
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nxql_tui.library.saved_query import SavedParameter
from nxql_tui.nxql.nearest import nearest_names
from nxql_tui.toml_places import TomlError, parse_toml
from nxql_tui.wire.request import DEFAULT_PLATFORMS, Platform

if TYPE_CHECKING:
    from collections.abc import Mapping

PARAMETERS = "parameters"
"""The table with a table for each placeholder, by its number."""

_TEXT = "a text between quotes"
_TEXTS = 'a list of texts, as in ["a", "b"]'
_SWITCH = "true or false"
_TABLE = "a table, as in [parameters.1]"

_HEAD_KEYS = {"title": _TEXT, "description": _TEXT, "group": _TEXT, "platforms": _TEXTS, PARAMETERS: _TABLE}
_PARAMETER_KEYS = {"label": _TEXT, "default": _TEXT, "choices": _TEXTS, "secret": _SWITCH}
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


class HeadError(Exception):
    """A head is not understood."""

    def __init__(self, what: str, key: tuple[str, ...] = (), line: int | None = None) -> None:
        super().__init__(what)
        self.key = key
        """The key at fault; empty when the TOML itself is."""
        self.line = line
        """Counted from 1 in the head; None when it is to be looked for."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a head says."""

    title: str = ""
    description: str = ""
    group: str = ""
    platforms: tuple[Platform, ...] = DEFAULT_PLATFORMS
    parameters: tuple[SavedParameter, ...] = ()


def read_head(text: str) -> Head:
    """Read a head.

    Raises:
        HeadError: It is no TOML, or holds a key or value that means nothing.
    """
    content = _parse(text)
    _check_keys(content, _HEAD_KEYS, ())
    return Head(
        title=content.get("title", ""),
        description=content.get("description", ""),
        group=content.get("group", ""),
        platforms=_platforms(content.get("platforms")),
        parameters=_parameters(content.get(PARAMETERS, {})),
    )


def dotted(key: tuple[str, ...]) -> str:
    """A key as messages say it."""
    return ".".join(key)


def _parse(text: str) -> dict[str, Any]:
    try:
        return parse_toml(text)
    except TomlError as error:
        raise HeadError(f"the head is not TOML: {error}.", line=error.line) from error


def _check_keys(table: Mapping[str, Any], known: Mapping[str, str], above: tuple[str, ...]) -> None:
    for key, value in table.items():
        if key not in known:
            near = nearest_names(key, known, 1)
            advice = f"Did you mean '{near[0]}'?" if near else f"Known keys: {', '.join(known)}."
            raise HeadError(f"'{dotted((*above, key))}' is not a known key. {advice}", (*above, key))
        if not _is(known[key], value):
            raise HeadError(f"'{dotted((*above, key))}' must be {known[key]}.", (*above, key))


def _is(kind: str, value: object) -> bool:
    if kind == _TEXTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, {_TEXT: str, _SWITCH: bool, _TABLE: dict}[kind])


def _platforms(words: list[str] | None) -> tuple[Platform, ...]:
    if words is None:
        return DEFAULT_PLATFORMS
    known = [platform.value for platform in Platform]
    for word in words:
        if word not in known:
            raise HeadError(f"'{word}' is no platform; there are {', '.join(known)}.", ("platforms",))
    if not words:
        raise HeadError("'platforms' is empty: name one, as in [\"windows\"], or remove the line.", ("platforms",))
    return tuple(dict.fromkeys(Platform(word) for word in words))


def _parameters(table: dict[str, Any]) -> tuple[SavedParameter, ...]:
    found = []
    for name, content in table.items():
        key = (PARAMETERS, name)
        if not _NUMBER.fullmatch(name):
            raise HeadError(f"'{dotted(key)}' is not the number of a placeholder: [parameters.1] is for %1.", key)
        if not isinstance(content, dict):
            raise HeadError(f"'{dotted(key)}' must be {_TABLE}.", key)
        _check_keys(content, _PARAMETER_KEYS, key)
        found.append(_parameter(int(name), content, key))
    return tuple(sorted(found, key=lambda parameter: parameter.number))


def _parameter(number: int, content: dict[str, Any], key: tuple[str, ...]) -> SavedParameter:
    default = content.get("default")
    choices = tuple(content.get("choices", ()))
    secret = content.get("secret", False)
    if secret and (default is not None or choices):
        at_fault = (*key, "default" if default is not None else "choices")
        raise HeadError(
            f"'{dotted(at_fault)}' would keep a secret in this file. Remove it, or the line with 'secret'.", at_fault
        )
    if choices and default is not None and default not in choices:
        raise HeadError(
            f"'{dotted((*key, 'default'))}' is not among its choices: {', '.join(choices)}.", (*key, "default")
        )
    return SavedParameter(number, content.get("label", ""), default, choices, secret)
