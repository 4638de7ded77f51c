"""Client certificates, TLS names of one's own, and what is left of a retry."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from hostile_servers import CANARY, PATIENCE, USER, server_context

from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.errors import NotTrustedError, TrustFileError, TrustReason, UnexpectedStatusError, UnreachableError
from nxql_tui.client.route import ClientCertificate, Route
from nxql_tui.client.trust import CaFileTrust, Trust
from nxql_tui.wire.credentials import Credential, Secret
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from pathlib import Path

    from hostile_servers import Desk, Identities, Identity, Server, Street

QUERY = QueryRequest("(select (name) (from device))")
BODY = b"name\nPC1\n"


def _client(engine: Server, trust: Trust, route: Route) -> EngineClient:
    return EngineClient(
        engine.address,
        Credential(USER, Secret(CANARY)),
        trust,
        route=route,
        connect_timeout=PATIENCE,
        overall_timeout=PATIENCE,
    )


def _strict_engine(street: Street, identity: Identity, authority: Identity, version: ssl.TLSVersion) -> Server:
    """An Engine that lets in only who shows a certificate of an authority."""
    context = server_context(identity)
    context.load_verify_locations(authority.file)
    context.verify_mode = ssl.CERT_REQUIRED
    context.maximum_version = version

    def treat(visit):
        if visit.read_question():
            visit.answer(BODY, "Content-Type: text/csv")

    return street.start(treat, context)


VERSIONS = pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])


@VERSIONS
def test_an_engine_may_want_our_certificate(
    desk: Desk, street: Street, self_signed: Identity, authority: Identity, signed: Identity, version
):
    engine = _strict_engine(street, self_signed, authority, version)
    _client(engine, desk.trust, Route(client_certificate=ClientCertificate(signed.file))).ask(QUERY, desk.spool)
    assert desk.spool.read_bytes() == BODY


@VERSIONS
def test_an_engine_that_gets_no_certificate_of_ours_is_told_to_want_one(
    desk: Desk, street: Street, self_signed: Identity, authority: Identity, version
):
    engine = _strict_engine(street, self_signed, authority, version)
    error = desk.fail(_client(engine, desk.trust, Route()))
    assert isinstance(error, UnreachableError)
    assert "client certificate" in error.what
    assert "client_certificate" in error.advice


@VERSIONS
def test_a_certificate_of_ours_that_the_engine_does_not_know_is_told(
    desk: Desk, street: Street, self_signed: Identity, authority: Identity, identities: Identities, version
):
    engine = _strict_engine(street, self_signed, authority, version)
    stranger = identities.make("stranger")
    error = desk.fail(_client(engine, desk.trust, Route(client_certificate=ClientCertificate(stranger.file))))
    assert isinstance(error, UnreachableError)
    assert "does not accept the client certificate" in error.what


def test_certificate_and_key_may_stand_in_two_files(
    desk: Desk, street: Street, self_signed: Identity, authority: Identity, signed: Identity, tmp_path: Path
):
    certificate, key = tmp_path / "client.pem", tmp_path / "client.key"
    certificate.write_bytes(signed.certificate.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        signed.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    engine = _strict_engine(street, self_signed, authority, ssl.TLSVersion.TLSv1_3)
    _client(engine, desk.trust, Route(client_certificate=ClientCertificate(certificate, key))).ask(QUERY, desk.spool)
    assert desk.spool.read_bytes() == BODY


def test_a_key_with_a_passphrase_is_refused_without_asking_on_the_terminal(
    desk: Desk, street: Street, signed: Identity, tmp_path: Path
):
    file = tmp_path / "client.pem"
    file.write_bytes(
        signed.certificate.public_bytes(serialization.Encoding.PEM)
        + signed.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"passphrase"),
        )
    )
    error = desk.fail(_client(street.engine(BODY), desk.trust, Route(client_certificate=ClientCertificate(file))))
    assert isinstance(error, TrustFileError)
    assert "has a passphrase" in error.what


def test_a_certificate_and_a_key_that_do_not_fit_are_told(
    desk: Desk, street: Street, signed: Identity, self_signed: Identity
):
    route = Route(client_certificate=ClientCertificate(signed.file, self_signed.file))
    error = desk.fail(_client(street.engine(BODY), desk.trust, route))
    assert isinstance(error, TrustFileError)
    assert "do not belong together" in error.what


@pytest.mark.parametrize("content", [None, "", "nothing"])
def test_a_client_certificate_that_cannot_be_used_is_told_before_anything_is_sent(
    desk: Desk, street: Street, tmp_path: Path, content: str | None
):
    file = tmp_path / "client.pem"
    if content is not None:
        file.write_text(content)
    engine = street.engine(BODY)
    error = desk.fail(_client(engine, desk.trust, Route(client_certificate=ClientCertificate(file))))
    assert isinstance(error, TrustFileError)
    assert "client.pem" in error.what
    assert engine.visitors == 0


# A name of one's own


def test_behind_a_tunnel_the_certificate_is_checked_against_the_name_of_the_engine(
    desk: Desk, street: Street, identities: Identities, authority: Identity
):
    engine = street.engine(BODY, identities.make("engine", hosts=("engine.example.com",), signed_by=authority))
    trust = CaFileTrust(authority.file)
    _client(engine, trust, Route(server_name="engine.example.com")).ask(QUERY, desk.spool)
    assert desk.spool.read_bytes() == BODY
    assert engine.questions[0].header("Host") == f"engine.example.com:{engine.port}"


def test_another_name_than_the_one_asked_for_is_refused(
    desk: Desk, street: Street, identities: Identities, authority: Identity
):
    engine = street.engine(BODY, identities.make("engine", hosts=("127.0.0.1",), signed_by=authority))
    error = desk.fail(_client(engine, CaFileTrust(authority.file), Route(server_name="engine.example.com")))
    assert isinstance(error, NotTrustedError)
    assert error.reason is TrustReason.WRONG_NAME
    assert "not made out to engine.example.com but to 127.0.0.1" in error.what
    engine.settle()
    assert engine.application_bytes == 0


# Once more


def _hangs_up_on_the_first(street: Street, identity: Identity) -> Server:
    context = server_context(identity)
    visits = []

    def treat(visit):
        visits.append(visit)
        if len(visits) == 1:
            return
        visit.connection = context.wrap_socket(visit.connection, server_side=True)
        if visit.read_question():
            visit.answer(BODY, "Content-Type: text/csv")

    return street.shop(treat)


def test_a_question_whose_handshake_was_cut_is_asked_once_more(desk: Desk, street: Street, self_signed: Identity):
    engine = _hangs_up_on_the_first(street, self_signed)
    desk.client(engine).ask(QUERY, desk.spool)
    assert desk.spool.read_bytes() == BODY
    assert engine.visitors == 2


def test_an_update_is_never_tried_twice(desk: Desk, street: Street, self_signed: Identity):
    engine = _hangs_up_on_the_first(street, self_signed)
    with pytest.raises(UnreachableError):
        desk.client(engine).update(QUERY, desk.spool)
    assert engine.visitors == 1


def test_a_question_that_was_sent_is_never_sent_again(desk: Desk, street: Street):
    engine = street.engine(lambda visit: visit.reset())
    error = desk.fail(desk.client(engine))
    assert isinstance(error, UnreachableError)
    assert error.may_have_arrived
    assert len(engine.questions) == 1


# Busy


@pytest.mark.parametrize(
    ("status", "patience", "advice"),
    [
        ("429 Too Many Requests", "30", "Ask again in 30 seconds."),
        ("503 Service Unavailable", "Fri, 27 Nov 2026 10:00:00 GMT", "Ask again after Fri, 27 Nov 2026 10:00:00 GMT."),
        ("503 Service Unavailable", "", "Ask again in a minute."),
        ("429 Too Many Requests", "9" * 99, "Ask again after 9999"),
    ],
)
def test_an_engine_that_is_busy_says_for_how_long(desk: Desk, street: Street, status: str, patience: str, advice: str):
    def treat(visit):
        visit.answer(b"", f"Retry-After: {patience}", status=status)

    error = desk.fail(desk.client(street.engine(treat)))
    assert isinstance(error, UnexpectedStatusError)
    assert error.advice.startswith(advice)
    assert f"status {status[:3]}" in error.details
