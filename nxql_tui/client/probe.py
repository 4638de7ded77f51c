"""Looking at a certificate without saying a word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nxql_tui.client.certificate import SeenCertificate, describe_certificate
from nxql_tui.client.errors import (
    CertificateChangedError,
    ClientError,
    NotTrustedError,
    ProxyError,
    QuestionCancelled,
    TimedOutError,
    TrustReason,
    UnreachableError,
)
from nxql_tui.client.failures import certificate_changed, made_out_to_others
from nxql_tui.client.http import CertificateSeen, Outgoing, exchange
from nxql_tui.client.route import DIRECT, Route
from nxql_tui.client.tls import probing_context
from nxql_tui.client.transfer import Cancellation, Transfer
from nxql_tui.client.trust import PinnedTrust, SystemTrust, Trust, on_route, ssl_context
from nxql_tui.wire.request import QUERY_PATH

if TYPE_CHECKING:
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.http import Response
    from nxql_tui.client.tls import EngineContext


def probe_certificate(
    address: EngineAddress,
    timeout: float = 10.0,
    *,
    cancellation: Cancellation | None = None,
    route: Route = DIRECT,
) -> SeenCertificate:
    """Look at an Engine's certificate; nothing but the handshake is sent.

    Raises:
        ClientError: There is no Engine, or it speaks no TLS.
    """
    # Who we are is told to a stranger only who will not show who they are before.
    reserved = replace(route, client_certificate=None)
    try:
        return probe(address, unproven_context(reserved), timeout, cancellation=cancellation, route=reserved)
    except (ProxyError, QuestionCancelled, TimedOutError):
        raise
    except UnreachableError:
        if route.client_certificate is None:
            raise
    return probe(address, unproven_context(route), timeout, cancellation=cancellation, route=route)


def trusted_certificate(
    address: EngineAddress,
    trust: Trust,
    timeout: float = 10.0,
    *,
    cancellation: Cancellation | None = None,
    route: Route = DIRECT,
) -> SeenCertificate:
    """The certificate that an Engine shows and that would be let through; nothing but the handshake is sent.

    Raises:
        NotTrustedError: It would not.
        ClientError: There is no Engine, or it speaks no TLS.
    """
    context = ssl_context(trust, route)
    context.is_probe = True
    try:
        return probe(address, context, timeout, cancellation=cancellation, route=route)
    except NotTrustedError as error:
        refusal = error
    raise look_closer(refusal, address, trust, timeout, cancellation, route)


def system_verdict(
    seen: SeenCertificate,
    address: EngineAddress,
    timeout: float = 10.0,
    *,
    cancellation: Cancellation | None = None,
    route: Route = DIRECT,
) -> TrustReason | None:
    """Why this system does not trust an Engine's certificate, or None where it does; only a handshake is sent.

    `TrustReason.CHANGED` says that another one was shown this time than the one seen before.

    Raises:
        ClientError: There is no Engine any more.
    """
    try:
        again = trusted_certificate(address, SystemTrust(), timeout, cancellation=cancellation, route=route)
    except NotTrustedError as error:
        return error.reason
    return None if again.der == seen.der else TrustReason.CHANGED


def unproven_context(route: Route) -> EngineContext:
    """A context that lets everybody through, as far as the end of the handshake.

    Raises:
        TrustFileError: The certificate of our own cannot be used.
    """
    return on_route(probing_context(), route)


def probe(
    address: EngineAddress,
    context: EngineContext,
    timeout: float,
    *,
    cancellation: Cancellation | None,
    route: Route,
) -> SeenCertificate:
    """Shake hands in a context that is a probe's, and leave.

    Raises:
        ClientError: There is no Engine, or the context does not let it through.
    """
    transfer = Transfer(address, context, connect_timeout=timeout, cancellation=cancellation, route=route)
    try:
        exchange(transfer, _NOTHING, _never)
    except CertificateSeen as seen:
        return SeenCertificate(seen.der)
    raise AssertionError("a probe never gets as far as an answer")


_NOTHING = Outgoing("POST", QUERY_PATH)
"""What a probe would send if it came so far."""


def _never(_answer: Response) -> None:
    raise AssertionError("a probe never gets as far as an answer")


def look_closer(
    error: NotTrustedError,
    address: EngineAddress,
    trust: Trust,
    timeout: float,
    cancellation: Cancellation | None,
    route: Route = DIRECT,
) -> NotTrustedError:
    """The same refusal, told with what a second look at the certificate shows.

    A handshake that fails in OpenSSL does not hand out the certificate it failed for.

    Raises:
        QuestionCancelled: Somebody cancelled meanwhile.
    """
    pin = trust.certificate if isinstance(trust, PinnedTrust) else None
    is_known = isinstance(error, CertificateChangedError) and error.seen
    if is_known or (pin is None and error.reason is not TrustReason.WRONG_NAME):
        return error
    try:
        seen = probe_certificate(address, timeout, cancellation=cancellation, route=route)
    except QuestionCancelled:
        raise
    except ClientError:
        return error
    if pin is not None:
        return error if seen.der == pin else certificate_changed(address, pin, seen.der)
    description = describe_certificate(seen.der)
    return error if description is None else made_out_to_others(route.server_name or address.host, description.names)
