"""The fifth group: the way to an Engine, stage by stage, as a question goes it.

No byte of HTTP is sent before the certificate is trusted, and the password is looked for only then.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from nxql_tui.accounts.connections import ConnectionsFileError
from nxql_tui.accounts.known_engines import KnownEnginesError
from nxql_tui.accounts.password_sources import PasswordSourceError
from nxql_tui.accounts.password_stores import PasswordStoreError
from nxql_tui.client.account import ANSWER_TIMEOUT
from nxql_tui.client.engine_client import LOGIN_QUERY, EngineClient
from nxql_tui.client.errors import NotLicensedError, WrongQueryError
from nxql_tui.client.handshake import look_at_handshake
from nxql_tui.client.probe import trusted_certificate
from nxql_tui.client.transfer import Cancellation
from nxql_tui.doctor.findings import Finding, Group, Status
from nxql_tui.doctor.network import (
    Destination,
    describe_destination,
    describe_handshake,
    describe_validity,
    knock_at_all,
    look_up,
    trust_words,
)
from nxql_tui.doctor.report import time_text
from nxql_tui.doctor.stages import Stage, walk
from nxql_tui.wire.request import Platform, QueryRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nxql_tui.client.reaching import FoundAddress
    from nxql_tui.client.trust import Trust

PATIENCE = 10.0
"""Seconds that each step before the login may take."""

_UNDERSTOOD = (ConnectionsFileError, KnownEnginesError, PasswordSourceError, PasswordStoreError)


class NoLogin(Exception):  # noqa: N818  nothing is wrong
    """There is nobody to log in as, or no password and nobody to ask for it; the message says so in a sentence."""


@dataclass(frozen=True)
class Way:
    """How to get from what a user names to an Engine; each step is taken when the one before has succeeded."""

    name: str
    """What the user calls it."""
    find: Callable[[], Destination]
    choose_trust: Callable[[Destination], Trust]
    """What lets the Engine's certificate through, as for a question; may look at the certificate."""
    log_in: Callable[[Destination, Trust], EngineClient]
    """The client of a question; finds the password, sends nothing.

    Raises:
        NoLogin: Nobody logs in.
    """
    understood: tuple[type[Exception], ...] = ()
    """What the steps may raise besides errors of the client and of accounts; the texts are made for people."""
    patience: float = PATIENCE
    """Seconds that each step before the login may take."""
    cancellation: Cancellation = field(default_factory=Cancellation)


def way_of(client: EngineClient, name: str, cancellation: Cancellation) -> Way:
    """The way of somebody who is logged in."""
    destination = Destination(client.address, client.route)
    return Way(
        name,
        find=lambda: destination,
        choose_trust=lambda _to: client.trust,
        log_in=lambda _to, _trust: client,
        cancellation=cancellation,
    )


def way_group(way: Way) -> Group:
    """The stages of a way: address, DNS, TCP, TLS, certificate, trust, login, licence, each platform."""
    # What was typed for an address may hold a password, and a report goes into tickets.
    name = "what was typed" if "@" in way.name else way.name
    return Group(f"Way to {name}", lambda: walk(_Journey(way).stages(), (*_UNDERSTOOD, *way.understood)))


class _Journey:
    """What is known so far; each stage stands on what an earlier one has found."""

    _to: Destination
    _found: tuple[FoundAddress, ...]
    _certificate: bytes
    _trust: Trust
    _client: EngineClient
    _licence: NotLicensedError | None = None

    def __init__(self, way: Way) -> None:
        self._way = way

    def stages(self) -> Iterator[Stage]:
        yield Stage("address", self._address, is_timed=False)
        yield Stage("DNS", self._dns)
        yield Stage("TCP", self._tcp)
        yield Stage("TLS", self._tls)
        yield Stage("certificate", self._validity, is_timed=False, is_needed=False)
        yield Stage("trust", self._prove_trust)
        yield Stage("login", self._log_in)
        yield Stage("licence", self._see_licence, is_timed=False)
        for platform in Platform:
            yield Stage(platform.value, partial(self._ask, platform), is_needed=False)

    def _address(self) -> Finding:
        self._to = self._way.find()
        return describe_destination("address", self._to)

    def _dns(self) -> Finding:
        finding, self._found = look_up("DNS", self._to, self._way.patience)
        return finding

    def _tcp(self) -> Finding:
        return knock_at_all("TCP", self._to, self._found, self._way.patience)

    def _tls(self) -> Finding:
        to, way = self._to, self._way
        started = time.perf_counter()
        handshake = look_at_handshake(to.address, way.patience, route=to.route, cancellation=way.cancellation)
        milliseconds = (time.perf_counter() - started) * 1000
        self._certificate = handshake.chain[0]
        return replace(describe_handshake("TLS", handshake), milliseconds=milliseconds)

    def _validity(self) -> Finding:
        return describe_validity("certificate", self._certificate, datetime.now(UTC))

    def _prove_trust(self) -> Finding:
        to, way = self._to, self._way
        self._trust = way.choose_trust(to)
        trusted_certificate(to.address, self._trust, way.patience, route=to.route, cancellation=way.cancellation)
        return Finding("trust", Status.OK, trust_words(self._trust))

    def _log_in(self) -> Finding:
        try:
            self._client = self._way.log_in(self._to, self._trust)
        except NoLogin as reason:
            return Finding("login", Status.SKIPPED, str(reason))
        started = time.perf_counter()
        try:
            self._client.check_login(cancellation=self._way.cancellation)
        except NotLicensedError as error:
            self._licence = error
        milliseconds = (time.perf_counter() - started) * 1000
        # Finding the password may have taken a person.
        return Finding("login", Status.OK, f"as {self._client.user}, not refused", milliseconds=milliseconds)

    def _see_licence(self) -> Finding:
        if self._licence is not None:
            raise self._licence
        return Finding("licence", Status.OK, "The Web API answers.")

    def _ask(self, platform: Platform) -> Finding:
        with tempfile.TemporaryDirectory(prefix="nxql-tui-") as folder:
            try:
                answer = self._client.within(ANSWER_TIMEOUT).ask(
                    QueryRequest(LOGIN_QUERY, (platform,)), Path(folder) / "answer", cancellation=self._way.cancellation
                )
            except WrongQueryError as error:
                # An Engine may lack a platform; that is no fault on the way.
                return Finding(platform.value, Status.WARNING, error.what, error.advice)
        own = answer.engine_milliseconds
        found = "answers" if own is None else f"answers, {time_text(own)} of it in the Engine"
        return Finding(platform.value, Status.OK, found, milliseconds=answer.seconds * 1000)
