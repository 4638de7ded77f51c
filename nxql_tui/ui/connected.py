"""An Engine that somebody is logged in to, with everything that asking it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nxql_tui.accounts.connection import Connection
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.fleet import Fleet
    from nxql_tui.ui.connection_title import ConnectionTitle
    from nxql_tui.ui.question_log import QuestionLog
    from nxql_tui.ui.update_terms import UpdateTerms


@dataclass(frozen=True)
class Connected:
    """What a tab needs to ask."""

    client: EngineClient
    """The Engine; of a fleet, the one that speaks for all where one is enough."""
    title: ConnectionTitle
    """For the first line."""
    log: QuestionLog
    """Where questions are written down."""
    terms: UpdateTerms
    """On which terms updates may be sent."""
    memory_limit: int
    """Bytes that the rows of an answer may take of the memory."""
    spool_limit: int
    """Bytes of an answer."""
    connection: Connection
    """Its rules: colour, platforms, limits; without a name where nobody saved it."""
    fleet: Fleet | None = None
    """All Engines that are asked; None where it is one, whose answer needs no word on where it comes from."""

    @property
    def client_name(self) -> str:
        """What a fleet calls the Engine of `client`; empty where it is the only one."""
        members = () if self.fleet is None else self.fleet.members
        return next((one.name for one in members if one.address == self.client.address), "")
