"""The installed program in a process of its own, against real Engines."""

from __future__ import annotations

import io
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import pexpect
import pytest
from forked_program import run_forked
from hostile_servers import identities, self_signed, street

from nxql_tui.commands.main import main
from nxql_tui.engine.server import EmbeddedEngine
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.engine.site import EmbeddedSite
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from hostile_servers import Identity

__all__ = ["identities", "self_signed", "street"]

PATIENCE = 60.0
"""Seconds after which something that never comes is a failure; nothing passes or fails by being faster."""

CANARY = "kanarienvogel-ü-42"
"""The password of the Engines here: it must never be printed."""

NOW = datetime(2026, 11, 23, 10, 15)


def _without_secrets(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[bytes]:
    assert CANARY.encode() not in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr
    return done


@dataclass
class Program:
    """Runs `nxql-tui` with files of its own and, unless told otherwise, without any terminal."""

    folder: Path
    environment: dict[str, str]
    children: list[subprocess.Popen[bytes] | pexpect.spawn] = field(default_factory=list)

    @property
    def crash_reports(self) -> list[Path]:
        return list((self.folder / "home" / "state" / "crashes").glob("*"))

    @property
    def spools(self) -> list[Path]:
        return list((self.folder / "home" / "cache" / "spools").glob("*"))

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "nxql_tui", *arguments]

    def run(
        self, *arguments: str, typed: bytes = b"", variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run to the end; a session of its own means that there is no terminal to ask at."""
        environment = {**self.environment, **(variables or {})}
        return _without_secrets(
            run_forked(arguments, typed=typed, folder=self.folder, environment=environment, patience=PATIENCE)
        )

    def run_afresh(self, *arguments: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
        """Run to the end with variables that Python itself reads when it starts."""
        return _without_secrets(
            subprocess.run(
                self.command(*arguments),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                cwd=self.folder,
                env={**self.environment, **variables},
                timeout=PATIENCE,
                start_new_session=True,
                check=False,
            )
        )

    def start(self, *arguments: str, variables: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start and go on."""
        child = subprocess.Popen(
            self.command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env={**self.environment, **(variables or {})},
            start_new_session=True,
        )
        self.children.append(child)
        return child

    def open_terminal(self, *arguments: str, variables: Mapping[str, str] | None = None) -> pexpect.spawn:
        """Start in a terminal."""
        command = self.command(*arguments)
        child = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(self.folder),
            env={**self.environment, "TERM": "xterm-256color", **(variables or {})},
            timeout=PATIENCE,
            dimensions=(24, 80),
        )
        self.children.append(child)
        return child

    def end(self) -> None:
        for child in self.children:
            if isinstance(child, pexpect.spawn):
                child.close(force=True)
            else:
                child.kill()
                child.communicate()


