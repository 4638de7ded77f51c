"""From the options of the command line to a fleet that may be asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import click

from nxql_tui.accounts.connection import Connection
from nxql_tui.client.address import parse_address, parse_portal_address
from nxql_tui.client.errors import AddressError, ClientError, NotTrustedError
from nxql_tui.client.fleet import Fleet, FleetEngine, distinct_names
from nxql_tui.client.portal import CONNECTED
from nxql_tui.commands.caller import Caller, FoundEngine
from nxql_tui.commands.engine_choice import checked_user, saved_connection
from nxql_tui.commands.errors import WrongSettings
from nxql_tui.commands.trust_choice import trust_subject
from nxql_tui.logins.members import FleetMember, only, told_apart
from nxql_tui.results.view_export.engine_shares import EngineShare
from nxql_tui.settings import settings_or_defaults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.commands.engine_choice import FleetOptions
    from nxql_tui.paths import Paths


@dataclass(frozen=True)
class FleetLogin:
    """Engines that can be asked, each by the rules of its connection."""

    fleet: Fleet
    callers: dict[str, Caller] = field(repr=False)
    """Who calls on each Engine, by its name."""
    not_reached: tuple[EngineShare, ...] = ()
    """What files say of the Engines that are left out."""

    @property
    def connections(self) -> tuple[Connection, ...]:
        """The connections that the Engines are asked by."""
        return tuple({id(caller): caller.connection for caller in self.callers.values()}.values())

    @property
    def title(self) -> str:
        """What was asked, in a few words: connections, a Portal, or the addresses of the Engines."""
        names = [connection.name or connection.portal for connection in self.connections]
        return ", ".join(name or ", ".join(str(one.address) for one in self.fleet.engines) for name in names)

    def tell_whom_to_trust(self, engine: FleetEngine, error: Exception | None) -> None:
        """Let a refused certificate be told with the command that pins it."""
        caller = self.callers.get(engine.name)
        if isinstance(error, NotTrustedError) and caller is not None:
            error.subject = trust_subject(*caller.words_for(engine.address))


def log_in_to_fleet(options: FleetOptions, paths: Paths) -> FleetLogin:
    """Find the Engines and the way to each; only Portals are met.

    Raises:
        click.UsageError: No Engine is named, or none is left.
        CommandError, ConnectionsFileError, KnownEnginesError, PasswordSourceError: As their trees say.
        ClientError: The only Portal gives no list, or reaches no Engine.
    """
    return _Gathering(options, paths).login()


class _Gathering:
    def __init__(self, options: FleetOptions, paths: Paths) -> None:
        self._options = options
        self._paths = paths
        self._callers = [Caller(one, paths, options.login.password_command) for one in _connections(options, paths)]
        self._lost: list[FleetEngine] = []
        """Portals without a list: nobody knows which Engines are missing."""

    def login(self) -> FleetLogin:
        found = [(caller, engine) for caller in self._callers for engine in self._engines_of(caller)]
        callers: dict[str, Caller] = {}
        for caller, engine in found:
            callers.setdefault(str(engine.address), caller)
        members = told_apart(_member(caller, engine) for caller, engine in found)
        down = {str(engine.address) for _, engine in found if engine.status not in (None, CONNECTED)}
        chosen = only(members, self._options.only)
        self._check(members, chosen)
        asked = [member for member in chosen if str(member.address) not in down]
        left_out = [member for member in chosen if str(member.address) in down]
        found_engines = [_fleet_engine(member, callers[str(member.address)]) for member in asked]
        engines = _named_apart(found_engines, self._lost)
        if not engines:
            names = ", ".join(member.name for member in left_out)
            raise ClientError(f"None of the Engines can be asked: their Portal does not reach {names}.")
        by_name = {engine.name: callers[str(member.address)] for member, engine in zip(asked, engines, strict=False)}
        settings, _ = settings_or_defaults(self._paths.settings)
        fleet = Fleet(engines, tuple(member.name for member in left_out), settings.in_flight)
        shares = tuple(EngineShare.left_out(member.name, str(member.address)) for member in left_out)
        return FleetLogin(fleet, by_name, shares)

    def _engines_of(self, caller: Caller) -> Sequence[FoundEngine]:
        if self._options.engines and caller.connection.name:
            if caller.connection.address:
                raise click.UsageError(
                    f"The connection '{caller.connection.name}' names its Engine: leave --engine out."
                )
            addresses = map(parse_address, self._options.engines)
            return [FoundEngine(str(address), address) for address in addresses]
        try:
            return caller.engines()
        except AddressError:
            raise
        except ClientError as error:
            portal = caller.connection.portal
            if len(self._callers) == 1 or portal is None:
                raise
            name = caller.connection.name
            self._lost.append(FleetEngine(name, parse_portal_address(portal), None, error, name))
            return []

    def _check(self, members: Sequence[FleetMember], chosen: Sequence[FleetMember]) -> None:
        if not members and not self._lost:
            raise WrongSettings("There is no Engine to ask: the Portal lists none.")
        if members and not chosen:
            patterns = " or ".join(f"'{pattern}'" for pattern in self._options.only)
            names = ", ".join(member.name for member in members)
            raise click.UsageError(f"No Engine is like {patterns}. There are: {names}.")


def _named_apart(found: Sequence[FleetEngine], lost: Sequence[FleetEngine]) -> tuple[FleetEngine, ...]:
    """All under names that no other has: a Portal may be called as an Engine, or as another Portal's connection."""
    named = [(engine.name, str(engine.address)) for engine in found]
    names = distinct_names([*named, *((portal.name, f"Portal {portal.address}") for portal in lost)])
    return tuple(replace(engine, name=name) for engine, name in zip((*found, *lost), names, strict=True))


def _connections(options: FleetOptions, paths: Paths) -> list[Connection]:
    """The connections to ask by, changed by what the command line says; one of its own where none is saved."""
    login = options.login
    saved = [saved_connection(name, paths) for name in dict.fromkeys(options.connections)]
    if not saved:
        user = checked_user(login.user or "")
        addresses = tuple(dict.fromkeys(str(parse_address(text)) for text in options.engines))
        saved = [Connection("", user=user, addresses=addresses, portal=options.portal)]
    return [_changed(connection, options) for connection in saved]


def _changed(connection: Connection, options: FleetOptions) -> Connection:
    login = options.login
    if login.user is not None and login.user != connection.user:
        # Another user has another password.
        connection = replace(connection, user=checked_user(login.user), password_command=None)
    if login.ca_file is not None:
        connection = replace(connection, ca_file=str(login.ca_file.absolute()))
    if login.timeout is not None:
        connection = replace(connection, time_limit=login.timeout)
    return connection


def _member(caller: Caller, engine: FoundEngine) -> FleetMember:
    connection = caller.connection
    name = connection.name if connection.address else engine.name
    return FleetMember(name, engine.address, connection)


def _fleet_engine(member: FleetMember, caller: Caller) -> FleetEngine:
    name = caller.connection.name
    try:
        client = caller.client(member.address)
        return FleetEngine(member.name, member.address, client, connection=name, trial=caller.trial)
    except ClientError as error:
        return FleetEngine(member.name, member.address, None, error, name)
