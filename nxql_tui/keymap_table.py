"""The table `[keymap]` of the settings: the user's own keys, by the ids of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nxql_tui.toml_places import KeyPath

KEYMAP = "keymap"
"""The name of the table."""

OwnKeys: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Ids of commands, each with its keys as they are written in the file."""


def keymap_entries(table: Mapping[str, Any], above: KeyPath = ()) -> Iterator[tuple[KeyPath, tuple[str, ...] | None]]:
    """The place of each entry in the table, and its keys; None where something else stands there."""
    for name, value in table.items():
        path = (*above, name)
        match value:
            case str():
                yield path, (value,)
            case list() if all(isinstance(key, str) for key in value):
                yield path, tuple(value)
            case dict():
                # An id that is written without quotes is a table to TOML.
                yield from keymap_entries(value, path)
            case _:
                yield path, None
