"""What the login screen opens with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.logins.members import FleetMember
from nxql_tui.ui.fleet_ending import FleetReady

if TYPE_CHECKING:
    from nxql_tui.accounts.connections import Connection
    from nxql_tui.ui.connected import Connected
    from nxql_tui.ui.login_outcomes import LoginSucceeded


@dataclass(frozen=True)
class LoginBeginning:
    """What the login screen opens with."""

    address: str = ""
    """As one would type it."""
    user: str = ""
    connection: Connection | None = None
    """The saved connection in use, or to be connected to."""
    members: tuple[FleetMember, ...] = ()
    """Which of its Engines are in use."""
    left_out: tuple[str, ...] = ()
    """The names of those that its Portal does not reach."""
    marked: tuple[str, ...] = ()
    """The names of the connections that are asked together, where they are several."""
    is_connected: bool = False
    """Whether there is a workbench to go back to."""
    connects_at_once: bool = False


def first_beginning(address: str, user: str, connect_to: tuple[Connection, ...]) -> LoginBeginning:
    """Where nobody is connected yet.

    Args:
        address: As one would type it.
        user: Whose it is.
        connect_to: Saved connections to be connected to at once, several as one fleet.
    """
    marked = tuple(one.name for one in connect_to) if len(connect_to) > 1 else ()
    first = connect_to[0] if connect_to else None
    return LoginBeginning(address, user, first, marked=marked, connects_at_once=first is not None)


def beginning_again(connected: Connected, last: LoginSucceeded | FleetReady | None) -> LoginBeginning:
    """Where somebody is connected: with what is in use."""
    address, saved, user = connected.client.address, connected.connection, connected.client.user
    if isinstance(last, FleetReady) and len(last.connections) > 1:
        first = last.connections[0]
        marked = tuple(one.name for one in last.connections)
        return LoginBeginning(user=first.user, connection=first, marked=marked, is_connected=True)
    is_site = bool(saved.portal or saved.addresses)
    one = (FleetMember(str(address), address, saved),) if is_site else ()
    return LoginBeginning(
        str(address),
        user,
        saved if saved.address or is_site else None,
        last.members if isinstance(last, FleetReady) else one,
        last.fleet.left_out if isinstance(last, FleetReady) else (),
        is_connected=True,
    )
