"""What logging in needs, and what can come of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nxql_tui.accounts.connections import Connection
    from nxql_tui.accounts.known_engines import Pin
    from nxql_tui.accounts.password_stores import PasswordStore
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.certificate import SeenCertificate
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.errors import CertificateChangedError, NotTrustedError
    from nxql_tui.client.portal import PortalEngine
    from nxql_tui.client.route import Proxy
    from nxql_tui.client.trust import PinnedTrust
    from nxql_tui.logins.members import FleetMember
    from nxql_tui.ui.fleet_ending import FleetReady
    from nxql_tui.ui.fleet_form import FleetUndecided
    from nxql_tui.wire.credentials import Secret


class LoginField(StrEnum):
    """The field that a message belongs to."""

    ENGINE = "engine"
    USER = "user"
    PASSWORD = "password"  # noqa: S105  the name of a field


@dataclass(frozen=True)
class LoginForm:
    """What the user filled in, and what was decided on the way."""

    address: str
    """As typed."""
    user: str
    password: Secret
    """Empty text: the stored one is wanted."""
    stores: tuple[PasswordStore, ...]
    """Where one that was kept is looked for, and first the one in which a typed one is to be kept."""
    decided: Mapping[str, PinnedTrust]
    """The certificates that a person trusts for this session, by who an Engine is."""
    connection: Connection | None = None
    """The connection that was chosen; None finds one by address and user."""
    is_new: bool = False
    """Whether that connection is not saved yet, but made from what was typed."""
    engine: EngineAddress | None = None
    """The Engine chosen from those of a site."""
    new_pins: tuple[tuple[str, Pin], ...] = ()
    """Certificates to be remembered, by address."""
    proxy_password: Secret | None = None
    """Typed for the proxy of this login."""
    command_password: Secret | None = None
    """What the connection's command has printed: it is not run again for the same login."""
    remembered: tuple[tuple[str, str], ...] | None = None
    """Name and address of the Engines of the site to be marked the next time; None leaves those that are."""

    @property
    def place(self) -> str:
        """Where it leads, in a word or two."""
        if self.engine is not None:
            return str(self.engine)
        return self.address if self.connection is None else self.connection.name


@dataclass(frozen=True)
class LoginSucceeded:
    """The Engine answered; the client is ready."""

    client: EngineClient
    form: LoginForm
    connection: Connection
    """The saved connection; without a name when it could not be saved."""
    notes: tuple[str, ...]
    """What could not be kept and what is worth a word; the login itself holds."""


@dataclass(frozen=True)
class LoginFailed:
    """The Engine was not reached or did not accept; nothing typed is lost."""

    field: LoginField
    what: str
    advice: str
    details: tuple[str, ...] = ()
    """For a ticket, a line each."""


@dataclass(frozen=True)
class EngineUnknown:
    """A certificate is neither trusted by the system nor pinned, or its pin has expired: a person decides."""

    form: LoginForm
    identity: EngineAddress
    """What a decision is kept under."""
    certificate: SeenCertificate
    error: NotTrustedError
    """What is wrong with it."""
    has_expired: bool
    """Whether it is pinned already, and only its last day is over."""


@dataclass(frozen=True)
class CertificateChanged:
    """Another certificate than the pinned one: there is no way on from here."""

    error: CertificateChangedError
    engine: str
    """A connection's name, or an address."""
    way_on: str
    """The one command that replaces the pin."""
    member: str = ""
    """The name of the Engine in a fleet."""

    @property
    def shown_name(self) -> str:
        """What people call it."""
        return self.member or self.engine


@dataclass(frozen=True)
class ProxyPasswordWanted:
    """The proxy on the way does not let us through without another password."""

    form: LoginForm
    proxy: Proxy
    what: str


@dataclass(frozen=True)
class PasswordCommandFailed:
    """The connection's command gives no password as it is run: it may need the terminal."""

    form: LoginForm
    command: str
    what: str


@dataclass(frozen=True)
class LoginTested:
    """A connection works; nothing was kept."""

    what: str


@dataclass(frozen=True)
class EnginesListed:
    """The connection leads to several Engines: a person chooses."""

    form: LoginForm
    engines: tuple[FleetMember, ...]
    """Those that can be asked."""
    unreachable: tuple[PortalEngine, ...] = ()
    """Those that the Portal does not reach."""
    trouble: str = ""
    """Why the list is that of the last time, in sentences."""


LoginOutcome: TypeAlias = (
    "LoginSucceeded | LoginTested | LoginFailed | EngineUnknown | CertificateChanged | ProxyPasswordWanted"
    " | PasswordCommandFailed | EnginesListed | FleetUndecided | FleetReady"
)
