"""The embedded Engine: sample data behind the Web API V2, over HTTPS, in this process."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING

from nxql_tui.engine.access import open_access
from nxql_tui.engine.app import create_app
from nxql_tui.engine.certificate import ServerCertificate, find_certificate, load_certificate
from nxql_tui.engine.database import EngineDatabase
from nxql_tui.engine.errors import StartError
from nxql_tui.engine.sample.company import CompanySize
from nxql_tui.engine.service import HttpsService
from nxql_tui.engine.settings import EngineSettings, check_settings
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
        self._service: HttpsService | None = None
        self._authority = ""

    def start(self) -> None:
        """Make the data and serve it; returns when questions are answered.

        Raises:
            SettingsError: The certificate given cannot be used.
            StartError: The port is taken, or the folder of certificates or the database file is not usable.
        """
        settings = self._settings
        self._service = HttpsService(settings.host, settings.port)
        self._authority = self._service.authority
        with ExitStack() as unless_started:
            unless_started.callback(self.stop)
            self._certificate = certificate_of(settings)
            self._database = EngineDatabase(_size(settings), settings.database)
            access = open_access(Credential(settings.user, settings.password), licensed=settings.licensed)
            self._service.start(create_app(self._database, access, self._desk), self._certificate)
            unless_started.pop_all()

    def stop(self) -> None:
        """End it within a few seconds, whatever clients do; it may be stopped twice, or before it has started."""
        service, self._service = self._service, None
        ended = service is None or service.stop(self._desk.cancel_all)
        database, self._database = self._database, None
        if database is not None and ended:
            database.close()

    @property
    def port(self) -> int:
        """The port it listens on; 0 before it has started."""
        return int(self._authority.rpartition(":")[2] or 0)

    @property
    def authority(self) -> str:
        """Host and port by which this machine reaches it."""
        return self._authority

    @property
    def url(self) -> str:
        """Where questions are answered: `https://127.0.0.1:PORT/2/query`."""
        return f"https://{self._authority}{QUERY_PATH}"

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


def certificate_of(settings: EngineSettings) -> ServerCertificate:
    """The certificate of one's own, or the one kept for the host.

    Raises:
        SettingsError: The certificate given cannot be used.
        StartError: The folder of certificates is not usable.
    """
    if settings.certificate is not None:
        return load_certificate(settings.certificate, settings.key)
    return find_certificate(settings.certificate_folder, settings.host)


def _size(settings: EngineSettings) -> CompanySize:
    # Times of an Engine are local, without a zone (`reference/nxql.md` §7).
    now = settings.now or datetime.now()  # noqa: DTZ005
    return CompanySize(
        devices=settings.devices,
        seed=settings.seed,
        now=now.replace(microsecond=0),
        days=settings.days,
        events_per_device_day=settings.events_per_device_day,
        first_device=settings.first_device,
    )
