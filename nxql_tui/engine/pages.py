"""The pages that are sent in the place of an answer (`reference/web_api.md` §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from nxql_tui.wire.basic_authentication import CHALLENGE
from nxql_tui.wire.error_page import short_page, write_error_page
from nxql_tui.wire.formats import content_type
from nxql_tui.wire.request import QUERY_PATH, Format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from nxql_tui.wire.error_page import ErrorPage


def refused_page(page: ErrorPage) -> Response:
    """400: the query or the request is wrong; always HTML, whatever format was asked [client]."""
    return Response(write_error_page(page), 400, media_type=content_type(Format.HTML))


def unauthorized_page() -> Response:
    """401, with the challenge that makes a client send its credentials [client]."""
    text = "Send a user name and a password that this Engine knows."
    return _short_page(401, "Not authorized", text, {"WWW-Authenticate": CHALLENGE})


def not_licensed_page() -> Response:
    """403: the credentials are right, the Web API is not licensed [doc]."""
    return _short_page(403, "Forbidden", "The Web API is not licensed on this Engine.")


def too_large_page() -> Response:
    """413: longer than any question."""
    return _short_page(413, "Request too large", "A request may hold 1 MB.")


def no_page(request: Request, error: Exception) -> Response:
    """404 and 405: nothing is here, or not for this method."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    headers = error.headers if isinstance(error, HTTPException) else None
    if status == 405:
        text = f"{request.method} is not understood here: ask with GET or POST."
        return _short_page(405, "Method not allowed", text, headers)
    return _short_page(404, "Not found", f"Nothing is here. Questions are answered at {QUERY_PATH}.")


def fault_page(_request: Request, _error: Exception) -> Response:
    """500: a fault of ours, without its details."""
    return _short_page(500, "Internal error", "The embedded Engine failed at this question.")


def _short_page(status: int, title: str, text: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(short_page(title, text), status, headers, media_type=content_type(Format.HTML))
