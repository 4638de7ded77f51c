"""The pages that are sent in the place of an answer (`reference/web_api.md` §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from nxql_tui.wire.basic_authentication import CHALLENGE
from nxql_tui.wire.error_page import short_page, write_error_page
from nxql_tui.wire.formats import content_type
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from nxql_tui.wire.error_page import ErrorPage


def refused_page(page: ErrorPage) -> Response:
    """400: the query or the request is wrong; always HTML, whatever format was asked [client]."""
    return Response(write_error_page(page), 400, media_type=content_type(Format.HTML))


def unauthorized_page() -> Response:
    """401, with the challenge that makes a client send its credentials [client]."""
    text = "Send a user name and a password that are known here."
    return _short_page(401, "Not authorized", text, {"WWW-Authenticate": CHALLENGE})


def not_licensed_page() -> Response:
    """403: the credentials are right, the Web API is not licensed [doc]."""
    return _short_page(403, "Forbidden", "The Web API is not licensed on this Engine.")


def too_large_page() -> Response:
    """413: longer than any question."""
    return _short_page(413, "Request too large", "A request may hold 1 MB.")


def not_found_page(hint: str) -> Callable[[Request, Exception], Response]:
    """404 for every address but those that are served; the hint says what is where."""

    def answer(_request: Request, _error: Exception) -> Response:
        return _short_page(404, "Not found", f"Nothing is here. {hint}")

    return answer


def method_not_allowed_page(request: Request, error: Exception) -> Response:
    """405: the address is served, but not to this method."""
    headers = (error.headers if isinstance(error, HTTPException) else None) or {}
    understood = " or ".join(sorted(headers.get("Allow", "").split(", ")))
    text = f"{request.method} is not understood here: ask with {understood}."
    return _short_page(405, "Method not allowed", text, headers)


def fault_page(_request: Request, _error: Exception) -> Response:
    """500: a fault of ours, without its details."""
    return _short_page(500, "Internal error", "The embedded Engine failed at this request.")


def _short_page(status: int, title: str, text: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(short_page(title, text), status, headers, media_type=content_type(Format.HTML))
