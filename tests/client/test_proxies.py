"""Through real proxies: the trust is the Engine's, and no proxy sees a byte of what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hostile_servers import CANARY, PATIENCE, USER
from proxies import (
    KNOWN_PASSWORD,
    KNOWN_USER,
    Passage,
    answering,
    connect_proxy,
    refusing_proxy,
    silent,
    socks_proxy,
)

from nxql_tui.client.engine_client import Cancellation, EngineClient
from nxql_tui.client.errors import (
    CertificateChangedError,
    NotTrustedError,
    ProxyError,
    ProxyRefusedError,
    QuestionCancelled,
    TimedOutError,
)
from nxql_tui.client.probe import probe_certificate
from nxql_tui.client.route import Proxy, ProxyScheme, Route
from nxql_tui.client.trust import PinnedTrust, SystemTrust, Trust
from nxql_tui.wire.credentials import Credential, Secret
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile_servers import Desk, Identities, Identity, Server, Street

QUERY = QueryRequest("(select (name) (from device))")
BODY = b"name\nPC1\n"

BOTH = pytest.mark.parametrize(
    ("start", "scheme"),
    [(connect_proxy, ProxyScheme.HTTP), (socks_proxy, ProxyScheme.SOCKS5)],
    ids=["CONNECT", "SOCKS"],
)
SCHEMES = pytest.mark.parametrize("scheme", list(ProxyScheme))


def _through(server: Server | int, scheme: ProxyScheme, user: str = "", password: str = "") -> Route:
    port = server if isinstance(server, int) else server.port
    return Route(Proxy(scheme, "127.0.0.1", port, user, Secret(password) if password else None))


def _client(engine: Server, trust: Trust, route: Route, patience: float = PATIENCE) -> EngineClient:
    return EngineClient(
        engine.address,
        Credential(USER, Secret(CANARY)),
        trust,
        route=route,
        connect_timeout=patience,
        overall_timeout=PATIENCE,
    )


@BOTH
def test_a_question_goes_through_a_proxy_that_sees_nothing_of_it(desk: Desk, street: Street, start, scheme):
    passage, engine = Passage(), street.engine(BODY)
    client = _client(engine, desk.trust, _through(start(street, passage), scheme))
    client.ask(QUERY, desk.spool)
    assert desk.spool.read_bytes() == BODY
    assert passage.targets == [f"127.0.0.1:{engine.port}"]
    assert len(passage.seen) > 1000
    for told in (b"select", b"PC1", b"Basic", CANARY.encode()):
        assert told not in passage.seen + b"".join(passage.heads)


@BOTH
def test_a_proxy_lets_in_whoever_it_knows(desk: Desk, street: Street, start, scheme):
    passage, engine = Passage(), street.engine(BODY)
    proxy = start(street, passage, is_closed=True)
    _client(engine, desk.trust, _through(proxy, scheme, KNOWN_USER, KNOWN_PASSWORD)).ask(QUERY, desk.spool)
    assert desk.spool.read_bytes() == BODY
    # The Engine is not told what the proxy is told.
    assert b"Proxy-Authorization" not in engine.questions[0].head


@BOTH
def test_a_proxy_that_wants_to_know_us_is_told_apart(desk: Desk, street: Street, start, scheme):
    engine = street.engine(BODY)
    error = desk.fail(_client(engine, desk.trust, _through(start(street, Passage(), is_closed=True), scheme)))
    assert isinstance(error, ProxyRefusedError)
    assert "wants a user and a password" in error.what
    assert engine.visitors == 0


@BOTH
def test_a_wrong_password_for_a_proxy_is_told_and_never_shown(
    desk: Desk, street: Street, find_secret: Callable[[BaseException], str], start, scheme
):
    proxy = start(street, Passage(), is_closed=True)
    error = desk.fail(_client(street.engine(BODY), desk.trust, _through(proxy, scheme, KNOWN_USER, CANARY)))
    assert isinstance(error, ProxyRefusedError)
    assert f"refused the user '{KNOWN_USER}'" in error.what
    assert find_secret(error) == ""


@BOTH
def test_behind_a_proxy_nothing_is_sent_before_the_engine_is_trusted(
    desk: Desk, street: Street, identities: Identities, start, scheme
):
    engine = street.engine(BODY, identities.make("other"))
    error = desk.fail(_client(engine, desk.trust, _through(start(street, Passage()), scheme)))
    assert isinstance(error, CertificateChangedError)
    assert error.seen
    engine.settle()
    assert engine.application_bytes == 0
    assert not error.may_have_arrived


@BOTH
def test_behind_a_proxy_what_a_pinned_authority_has_signed_is_another_certificate(
    desk: Desk, street: Street, signed: Identity, authority: Identity, start, scheme
):
    engine = street.engine(BODY, signed)
    route = _through(start(street, Passage()), scheme)
    assert isinstance(desk.fail(_client(engine, PinnedTrust(authority.der), route)), CertificateChangedError)
    engine.settle()
    assert engine.application_bytes == 0


@BOTH
def test_a_certificate_can_be_looked_at_through_a_proxy(street: Street, self_signed: Identity, start, scheme):
    engine = street.engine(BODY)
    seen = probe_certificate(engine.address, PATIENCE, route=_through(start(street, Passage()), scheme))
    engine.settle()
    assert (seen.der, engine.application_bytes) == (self_signed.der, 0)


@BOTH
def test_a_self_signed_engine_behind_a_proxy_can_be_pinned(desk: Desk, street: Street, start, scheme):
    error = desk.fail(_client(street.engine(BODY), SystemTrust(), _through(start(street, Passage()), scheme)))
    assert isinstance(error, NotTrustedError)
    assert error.can_be_pinned


@SCHEMES
def test_a_proxy_that_is_not_there_is_named(desk: Desk, street: Street, closed_port: int, scheme):
    error = desk.fail(_client(street.engine(BODY), desk.trust, _through(closed_port, scheme)))
    assert isinstance(error, ProxyError)
    assert f"proxy {scheme}://127.0.0.1:{closed_port} refuses the connection" in error.what


@SCHEMES
def test_a_proxy_whose_name_is_unknown_is_named(desk: Desk, street: Street, scheme):
    route = Route(Proxy(scheme, "no-such-proxy.invalid", 3128))
    error = desk.fail(_client(street.engine(BODY), desk.trust, route))
    assert isinstance(error, ProxyError)
    assert "no-such-proxy.invalid" in error.what


@SCHEMES
def test_a_silent_proxy_is_given_up(desk: Desk, street: Street, scheme):
    error = desk.fail(_client(street.engine(BODY), desk.trust, _through(silent(street), scheme), patience=0.3))
    assert isinstance(error, TimedOutError)
    assert "The proxy" in error.what


@SCHEMES
def test_waiting_for_a_silent_proxy_can_be_cancelled(desk: Desk, street: Street, scheme):
    proxy, cancellation = silent(street), Cancellation()
    client = _client(street.engine(BODY), desk.trust, _through(proxy, scheme))
    asking = desk.start(lambda: client.ask(QUERY, desk.spool, cancellation=cancellation))
    assert proxy.was_visited.wait(PATIENCE)
    cancellation.cancel()
    assert isinstance(asking.exception(PATIENCE), QuestionCancelled)


@pytest.mark.parametrize(
    ("status", "what"),
    [
        ("403 Forbidden", "does not let us through to 127.0.0.1"),
        ("502 Bad Gateway", "does not reach 127.0.0.1"),
        ("504 Gateway Timeout", "does not reach 127.0.0.1"),
    ],
)
def test_what_a_proxy_says_of_the_way_on_is_told(desk: Desk, street: Street, status: str, what: str):
    proxy = refusing_proxy(street, status)
    error = desk.fail(_client(street.engine(BODY), desk.trust, _through(proxy, ProxyScheme.HTTP)))
    assert isinstance(error, ProxyError)
    assert what in error.what
    assert status[:3] in error.what


def test_a_socks_proxy_that_cannot_go_on_says_why(desk: Desk, street: Street):
    proxy = socks_proxy(street, Passage(), reply=5)
    error = desk.fail(_client(street.engine(BODY), desk.trust, _through(proxy, ProxyScheme.SOCKS5)))
    assert isinstance(error, ProxyError)
    assert "connection refused" in error.what


@SCHEMES
@pytest.mark.parametrize(
    "said", [b"220 mail.example.com ESMTP\r\n\r\n", b"\x05\xff", b"\x00" * 64, b"\xff" * 70_000, b"\x05\x00\x05"]
)
def test_something_that_is_no_proxy_is_said_to_be_none(desk: Desk, street: Street, scheme, said: bytes):
    error = desk.fail(_client(street.engine(BODY), desk.trust, _through(answering(street, said), scheme), patience=1.0))
    assert isinstance(error, ProxyError | TimedOutError)
    assert "proxy" in error.what


def test_the_details_of_a_failure_name_the_way_and_how_far_it_went(desk: Desk, street: Street):
    proxy = refusing_proxy(street, "403 Forbidden")
    error = desk.fail(_client(street.engine(BODY), desk.trust, _through(proxy, ProxyScheme.HTTP, KNOWN_USER, CANARY)))
    assert isinstance(error, ProxyError)
    details = "\n".join(error.details)
    assert f"through the proxy http://{KNOWN_USER}@127.0.0.1:{proxy.port}" in details
    assert "no way through it yet" in details
    assert CANARY not in details
