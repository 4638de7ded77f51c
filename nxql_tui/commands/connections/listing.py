"""`nxql-tui connections list`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from nxql_tui.commands.exit_codes import ExitCode

if TYPE_CHECKING:
    from nxql_tui.accounts.connection import Connection
    from nxql_tui.paths import Paths

_HEADS = ("NAME", "PLACE", "USER", "TAGS", "UPDATES", "LAST USED", "CERTIFICATE")


@dataclass(frozen=True)
class _Pins:
    """For how many of the servers that an entry names a certificate is pinned."""

    pinned: int
    of: int

    @property
    def are_all(self) -> bool:
        return 0 < self.pinned == self.of

    def __str__(self) -> str:
        if self.pinned == 0:
            return ""
        return "pinned" if self.are_all else f"{self.pinned} of {self.of} pinned"


@click.command("list", short_help="List the saved connections.")
@click.option("--json", "as_json", is_flag=True, help="Write a json array of objects.")
def command(as_json: bool) -> int:
    """List the saved connections, the one that was used last first.

    The columns are name, place, user, tags, whether updates are allowed, the last login and whether a certificate is
    pinned; in a pipe they are separated by TAB. When the file of pinned certificates is damaged the exit code is 2,
    and the connections are listed all the same.
    """
    from nxql_tui.accounts.connections import by_last_use, load_connections
    from nxql_tui.accounts.known_engines import KnownEnginesError
    from nxql_tui.commands.columns import print_json, print_rows
    from nxql_tui.commands.terminal import say
    from nxql_tui.paths import find_paths

    paths = find_paths()
    damages: list[str] = []
    listed: list[tuple[Connection, _Pins]] = []
    for connection in by_last_use(load_connections(paths.connections)):
        try:
            pins = _pins_of(connection, paths)
        except KnownEnginesError as error:
            damages.append(str(error))
            pins = _Pins(0, 0)
        listed.append((connection, pins))
    if as_json:
        print_json([_entry(connection, pins) for connection, pins in listed])
    else:
        print_rows([_row(connection, pins) for connection, pins in listed], _HEADS)
    if not listed:
        say("No connection is saved yet: nxql-tui connections add --help")
    for damage in dict.fromkeys(damages):
        say(damage)
    return ExitCode.WRONG_USAGE if damages else ExitCode.DONE


def _pins_of(connection: Connection, paths: Paths) -> _Pins:
    from nxql_tui.accounts.known_engines import load_pin
    from nxql_tui.logins.identity import identities
    from nxql_tui.logins.trust import takes_pins

    known = identities(connection) if takes_pins(connection) else ()
    pinned = sum(load_pin(paths.known_engines, str(identity)) is not None for identity in known)
    return _Pins(pinned, len(known))


def _row(connection: Connection, pins: _Pins) -> tuple[str, ...]:
    used = connection.last_used
    return (
        connection.name,
        connection.place,
        connection.user,
        ", ".join(connection.tags),
        "allowed" if connection.allow_update else "",
        "" if used is None else used.astimezone().isoformat(" ", "minutes"),
        str(pins),
    )


def _entry(connection: Connection, pins: _Pins) -> dict[str, object]:
    return {
        "name": connection.name,
        "address": connection.address or None,
        "addresses": list(connection.addresses),
        "portal": connection.portal,
        "user": connection.user,
        "tags": list(connection.tags),
        "allow_update": connection.allow_update,
        "last_used": None if connection.last_used is None else connection.last_used.isoformat(),
        "pinned": pins.are_all,
    }
