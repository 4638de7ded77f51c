from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.certificate import SeenCertificate, describe_certificate
from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import (
    CertificateChangedError,
    NotTrustedError,
    QuestionCancelled,
    TrustFileError,
    TrustReason,
    UnreachableError,
)
from nxql_tui.client.probe import probe_certificate, system_verdict, trusted_certificate
from nxql_tui.client.trust import CaFileTrust, PinnedTrust, SystemTrust, Trust, ssl_context
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile_servers import Desk, Identities, Identity, Server, Street

QUERY = "(select (name) (from device))"
BODY = b"name\nPC1\n"
TIME_OUT = 30.0


def _ask(desk: Desk, server: Server, trust: Trust) -> bytes:
    desk.client(server, trust=trust).ask(QueryRequest(QUERY), desk.spool)
    return desk.spool.read_bytes()


def _refusal(desk: Desk, server: Server, trust: Trust) -> NotTrustedError:
    """The error, when the server has seen nothing but handshakes."""
    error = desk.fail(desk.client(server, trust=trust))
    assert isinstance(error, NotTrustedError)
    assert "nothing was sent" in error.what
    server.settle()
    assert server.visitors > 0
    assert server.application_bytes == 0
    return error


# Let through


def test_the_pinned_certificate_is_let_through_whatever_names_it_holds(
    desk: Desk, street: Street, identities: Identities
):
    identity = identities.make("engine", hosts=("elsewhere.example",))
    assert _ask(desk, street.engine(BODY, identity), PinnedTrust(identity.der)) == BODY


def test_a_pinned_certificate_that_somebody_else_signed_is_let_through(desk: Desk, street: Street, signed: Identity):
    assert _ask(desk, street.engine(BODY, signed), PinnedTrust(signed.der)) == BODY


def test_a_certificate_signed_by_the_ca_file_is_let_through(
    desk: Desk, street: Street, signed: Identity, authority: Identity
):
    assert _ask(desk, street.engine(BODY, signed), CaFileTrust(authority.file)) == BODY


def test_a_self_signed_certificate_in_the_ca_file_is_let_through(desk: Desk, street: Street, self_signed: Identity):
    assert _ask(desk, street.engine(BODY), CaFileTrust(self_signed.file)) == BODY


