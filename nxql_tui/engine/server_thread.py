"""An ASGI application served over HTTPS on a thread of its own."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from typing import TYPE_CHECKING, Any

import uvicorn

from nxql_tui.engine.errors import StartError
from nxql_tui.engine.request_reading import LARGEST_REQUEST

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable

    from starlette.types import ASGIApp

START_DEADLINE = 10.0
"""Seconds after which a server that does not listen counts as failed."""
GRACE = 1
"""Seconds that answers under way get to end when the server stops."""
CANCEL_PAUSE = 0.1
"""Seconds between two attempts to cancel what does not end by itself."""
IDLE_PAUSE = 0.05
"""Seconds between two looks for connections that can be ended."""
STOP_DEADLINE = 5.0
"""Seconds that `stop` waits for what has been told to end."""
_LARGEST_HEADERS = 64 * 1024

_log = logging.getLogger(__name__)


class _Server(uvicorn.Server):
    """Tells when it listens, and does not wait for clients that have nothing left to get."""

    def __init__(self, config: uvicorn.Config, listening: threading.Event) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listening.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        ending = asyncio.ensure_future(super().shutdown(sockets))
        while not ending.done():
            await asyncio.sleep(IDLE_PAUSE)
            if not self.server_state.tasks:
                self._abort_connections(flushed_only=True)
        await ending
        self._abort_connections(flushed_only=False)
        # The transports close at the loop's next turn.
        await asyncio.sleep(0)

    def _abort_connections(self, *, flushed_only: bool) -> None:
        """End connections without the TLS farewell, which an idle client would not answer for as long as it likes."""
        for connection in list(self.server_state.connections):
            transport = connection.transport
            if not flushed_only or transport.get_write_buffer_size() == 0:
                transport.abort()


class ServerThread:
    """Serves until told to stop; leaves signals and logs to the program around it."""

    def __init__(self, app: ASGIApp, context: ssl.SSLContext, listener: socket.socket) -> None:
        self._listener = listener
        self._settled = threading.Event()
        self._failure: Exception | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server = _Server(_configure(app, context), self._settled)
        self._thread = threading.Thread(target=self._run, name="embedded-engine", daemon=True)

    def start(self) -> None:
        """Return when connections are accepted.

        Raises:
            StartError: The server did not come up.
        """
        self._thread.start()
        if not self._settled.wait(START_DEADLINE):
            raise StartError(f"The embedded Engine did not come up within {START_DEADLINE:.0f} seconds.")
        if self._failure is not None:
            raise StartError(f"The embedded Engine did not come up: {self._failure}.") from self._failure

    def stop(self, cancel: Callable[[], None]) -> bool:
        """End the server; what is still under way after a moment is cancelled.

        Args:
            cancel: Called on the server's own thread, until all has ended, to stop what waits in other threads.

        Returns:
            Whether it has ended.
        """
        self._server.should_exit = True
        self._thread.join(GRACE)
        deadline = time.monotonic() + STOP_DEADLINE
        while self._thread.is_alive() and time.monotonic() < deadline:
            self._call(cancel)
            self._thread.join(CANCEL_PAUSE)
        return not self._thread.is_alive()

    def _call(self, cancel: Callable[[], None]) -> None:
        try:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(cancel)
        except RuntimeError:
            # The loop has ended in the meantime.
            return

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except (OSError, RuntimeError, SystemExit) as error:
            self._failure = StartError(str(error))
        finally:
            self._listener.close()
            self._settled.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(_note)
        await self._server.serve(sockets=[self._listener])


def _note(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    # A client that refuses our certificate is no event for the screen that the explorer draws.
    _log.debug("embedded Engine: %s", context.get("message"), exc_info=context.get("exception"))


def _configure(app: ASGIApp, context: ssl.SSLContext) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        interface="asgi3",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=LARGEST_REQUEST + _LARGEST_HEADERS,
    )
    config.load()
    config.ssl = context
    return config
