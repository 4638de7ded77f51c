"""One user at one server: whoever has an account asks with it, and nothing is sent before the server is trusted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from nxql_tui.client.errors import CredentialError, NotTrustedError
from nxql_tui.client.http import exchange
from nxql_tui.client.probe import look_closer
from nxql_tui.client.route import DIRECT, Route
from nxql_tui.client.transfer import Transfer
from nxql_tui.client.trust import Trust, ssl_context
from nxql_tui.wire.basic_authentication import to_header
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.http import Outgoing, Response
    from nxql_tui.client.transfer import Cancellation

Received = TypeVar("Received")

CONNECT_TIMEOUT = 10.0
"""Seconds that reaching a server may take."""

ANSWER_TIMEOUT = 30.0
"""Seconds that a server may take for what is only a question of whether it answers."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who asks, whom, and on which way."""

    address: EngineAddress
    credential: Credential
    trust: Trust
    route: Route = DIRECT
    connect_timeout: float = CONNECT_TIMEOUT
    """Seconds that reaching the server may take."""
    overall_timeout: float | None = None
    """Seconds that all of it may take; None leaves it to whoever cancels."""

    def within(self, seconds: float) -> Account:
        """The same, given up after so many seconds at the latest."""
        return replace(self, overall_timeout=min(seconds, self.overall_timeout or seconds))

    def exchange(
        self,
        outgoing: Outgoing,
        receive: Callable[[Transfer, Response], Received],
        cancellation: Cancellation | None = None,
    ) -> Received:
        """Send a request as this user and return what `receive` makes of the answer.

        Raises:
            ClientError: There is no answer, or `receive` does not like it.
        """
        transfer = Transfer(
            self.address,
            ssl_context(self.trust, self.route),
            connect_timeout=self.connect_timeout,
            overall_timeout=self.overall_timeout,
            cancellation=cancellation,
            route=self.route,
        )
        try:
            return exchange(transfer, outgoing, lambda response: receive(transfer, response), self._authorization())
        except NotTrustedError as error:
            refusal = error
        raise look_closer(refusal, self.address, self.trust, self.connect_timeout, cancellation, self.route)

    def _authorization(self) -> Secret:
        if ":" in self.credential.user:
            raise CredentialError(
                "The user name holds a colon.", "HTTP ends a user name there, so no account of an Engine has one."
            )
        # An error of encoding holds the password: it must not become part of ours.
        header = None
        with suppress(UnicodeError):
            header = Secret(to_header(self.credential))
        if header is None:
            raise CredentialError(
                "The user name or the password holds a character that cannot be sent.",
                "Type it anew; it may come from a terminal or file that is not UTF-8.",
            )
        return header
