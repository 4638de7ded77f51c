"""Looking at certificates, and keeping those that somebody has compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from nxql_tui.accounts.connection import TrustSource
from nxql_tui.accounts.known_engines import Pin, forget_pin, load_pin, save_pin
from nxql_tui.client.certificate import describe_certificate, fingerprint
from nxql_tui.client.failures import certificate_changed
from nxql_tui.client.probe import probe_certificate, system_verdict
from nxql_tui.commands.connections.certificate_text import certificate_lines
from nxql_tui.commands.connections.each import each_engine
from nxql_tui.commands.errors import FingerprintDiffers, NotPinned
from nxql_tui.commands.interruption import interruptibly
from nxql_tui.commands.login import find_route
from nxql_tui.commands.standard_output import print_text
from nxql_tui.commands.terminal import has_terminal, say, type_yes
from nxql_tui.commands.trust_choice import telling_whom_to_trust
from nxql_tui.settings import settings_or_defaults

if TYPE_CHECKING:
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.certificate import SeenCertificate
    from nxql_tui.client.errors import TrustReason
    from nxql_tui.commands.connections.pinning_subject import PinningSubject
    from nxql_tui.commands.exit_codes import ExitCode
    from nxql_tui.paths import Paths


@dataclass(frozen=True)
class PinWish:
    """How a certificate is to be pinned."""

    fingerprint: str | None
    """What it was compared with beforehand; None leaves it to a person."""
    accept_expired: bool
    replaces: bool
    """Whether another one that is pinned may go."""
    confirmed: bool
    """Whether somebody has said yes beforehand."""


def forget_pins_of(subject: PinningSubject, paths: Paths) -> None:
    """Take the pinned certificates of a subject away.

    Raises:
        KnownEnginesError: The file of pinned certificates cannot be used.
    """
    for place in subject.places:
        identity = subject.identity(place)
        was_there = forget_pin(paths.known_engines, str(identity))
        say(f"The certificate of {identity} is " + ("no longer pinned." if was_there else "not pinned."))


class Pinning:
    """Looks at one certificate after the other, and keeps those that somebody has compared; each is compared once."""

    def __init__(self, wish: PinWish, paths: Paths) -> None:
        self._wish = wish
        self._paths = paths
        self._agreed: set[bytes] = set()

    def pin_all(self, subject: PinningSubject) -> ExitCode:
        """Look at the certificate of each place, and pin it when it is the one that is wanted.

        Raises:
            click.UsageError: Nobody can be asked.
            CommandError, ClientError, KnownEnginesError: It was not pinned.
        """
        return each_engine(subject.places, lambda place: self._pin(subject, place))

    def say_how_to_go_on(self) -> None:
        """A Portal's certificate alone lets nobody ask an Engine."""
        say("This is the Portal's own certificate. Those of its Engines are pinned with --all, one with --engine.")

    def _pin(self, subject: PinningSubject, place: EngineAddress) -> None:
        wish, paths = self._wish, self._paths
        seen, verdict = _look(subject, place, paths)
        print_text("\n".join(certificate_lines(place, seen, verdict, datetime.now(UTC))))
        identity = subject.identity(place)
        if wish.fingerprint is not None and not seen.matches(wish.fingerprint):
            raise FingerprintDiffers(
                f"{place} shows another certificate than the one named; it was not pinned. Ask the Engine's owner "
                "which one is right."
            )
        pinned = load_pin(paths.known_engines, str(identity))
        is_other = pinned is not None and pinned.der != seen.der
        if pinned is not None and is_other and not wish.replaces:
            with telling_whom_to_trust(*_names(subject, place)):
                raise certificate_changed(place, pinned.der, seen.der)
        pin = Pin(seen.der, wish.accept_expired or (pinned is not None and not is_other and pinned.allow_expired))
        _check_dates(seen, pin, place)
        if pin == pinned:
            say(f"It is pinned for {identity} already.")
            self._agreed.add(seen.der)
            return
        if pinned is not None and is_other:
            say(f"Pinned until now: SHA-256 {fingerprint(pinned.der)}")
        if wish.fingerprint is None and not wish.confirmed and (is_other or seen.der not in self._agreed):
            _ask(identity, is_other=is_other)
        self._agreed.add(seen.der)
        save_pin(paths.known_engines, str(identity), pin)
        say(f"Pinned for {identity}.")
        _say_what_goes_before(subject)


def _look(subject: PinningSubject, place: EngineAddress, paths: Paths) -> tuple[SeenCertificate, TrustReason | None]:
    hours = settings_or_defaults(paths.settings)[0].kernel_keyring_hours
    route = find_route(place, subject.connection, hours)
    seen = interruptibly(lambda stop: probe_certificate(place, cancellation=stop, route=route))
    return seen, interruptibly(lambda stop: system_verdict(seen, place, cancellation=stop, route=route))


def _names(subject: PinningSubject, place: EngineAddress) -> tuple[str | None, str | None]:
    """The connection, and the Engine where the connection alone does not say it."""
    connection = subject.connection
    if connection is None:
        return None, str(place)
    return connection.name, None if connection.address or subject.is_portal else str(place)


def _check_dates(seen: SeenCertificate, pin: Pin, place: EngineAddress) -> None:
    """See whether the certificate would be let through once it is pinned.

    Raises:
        NotPinned: It would not.
    """
    said = describe_certificate(seen.der)
    if said is None or pin.allow_expired:
        return
    now = datetime.now(UTC)
    if now > said.valid_until:
        raise NotPinned(
            f"The certificate of {place} expired on {said.valid_until:%Y-%m-%d}, so it would not be let through. The "
            "Engine's owner has to renew it; --accept-expired pins it all the same."
        )
    if now < said.valid_from:
        raise NotPinned(
            f"The certificate of {place} is not valid before {said.valid_from:%Y-%m-%d}. Look at the clock of this "
            "machine; --accept-expired pins it all the same."
        )


def _ask(identity: EngineAddress, *, is_other: bool) -> None:
    if not has_terminal():
        raise click.UsageError(
            "Nobody can be asked without a terminal. Give --fingerprint SHA256 as the Engine's owner has told it."
        )
    instead = " in place of the one pinned until now" if is_other else ""
    if not type_yes(f"Compare the SHA-256 with the Engine's owner. Pin this certificate for {identity}{instead}?"):
        raise NotPinned("It was not confirmed; nothing was pinned.")


def _say_what_goes_before(subject: PinningSubject) -> None:
    connection = subject.connection
    if connection is None:
        return
    if connection.ca_file is not None:
        say(f"The connection '{connection.name}' trusts its CA file and no pin: this one is for others.")
    elif connection.trust is TrustSource.SYSTEM:
        say(f"The connection '{connection.name}' trusts this system and no pin: this one is for others.")
