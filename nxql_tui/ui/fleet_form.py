"""A login to several Engines at once: what is wanted, what is known by now, and what can come of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nxql_tui.client.password_trial import PasswordTrials
from nxql_tui.logins.members import told_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nxql_tui.accounts.known_engines import Pin
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.errors import ClientError
    from nxql_tui.logins.members import FleetMember
    from nxql_tui.ui.login_outcomes import (
        CertificateChanged,
        EngineUnknown,
        LoginFailed,
        LoginForm,
        PasswordCommandFailed,
        ProxyPasswordWanted,
    )


@dataclass(frozen=True)
class FleetPart:
    """What one connection contributes."""

    form: LoginForm
    """Its connection, its user and its passwords."""
    members: tuple[FleetMember, ...] | None = None
    """Its Engines; None where nobody has looked yet which these are."""
    left_out: tuple[str, ...] = ()
    """The names of those that the Portal does not reach."""
    failure: LoginFailed | None = None
    """Why none of its Engines is asked."""
    trials: PasswordTrials = field(default_factory=PasswordTrials, compare=False)
    """What is known of its passwords by now."""

    @property
    def name(self) -> str:
        """What the connection is called."""
        return self.form.address if self.form.connection is None else self.form.connection.name

    @property
    def addresses(self) -> frozenset[str]:
        """Where its Engines are, as far as they are known."""
        return frozenset(str(member.address) for member in self.members or ())

    @property
    def is_open(self) -> bool:
        """Whether something can still come of it."""
        return self.failure is None


@dataclass(frozen=True)
class EngineLogin:
    """What came of one Engine."""

    member: FleetMember
    client: EngineClient | None
    """None where nobody could find out with what it would be asked."""
    error: ClientError | None = None
    """None where the Engine has accepted the user."""
    warning: str | None = None
    """What is worth a word all the same."""


@dataclass(frozen=True)
class FleetForm:
    """Several connections, or one that leads to several Engines."""

    parts: tuple[FleetPart, ...]
    """At least one."""
    is_trial: bool = False
    """Whether nothing of it is to be kept."""
    done: Mapping[str, EngineLogin] = field(default_factory=dict)
    """What came of each Engine by now, by its address."""
    changed: tuple[CertificateChanged, ...] = ()
    """The certificates that are others now, which stops those who show them."""
    new_pins: tuple[tuple[str, Pin], ...] = ()
    """Certificates to be remembered, by address."""
    is_told_of_changes: bool = False
    """Whether a person has seen `changed`."""

    @property
    def members(self) -> tuple[FleetMember, ...]:
        """The Engines that are known by now, each once and under a name that no other has."""
        return told_apart(member for part in self.parts if part.is_open for member in part.members or ())

    @property
    def place(self) -> str:
        """Where it leads, in a few words."""
        count = len(self.members)
        names = ", ".join(part.name for part in self.parts)
        return f"{count} Engines of {names}" if count > 1 and len(self.parts) == 1 else names

    def with_done(self, logins: Iterable[EngineLogin]) -> FleetForm:
        """The same, with what came of more Engines."""
        return replace(self, done={**self.done, **{str(login.member.address): login for login in logins}})

    def with_part(self, place: int, part: FleetPart) -> FleetForm:
        """The same, with another part at a place."""
        return replace(self, parts=(*self.parts[:place], part, *self.parts[place + 1 :]))


@dataclass(frozen=True)
class Stranger:
    """An Engine, or a Portal, whose certificate nobody has decided on."""

    place: int
    """Which part it belongs to."""
    name: str
    meeting: EngineUnknown
    member: FleetMember | None
    """None for a Portal."""


@dataclass(frozen=True)
class FleetUndecided:
    """A person decides before the login goes on; at least one of these is there."""

    form: FleetForm
    strangers: tuple[Stranger, ...] = ()
    proxy: tuple[int, ProxyPasswordWanted] | None = None
    """The first part that a proxy does not let through."""
    command: tuple[int, PasswordCommandFailed] | None = None
    """The first part whose password command gives none."""
    missing: int | None = None
    """The first part without a password."""
