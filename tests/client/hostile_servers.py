"""Real TLS servers on this machine that behave as badly as they are told to."""

from __future__ import annotations

import base64
import gc
import ipaddress
import re
import socket
import ssl
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import BuiltinFunctionType, CodeType, FrameType, FunctionType, ModuleType, TracebackType
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from nxql_tui.client.address import EngineAddress
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.trust import PinnedTrust, Trust
from nxql_tui.wire.credentials import Credential, Secret
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from pathlib import Path

PATIENCE = 30.0
"""Seconds after which something that never comes is a failure; nothing passes or fails by being faster."""

USER = "alice"
CANARY = "kanarienvogel-ü-42"
"""The password: no error may hold it."""

QUERY = "(select (name) (from device))"


# Certificates


@dataclass(frozen=True)
class Identity:
    """A certificate and the key to it."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    file: Path
    """Both in PEM."""

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


@dataclass(frozen=True)
class Identities:
    """Makes certificates."""

    folder: Path

    def make(
        self,
        name: str,
        *,
        hosts: tuple[str, ...] = ("127.0.0.1", "localhost"),
        signed_by: Identity | None = None,
        is_authority: bool = False,
        valid_days: tuple[int, int] = (-1, 9),
    ) -> Identity:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        today = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(signed_by.certificate.subject if signed_by else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(today + timedelta(valid_days[0]))
            .not_valid_after(today + timedelta(valid_days[1]))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if hosts:
            names = x509.SubjectAlternativeName([_general_name(host) for host in hosts])
            builder = builder.add_extension(names, critical=False)
        certificate = builder.sign(signed_by.key if signed_by else key, hashes.SHA256())
        file = self.folder / f"{x509.random_serial_number():x}.pem"
        file.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return Identity(certificate, key, file)


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


@pytest.fixture(scope="session")
def identities(tmp_path_factory: pytest.TempPathFactory) -> Identities:
    return Identities(tmp_path_factory.mktemp("identities"))


@pytest.fixture(scope="session")
def authority(identities: Identities) -> Identity:
    return identities.make("An authority", hosts=(), is_authority=True)


@pytest.fixture(scope="session")
def self_signed(identities: Identities) -> Identity:
    """What most Engines show."""
    return identities.make("engine")


@pytest.fixture(scope="session")
def signed(identities: Identities, authority: Identity) -> Identity:
    return identities.make("signed engine", signed_by=authority)


# Servers


@dataclass
class Visit:
    """One connection of a client."""

    connection: socket.socket
    server: Server
    head: bytes = b""
    body: bytes = b""

    def read_question(self) -> bool:
        """Read a whole request; False when the client left before that."""
        received = b""
        while b"\r\n\r\n" not in received:
            received += (piece := self._receive())
            if not piece:
                return False
        self.head, _, self.body = received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", self.head)
        while length is not None and len(self.body) < int(length[1]):
            self.body += (piece := self._receive())
            if not piece:
                return False
        self.server.questions.append(self)
        self.server.was_asked.set()
        return True

    def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.connection.sendall(piece)

    def answer(self, body: bytes, *headers: str, status: str = "200 OK") -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
        self.send("\r\n".join(lines).encode(), body)

    def say_goodbye(self) -> None:
        """End the TLS session in good order."""
        assert isinstance(self.connection, ssl.SSLSocket)
        with suppress(OSError):
            self.connection = self.connection.unwrap()

    def reset(self) -> None:
        """Cut the connection hard."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    def wait_until_left(self) -> None:
        """Stay silent until the client hangs up."""
        with suppress(OSError):
            while self._receive():
                pass
        self.server.was_left.set()

    def header(self, name: str) -> str | None:
        found = re.search(rf"(?im)^{name}: (.*?)\r?$", self.head.decode("latin-1"))
        return found[1] if found else None

    def _receive(self) -> bytes:
        piece = self.connection.recv(65536)
        self.server.application_bytes += len(piece)
        return piece


Behaviour = Callable[[Visit], object]


