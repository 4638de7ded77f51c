"""The fourth group: the files of the program, and the room on the disk."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.accounts.connections import ConnectionsFileError, load_connections
from nxql_tui.accounts.known_engines import KnownEnginesError, count_pins
from nxql_tui.client.address import parse_address, parse_portal_address
from nxql_tui.client.errors import AddressError
from nxql_tui.client.spool import SpoolRoom
from nxql_tui.doctor.findings import Finding, Status
from nxql_tui.doctor.places import Place, look_at_place, nearest_existing
from nxql_tui.settings import SettingsError
from nxql_tui.sizes import size_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nxql_tui.accounts.connection import Connection
    from nxql_tui.paths import Paths


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """How the files are read by which users make the explorer their own, which nobody below the explorer can."""

    settings: Callable[[], str]
    """Says in words what the file of settings holds; raises `SettingsError`."""
    themes: Callable[[], str]
    """The same of the folder of themes."""


_UNDERSTOOD = (SettingsError, ConnectionsFileError, KnownEnginesError, AddressError)
"""What readers raise; the texts name the file and the place in it."""


def look_at_files(paths: Paths, own_files: OwnFiles) -> Iterator[Finding]:
    """Every folder and file, whether it is there or not, and the room for answers."""
    for place in _places(paths, own_files):
        yield look_at_place(place, _UNDERSTOOD)
    yield look_at_disk(paths.spools, lambda path: shutil.disk_usage(path).free)


def look_at_disk(spools: Path, free_bytes: Callable[[Path], int]) -> Finding:
    """Whether answers have room."""
    kept_free = SpoolRoom().kept_free
    try:
        free = free_bytes(nearest_existing(spools))
    except OSError as error:
        return Finding("room", Status.WARNING, f"Nobody says how much room there is: {error.strerror}.")
    found = f"{size_text(free)} free where answers are kept"
    if free < kept_free:
        remedy = f"Make room: answers are stopped when less than {size_text(kept_free)} are left."
        return Finding("room", Status.WARNING, found, remedy)
    return Finding("room", Status.OK, found)


def _places(paths: Paths, own_files: OwnFiles) -> Iterator[Place]:
    config, state, cache = paths.config, paths.state, paths.cache
    yield Place("settings", config, is_folder=True, root=config)
    yield Place("config.toml", paths.settings, False, config, own_files.settings)
    yield Place("connections", paths.connections, False, config, lambda: _connections_words(paths.connections))
    yield Place("queries", paths.queries, is_folder=True, root=config)
    yield Place("themes", paths.themes, True, config, own_files.themes)
    yield Place("state", state, is_folder=True, root=state)
    yield Place("known engines", paths.known_engines, False, state, lambda: _pins_words(paths.known_engines))
    yield Place("learned names", paths.learned_names, is_folder=False, root=state)
    yield Place("history", paths.history, is_folder=False, root=state)
    yield Place("first answer", paths.first_answer, is_folder=False, root=state)
    yield Place("drafts", paths.drafts, is_folder=True, root=state)
    yield Place("audit log", paths.audit_log, is_folder=False, root=state)
    yield Place("log", paths.log, is_folder=False, root=state)
    yield Place("own Engine", paths.certificates, is_folder=True, root=state)
    yield Place("crash reports", paths.crash_reports, is_folder=True, root=state)
    yield Place("cache", cache, is_folder=True, root=cache)
    yield Place("spools", paths.spools, is_folder=True, root=cache)


def _connections_words(path: Path) -> str:
    connections = load_connections(path)
    for connection in connections:
        try:
            _check_addresses(connection)
        except AddressError as error:
            raise AddressError(f"{path}, connection '{connection.name}': {error.what}", error.advice) from None
    return _count(len(connections), "saved connection")


def _check_addresses(connection: Connection) -> None:
    if connection.portal is not None:
        parse_portal_address(connection.portal)
        return
    for address in connection.addresses or (connection.address,):
        parse_address(address)


def _pins_words(path: Path) -> str:
    return _count(count_pins(path), "pinned certificate")


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
