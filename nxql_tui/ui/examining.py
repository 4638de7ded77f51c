"""What the doctor looks at when it is called from a screen."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.accounts.connections import load_connections
from nxql_tui.client.address import parse_address
from nxql_tui.client.errors import AddressError
from nxql_tui.doctor.host import host_groups
from nxql_tui.doctor.network import Destination
from nxql_tui.doctor.terminal import Terminal, option_of_tmux
from nxql_tui.doctor.way import NoLogin, Way, way_group, way_of
from nxql_tui.logins.passwords import stored_password
from nxql_tui.logins.route import proxy_place, route_to, told
from nxql_tui.logins.saved import find_connection
from nxql_tui.logins.trust import trust_for
from nxql_tui.ui.own_files import own_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.geometry import Size

    from nxql_tui.accounts.connection import Connection
    from nxql_tui.accounts.password_stores import PasswordStore
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.route import Proxy
    from nxql_tui.client.transfer import Cancellation
    from nxql_tui.client.trust import PinnedTrust, Trust
    from nxql_tui.doctor.findings import Group
    from nxql_tui.paths import Paths
    from nxql_tui.ui.connected import Connected
    from nxql_tui.wire.credentials import Secret


WayMaker: TypeAlias = "Callable[[Cancellation], Way]"
"""Makes a way that can be stopped, for one look at it."""


def groups_to_examine(
    paths: Paths, size: Size, make_way: WayMaker | None, cancellation: Cancellation
) -> tuple[Group, ...]:
    """This host, and the way where there is one.

    Args:
        paths: Where the program keeps its files.
        size: Of the screen.
        make_way: None where no Engine is named.
        cancellation: Stops a look that waits for somebody.
    """
    groups = host_groups(paths, Terminal(os.environ, (size.width, size.height), option_of_tmux), own_files(paths))
    return groups if make_way is None else (*groups, way_group(make_way(cancellation)))


def connected_way(connected: Connected) -> WayMaker:
    """The way of who is logged in, up to a query for each platform."""
    name = connected.connection.name or str(connected.client.address)
    return partial(way_of, connected.client, name)


def typed_way(
    address: str,
    user: str,
    saved: Connection | None,
    decided: Mapping[str, PinnedTrust],
    stores: tuple[PasswordStore, ...],
    paths: Paths,
) -> WayMaker:
    """The way to what is typed in the login screen, as a login would go it, up to the login itself."""
    steps = _TypedSteps(address, user, saved, decided, stores, paths)
    return lambda cancellation: Way(address, steps.find, steps.choose_trust, steps.log_in, cancellation=cancellation)


class _TypedSteps:
    """What a login does before it sends the password."""

    def __init__(
        self,
        address: str,
        user: str,
        saved: Connection | None,
        decided: Mapping[str, PinnedTrust],
        stores: tuple[PasswordStore, ...],
        paths: Paths,
    ) -> None:
        self._address = address
        self._user = user
        self._saved = saved
        self._decided = decided
        self._stores = stores
        self._paths = paths

    def find(self) -> Destination:
        if self._saved is not None and not self._saved.address:
            raise AddressError(
                f"This connection leads to {self._saved.place}.",
                "Log in to one of them, and call the doctor again from the workbench.",
            )
        address = parse_address(self._address)
        return Destination(address, told(route_to(address, self._connection(), os.environ), self._proxy_password))

    def choose_trust(self, to: Destination) -> Trust:
        return trust_for(self._connection(), to.address, self._decided, self._paths)

    def _proxy_password(self, proxy: Proxy) -> Secret | None:
        return proxy.password or stored_password(proxy_place(proxy), proxy.user, self._stores).password

    def log_in(self, _to: Destination, _trust: Trust) -> EngineClient:
        raise NoLogin("Nobody is logged in there yet. Log in, and call the doctor again from the workbench.")

    def _connection(self) -> Connection | None:
        return self._saved or find_connection(
            load_connections(self._paths.connections), self._user, parse_address(self._address)
        )
