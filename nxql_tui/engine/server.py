"""The embedded Engine: sample data behind the Web API V2, over HTTPS, in this process."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from nxql_tui.engine.access import Access, Account
from nxql_tui.engine.app import create_app
from nxql_tui.engine.certificate import ServerCertificate, find_certificate, load_certificate
from nxql_tui.engine.database import EngineDatabase
from nxql_tui.engine.errors import StartError
from nxql_tui.engine.listening import listen_on
from nxql_tui.engine.sample.company import CompanySize
from nxql_tui.engine.server_thread import ServerThread
from nxql_tui.engine.settings import EngineSettings, check_settings, is_any_address
from nxql_tui.engine.streaming import AnswerDesk
from nxql_tui.wire.credentials import Credential
from nxql_tui.wire.request import QUERY_PATH

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["EmbeddedEngine", "EngineSettings"]


class EmbeddedEngine:
    """An Engine that other parts of this program and other clients can ask.

    ```
    with EmbeddedEngine(EngineSettings(certificate_folder=folder)) as engine:
        print(engine.url)
    ```
    """

    def __init__(self, settings: EngineSettings) -> None:
        """Check the settings; nothing is made before `start`.

        Raises:
            SettingsError: One of them means nothing, or would let strangers in.
        """
        check_settings(settings)
        self._settings = settings
        self._desk = AnswerDesk()
        self._certificate: ServerCertificate | None = None
        self._database: EngineDatabase | None = None
        self._server: ServerThread | None = None
        self._port = settings.port

    def start(self) -> None:
        """Make the data and serve it; returns when questions are answered.

        Raises:
            SettingsError: The certificate given cannot be used.
            StartError: The port is taken, or the folder of certificates is not usable.
        """
        settings = self._settings
        listener = listen_on(settings.host, settings.port)
        try:
            self._certificate = self._find_certificate()
            # Times of an Engine are local, without a zone (`reference/nxql.md` §7).
            now = settings.now or datetime.now().replace(microsecond=0)  # noqa: DTZ005
            self._database = EngineDatabase(CompanySize(settings.devices, settings.seed, now))
            access = Access((Account(Credential(settings.user, settings.password)),), settings.licensed)
            app = create_app(self._database, access, self._desk)
            self._server = ServerThread(app, self._certificate.context, listener)
            self._port = listener.getsockname()[1]
            self._server.start()
        except BaseException:
            listener.close()
            self.stop()
            raise

    def stop(self) -> None:
        """End it within a few seconds, whatever clients do; it may be stopped twice, or before it has started."""
        server, self._server = self._server, None
        ended = server is None or server.stop(self._desk.cancel_all)
        database, self._database = self._database, None
        if database is not None and ended:
            database.close()

    @property
    def port(self) -> int:
        """The port it listens on; the one the system picked once it has started."""
        return self._port

    @property
    def url(self) -> str:
        """Where questions are answered: `https://127.0.0.1:PORT/2/query`."""
        host = self._settings.host
        if is_any_address(host):
            host = "::1" if ":" in host else "127.0.0.1"
        return f"https://{f'[{host}]' if ':' in host else host}:{self._port}{QUERY_PATH}"

    @property
    def certificate_der(self) -> bytes:
        """The certificate it shows."""
        return self._shown_certificate.der

    @property
    def sha256(self) -> str:
        """The fingerprint of that certificate, `AB:CD:…`."""
        return self._shown_certificate.sha256

    @property
    def answers_under_way(self) -> int:
        """How many questions are being answered at this moment."""
        return self._desk.count

    def __enter__(self) -> EmbeddedEngine:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def _shown_certificate(self) -> ServerCertificate:
        if self._certificate is None:
            raise StartError("The embedded Engine has not been started.")
        return self._certificate

    def _find_certificate(self) -> ServerCertificate:
        settings = self._settings
        if settings.certificate is not None:
            return load_certificate(settings.certificate, settings.key)
        return find_certificate(settings.certificate_folder, settings.host)
