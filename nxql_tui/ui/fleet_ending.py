"""What is made, and kept, of a login to several Engines when all has been decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nxql_tui.client.address import EngineAddress, parse_address, parse_portal_address
from nxql_tui.client.errors import AddressError, ClientError, RefusedError
from nxql_tui.client.fleet import Fleet, FleetEngine, distinct_names
from nxql_tui.ui.fleet_form import EngineLogin
from nxql_tui.ui.fleet_login_words import none_ready, readiness
from nxql_tui.ui.login_keeping import keep_passwords, keep_way
from nxql_tui.ui.login_outcomes import LoginTested

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nxql_tui.accounts.connections import Connection
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.logins.members import FleetMember
    from nxql_tui.paths import Paths
    from nxql_tui.ui.fleet_form import FleetForm, FleetPart
    from nxql_tui.ui.login_outcomes import LoginFailed


@dataclass(frozen=True)
class FleetReady:
    """At least one Engine has accepted its user."""

    client: EngineClient
    """That of the first Engine that is ready."""
    fleet: Fleet
    connections: tuple[Connection, ...]
    """By whose rules they are asked, as they are saved."""
    members: tuple[FleetMember, ...]
    """The Engines, to log in to them again."""
    readiness: str
    """How many of how many are ready, and why others are not."""
    is_complete: bool
    """Whether all are."""
    notes: tuple[str, ...]
    """What could not be kept and what is worth a word; the login itself holds."""


def end_login(form: FleetForm, paths: Paths, notes: list[str]) -> FleetReady | LoginTested | LoginFailed:
    """The fleet, where an Engine of it is ready; keeps what is to be kept."""
    logins = tuple(
        EngineLogin(member, done.client, done.error, done.warning)
        for member in form.members
        if (done := form.done.get(str(member.address))) is not None
    )
    failed = tuple(part for part in form.parts if part.failure is not None)
    ready = [login.client for login in logins if login.error is None and login.client is not None]
    if not ready:
        return none_ready(logins, failed)
    left_out = tuple(name for part in form.parts for name in part.left_out)
    said = " ".join([readiness(logins, left_out), *(f"{part.name}: {_what(part)}" for part in failed)])
    if form.is_trial:
        return LoginTested(said)
    notes += [login.warning for login in logins if login.warning]
    kept = [(part, _kept(part, logins, paths, notes)) for part in form.parts if part.is_open]
    names = {address: connection.name for part, connection in reversed(kept) for address in part.addresses}
    return FleetReady(
        client=ready[0],
        fleet=Fleet(_engines(form, logins, failed, names), left_out),
        connections=tuple(connection for _, connection in kept),
        members=form.members,
        readiness=said,
        is_complete=len(ready) == len(logins) and not left_out and not failed,
        notes=tuple(dict.fromkeys(notes)),
    )


def _what(part: FleetPart) -> str:
    return part.failure.what if part.failure is not None else ""


def _engines(
    form: FleetForm,
    logins: Iterable[EngineLogin],
    failed: Iterable[FleetPart],
    connection_names: Mapping[str, str],
) -> tuple[FleetEngine, ...]:
    """Those of the logins, and of connections that failed what is known of theirs: without them no answer is whole."""
    engines = {str(login.member.address): _engine(login, form, connection_names) for login in logins}
    for part in failed:
        for engine in _lost(part):
            engines.setdefault(str(engine.address), engine)
    names = distinct_names((engine.name, address) for address, engine in engines.items())
    return tuple(replace(engine, name=name) for engine, name in zip(engines.values(), names, strict=True))


def _lost(part: FleetPart) -> tuple[FleetEngine, ...]:
    """The Engines of a connection that failed; one that stands for all where nobody knows them."""
    failure, site = part.failure, part.form.connection
    assert failure is not None  # noqa: S101  of one that failed
    error = ClientError(failure.what, failure.advice)
    error.details = failure.details
    if part.members:
        return tuple(FleetEngine(member.name, member.address, None, error) for member in part.members)
    try:
        portal = None if site is None else site.portal
        address = parse_address(part.form.address) if portal is None else parse_portal_address(portal)
    except AddressError:
        # What was written there is no address; it is all that is known.
        address = EngineAddress(part.form.address, 0)
    return (FleetEngine(part.name, address, None, error),)


def _engine(login: EngineLogin, form: FleetForm, connection_names: Mapping[str, str]) -> FleetEngine:
    error, address = login.error, str(login.member.address)
    part = next(part for part in form.parts if part.is_open and address in part.addresses)
    trial = None if login.client is None else part.trials.of(login.client)
    is_barred = error is not None and (login.client is None or isinstance(error, RefusedError))
    return FleetEngine(
        login.member.name,
        login.member.address,
        login.client,
        error if is_barred else None,
        connection_names[address],
        trial,
    )


def _kept(part: FleetPart, logins: tuple[EngineLogin, ...], paths: Paths, notes: list[str]) -> Connection:
    """The connection of a part, with its password kept where one of its Engines has accepted it."""
    ours = [login for login in logins if str(login.member.address) in part.addresses]
    accepted = [login.client for login in ours if login.error is None and login.client is not None]
    form, connection = part.form, part.form.connection
    if accepted:
        first = accepted[0]
        notes += keep_passwords(form, connection, first.address, first.route)
        return keep_way(form, connection, first.address, paths, notes)
    assert connection is not None  # noqa: S101  a part without a saved connection is alone, and has accepted
    return connection