def test_what_the_system_trusts_is_let_through(
    desk: Desk, street: Street, signed: Identity, authority: Identity, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    assert _ask(desk, street.engine(BODY, signed), SystemTrust()) == BODY


def test_a_pinned_certificate_may_be_let_through_after_its_last_day(desk: Desk, street: Street, identities: Identities):
    expired = identities.make("engine", valid_days=(-9, -1))
    assert _ask(desk, street.engine(BODY, expired), PinnedTrust(expired.der, allow_expired=True)) == BODY


# Refused before anything is sent


def test_a_self_signed_certificate_can_be_looked_at_and_pinned(desk: Desk, street: Street):
    error = _refusal(desk, street.engine(BODY), SystemTrust())
    assert (error.reason, error.can_be_pinned) == (TrustReason.SELF_SIGNED, True)
    assert "fingerprint" in error.advice


def test_an_unknown_issuer_asks_for_a_ca_file_or_a_pin(desk: Desk, street: Street, signed: Identity):
    error = _refusal(desk, street.engine(BODY, signed), SystemTrust())
    assert (error.reason, error.can_be_pinned) == (TrustReason.UNKNOWN_ISSUER, True)
    assert "CA file" in error.advice


def test_a_wrong_name_is_told_with_the_names_that_the_certificate_holds(
    desk: Desk, street: Street, identities: Identities, authority: Identity
):
    identity = identities.make("engine", hosts=("engine.example.com", "10.9.8.7"), signed_by=authority)
    error = _refusal(desk, street.engine(BODY, identity), CaFileTrust(authority.file))
    assert (error.reason, error.can_be_pinned) == (TrustReason.WRONG_NAME, True)
    assert "127.0.0.1" in error.what
    assert "engine.example.com, 10.9.8.7" in error.what


def test_of_a_thousand_names_a_few_are_told(desk: Desk, street: Street, identities: Identities, authority: Identity):
    hosts = tuple(f"host-{number}.example.com" for number in range(200))
    identity = identities.make("engine", hosts=hosts, signed_by=authority)
    error = _refusal(desk, street.engine(BODY, identity), CaFileTrust(authority.file))
    assert "host-4.example.com and 195 more" in error.what
    assert len(error.what) < 300


def test_an_expired_certificate_is_said_to_be(desk: Desk, street: Street, identities: Identities, authority: Identity):
    expired = identities.make("engine", signed_by=authority, valid_days=(-9, -1))
    error = _refusal(desk, street.engine(BODY, expired), CaFileTrust(authority.file))
    assert (error.reason, error.can_be_pinned) == (TrustReason.EXPIRED, False)
    assert "renew" in error.advice


def test_a_pinned_certificate_is_refused_after_its_last_day(desk: Desk, street: Street, identities: Identities):
    expired = identities.make("engine", valid_days=(-9, -1))
    error = _refusal(desk, street.engine(BODY, expired), PinnedTrust(expired.der))
    assert error.reason is TrustReason.EXPIRED
    assert not isinstance(error, CertificateChangedError)


def test_a_certificate_before_its_first_day_points_to_the_clock(
    desk: Desk, street: Street, identities: Identities, authority: Identity
):
    early = identities.make("engine", signed_by=authority, valid_days=(1, 9))
    error = _refusal(desk, street.engine(BODY, early), CaFileTrust(authority.file))
    assert error.reason is TrustReason.NOT_YET_VALID
    assert "clock" in error.advice


@pytest.mark.parametrize("allow_expired", [False, True])
def test_another_certificate_than_the_pinned_one_is_told_with_both_fingerprints(
    desk: Desk, street: Street, self_signed: Identity, identities: Identities, allow_expired: bool
):
    other = identities.make("engine")
    server = street.engine(BODY, other)
    error = _refusal(desk, server, PinnedTrust(self_signed.der, allow_expired=allow_expired))
    assert isinstance(error, CertificateChangedError)
    assert (error.reason, error.can_be_pinned) == (TrustReason.CHANGED, False)
    assert error.pinned == SeenCertificate(self_signed.der).sha256
    assert error.seen == SeenCertificate(other.der).sha256
    assert error.pinned in error.what
    assert error.seen in error.what


def test_what_a_pinned_authority_has_signed_is_another_certificate(
    desk: Desk, street: Street, signed: Identity, authority: Identity
):
    error = _refusal(desk, street.engine(BODY, signed), PinnedTrust(authority.der))
    assert isinstance(error, CertificateChangedError)
    assert error.seen == SeenCertificate(signed.der).sha256


def test_an_expired_impostor_of_a_pinned_authority_is_another_certificate_not_an_expired_one(
    desk: Desk, street: Street, identities: Identities, authority: Identity
):
    impostor = identities.make("engine", signed_by=authority, valid_days=(-9, -1))
    error = _refusal(desk, street.engine(BODY, impostor), PinnedTrust(authority.der))
    assert isinstance(error, CertificateChangedError)


def test_the_same_name_and_issuer_do_not_make_the_same_certificate(
    desk: Desk, street: Street, identities: Identities, authority: Identity
):
    pinned, renewed = (identities.make("engine", signed_by=authority) for _ in range(2))
    assert isinstance(_refusal(desk, street.engine(BODY, renewed), PinnedTrust(pinned.der)), CertificateChangedError)


# What should vouch for a certificate is unusable


@pytest.mark.parametrize("content", ["", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_ca_file_without_certificates_is_said(tmp_path: Path, content: str):
    file = tmp_path / "ca.pem"
    file.write_text(content)
    with pytest.raises(TrustFileError, match=r"ca\.pem holds no certificates"):
        ssl_context(CaFileTrust(file))


@pytest.mark.parametrize("name", ["missing.pem", "", "bad\0name"])
def test_a_ca_file_that_cannot_be_read_is_said(tmp_path: Path, name: str):
    with pytest.raises(TrustFileError) as caught:
        ssl_context(CaFileTrust(tmp_path / name))
    assert caught.value.reason is TrustReason.UNUSABLE


def test_a_ca_file_may_hold_remarks(tmp_path: Path, authority: Identity):
    file = tmp_path / "ca.pem"
    file.write_bytes("# Zertifizierungsstelle für alle\n".encode() + authority.file.read_bytes())
    assert len(ssl_context(CaFileTrust(file)).get_ca_certs()) == 1


@pytest.mark.parametrize("der", [b"", b"rubbish", b"\x30\x82"])
def test_a_damaged_pin_is_said(der: bytes):
    with pytest.raises(TrustFileError, match="damaged"):
        ssl_context(PinnedTrust(der))


def test_an_unusable_ca_file_stops_a_question_before_it_begins(desk: Desk, street: Street):
    server = street.engine(BODY)
    error = desk.fail(desk.client(server, trust=CaFileTrust(Path("/nowhere.pem"))))
    assert isinstance(error, TrustFileError)
    assert server.visitors == 0


# Looking at a certificate


def test_a_probe_sees_the_certificate_and_sends_nothing(street: Street, self_signed: Identity):
    server = street.engine(BODY)
    seen = probe_certificate(server.address, TIME_OUT)
    server.settle()
    assert seen.der == self_signed.der
    assert (server.visitors, server.application_bytes) == (1, 0)


def test_a_probe_sees_an_expired_certificate_too(street: Street, identities: Identities):
    expired = identities.make("engine", valid_days=(-9, -1))
    assert probe_certificate(street.engine(BODY, expired).address, TIME_OUT).der == expired.der


def test_a_probe_of_something_without_tls_says_so(street: Street):
    server = street.shop(lambda visit: visit.send(b"HTTP/1.0 400 Bad Request\r\n\r\n"))
    with pytest.raises(UnreachableError, match="plain HTTP"):
        probe_certificate(server.address, TIME_OUT)


def test_a_probe_can_be_cancelled(street: Street, desk: Desk):
    server = street.shop(lambda visit: visit.wait_until_left())
    cancellation = Cancellation()
    probing = desk.start(lambda: probe_certificate(server.address, 600.0, cancellation=cancellation))
    assert server.was_visited.wait(TIME_OUT)
    cancellation.cancel()
    assert isinstance(probing.exception(TIME_OUT), QuestionCancelled)


def test_a_trusted_certificate_is_shown_without_a_word(street: Street, self_signed: Identity):
    server = street.engine(BODY)
    seen = trusted_certificate(server.address, PinnedTrust(self_signed.der), TIME_OUT)
    server.settle()
    assert seen.der == self_signed.der
    assert server.application_bytes == 0


def test_a_certificate_that_a_pinned_authority_has_signed_is_not_the_pinned_one_to_a_probe(
    street: Street, signed: Identity, authority: Identity
):
    server = street.engine(BODY, signed)
    with pytest.raises(CertificateChangedError) as refused:
        trusted_certificate(server.address, PinnedTrust(authority.der), TIME_OUT)
    server.settle()
    assert refused.value.seen == SeenCertificate(signed.der).sha256
    assert server.application_bytes == 0


def test_the_system_says_why_it_does_not_trust_a_certificate(street: Street, self_signed: Identity, signed: Identity):
    for identity, reason in ((self_signed, TrustReason.SELF_SIGNED), (signed, TrustReason.UNKNOWN_ISSUER)):
        server = street.engine(BODY, identity)
        assert system_verdict(SeenCertificate(identity.der), server.address, TIME_OUT) is reason
        server.settle()
        assert server.application_bytes == 0


def test_a_certificate_that_the_system_trusts_must_be_the_one_seen_before(
    street: Street, signed: Identity, authority: Identity, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    server = street.engine(BODY, signed)
    assert system_verdict(SeenCertificate(signed.der), server.address, TIME_OUT) is None
    other = SeenCertificate(authority.der)
    assert system_verdict(other, server.address, TIME_OUT) is TrustReason.CHANGED


def test_a_fingerprint_is_the_sha_256_that_other_tools_show(self_signed: Identity):
    seen = SeenCertificate(self_signed.der)
    digest = hashlib.sha256(self_signed.der).hexdigest()
    assert seen.sha256.replace(":", "").lower() == digest
    assert seen.sha256.count(":") == 31
    assert repr(seen) == "SeenCertificate()"


@pytest.mark.parametrize(
    "spelling",
    [
        str.lower,
        str.upper,
        lambda text: text.replace(":", ""),
        lambda text: text.replace(":", " "),
        lambda text: f" {text}\n",
    ],
)
def test_a_fingerprint_is_compared_in_every_usual_spelling(self_signed: Identity, spelling: Callable[[str], str]):
    seen = SeenCertificate(self_signed.der)
    assert seen.matches(spelling(seen.sha256))


@pytest.mark.parametrize("text", ["", "ab", "00:" * 32])
def test_another_fingerprint_does_not_match(self_signed: Identity, text: str):
    assert not SeenCertificate(self_signed.der).matches(text)


def test_a_certificate_is_described_by_what_it_says(signed: Identity):
    description = describe_certificate(signed.der)
    assert description is not None
    assert (description.subject, description.issuer) == ("CN=signed engine", "CN=An authority")
    assert description.names == ("localhost", "127.0.0.1")
    assert not description.is_self_signed
    assert description.valid_from < description.valid_until


def test_a_certificate_without_alternative_names_is_described_by_its_common_name(authority: Identity):
    description = describe_certificate(authority.der)
    assert description is not None
    assert (description.names, description.is_self_signed) == (("An authority",), True)


@pytest.mark.parametrize("der", [b"", b"rubbish"])
def test_what_is_no_certificate_is_not_described(der: bytes):
    assert describe_certificate(der) is None
