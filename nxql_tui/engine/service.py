"""One HTTPS service of the embedded Engine's site: an address, a certificate, a thread that serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.listening import listen_on
from nxql_tui.engine.server_thread import ServerThread
from nxql_tui.engine.settings import is_any_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

    from nxql_tui.engine.certificate import ServerCertificate


class HttpsService:
    """Takes its port at once, so that nothing is prepared for a port that is not to be had; serves when told to."""

    def __init__(self, host: str, port: int) -> None:
        """Listen at the address; port 0 takes a free one.

        Raises:
            StartError: There is no such address here, or the port is taken.
        """
        self._host = host
        self._listener = listen_on(host, port)
        self._thread: ServerThread | None = None
        self.port: int = self._listener.getsockname()[1]
        """The port it listens on."""

    def start(self, app: ASGIApp, certificate: ServerCertificate) -> None:
        """Serve the application; returns when it is reached.

        Raises:
            StartError: The server did not come up.
        """
        self._thread = ServerThread(app, certificate.context, self._listener)
        self._thread.start()

    def stop(self, cancel: Callable[[], None]) -> bool:
        """End it; `cancel` stops what does not end by itself. Tells whether it has ended."""
        thread, self._thread = self._thread, None
        ended = thread is None or thread.stop(cancel)
        self._listener.close()
        return ended

    @property
    def authority(self) -> str:
        """Host and port by which this machine reaches it: `127.0.0.1:1671`, `[::1]:1671`."""
        host = self._host
        if is_any_address(host):
            host = "::1" if ":" in host else "127.0.0.1"
        return f"{f'[{host}]' if ':' in host else host}:{self.port}"
