"""Writing the head of a saved query into its file; what people wrote around it stays."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from nxql_tui.library.query_head import PARAMETERS, Head, HeadError, read_head

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping

    from nxql_tui.library.saved_query import SavedParameter


def write_head(head: Head, old: str = "") -> str:
    """The head as TOML, in place of an older one whose comments and order stay.

    Raises:
        HeadError: What it says may not stand in a file, or contradicts itself.
    """
    mistake = HeadError("two of its parameters have the same number.", (PARAMETERS,))
    for text in _spellings(head, old):
        try:
            if read_head(text) == head:
                return text
        except HeadError as error:
            mistake = error
    raise mistake


def _spellings(head: Head, old: str) -> Iterator[str]:
    """The old head brought up to date; then with its parameters written anew; then all of it anew.

    TOML can spell tables in ways that do not take another one beside them.
    """
    for is_anew in (False, True) if old.strip() else ():
        try:
            document = tomlkit.parse(_with_new_keys(old, head))
            if is_anew:
                document.pop(PARAMETERS, None)
            _update(document, head)
            yield tomlkit.dumps(document)
        # The editor stumbles over some spellings with errors of all kinds.
        except (TOMLKitError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue
    document = tomlkit.document()
    _update(document, head)
    yield tomlkit.dumps(document)


def _with_new_keys(old: str, head: Head) -> str:
    """The old head with the keys that it lacks, behind those that it has.

    The editor would put them right before the first table, below the comment that is about it.
    """
    known = tomllib.loads(old)
    lines = old.split("\n")
    tables = (number for number, line in enumerate(lines) if line.lstrip().startswith("["))
    above_tables = lines[: next(tables, len(lines))]
    place = max((number for number, line in enumerate(above_tables, start=1) if _is_whole(line)), default=0)
    missing = {key: value for key, value in _plain_keys(head).items() if key not in known and value != _UNSAID[key]}
    return "\n".join([*lines[:place], *tomlkit.dumps(missing).splitlines(), *lines[place:]])


def _is_whole(line: str) -> bool:
    """Whether a line sets a key all by itself."""
    try:
        return bool(tomllib.loads(line))
    except ValueError:
        return False


def _update(document: MutableMapping[str, Any], head: Head) -> None:
    for key, value in _plain_keys(head).items():
        _set(document, key, value, _UNSAID[key])
    wanted = {str(parameter.number): parameter for parameter in head.parameters}
    if not wanted:
        document.pop(PARAMETERS, None)
        return
    tables = document.setdefault(PARAMETERS, tomlkit.table(is_super_table=True))
    for number in [number for number in tables if number not in wanted]:
        del tables[number]
    for number, parameter in wanted.items():
        if number not in tables:
            tables[number] = tomlkit.table()
        _update_parameter(tables[number], parameter)


def _update_parameter(table: MutableMapping[str, Any], parameter: SavedParameter) -> None:
    _set(table, "label", parameter.label, "")
    _set(table, "default", parameter.default, None)
    _set(table, "choices", list(parameter.choices), [])
    _set(table, "secret", parameter.secret, False)


def _set(table: MutableMapping[str, Any], key: str, value: object, unsaid: object) -> None:
    """Set what differs from what the table says; a new key is only for what is not as if nothing were said."""
    if key not in table:
        if value != unsaid:
            table[key] = value
    elif _unwrapped(table[key]) != value:
        if value == unsaid:
            del table[key]
        else:
            table[key] = value


def _unwrapped(value: Any) -> object:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _plain_keys(head: Head) -> dict[str, Any]:
    """The keys above the tables."""
    return {
        "title": head.title,
        "description": head.description,
        "group": head.group,
        "platforms": [platform.value for platform in head.platforms],
    }


_UNSAID = _plain_keys(Head())
"""What holds where a key is missing."""
