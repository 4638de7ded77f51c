"""The embedded Engines for `--demo`: in this process, met like any others."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from nxql_tui.client.account import Account
from nxql_tui.client.address import parse_address, parse_portal_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.fleet import Fleet, FleetEngine
from nxql_tui.client.portal import list_engines
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.engine.server import EmbeddedEngine
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.engine.site import EmbeddedSite
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


@contextmanager
def demo_site(paths: Paths, engines: int) -> Iterator[tuple[EngineClient, Fleet | None]]:
    """A client, and of several Engines the fleet as their Portal lists it; they run as long as the block."""
    if engines == 1:
        with demo_client(paths) as client:
            yield client, None
        return
    settings = EngineSettings(user=DEMO_USER, certificate_folder=paths.certificates)
    with EmbeddedSite(settings, engines) as site:
        credential = Credential(DEMO_USER, settings.password)
        trust = PinnedTrust(site.engines[0].certificate_der)
        listed = list_engines(Account(parse_portal_address(site.portal_url or ""), credential, trust))
        there = tuple(
            FleetEngine(engine.name, engine.address, EngineClient(engine.address, credential, trust), connection="demo")
            for engine in listed
            if engine.is_connected
        )
        fleet = Fleet(there, tuple(engine.name for engine in listed if not engine.is_connected))
        spokesman = fleet.spokesman
        assert spokesman is not None  # noqa: S101  none has refused
        yield spokesman, fleet
