"""Letting the Engine itself check a query, without its rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.client.errors import ClientError, WrongQueryError
from nxql_tui.nxql.corrections import correction, find_name
from nxql_tui.nxql.diagnostics import Diagnostic, Severity
from nxql_tui.nxql.headers_only import headers_only
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.update_recognition import may_be_update
from nxql_tui.ui.background import run_in_background

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.wire.error_page import ErrorPage
    from nxql_tui.wire.request import QueryRequest


@dataclass
class EngineChecked(Message):
    """The Engine has said what it thinks of a query, or could not be asked."""

    request: QueryRequest
    """As the user wrote it."""
    error: ClientError | None
    """None when it would answer."""

    @property
    def verdict(self) -> str:
        """What the Engine did, in the words that follow its name."""
        match self.error:
            case None:
                return "would answer this query"
            case WrongQueryError():
                return "would not answer this query"
            case ClientError(was_reached=False):
                return "was not reached"
            case _:
                return "did not check the query"


def check_on_engine(
    client: EngineClient, request: QueryRequest, spool: Path, post: Callable[[Message], object]
) -> bool:
    """Ask for the headers alone, beside the screen, and post `EngineChecked`.

    Returns:
        False for an update, which is not sent.
    """
    text = headers_only(request.query)
    if text is None or may_be_update(request.query, request.parameters):
        return False
    run_in_background(partial(_ask, client, request, replace(request, query=text), spool, post), "engine-check")
    return True


def _ask(
    client: EngineClient, written: QueryRequest, sent: QueryRequest, spool: Path, post: Callable[[Message], object]
) -> None:
    error: ClientError | None = None
    try:
        client.ask(sent, spool)
    except ClientError as failure:
        error = failure
    finally:
        spool.unlink(missing_ok=True)
    post(EngineChecked(written, error))


def refusal_in(text: str, error: WrongQueryError) -> Diagnostic:
    """What an Engine found wrong, at the word it names; at the beginning where it names none of the text.

    Its own sentence is shown elsewhere; this one only says which word it means.
    """
    page: ErrorPage = error.page
    wrong = page.offending_word or ""
    span = find_name(text, wrong) or Span(0, 0)
    fixes = (correction(text, wrong, option) for option in page.options)
    sentence = f"The Engine refuses '{wrong}'." if wrong else "The Engine refuses the query."
    return Diagnostic(Severity.ERROR, span, sentence, tuple(fix for fix in fixes if fix))
