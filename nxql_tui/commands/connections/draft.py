"""A connection as the command line describes it, and what is refused before it is written."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from nxql_tui.accounts.connection import DIRECT_WAY, Colour, Connection, TrustSource
from nxql_tui.client.address import host_name, parse_address, parse_portal_address
from nxql_tui.commands.engine_choice import checked_user
from nxql_tui.commands.errors import WrongSettings
from nxql_tui.commands.options import parse_platforms

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class ConnectionDraft:
    """The options of `connections add` as they were typed; None, or nothing, where they say nothing."""

    name: str
    engines: tuple[str, ...]
    portal: str | None
    user: str
    platforms: tuple[str, ...]
    row_limit: int | None
    time_limit: float | None
    proxy: str | None
    ca_file: Path | None
    trust: str | None
    server_name: str | None
    client_certificate: Path | None
    client_key: Path | None
    tags: tuple[str, ...]
    colour: str | None
    allow_update: bool
    password_command: str | None

    def checked(self) -> Connection:
        """The connection, when all of it can work; files are read, and nobody is asked over the network.

        Raises:
            click.UsageError: The options do not go together, or one of them holds what it may not.
            WrongSettings: A password stands where it would be written into the file.
            AddressError, TrustFileError: As their trees say.
        """
        self._check_usage()
        addresses = tuple(dict.fromkeys(str(parse_address(text)) for text in self.engines))
        connection = Connection(
            name=_plain(self.name, "a name", "'NAME'"),
            address=addresses[0] if len(addresses) == 1 else "",
            addresses=addresses if len(addresses) > 1 else (),
            portal=None if self.portal is None else str(parse_portal_address(self.portal)),
            user=checked_user(_plain(self.user, "a user name", "'--user'")),
            allow_update=self.allow_update,
            password_command=_command(self.password_command),
            platforms=tuple(parse_platforms(self.platforms)) if self.platforms else (),
            row_limit=self.row_limit,
            time_limit=_number(self.time_limit),
            proxy=_proxy(self.proxy),
            trust=None if self.trust is None else TrustSource(self.trust),
            ca_file=_absolute(self.ca_file),
            server_name=None if self.server_name is None else host_name(self.server_name),
            client_certificate=_absolute(self.client_certificate),
            client_key=_absolute(self.client_key),
            tags=tuple(dict.fromkeys(_plain(tag, "a tag", "'--tag'") for tag in self.tags)),
            colour=None if self.colour is None else Colour(self.colour),
        )
        self._check_files(connection)
        return connection

    def _check_usage(self) -> None:
        if self.engines and self.portal is not None:
            raise click.UsageError("Give --engine or --portal, not both: a connection leads to one of them.")
        if not self.engines and self.portal is None:
            raise click.UsageError("Say where it leads: --engine HOST[:PORT], which may be repeated, or --portal HOST.")
        if self.ca_file is not None and self.trust is not None:
            raise click.UsageError("Give --ca-file or --trust, not both: with a CA file nothing else is trusted.")
        if self.server_name is not None and len(set(self.engines)) != 1:
            raise click.UsageError("--server-name is the name of one Engine: save each of several by itself.")
        if self.client_key is not None and self.client_certificate is None:
            raise click.UsageError("--client-key is the key of a --client-certificate: give that too.")

    def _check_files(self, connection: Connection) -> None:
        if self.ca_file is None and self.client_certificate is None:
            return
        # Only files of TLS need TLS to be looked at.
        from nxql_tui.client.trust import CaFileTrust, SystemTrust, ssl_context
        from nxql_tui.logins.identity import known_places
        from nxql_tui.logins.route import route_to

        trust = SystemTrust() if self.ca_file is None else CaFileTrust(self.ca_file)
        ssl_context(trust, route_to(known_places(connection)[0], connection, {}))


def _plain(text: str, what: str, option: str) -> str:
    if not text or text != text.strip() or not text.isprintable():
        raise click.BadParameter(
            f"{what} begins and ends with a letter or sign that shows, and has no control characters.",
            param_hint=option,
        )
    return text


def _number(seconds: float | None) -> int | float | None:
    """Without the `.0` that nobody typed."""
    return int(seconds) if seconds is not None and seconds.is_integer() else seconds


def _absolute(file: Path | None) -> str | None:
    """The file wherever the connection is used."""
    return None if file is None else str(file.absolute())


def _proxy(text: str | None) -> str | None:
    if text is None or text.strip().lower() == DIRECT_WAY:
        return None if text is None else DIRECT_WAY
    from nxql_tui.client.route import parse_proxy
    from nxql_tui.logins.route import PROXY_PASSWORD_VARIABLE

    if parse_proxy(text).password is not None:
        raise WrongSettings(
            "The proxy's address holds a password, and passwords are not kept in the file of connections. "
            f"Leave it out: it comes from {PROXY_PASSWORD_VARIABLE}, or is kept at the login. "
            "Change it, for the command line has shown it."
        )
    return text.strip()


def _command(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        is_empty = not shlex.split(text)
    except ValueError:
        raise click.BadParameter("a quote is not closed.", param_hint="'--password-command'") from None
    if is_empty:
        raise click.BadParameter("it names no program.", param_hint="'--password-command'")
    return text
