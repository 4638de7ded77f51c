"""The real explorer on a real embedded Engine, driven by Textual's pilot."""

from __future__ import annotations

import errno
import gc
import socket
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from broken_engine import BrokenEngine
from waiting import wait_for

from nxql_tui.client.address import parse_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.engine.server import EmbeddedEngine
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.paths import Paths
from nxql_tui.ui.app import ExplorerApp
from nxql_tui.ui.background import end_background
from nxql_tui.ui.start import ExplorerStart
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from broken_engine import Behaviour
    from textual.message import Message
    from textual.pilot import Pilot

    from nxql_tui.client.fleet import Fleet

NOW = datetime(2026, 11, 23, 10, 15)
DEVICES = 450

QUERY = "(select (name device_type total_ram) (from device) (order_by name asc))"


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the terminal that runs the tests reaches the explorer."""
    for name in ("NO_COLOR", "COLORTERM", "SSH_CONNECTION", "SSH_TTY", "TEXTUAL_ANIMATIONS", "TEXTUAL_DRIVER"):
        monkeypatch.delenv(name, raising=False)
    # No Secret Service of the tester's own desktop is touched.
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/no-bus")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("TERM", "xterm-256color")
    # Nor is the keyring of the kernel, which outlives the tests.
    monkeypatch.setattr("nxql_tui.accounts.kernel_keyring.KernelKeys", RefusedKeys)


@pytest.fixture(autouse=True)
def no_app_is_kept() -> Iterator[None]:
    """What an explorer tells the collector to spare is looked at again when the explorer is gone."""
    yield
    end_background()
    gc.unfreeze()


@pytest.fixture(scope="session")
def certificate_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificate")


@pytest.fixture(scope="session")
def engine(certificate_folder: Path) -> Iterator[EmbeddedEngine]:
    settings = EngineSettings(now=NOW, devices=DEVICES, certificate_folder=certificate_folder)
    with EmbeddedEngine(settings) as running:
        yield running


@pytest.fixture
def engine_certificate(engine: EmbeddedEngine, certificate_folder: Path) -> Path:
    """The file with the embedded Engine's certificate and key."""
    return next(certificate_folder.rglob("*.pem"))


@pytest.fixture
def broken_engine(engine: EmbeddedEngine, engine_certificate: Path):
    """Start a server that answers as it is told to: `with broken_engine(whole(b"...")) as engine`."""

    @contextmanager
    def run(behaviour: Behaviour) -> Iterator[BrokenEngine]:
        server = BrokenEngine(engine_certificate, engine.certificate_der, behaviour)
        try:
            yield server
        finally:
            server.close()

    return run


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "config", tmp_path / "state", tmp_path / "cache")


@pytest.fixture
def engine_client(engine: EmbeddedEngine) -> EngineClient:
    return EngineClient(
        parse_address(engine.url), Credential("admin", Secret("admin")), PinnedTrust(engine.certificate_der)
    )


class RefusedKeys:
    """A kernel that lets nobody use its keyring, as a container's."""

    def __init__(self) -> None:
        raise OSError(errno.EPERM, "refused")


@dataclass
class Explorer:
    """The running app with what was said in it."""

    app: ExplorerApp
    pilot: Pilot[int]
    messages: list[Message] = field(default_factory=list)

    async def wait_for(self, condition: Callable[[], object]) -> None:
        """Let the app work until something is true."""
        await wait_for(self.pilot, condition)

    async def press(self, *keys: str) -> None:
        """Press keys and wait until what they asked for is on the screen."""
        await self.pilot.press(*keys)
        await self.settled()

    async def settled(self) -> None:
        """Wait until no page is being read."""
        await self.wait_for(lambda: self.app.has_read_all)
        workbench = self.app.screen_stack[0]
        await self.wait_for(lambda: workbench.tab.answer.pages.is_idle)

    def text_of(self, selector: str) -> str:
        """What a static widget shows, on whichever screen it is."""
        for screen in reversed(self.app.screen_stack):
            for widget in screen.query(selector):
                return str(widget.render())
        raise AssertionError(f"no {selector} on any screen")

    def widget(self, selector: str):
        return self.app.screen.query_one(selector)

    def said(self, *kinds: type[Message]) -> list[str]:
        """The names of the messages of these kinds, in order; one that bubbles counts once."""
        distinct = {id(message): message for message in self.messages if isinstance(message, kinds)}
        return [type(message).__name__ for message in distinct.values()]

    @property
    def state(self) -> str:
        return self.text_of("#state")

    def column(self, index: int) -> list[str]:
        """The cells of a column of the page on the screen."""
        table = self.app.screen_stack[0].query_one("#results")
        return [table.cell_text(row, index).plain for row in range(table.row_count)]

    def rows(self) -> list[tuple[str, ...]]:
        """The cells of the page on the screen."""
        table = self.app.screen_stack[0].query_one("#results")
        return [
            tuple(table.cell_text(row, place).plain for place in range(len(table.columns)))
            for row in range(table.row_count)
        ]

    async def write(self, query: str) -> None:
        self.app.screen.query_one("#editor").load_text(query)
        await self.pilot.pause()

    async def ask(self, query: str | None = None) -> None:
        """Send and wait until it is over, well or badly."""
        if query is not None:
            await self.write(query)
        await self.pilot.press("f5")
        await self.wait_for(lambda: not any(word in self.state for word in ("Loading", "Storing", "Ready")))
        await self.settled()


@pytest.fixture
def open_explorer(paths: Paths, engine_client: EngineClient):
    """Run the app headless: `async with open_explorer(...) as explorer`."""

    @asynccontextmanager
    async def run(
        *,
        client: EngineClient | None = engine_client,
        size: tuple[int, int] = (80, 24),
        query: str = QUERY,
        address: str = "",
        user: str = "",
        allow_update: bool = False,
        fleet: Fleet | None = None,
    ) -> AsyncIterator[Explorer]:
        app = ExplorerApp(
            ExplorerStart(
                paths=paths,
                client=client,
                fleet=fleet,
                connection_name="demo" if client else "",
                address=address,
                user=user or ("admin" if client else ""),
                allow_update=allow_update,
                query=query,
            )
        )
        messages: list[Message] = []
        async with app.run_test(size=size, message_hook=messages.append, notifications=True) as pilot:
            await pilot.pause()
            yield Explorer(app, pilot, messages)

    return run


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that refuses connections: bound, so nobody else takes it, and not listened to."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]
