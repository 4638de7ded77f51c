"""What a client has sent, as pairs of names and values (`reference/web_api.md` §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from nxql_tui.engine.errors import AnswerCancelled, RequestTooLarge
from nxql_tui.wire.request import RequestError

if TYPE_CHECKING:
    from starlette.types import Receive

LARGEST_REQUEST = 1024 * 1024
"""Bytes of a body or of a query string: no query is as long."""
LARGEST_DISCARDED = 16 * LARGEST_REQUEST
"""Bytes read of a body that is too long, so that its sender gets to read the answer."""
MOST_PARAMETERS = 1000


async def read_body(receive: Receive) -> bytes | None:
    """The body of a request; None when it is too long.

    Raises:
        AnswerCancelled: The client hung up.
    """
    body = bytearray()
    discarded = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise AnswerCancelled
        piece = message.get("body", b"")
        if discarded or len(body) + len(piece) > LARGEST_REQUEST:
            discarded += len(piece)
        else:
            body += piece
        if not message.get("more_body", False) or discarded > LARGEST_DISCARDED:
            return None if discarded else bytes(body)


def to_request_pairs(query_string: bytes, body: bytes | None) -> list[tuple[str, str]]:
    """The parameters of a request, from its address and its body: clients use either, and both.

    Raises:
        RequestTooLarge: The address or the body is too long.
        RequestError: There are more parameters than any request has.
    """
    if body is None or len(query_string) > LARGEST_REQUEST:
        raise RequestTooLarge
    return [*_decode(query_string), *_decode(body)]


def _decode(encoded: bytes) -> list[tuple[str, str]]:
    """Names and values; characters may stand unencoded, `+` is a blank, broken UTF-8 becomes U+FFFD."""
    text = encoded.decode("utf-8", "replace")
    try:
        return parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=MOST_PARAMETERS)
    except ValueError as error:
        raise RequestError(f"The request has more than {MOST_PARAMETERS} parameters.") from error
