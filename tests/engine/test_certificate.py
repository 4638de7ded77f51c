"""The certificate of an embedded Engine."""

from __future__ import annotations

import os
import ssl
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from nxql_tui.engine.certificate import find_certificate, load_certificate
from nxql_tui.engine.errors import CertificateError, StartError

if TYPE_CHECKING:
    from pathlib import Path


def names_of(der: bytes) -> set[str]:
    certificate = x509.load_der_x509_certificate(der)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in names}


def test_a_certificate_is_made_once_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "certificates"
    assert find_certificate(folder, "127.0.0.1").der == find_certificate(folder, "localhost").der


def test_it_holds_the_names_of_this_machine_and_the_host_given(tmp_path: Path) -> None:
    assert names_of(find_certificate(tmp_path, "engine.example.com").der) == {
        "localhost",
        "127.0.0.1",
        "::1",
        "engine.example.com",
    }


def test_another_host_does_not_replace_the_certificate_of_this_machine(tmp_path: Path) -> None:
    own = find_certificate(tmp_path, "127.0.0.1").der
    other = find_certificate(tmp_path, "10.1.2.3").der
    assert other != own
    assert find_certificate(tmp_path, "127.0.0.1").der == own


def test_it_is_on_an_elliptic_curve_and_valid_for_825_days_at_most(tmp_path: Path) -> None:
    certificate = x509.load_der_x509_certificate(find_certificate(tmp_path, "127.0.0.1").der)
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"
    assert certificate.not_valid_before_utc < datetime.now(UTC)
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc <= timedelta(days=825)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_only_the_owner_can_read_the_key(tmp_path: Path) -> None:
    folder = tmp_path / "certificates"
    find_certificate(folder, "127.0.0.1")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_damaged_certificate_is_made_anew(tmp_path: Path) -> None:
    find_certificate(tmp_path, "127.0.0.1")
    (tmp_path / "engine.pem").write_bytes(b"not a certificate")
    assert names_of(find_certificate(tmp_path, "127.0.0.1").der)


def test_a_strict_client_accepts_it_as_its_only_anchor(tmp_path: Path) -> None:
    certificate = find_certificate(tmp_path, "127.0.0.1")
    client_context = ssl.create_default_context(cafile=str(tmp_path / "engine.crt"))
    client_context.verify_flags |= ssl.VERIFY_X509_STRICT
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = certificate.context.wrap_bio(to_server, to_client, server_side=True)
    client = client_context.wrap_bio(to_client, to_server, server_hostname="localhost")
    for _ in range(3):
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    assert client.version() == "TLSv1.3"


def test_a_certificate_of_ones_own_is_loaded(tmp_path: Path) -> None:
    made = find_certificate(tmp_path, "127.0.0.1")
    assert load_certificate(tmp_path / "engine.pem", None).der == made.der


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CertificateError, match=r"nowhere\.crt"):
        load_certificate(tmp_path / "nowhere.crt", None)


def test_a_file_without_a_certificate_is_named(tmp_path: Path) -> None:
    path = tmp_path / "empty.crt"
    path.write_text("nothing")
    with pytest.raises(CertificateError, match=r"empty\.crt"):
        load_certificate(path, None)


def test_a_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    find_certificate(tmp_path / "one", "127.0.0.1")
    find_certificate(tmp_path / "two", "127.0.0.1")
    with pytest.raises(CertificateError, match="together"):
        load_certificate(tmp_path / "one" / "engine.crt", tmp_path / "two" / "engine.pem")


def test_an_encrypted_key_is_refused_and_nobody_is_asked(tmp_path: Path) -> None:
    find_certificate(tmp_path, "127.0.0.1")
    key = serialization.load_pem_private_key((tmp_path / "engine.pem").read_bytes(), None)
    encrypted = tmp_path / "encrypted.key"
    encrypted.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    with pytest.raises(CertificateError, match="encrypted"):
        load_certificate(tmp_path / "engine.crt", encrypted)


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("")
    with pytest.raises(StartError, match="file"):
        find_certificate(path, "127.0.0.1")
