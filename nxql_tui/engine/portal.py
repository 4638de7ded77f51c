"""The Portal of an embedded site: lists its Engines (`reference/web_api.md` §7 [client])."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from nxql_tui.engine.access import Verdict
from nxql_tui.engine.pages import fault_page, method_not_allowed_page, not_found_page, unauthorized_page
from nxql_tui.engine.service import HttpsService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from nxql_tui.engine.access import Access
    from nxql_tui.engine.certificate import ServerCertificate

ENGINES_PATH = "/api/configuration/v1/engines"
"""Where a Portal lists its Engines [client]."""


class EngineStatus(StrEnum):
    """What a Portal says of an Engine; `CONNECTED` is [client], the other word [inferred]."""

    CONNECTED = "CONNECTED"
    DISCONNECTED = "DISCONNECTED"


@dataclass(frozen=True, slots=True)
class ListedEngine:
    """An Engine as a Portal lists it."""

    name: str
    address: str
    """Host and port, as this machine reaches it, so that several Engines of one host can be told apart [inferred]."""
    status: EngineStatus


class EmbeddedPortal:
    """Serves the list to whoever the Engines would answer."""

    def __init__(self, host: str, port: int) -> None:
        """Listen at the address; port 0 takes a free one.

        Raises:
            StartError: The port is taken.
        """
        self._service = HttpsService(host, port)

    def start(self, engines: Sequence[ListedEngine], access: Access, certificate: ServerCertificate) -> None:
        """Serve the list.

        Raises:
            StartError: The server did not come up.
        """
        self._service.start(create_portal_app(engines, access), certificate)

    def stop(self) -> None:
        """End it."""
        self._service.stop(lambda: None)

    @property
    def url(self) -> str:
        """Where the list is."""
        return f"https://{self._service.authority}{ENGINES_PATH}"


def create_portal_app(engines: Sequence[ListedEngine], access: Access) -> Starlette:
    """The application that lists these Engines."""
    listed = [{"name": engine.name, "address": engine.address, "status": engine.status.value} for engine in engines]

    async def answer(request: Request) -> Response:
        # A licence is the Engine's matter: whoever has an account may see the list.
        if access.check(request.headers.get("authorization")).verdict is Verdict.UNKNOWN:
            return unauthorized_page()
        return JSONResponse(listed)

    pages = {
        404: not_found_page(f"The Engines are listed at {ENGINES_PATH}."),
        405: method_not_allowed_page,
        500: fault_page,
    }
    app = Starlette(routes=[Route(ENGINES_PATH, answer, methods=["GET"])], exception_handlers=pages)
    app.router.redirect_slashes = False
    return app
