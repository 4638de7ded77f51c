"""Several embedded Engines, and the Portal that lists them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from nxql_tui.engine.access import open_access
from nxql_tui.engine.errors import SettingsError
from nxql_tui.engine.portal import EmbeddedPortal, EngineStatus, ListedEngine
from nxql_tui.engine.server import EmbeddedEngine, certificate_of
from nxql_tui.engine.settings import LAST_PORT, check_settings
from nxql_tui.wire.credentials import Credential

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from nxql_tui.engine.settings import EngineSettings

SHARED_SHARE = 100
"""One device in so many is known to two Engines, as where people travel."""
FEWEST_SHARED = 2
DISCONNECTED_ADDRESS = "engine-down.invalid"
"""The address of the Engine that is down: a name that never leads anywhere."""


class EmbeddedSite:
    """Engines with different devices, a few of them known to two; where there are several, with a Portal.

    ```
    with EmbeddedSite(settings, engines=3) as site:
        print([engine.url for engine in site.engines], site.portal_url)
    ```
    """

    def __init__(self, settings: EngineSettings, engines: int) -> None:
        """Check the settings, which are those of the first Engine; nothing is made before `start`.

        Raises:
            SettingsError: One of them means nothing, or would let strangers in; or there are not enough ports.
        """
        check_settings(settings)
        if engines > 1 and settings.port:
            _check_portal_port(settings.port + engines)
        # One moment for all, so that a device known to two Engines is the same to both.
        settings = replace(settings, now=settings.now or datetime.now())  # noqa: DTZ005
        self._settings = settings
        self.engines = tuple(EmbeddedEngine(settings_of(settings, place)) for place in range(engines))
        """The Engines, in the order of their ports."""
        self._portal: EmbeddedPortal | None = None
        self._running = ExitStack()

    def start(self) -> None:
        """Start all of it, or nothing.

        Raises:
            SettingsError: The certificate given cannot be used.
            StartError: A port is taken, or a folder or file is not usable.
        """
        with ExitStack() as unless_started:
            unless_started.callback(self.stop)
            self._start_engines()
            if len(self.engines) > 1:
                self._start_portal()
            unless_started.pop_all()

    def stop(self) -> None:
        """End all of it, the last first."""
        self._running.close()

    @property
    def portal_url(self) -> str | None:
        """Where the Portal lists the Engines; None where there is no Portal."""
        return None if self._portal is None else self._portal.url

    def __enter__(self) -> EmbeddedSite:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _start_engines(self) -> None:
        """Start as many at the same time as there are processors: each makes its own data."""
        for engine in self.engines:
            self._running.callback(engine.stop)
        # The first who needs a certificate makes it, and the others find it.
        certificate_of(self._settings)
        with ThreadPoolExecutor(min(os.cpu_count() or 1, len(self.engines)), "start-engine") as threads:
            for started in [threads.submit(engine.start) for engine in self.engines]:
                started.result()

    def _start_portal(self) -> None:
        settings = self._settings
        self._portal = EmbeddedPortal(settings.host, settings.port and settings.port + len(self.engines))
        self._running.callback(self._portal.stop)
        listed = [
            ListedEngine(f"engine-{place}", engine.authority, EngineStatus.CONNECTED)
            for place, engine in enumerate(self.engines, start=1)
        ]
        down = ListedEngine(f"engine-{len(listed) + 1}", DISCONNECTED_ADDRESS, EngineStatus.DISCONNECTED)
        access = open_access(Credential(settings.user, settings.password))
        self._portal.start([*listed, down], access, certificate_of(settings))


def settings_of(settings: EngineSettings, place: int) -> EngineSettings:
    """The settings of the Engine at a place, from 0: a port, devices and a database file of its own."""
    shared = min(max(FEWEST_SHARED, settings.devices // SHARED_SHARE), settings.devices // 2)
    return replace(
        settings,
        port=settings.port + place if settings.port else 0,
        first_device=settings.first_device + place * (settings.devices - shared),
        database=_numbered(settings.database, place),
    )


def _check_portal_port(port: int) -> None:
    if port > LAST_PORT:
        raise SettingsError(
            f"The Portal would need the port {port}, which does not exist: begin at a lower port, or at 0."
        )


def _numbered(file: Path | None, place: int) -> Path | None:
    return file if file is None or place == 0 else file.with_name(f"{file.stem}-{place + 1}{file.suffix}")