@pytest.fixture
def run_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs a command in this process, where nothing but its words matters: a tenth of the time."""
    monkeypatch.setenv("NXQL_TUI_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        code = main(arguments)
        return subprocess.CompletedProcess(arguments, code, *capsysbinary.readouterr())

    return run


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "NXQL_TUI_HOME": str(tmp_path / "home"),
        # No Secret Service of the tester's own desktop is touched.
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/no-bus",
    }
    running = Program(tmp_path, environment)
    yield running
    running.end()


@pytest.fixture(scope="session")
def certificate_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificate")


@pytest.fixture(scope="session")
def engine(certificate_folder: Path) -> Iterator[EmbeddedEngine]:
    settings = EngineSettings(
        now=NOW, devices=300, user="alice", password=Secret(CANARY), certificate_folder=certificate_folder
    )
    with EmbeddedEngine(settings) as running:
        yield running


@pytest.fixture(scope="session")
def unlicensed_engine(certificate_folder: Path) -> Iterator[EmbeddedEngine]:
    settings = EngineSettings(
        now=NOW,
        devices=1,
        licensed=False,
        user="alice",
        password=Secret(CANARY),
        certificate_folder=certificate_folder,
    )
    with EmbeddedEngine(settings) as running:
        yield running


@pytest.fixture(scope="session")
def site(certificate_folder: Path) -> Iterator[EmbeddedSite]:
    """Three Engines with devices of their own, and a Portal that lists a fourth, which is down."""
    settings = EngineSettings(
        now=NOW, devices=60, user="alice", password=Secret(CANARY), certificate_folder=certificate_folder
    )
    with EmbeddedSite(settings, 3) as running:
        yield running


@pytest.fixture(scope="session")
def authorities(site: EmbeddedSite, certificate_folder: Path, self_signed: Identity) -> Path:
    """The certificates of the site and of the street, for `--ca-file`."""
    assert site.engines
    both = certificate_folder / "both.crt"
    both.write_bytes((certificate_folder / "engine.crt").read_bytes() + self_signed.file.read_bytes())
    return both


@pytest.fixture
def trusted(authorities: Path) -> list[str]:
    """The options that name the user and trust every Engine of the site and of the street."""
    return ["--user", "alice", "--ca-file", str(authorities)]


@pytest.fixture
def at_portal(site: EmbeddedSite, trusted: list[str]) -> list[str]:
    """The options that name the Portal, the user and the certificate."""
    assert site.portal_url is not None
    return ["--portal", site.portal_url, *trusted]


@pytest.fixture
def password() -> dict[str, str]:
    """The variable that hands over the right password."""
    return {"NXQL_TUI_PASSWORD": CANARY}


@pytest.fixture
def at_port() -> Callable[[int], list[str]]:
    """The options that name an Engine by its port, and its user."""
    return lambda port: ["--engine", f"127.0.0.1:{port}", "--user", "alice"]


@pytest.fixture
def at_engine(engine: EmbeddedEngine, at_port: Callable[[int], list[str]]) -> list[str]:
    """The options that name the Engine, its user and its certificate."""
    return [*at_port(engine.port), "--fingerprint", engine.sha256]


HANG_UP = b"hang up"
"""Instead of an answer."""


class StrangeEngine:
    """Something with an Engine's certificate that takes a request at a time and answers it as it is told to."""

    def __init__(self, certificate: Path, answer: bytes, answer_to_update: bytes | None = None) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._answer = answer
        self._answer_to_update = answer_to_update
        self.bodies: list[bytes] = []
        """Of the requests, in their order."""
        self.was_sent_an_update = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.was_asked = threading.Event()
        """The request is here."""
        self.was_left = threading.Event()
        """The client has hung up."""
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            with closing(plain):
                try:
                    with self._context.wrap_socket(plain, server_side=True) as connection:
                        self._answer_on(connection)
                except OSError:
                    # A client that only looks at the certificate leaves within the handshake.
                    continue

    def _answer_on(self, connection: ssl.SSLSocket) -> None:
        body = _read_request(connection)
        if body is None:
            return
        is_update = body.startswith(b"query=%28update")
        self.bodies.append(body)
        self.was_asked.set()
        if is_update:
            self.was_sent_an_update.set()
        answer = self._answer_to_update if is_update and self._answer_to_update is not None else self._answer
        if answer == HANG_UP:
            return
        if answer:
            connection.sendall(answer)
            return
        try:
            while connection.recv(65536):
                pass
        except OSError:
            pass
        self.was_left.set()

    def stop(self) -> None:
        # A listener that is only closed leaves its thread in accept.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(PATIENCE)

    @property
    def updates(self) -> list[bytes]:
        return [body for body in self.bodies if body.startswith(b"query=%28update")]


def _read_request(connection: ssl.SSLSocket) -> bytes | None:
    """The body; all is read, for closing with a part unread would reset the connection, and the answer with it."""
    received = b""
    end = None
    while end is None or len(received) < end:
        piece = connection.recv(65536)
        if not piece:
            return None
        received += piece
        head, separator, _ = received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        if separator:
            end = len(head) + len(separator) + (int(length[1]) if length else 0)
    return received.partition(b"\r\n\r\n")[2]


@pytest.fixture
def strange_engine(engine: EmbeddedEngine, certificate_folder: Path) -> Iterator[Callable[..., StrangeEngine]]:
    """Start a server that sends these bytes, or stays silent when there are none; to an update perhaps others.

    It shows the Engine's certificate, or another in a file with its key.
    """
    servers: list[StrangeEngine] = []

    def start(answer: bytes, answer_to_update: bytes | None = None, certificate: Path | None = None) -> StrangeEngine:
        shown = certificate or certificate_folder / "engine.pem"
        servers.append(StrangeEngine(shown, answer, answer_to_update))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that refuses connections: bound, so nobody else takes it, and not listened to."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]
