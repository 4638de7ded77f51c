"""Somebody who calls on the servers of a saved connection: one user, one password, one set of rules for all."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from nxql_tui.client.account import ANSWER_TIMEOUT, CONNECT_TIMEOUT, Account
from nxql_tui.client.address import EngineAddress, parse_address, parse_portal_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.password_trial import PasswordTrial
from nxql_tui.client.portal import list_engines
from nxql_tui.client.probe import trusted_certificate
from nxql_tui.commands.engine_choice import EngineChoice
from nxql_tui.commands.interruption import interruptibly
from nxql_tui.commands.passwords import find_password, find_proxy_password, given_password
from nxql_tui.commands.trust_choice import telling_whom_to_trust
from nxql_tui.logins.route import route_to, told
from nxql_tui.logins.trust import kept_trust
from nxql_tui.settings import settings_or_defaults
from nxql_tui.wire.credentials import Credential

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.accounts.connection import Connection
    from nxql_tui.client.certificate import SeenCertificate
    from nxql_tui.client.route import Proxy, Route
    from nxql_tui.client.trust import Trust
    from nxql_tui.paths import Paths
    from nxql_tui.wire.credentials import Secret


@dataclass(frozen=True)
class FoundEngine:
    """An Engine of a connection."""

    name: str
    """The Portal's word for it; its address where no Portal has one."""
    address: EngineAddress
    status: str | None = None
    """The Portal's word for whether it is reached; None where nobody was asked."""


@dataclass(frozen=True)
class TrustedServer:
    """An Engine or a Portal whose certificate has been seen and is trusted."""

    address: EngineAddress
    route: Route
    trust: Trust
    certificate: SeenCertificate


@dataclass
class Caller:
    """Finds the way, the trust and the password for each server as `query` does; each is asked for once."""

    connection: Connection
    paths: Paths
    password_command: str | None
    find: Callable[[EngineChoice, int], Secret] = find_password
    """Finds a password that is not given; it is told how many hours the kernel keeps one."""
    trial: PasswordTrial = field(default_factory=PasswordTrial, init=False)
    """What is known of the user's password at the Engines of the connection."""
    _password: Secret | None = field(default=None, init=False)
    _proxy_passwords: dict[str, Secret | None] = field(default_factory=dict, init=False)
    """What was found, or typed, by the proxy's address."""

    def engines(self) -> tuple[FoundEngine, ...]:
        """The Engines that the connection leads to; only a Portal is asked for them.

        Raises:
            CommandError, ClientError, KnownEnginesError, PasswordSourceError: There is no list.
        """
        portal = self.connection.portal
        if portal is None:
            texts = self.connection.addresses or (self.connection.address,)
            addresses = [parse_address(text) for text in texts]
            return tuple(FoundEngine(str(address), address) for address in addresses)
        address = parse_portal_address(portal)
        with telling_whom_to_trust(*self.words_for(address)):
            account = self.account(self.meet(address))
            listed = interruptibly(lambda stop: list_engines(account, stop))
        return tuple(FoundEngine(engine.name, engine.address, engine.status) for engine in listed)

    def words_for(self, address: EngineAddress) -> tuple[str | None, str | None]:
        """How a server is named to `connections trust`: the connection, and the Engine where that is not enough."""
        if not self.connection.name:
            return None, str(address)
        is_meant = self.connection.address or address == self._portal
        return self.connection.name, None if is_meant else str(address)

    @property
    def _portal(self) -> EngineAddress | None:
        return None if self.connection.portal is None else parse_portal_address(self.connection.portal)

    def meet(self, address: EngineAddress) -> TrustedServer:
        """See whether a server shows a certificate that is trusted: nobody types a password for another.

        Raises:
            ClientError, KnownEnginesError: It does not.
        """
        trust, route = kept_trust(self.connection, address, self.paths), self.route(address)
        seen = interruptibly(lambda stop: trusted_certificate(address, trust, cancellation=stop, route=route))
        return TrustedServer(address, route, trust, seen)

    def account(self, server: TrustedServer) -> Account:
        """The user's account there.

        Raises:
            WrongSettings, PasswordSourceError: There is no password.
        """
        credential = Credential(self.connection.user, self._password_at(server.address))
        patience = self.connection.time_limit or ANSWER_TIMEOUT
        return Account(server.address, credential, server.trust, server.route, overall_timeout=patience)

    def check_login(self, account: Account) -> None:
        """Prove an account with the cheapest question, when its turn has come: many refusals lock a user out.

        Raises:
            ClientError: Something is wrong, or so many others have refused that this one is not asked.
        """
        client = EngineClient.of(account)
        interruptibly(lambda stop: self.trial.check_login(client, stop))

    def client(self, address: EngineAddress) -> EngineClient:
        """Whoever asks an Engine as the user; it is not met before that.

        Raises:
            WrongSettings, PasswordSourceError: There is no password.
            ClientError, KnownEnginesError: Nothing can vouch for the Engine, or there is no way to it.
        """
        trust, route = kept_trust(self.connection, address, self.paths), self.route(address)
        limit = self.connection.time_limit
        return EngineClient(
            address,
            Credential(self.connection.user, self._password_at(address)),
            trust,
            route=route,
            connect_timeout=min(CONNECT_TIMEOUT, limit or CONNECT_TIMEOUT),
            overall_timeout=limit,
        )

    def route(self, address: EngineAddress) -> Route:
        """The way to a server.

        Raises:
            AddressError: The proxy, or the TLS name, is none.
        """
        return told(route_to(address, self.connection, os.environ), self._proxy_password)

    def _proxy_password(self, proxy: Proxy) -> Secret | None:
        if proxy.url not in self._proxy_passwords:
            self._proxy_passwords[proxy.url] = find_proxy_password(proxy, self.kernel_keyring_hours)
        return self._proxy_passwords[proxy.url]

    def _password_at(self, address: EngineAddress) -> Secret:
        # One for all: the Engines of a site know the same users.
        if self._password is None:
            chosen = EngineChoice(address, self.connection.user, self.connection)
            given = given_password(self.password_command)
            self._password = given or self.find(chosen, self.kernel_keyring_hours)
        return self._password

    @cached_property
    def kernel_keyring_hours(self) -> int:
        """How long the kernel is to keep a password, by the settings."""
        return settings_or_defaults(self.paths.settings)[0].kernel_keyring_hours
