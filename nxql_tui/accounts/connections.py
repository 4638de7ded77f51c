"""Saved connections: `connections.toml`, a file that people edit too.

```toml
[connections."engine-1.example.com:1671"]
address = "engine-1.example.com:1671"
user = "alice"
allow_update = false
last_used = 2026-11-23T10:15:00Z

[connections.site-eu]
portal = "portal.example.com"
user = "svc-nxql"
engines = {"eu-1" = "eu-1.example.com:1671", "eu-2" = "eu-2.example.com:1671"}
tags = ["production", "eu"]
proxy = "http://proxy.example.com:3128"
password_command = "pass show nexthink/site-eu"
```

`connection.py` lists the keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import ParseError, TOMLKitError
from tomlkit.items import Table

from nxql_tui.accounts.connection import PLACE_KEYS, READERS, Connection, WrongValue
from nxql_tui.private_files import write_private
from nxql_tui.toml_places import line_of_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = [
    "Connection",
    "ConnectionsFileError",
    "by_last_use",
    "load_connections",
    "read_connections",
    "remove_connection",
    "replace_connection",
    "save_connection",
]

_TABLE = "connections"
_FORBIDDEN_KEY = "password"
_ENGINES = "engines"


class ConnectionsFileError(Exception):
    """The file of connections cannot be read, understood or written."""

    def __init__(self, path: Path, what: str, *, line: int | None = None, key: str | None = None) -> None:
        place = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{place}: {what}")
        self.path = path
        self.line = line
        """Counted from 1; None when it is not known."""
        self.key = key
        """The key at fault, dotted; None when the whole file is."""


@dataclass(frozen=True, slots=True)
class ReadConnections:
    """What a file of connections holds."""

    connections: tuple[Connection, ...]
    """Those that can be used, in the order of the file."""
    mistakes: Mapping[str, ConnectionsFileError]
    """What is wrong with each of the others, by its name."""


def read_connections(path: Path) -> ReadConnections:
    """The saved connections, and the mistakes of those that cannot be used; none when there is no file.

    Raises:
        ConnectionsFileError: The file cannot be read, or not be understood at all.
    """
    text = _read(path)
    entries = _parse(path, text).unwrap().get(_TABLE, {})
    if not isinstance(entries, dict):
        raise _error(path, text, f"{_TABLE} must be a table.", _TABLE)
    connections: list[Connection] = []
    mistakes: dict[str, ConnectionsFileError] = {}
    for name, entry in entries.items():
        try:
            connections.append(_connection(path, text, name, entry))
        except ConnectionsFileError as error:
            mistakes[name] = error
    return ReadConnections(tuple(connections), mistakes)


def load_connections(path: Path) -> tuple[Connection, ...]:
    """All saved connections in the order of the file; none when there is no file.

    Raises:
        ConnectionsFileError: The file cannot be read, or holds what we do not understand.
    """
    read = read_connections(path)
    for mistake in read.mistakes.values():
        raise mistake
    return read.connections


def save_connection(path: Path, connection: Connection) -> None:
    """Add a connection, or bring the one of that name up to date; comments and other entries stay.

    Raises:
        ConnectionsFileError: The file cannot be understood (it is then left alone), read or written.
    """
    replace_connection(path, connection.name, connection)


def replace_connection(path: Path, name: str, connection: Connection) -> None:
    """Bring the entry of a name up to date, which may give it another name; without one it is added.

    Raises:
        ConnectionsFileError: As `save_connection`.
    """
    text = _read(path)
    document = _parse(path, text)
    entries = document.setdefault(_TABLE, tomlkit.table(is_super_table=True))
    if not isinstance(entries, dict):
        raise _error(path, text, f"{_TABLE} must be a table.", _TABLE)
    entry = entries.get(name)
    if not isinstance(entry, Table):
        entry = tomlkit.table()
    if name != connection.name:
        entries.pop(name, None)
    for key in (key for key in READERS if key != _ENGINES):
        _bring_up_to_date(entry, key, getattr(connection, key))
    _bring_table_up_to_date(entry, _ENGINES, dict(connection.engines))
    # Not before it is filled: an entry that is there already is the file's own.
    if entries.get(connection.name) is not entry:
        entries[connection.name] = entry
    _write(path, document)


def _bring_up_to_date(entry: Table, key: str, value: object) -> None:
    if value is None or value in ((), ""):
        entry.pop(key, None)
        return
    written = list(value) if isinstance(value, tuple) else str(value) if isinstance(value, StrEnum) else value
    if entry.get(key) != written:
        entry[key] = written


def _bring_table_up_to_date(entry: Table, key: str, values: Mapping[str, str]) -> None:
    """As `_bring_up_to_date`; a table that is there keeps its shape and its comments."""
    if not values:
        entry.pop(key, None)
        return
    written = entry.get(key)
    if not isinstance(written, dict):
        entry[key] = written = tomlkit.inline_table()
    for name in [name for name in written if name not in values]:
        del written[name]
    for name, value in values.items():
        if written.get(name) != value:
            written[name] = value


def remove_connection(path: Path, name: str) -> None:
    """Take a connection out of the file; comments and other entries stay. It is no mistake when it is not there.

    Raises:
        ConnectionsFileError: As `save_connection`.
    """
    document = _parse(path, _read(path))
    entries = document.get(_TABLE)
    if isinstance(entries, dict) and name in entries:
        del entries[name]
        _write(path, document)


def _write(path: Path, document: tomlkit.TOMLDocument) -> None:
    try:
        write_private(path, tomlkit.dumps(document).encode())
    except OSError as error:
        raise ConnectionsFileError(path, f"it cannot be written: {error.strerror}.") from error


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ConnectionsFileError(path, f"it cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConnectionsFileError(path, "it is not UTF-8. Save it as UTF-8.", line=line) from error


def _parse(path: Path, text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except ParseError as error:
        reason = str(error).split(" at line ")[0].rstrip(".")
        raise ConnectionsFileError(path, f"it is not TOML: {reason}.", line=error.line) from error
    except (TOMLKitError, ValueError) as error:
        raise ConnectionsFileError(path, f"it is not TOML: {error}.") from error


def _connection(path: Path, text: str, name: str, entry: object) -> Connection:
    dotted = f"{_TABLE}.{_spelt(name)}"
    if not isinstance(entry, dict):
        raise _error(path, text, f"{dotted} must be a table.", dotted)
    values = {key: _value(path, text, name, key, value) for key, value in entry.items()}
    if "user" not in entry:
        raise _error(path, text, f"{dotted} lacks the key user.", f"{dotted}.user", name)
    places = [key for key in PLACE_KEYS if key in entry]
    if not places:
        what = f"{dotted} lacks the key address (or addresses, or portal)."
        raise _error(path, text, what, f"{dotted}.address", name)
    if len(places) > 1:
        what = f"{dotted} holds {' and '.join(places)}; it leads to one place: keep one of them."
        raise _error(path, text, what, f"{dotted}.{places[1]}", name, places[1])
    if _ENGINES in entry and "address" in entry:
        what = f"{dotted}.{_ENGINES} is for a Portal or several addresses, and this leads to one Engine."
        raise _error(path, text, what, f"{dotted}.{_ENGINES}", name, _ENGINES)
    if "server_name" in entry and "address" not in entry:
        what = f"{dotted}.server_name is for one Engine, and {places[0]} leads to several. Give each its own entry."
        raise _error(path, text, what, f"{dotted}.server_name", name, "server_name")
    return Connection(name=name, **values)


def _value(path: Path, text: str, name: str, key: str, value: Any) -> Any:
    dotted = f"{_TABLE}.{_spelt(name)}.{key}"
    if key == _FORBIDDEN_KEY:
        what = f"{dotted}: passwords are not kept in this file. Remove the line, and change the password."
        raise _error(path, text, what, dotted, name, key)
    if key not in READERS:
        near = get_close_matches(key, READERS, n=1, cutoff=0.5)
        known = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(READERS)}."
        raise _error(path, text, f"{dotted} is not a known key. {known}", dotted, name, key)
    try:
        return READERS[key](value)
    except WrongValue as error:
        raise _error(path, text, f"{dotted} {error}", dotted, name, key) from None


def _spelt(name: str) -> str:
    """A name as a TOML key."""
    return tomlkit.key(name).as_string()


def _error(
    path: Path, text: str, what: str, dotted: str, name: str | None = None, key: str | None = None
) -> ConnectionsFileError:
    place = tuple(part for part in (_TABLE, name, key) if part is not None)
    return ConnectionsFileError(path, what, line=line_of_key(text, place), key=dotted)


def by_last_use(connections: Iterable[Connection]) -> tuple[Connection, ...]:
    """The same connections, those that somebody logged in to last first and those that nobody has used last."""
    return tuple(sorted(connections, key=lambda one: -one.last_used.timestamp() if one.last_used else 0.0))
