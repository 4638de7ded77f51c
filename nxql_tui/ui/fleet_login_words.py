"""What is said of a login to several Engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.client.errors import (
    CertificateChangedError,
    CredentialError,
    NotLicensedError,
    NotTrustedError,
    ProxyError,
    RefusedError,
    TimedOutError,
    UnreachableError,
)
from nxql_tui.ui.login_outcomes import LoginFailed, LoginField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.client.errors import ClientError
    from nxql_tui.ui.fleet_form import EngineLogin, FleetPart

_REASONS: tuple[tuple[type[ClientError], str], ...] = (
    (CertificateChangedError, "its certificate has changed"),
    (NotTrustedError, "its certificate is not trusted"),
    (RefusedError, "it refused the user or the password"),
    (NotLicensedError, "it is not licensed for the Web API"),
    (CredentialError, "the user or the password cannot be sent"),
    (ProxyError, "the proxy does not lead there"),
    (UnreachableError, "it cannot be reached"),
    (TimedOutError, "it did not answer in time"),
)
_MOST_NAMED = 6
"""Engines that a notice names; it shows for a while only."""


def short_reason(error: ClientError) -> str:
    """Why an Engine is not ready, in a few words."""
    return next((reason for kind, reason in _REASONS if isinstance(error, kind)), error.what.rstrip("."))


def readiness(logins: Sequence[EngineLogin], left_out: Sequence[str]) -> str:
    """How many are ready, and why others are not: `4 of 5 Engines are ready. eu-3: it cannot be reached.`."""
    failed = [login for login in logins if login.error is not None]
    ready = len(logins) - len(failed)
    whole = f"All {ready} Engines are ready." if ready > 1 else "1 Engine is ready."
    said = [f"{ready} of {len(logins)} Engines are ready." if failed else whole]
    said += [f"{one.member.name}: {short_reason(one.error)}." for one in failed[:_MOST_NAMED] if one.error]
    if len(failed) > _MOST_NAMED:
        said.append(f"And {len(failed) - _MOST_NAMED} more.")
    if left_out:
        verb = "is" if len(left_out) == 1 else "are"
        said.append(f"{', '.join(left_out)} {verb} not connected, says the Portal.")
    return " ".join(said)


def none_ready(logins: Sequence[EngineLogin], parts: Sequence[FleetPart]) -> LoginFailed:
    """No Engine is ready: what each of them said."""
    errors = [(login.member.name, login.error) for login in logins if login.error is not None]
    failures = [(part.name, part.failure) for part in parts if part.failure is not None]
    if not errors and len(failures) == 1:
        return failures[0][1]
    details = (
        *(f"{name}: {error}" for name, error in errors),
        *(f"{name}: {failure.what} {failure.advice}".strip() for name, failure in failures),
    )
    if errors and not failures and all(isinstance(error, RefusedError) for _, error in errors):
        what = f"Every Engine refused the user or the password: {', '.join(name for name, _ in errors)}."
        return LoginFailed(LoginField.PASSWORD, what, errors[0][1].advice, details)
    reasons = [f"{name}: {short_reason(error)}." for name, error in errors[:_MOST_NAMED]]
    reasons += [f"{name}: {failure.what}" for name, failure in failures[:_MOST_NAMED]]
    return LoginFailed(LoginField.ENGINE, "No Engine is ready.", " ".join(reasons), details)
