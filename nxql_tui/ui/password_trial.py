"""A password on its first way to many Engines."""

from __future__ import annotations

from threading import Event, Lock
from typing import TYPE_CHECKING

from nxql_tui.client.errors import RefusedError

if TYPE_CHECKING:
    from nxql_tui.client.certificate import SeenCertificate
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.transfer import Cancellation

MOST_REFUSALS = 2
"""So many Engines may refuse a password that none has accepted; the next attempts could lock the account."""
PATIENCE = 3.0
"""Seconds that the others wait for the one that goes first: silence tells nothing of a password."""


class PasswordTrial:
    """One Engine after the other until one accepts, then all at once: a wrong one at twenty locks an account."""

    def __init__(self, *, is_accepted: bool = False) -> None:
        self._turn = Lock()
        self._accepted = Event()
        self._refusal: RefusedError | None = None
        self._refusals = 0
        if is_accepted:
            self._accepted.set()

    def check_login(self, client: EngineClient, cancellation: Cancellation) -> SeenCertificate:
        """As that of the client.

        Raises:
            RefusedError: This Engine has refused, or so many others that it is not asked.
            ClientError: As `EngineClient.check_login`.
        """
        is_first = not self._accepted.is_set() and self._turn.acquire(timeout=PATIENCE)
        try:
            return self._check(client, cancellation)
        finally:
            if is_first:
                self._turn.release()

    def _check(self, client: EngineClient, cancellation: Cancellation) -> SeenCertificate:
        if self._refusal is not None and self._refusals >= MOST_REFUSALS and not self._accepted.is_set():
            raise RefusedError(
                f"{client.address} was not asked: {self._refusals} other Engines have refused the password.",
                "Another attempt could lock the account.",
            ) from self._refusal
        try:
            seen = client.check_login(cancellation=cancellation)
        except RefusedError as error:
            self._refusals += 1
            self._refusal = error
            raise
        self._accepted.set()
        return seen
