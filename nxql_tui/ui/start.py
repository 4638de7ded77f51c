"""What the explorer is started with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nxql_tui.accounts.connection import Connection
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.fleet import Fleet
    from nxql_tui.paths import Paths


@dataclass(frozen=True)
class ExplorerStart:
    """Everything the explorer needs to know before its first screen."""

    paths: Paths
    """Where files are read and written."""
    client: EngineClient | None = None
    """An Engine that is already logged in to: the workbench opens at once. None shows the login screen."""
    fleet: Fleet | None = None
    """The Engines that are asked where they are several; `client` is one of them."""
    connect_to: tuple[Connection, ...] = ()
    """Saved connections that the login screen connects to at once."""
    connection_name: str = ""
    """What the first line calls the connection: a saved name, `demo`, or the address."""
    address: str = ""
    """What stands in the login screen's address field."""
    user: str = ""
    """What stands in the login screen's user field."""
    allow_update: bool = False
    """Whether updates may be sent to `client`."""
    query: str = ""
    """What stands in the editor; empty takes a first query that works on every Engine."""

    @property
    def clients(self) -> tuple[EngineClient, ...]:
        """Those of all Engines that somebody is logged in to."""
        if self.fleet is not None:
            return tuple(engine.client for engine in self.fleet.engines if engine.client is not None)
        return () if self.client is None else (self.client,)
