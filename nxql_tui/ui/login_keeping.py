"""What is kept of a login that succeeded: certificates, passwords, the connection."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from nxql_tui.accounts.connections import Connection, ConnectionsFileError, read_connections, save_connection
from nxql_tui.accounts.known_engines import KnownEnginesError, save_pin
from nxql_tui.logins.identity import password_place
from nxql_tui.logins.passwords import keep_password
from nxql_tui.logins.route import proxy_place
from nxql_tui.logins.saved import note_login, used_connection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.accounts.known_engines import Pin
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.route import Route
    from nxql_tui.paths import Paths
    from nxql_tui.ui.login_outcomes import LoginForm


def keep_pins(new_pins: Iterable[tuple[str, Pin]], paths: Paths) -> tuple[str, ...]:
    """Remember certificates; returns in sentences what could not be kept."""
    notes: list[str] = []
    for identity, pin in new_pins:
        try:
            save_pin(paths.known_engines, identity, pin)
        except KnownEnginesError as error:
            notes.append(f"The certificate is trusted for this session only: {error}")
    return tuple(dict.fromkeys(notes))


def keep_passwords(
    form: LoginForm, connection: Connection | None, address: EngineAddress, route: Route
) -> tuple[str, ...]:
    """Keep what was typed, for the Engine and for the proxy; returns in sentences what did not go as wanted."""
    notes: tuple[str, ...] = ()
    if form.password.reveal():
        place = str(password_place(connection, address))
        notes += keep_password(place, form.user, form.password, form.stores)
    if form.proxy_password is not None and route.proxy is not None:
        notes += keep_password(proxy_place(route.proxy), route.proxy.user, form.proxy_password, form.stores)
    return notes


def keep_way(
    form: LoginForm, connection: Connection | None, address: EngineAddress, paths: Paths, notes: list[str]
) -> Connection:
    """Keep the connection, or note in words why it cannot be."""
    ours = connection if connection and connection.user == form.user else None
    try:
        return _written(form, ours, address, paths, notes)
    except (ConnectionsFileError, OSError) as error:
        notes.append(f"The connection was not kept: {error}")
        return ours or Connection("", str(address), form.user)


def _written(
    form: LoginForm, ours: Connection | None, address: EngineAddress, paths: Paths, notes: list[str]
) -> Connection:
    path, now = paths.connections, datetime.now(UTC)
    if ours is not None and not form.is_new:
        used = note_login(path, ours.name, now, form.remembered)
        if used is None:
            notes.append(f"The connection '{ours.name}' has been deleted meanwhile, and stays so.")
        return used or ours
    if ours is None:
        used = used_connection(form.user, address, read_connections(path).connections, now)
    else:
        engines = ours.engines if form.remembered is None else form.remembered
        used = replace(ours, last_used=now, engines=engines)
    save_connection(path, used)
    return used
