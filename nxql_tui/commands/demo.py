"""The embedded Engine for `--demo`: in this process, met like any other Engine."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from nxql_tui.client.address import parse_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.engine.server import EmbeddedEngine
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.wire.credentials import Credential

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.paths import Paths

DEMO_USER = "admin"


@contextmanager
def demo_client(paths: Paths, *, timeout: float | None = None) -> Iterator[EngineClient]:
    """A client of an Engine that runs as long as the block."""
    settings = EngineSettings(user=DEMO_USER, certificate_folder=paths.certificates)
    with EmbeddedEngine(settings) as engine:
        yield EngineClient(
            parse_address(engine.url),
            Credential(DEMO_USER, settings.password),
            PinnedTrust(engine.certificate_der),
            overall_timeout=timeout,
        )
