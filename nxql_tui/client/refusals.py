"""Answers that are none, in words a person can act on."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from nxql_tui.client.errors import (
    ClientError,
    NotLicensedError,
    RefusedError,
    UnexpectedStatusError,
    WrongQueryError,
)
from nxql_tui.wire.error_page import LARGEST_PAGE, ErrorPage, read_error_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.http import Response

_LARGEST_SPEECH = 64 * 1024
"""Bytes of a page that is not the Engine's own in which a sentence is looked for."""

_LONGEST_SENTENCE = 200
_HIDDEN = re.compile(r"<(script|style|title)\b[^<>]*>[^<]*", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def refuse_all_but_an_answer(address: EngineAddress, response: Response) -> None:
    """Let an answer through and nothing else.

    Raises:
        ClientError: It is another status, or compressed.
    """
    if response.status != 200:
        refusal = _refusal(address, response)
        refusal.details = tuple(_told_by_head(response))
        raise refusal
    encoding = _encoding(response)
    if encoding != "identity":
        raise UnexpectedStatusError(
            response.status,
            f"{address} compressed its answer ({encoding[:20]}) though it was asked not to.",
            "Something between may be doing it: a proxy?",
        )


def read_page(response: Response) -> bytes:
    """The body, or as much of it as a page may be long."""
    body = b""
    for piece in response.body:
        body += piece
        if len(body) >= LARGEST_PAGE:
            break
    return body[:LARGEST_PAGE]


def first_sentence(body: bytes) -> str:
    """The first sentence of a page's visible text; empty when it says nothing readable."""
    # Patterns that never look past the next tag: what a stranger sends must not cost more than its length.
    page = body[:_LARGEST_SPEECH].decode(errors="ignore")
    text = unescape(_TAG.sub(" ", _HIDDEN.sub(" ", page)))
    words = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    sentence, full_stop, _ = words.partition(". ")
    if len(sentence) > _LONGEST_SENTENCE:
        return f"{sentence[:_LONGEST_SENTENCE].rstrip()}…"
    return sentence + full_stop.rstrip()


def _refusal(address: EngineAddress, response: Response) -> ClientError:
    status = response.status
    if status == 400:
        return _wrong_query(response)
    if status == 401:
        return RefusedError(
            f"{address} refused the user or the password (401).",
            'The account needs Finder access and data privacy "none"; a change in the Portal can take up to five '
            "minutes to reach the Engine.",
        )
    if status == 403:
        return NotLicensedError(
            f"The Web API is not licensed on this Engine, {address} (403).",
            "Ask whoever holds the licence of this Engine.",
        )
    if 300 <= status < 400:
        return _redirected(address, response)
    if status == 404:
        return UnexpectedStatusError(
            status,
            f"{address} has no Web API at this path (404).",
            "Is this an Engine, and its Web API port? A Portal only lists them: press Portal, or give --portal.",
        )
    if status in (429, 503):
        return _busy(address, response)
    if status == 407:
        return UnexpectedStatusError(
            status,
            f"Something before {address} wants a proxy's user and password (407).",
            'Set the proxy for this connection: proxy = "http://USER@HOST:PORT".',
        )
    said = _said(response).rstrip(".")
    return UnexpectedStatusError(
        status,
        f"{address} answered with the status {status}{f': {said}' if said else ''}.",
        "Ask again in a minute, or look at the Engine's log.",
    )


def _busy(address: EngineAddress, response: Response) -> UnexpectedStatusError:
    patience = response.headers.get("Retry-After", "").strip()
    wait = f"Ask again in {int(patience)} seconds" if patience.isdecimal() and len(patience) <= 6 else ""
    if not wait and patience and patience.isprintable():
        wait = f"Ask again after {patience[:40]}"
    what = "asks for fewer questions" if response.status == 429 else "is busy or restarting"
    said = _said(response).rstrip(".")
    return UnexpectedStatusError(
        response.status,
        f"{address} {what} ({response.status}){f': {said}' if said else ''}.",
        f"{wait or 'Ask again in a minute'}.",
    )


_TELLING_HEADERS = ("Date", "Server", "Via", "Content-Type", "Content-Length", "Retry-After", "WWW-Authenticate")


def _told_by_head(response: Response) -> Iterator[str]:
    yield f"status {response.status}"
    for name in _TELLING_HEADERS:
        value = response.headers.get(name, "")
        if value:
            yield f"{name}: {value[:_LONGEST_SENTENCE]}"


def _wrong_query(response: Response) -> WrongQueryError:
    body = b"" if _encoding(response) != "identity" else read_page(response)
    page = read_error_page(body)
    if page is None:
        # Some questions with a dynamic field get a 400 without a readable body (`reference/web_api.md` §3.1 [client]).
        silence = "The Engine refused the query without saying why; a dynamic field may not exist there."
        page = ErrorPage(first_sentence(body) or silence)
    return WrongQueryError(page)


def _said(response: Response) -> str:
    return "" if _encoding(response) != "identity" else first_sentence(read_page(response))


def _redirected(address: EngineAddress, response: Response) -> UnexpectedStatusError:
    try:
        target = urlsplit(response.headers.get("Location", "")).netloc.rpartition("@")[2]
    except ValueError:
        target = ""
    where = f" to {target[:80]}" if target else ""
    return UnexpectedStatusError(
        response.status,
        f"{address} sends us elsewhere{where} ({response.status}); the password did not follow.",
        "Use that address itself, if it is the Engine's.",
    )


def _encoding(response: Response) -> str:
    return response.headers.get("Content-Encoding", "").strip().lower() or "identity"
