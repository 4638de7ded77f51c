"""The web editor of an embedded Engine: one page and its script, for people with a browser.

It stands where the vendor's stands (`reference/web_api.md` §1, §8 [doc]) and holds no data: whoever asks logs in.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from importlib import resources
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

EDITOR_PATH = "/2/editor/nxql_editor.html"
SCRIPT_PATH = "/2/editor/nxql_editor.js"

_PAGE, _SCRIPT = "nxql_editor.html", "nxql_editor.js"


def editor_routes() -> list[Route]:
    """The page and its script."""
    files = ((EDITOR_PATH, _PAGE, "text/html"), (SCRIPT_PATH, _SCRIPT, "text/javascript"))
    return [Route(path, _serve(name, f"{kind}; charset=utf-8"), methods=["GET"]) for path, name, kind in files]


def _serve(name: str, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        return Response(_content(name), headers=_headers(), media_type=media_type)

    return answer


@functools.cache
def _content(name: str) -> bytes:
    return resources.files(__package__).joinpath(name).read_bytes()


@functools.cache
def _headers() -> dict[str, str]:
    """Nothing but its own script and style works in the page, and nothing leaves it but questions to this Engine."""
    style = _content(_PAGE).partition(b"<style>")[2].partition(b"</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode("ascii")
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            f"default-src 'none'; script-src 'self'; style-src 'sha256-{digest}'; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