class Server:
    """Listens on 127.0.0.1 and treats every visitor in a thread."""

    def __init__(self, behaviour: Behaviour, context: ssl.SSLContext | None) -> None:
        self._behaviour = behaviour
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]
        self.application_bytes = 0
        """What came through TLS beyond the handshake."""
        self.visitors = 0
        self.questions: list[Visit] = []
        self.was_visited = threading.Event()
        self.was_asked = threading.Event()
        self.was_left = threading.Event()
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    @property
    def address(self) -> EngineAddress:
        return EngineAddress("127.0.0.1", self.port)

    def settle(self) -> None:
        """Wait until every visit so far is over: then the counts are final."""
        for thread in list(self._threads):
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def stop(self) -> None:
        for open_socket in [self._listener, *self._sockets]:
            # One that is only closed leaves its thread where it waits.
            with suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join(PATIENCE)
        self.settle()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.visitors += 1
            thread = threading.Thread(target=self._treat, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()
            self.was_visited.set()

    def _treat(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        visit = Visit(connection, self)
        try:
            if self._context is not None:
                visit.connection = self._context.wrap_socket(connection, server_side=True)
            self._sockets.append(visit.connection)
            self._behaviour(visit)
        except OSError:
            # The client has left, or did not like the certificate.
            self.was_left.set()
        finally:
            visit.connection.close()
            connection.close()


class Street:
    """Starts servers and stops them."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._servers: list[Server] = []

    def engine(self, behaviour: Behaviour | bytes, identity: Identity | None = None) -> Server:
        """Reads a question, then does as it is told; bytes are the body of a good answer."""

        def treat(visit: Visit) -> None:
            if not visit.read_question():
                return
            if isinstance(behaviour, bytes):
                visit.answer(behaviour, "Content-Type: text/csv; charset=utf-8", "NX_EXEC_TIME: 12")
            else:
                behaviour(visit)

        return self.start(treat, server_context(identity or self._identity))

    def deaf_engine(self, behaviour: Behaviour) -> Server:
        """Shakes hands and reads nothing that it is not told to."""
        return self.start(behaviour, server_context(self._identity))

    def shop(self, behaviour: Behaviour) -> Server:
        """Anything at all that listens: no TLS, no question is read."""
        return self.start(behaviour, None)

    def old_engine(self) -> Server:
        """Speaks TLS 1.1 at most."""
        context = server_context(self._identity)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        return self.start(lambda visit: visit.read_question(), context)

    def stop(self) -> None:
        for server in self._servers:
            server.stop()

    def start(self, behaviour: Behaviour, context: ssl.SSLContext | None) -> Server:
        server = Server(behaviour, context)
        self._servers.append(server)
        return server


def server_context(identity: Identity) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity.file)
    return context


@pytest.fixture
def street(self_signed: Identity) -> Iterator[Street]:
    running = Street(self_signed)
    yield running
    running.stop()


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that refuses connections: bound, so nobody else takes it, and not listened to."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


# Clients


@dataclass
class Desk:
    """Asks questions as one user; the answers go into a folder of its own."""

    folder: Path
    trust: Trust
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4))

    @property
    def spool(self) -> Path:
        return self.folder / "answer"

    def client(
        self,
        where: Server | EngineAddress,
        *,
        trust: Trust | None = None,
        user: str = USER,
        password: str = CANARY,
        connect_timeout: float = PATIENCE,
        overall_timeout: float | None = PATIENCE,
    ) -> EngineClient:
        return EngineClient(
            where.address if isinstance(where, Server) else where,
            Credential(user, Secret(password)),
            trust or self.trust,
            connect_timeout=connect_timeout,
            overall_timeout=overall_timeout,
        )

    def fail(self, client: EngineClient, request: QueryRequest | None = None) -> Exception:
        """Ask, and hand out the error that must come of it."""
        with pytest.raises(Exception) as caught:  # noqa: PT011  every test looks at its type
            client.ask(request or QueryRequest(QUERY), self.spool)
        return caught.value

    def start(self, work: Callable[[], object]) -> Future[object]:
        """Do it beside the test."""
        return self.threads.submit(work)


@pytest.fixture
def desk(tmp_path: Path, self_signed: Identity) -> Iterator[Desk]:
    """Trusts the certificate that the servers of the street show."""
    desk = Desk(tmp_path, PinnedTrust(self_signed.der))
    yield desk
    desk.threads.shutdown(wait=True)


# Secrets


@pytest.fixture
def find_secret() -> Callable[[BaseException], str]:
    """Tells where the password can be reached from an error: through its texts, its chain, or its frames."""
    return _find_secret


_SEALED = (Secret, FunctionType, BuiltinFunctionType, ModuleType, CodeType, FrameType, TracebackType, type)


def _find_secret(error: BaseException) -> str:
    words = (CANARY, base64.b64encode(f"{USER}:{CANARY}".encode()).decode())
    waiting: list[tuple[object, str]] = [(error, "error"), (str(error), "str"), (repr(error), "repr")]
    waiting += _frames(error)
    seen: set[int] = set()
    kept = []
    while waiting:
        thing, way = waiting.pop()
        if id(thing) in seen or isinstance(thing, _SEALED):
            continue
        seen.add(id(thing))
        kept.append(thing)
        text = thing.decode("latin-1").encode("latin-1").decode(errors="replace") if isinstance(thing, bytes) else thing
        if isinstance(text, str) and any(word in text for word in words):
            return way
        if isinstance(thing, BaseException):
            waiting += [(thing.__cause__, f"{way}.__cause__"), (thing.__context__, f"{way}.__context__")]
            waiting += [(thing.args, f"{way}.args"), (vars(thing), f"{way}.__dict__")]
            waiting += _frames(thing)
        elif len(way) < 400:
            waiting += [(inner, f"{way} > {type(inner).__name__}") for inner in gc.get_referents(thing)]
    return ""


def _frames(error: BaseException) -> list[tuple[object, str]]:
    """The local variables on the way of an error, but for those of the tests, which know the password."""
    found: list[tuple[object, str]] = []
    step = error.__traceback__
    while step is not None:
        if "/tests/" not in step.tb_frame.f_code.co_filename:
            place = f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno}"
            found += [(value, f"{place} {name}") for name, value in step.tb_frame.f_locals.items()]
        step = step.tb_next
    return found
