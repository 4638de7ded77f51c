"""Saved connections of a user whose passwords no keyring of this machine keeps."""

from __future__ import annotations

import ipaddress
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pexpect
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from nxql_tui.accounts.connections import Connection, load_connections, save_connection
from nxql_tui.accounts.known_engines import Pin, load_pin, save_pin
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.engine.site import EmbeddedSite
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from nxql_tui.engine.server import EmbeddedEngine
    from tests.commands.conftest import Program, StrangeEngine


@dataclass(frozen=True)
class Desk:
    """The files of the user of a program."""

    home: Path

    @property
    def file(self) -> Path:
        return self.home / "config" / "connections.toml"

    @property
    def known_engines(self) -> Path:
        return self.home / "state" / "known_engines"

    @property
    def saved(self) -> dict[str, Connection]:
        return {connection.name: connection for connection in load_connections(self.file)}

    def save(self, connection: Connection) -> None:
        save_connection(self.file, connection)

    def pin(self, address: str, der: bytes, *, allow_expired: bool = False) -> None:
        save_pin(self.known_engines, address, Pin(der, allow_expired))

    def pinned(self, address: str) -> Pin | None:
        return load_pin(self.known_engines, address)


@pytest.fixture
def desk(program: Program) -> Desk:
    home = program.folder / "home"
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text("kernel_keyring_hours = 0\n")
    return Desk(home)


PASSWORD = "kanarienvogel-ü-42"
"""That of the Engines beside these, so that every run looks for it in what is printed."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedSite]:
    folder = tmp_path_factory.mktemp("site")
    settings = EngineSettings(certificate_folder=folder, devices=4, days=1, user="alice", password=Secret(PASSWORD))
    with EmbeddedSite(settings, engines=2) as running:
        yield running


@pytest.fixture
def portal(site: EmbeddedSite) -> str:
    """Host and port of the Portal."""
    return urlsplit(site.portal_url or "").netloc


@pytest.fixture
def lab(desk: Desk, engine: EmbeddedEngine) -> str:
    """The address of a saved and pinned Engine."""
    address = f"127.0.0.1:{engine.port}"
    desk.save(Connection("lab", address, "alice"))
    desk.pin(address, engine.certificate_der)
    return address


@pytest.fixture
def pinned_site(desk: Desk, site: EmbeddedSite, portal: str) -> EmbeddedSite:
    """A site that is saved by its Portal, every certificate of which is pinned."""
    desk.save(Connection("site", user="alice", portal=portal))
    for address in (portal, *(engine.authority for engine in site.engines)):
        desk.pin(address, site.engines[0].certificate_der)
    return site


# The keyring of a desktop

_UNLOCKED = 'printf unlocking | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec bash -c "$@"'


@pytest.fixture
def run_on_desktop(program: Program) -> Callable[..., str]:
    """Runs a script of the shell beside a real Secret Service of its own, and returns what it said."""
    missing = [tool for tool in ("dbus-run-session", "gnome-keyring-daemon") if not shutil.which(tool)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")

    def run(script: str, *arguments: str, variables: Mapping[str, str] | None = None) -> str:
        environment = {**program.environment, **(variables or {})} | {
            "XDG_DATA_HOME": str(program.folder / "data"),
            "XDG_RUNTIME_DIR": str(program.folder),
        }
        del environment["DBUS_SESSION_BUS_ADDRESS"]
        child = pexpect.spawn(
            "dbus-run-session",
            ["--", "bash", "-c", _UNLOCKED, "_", script, *arguments],
            cwd=str(program.folder),
            env=environment,
            timeout=60,
        )
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0, child.before
        return str(child.before.decode())

    return run


# Certificates and who shows them


@dataclass(frozen=True)
class Identity:
    """A certificate and its key."""

    file: Path
    """Both in PEM."""
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def sha256(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _make(
    folder: Path,
    name: str,
    *,
    host: str = "127.0.0.1",
    valid_days: tuple[int, int] = (-2, 9),
    signed_by: Identity | None = None,
) -> Identity:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    try:
        alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        alternative = x509.DNSName(host)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signed_by.certificate.subject if signed_by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today + timedelta(valid_days[0]))
        .not_valid_after(today + timedelta(valid_days[1]))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=signed_by is None, path_length=None), critical=True)
        .sign(signed_by.key if signed_by else key, hashes.SHA256())
    )
    file = folder / f"{certificate.serial_number:x}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return Identity(file, certificate, key)


@pytest.fixture
def make_identity(tmp_path: Path) -> Callable[..., Identity]:
    """Makes a certificate: of whom, for which host, between which days from today, signed by whom."""
    return lambda name="engine", **options: _make(tmp_path, name, **options)


@pytest.fixture
def shown(strange_engine: Callable[..., StrangeEngine]) -> Callable[[Identity], StrangeEngine]:
    """Start a server that shows a certificate, and answers nobody."""
    return lambda identity: strange_engine(b"", certificate=identity.file)
