"""The site in the pictures: a Portal, three embedded Engines that answer, one that does not, and one that is down."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from name_service import NameService

from nxql_tui.client.address import EngineAddress, parse_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.route import Route, parse_proxy
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.engine.access import open_access
from nxql_tui.engine.certificate import load_certificate
from nxql_tui.engine.portal import EmbeddedPortal, EngineStatus, ListedEngine
from nxql_tui.engine.server import EmbeddedEngine
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 10, 15)
"""What `now` is in the Engines: a Monday morning."""
USER = "alice"
PASSWORD = Secret("admin")
PORTAL = "portal.example"
ENGINES = ("eu-1", "eu-2", "eu-3")
"""The first of them is the one that is asked where one is asked."""
UNREACHABLE = "us-1"
"""The Portal says that it is there, and nobody comes through to it."""
DOWN = "us-2"
_DEVICES = 2000


@dataclass(frozen=True, slots=True)
class SampleSite:
    """The site while it runs."""

    proxy: str
    """What leads to it, as `https_proxy` has it."""
    certificate: bytes
    """The one that all of its servers show."""

    @property
    def client(self) -> EngineClient:
        """Somebody who is logged in to the first Engine."""
        return EngineClient(
            address_of(ENGINES[0]),
            Credential(USER, PASSWORD),
            PinnedTrust(self.certificate),
            route=Route(parse_proxy(self.proxy)),
        )


def host_of(engine: str) -> str:
    """The name by which an Engine is reached."""
    return f"{engine}.example"


def address_of(engine: str) -> EngineAddress:
    """Where an Engine is."""
    return parse_address(host_of(engine))


@contextmanager
def sample_site(folder: Path) -> Iterator[SampleSite]:
    """Run the site as long as the block; its certificate is written into the folder."""
    file = folder / "site.pem"
    file.write_bytes(_certificate_and_key())
    with ExitStack() as running:
        engines = [running.enter_context(EmbeddedEngine(_settings(folder, file, place))) for place in range(3)]
        portal = EmbeddedPortal("127.0.0.1", 0)
        running.callback(portal.stop)
        portal.start(_listed(), open_access(Credential(USER, PASSWORD)), load_certificate(file, None))
        ports = {str(address_of(name)): engine.port for name, engine in zip(ENGINES, engines, strict=True)}
        ports[f"{PORTAL}:443"] = int(portal.url.split("/")[2].rpartition(":")[2])
        proxy = running.enter_context(NameService(ports))
        yield SampleSite(proxy.url, engines[0].certificate_der)


def _settings(folder: Path, certificate: Path, place: int) -> EngineSettings:
    return EngineSettings(
        certificate_folder=folder,
        certificate=certificate,
        now=NOW,
        user=USER,
        password=PASSWORD,
        devices=_DEVICES,
        # A few devices are known to two Engines, as where people travel.
        first_device=1 + place * (_DEVICES - 20),
        days=1,
        events_per_device_day=1,
    )


def _listed() -> list[ListedEngine]:
    connected = [ListedEngine(name, host_of(name), EngineStatus.CONNECTED) for name in (*ENGINES, UNREACHABLE)]
    return [*connected, ListedEngine(DOWN, host_of(DOWN), EngineStatus.DISCONNECTED)]


def _certificate_and_key() -> bytes:
    """A certificate that is the same in every run, for its key and its signature are: it vouches for nobody."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, host_of(ENGINES[0])),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example"),
        ]
    )
    hosts = [x509.DNSName(PORTAL), *(x509.DNSName(host_of(engine)) for engine in ENGINES)]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(datetime(2024, 1, 2, tzinfo=UTC))
        .not_valid_after(datetime(2049, 1, 2, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .sign(key, None)
    )
    written_key = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return written_key + certificate.public_bytes(Encoding.PEM)
