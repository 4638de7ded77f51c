"""The Web API V2 of an embedded Engine, as an ASGI application (`reference/web_api.md`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from nxql_tui.engine.access import Verdict
from nxql_tui.engine.answers import Answer
from nxql_tui.engine.editor import editor_routes
from nxql_tui.engine.errors import AnswerCancelled, QueryRefused, RequestTooLarge
from nxql_tui.engine.pages import (
    fault_page,
    method_not_allowed_page,
    not_found_page,
    not_licensed_page,
    refused_page,
    too_large_page,
    unauthorized_page,
)
from nxql_tui.engine.planner.plan import UpdatePlan, updated_objects
from nxql_tui.engine.questions import plan_request
from nxql_tui.engine.request_reading import read_body, to_request_pairs
from nxql_tui.wire.error_page import ErrorPage
from nxql_tui.wire.request import QUERY_PATH, RequestError, from_pairs

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from nxql_tui.engine.access import Access, Admission
    from nxql_tui.engine.database import EngineDatabase
    from nxql_tui.engine.streaming import AnswerDesk


def create_app(database: EngineDatabase, access: Access, desk: AnswerDesk) -> Starlette:
    """The application that answers questions to this database."""
    query = Route(QUERY_PATH, QueryEndpoint(database, access, desk), methods=["GET", "POST"])
    pages = {
        404: not_found_page(f"Questions are answered at {QUERY_PATH}."),
        405: method_not_allowed_page,
        500: fault_page,
    }
    app = Starlette(routes=[query, *editor_routes()], exception_handlers=pages)
    app.router.redirect_slashes = False
    return app


class QueryEndpoint:
    """Answers GET and POST alike; login comes first, then the licence, then the question itself."""

    def __init__(self, database: EngineDatabase, access: Access, desk: AnswerDesk) -> None:
        self._database = database
        self._access = access
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope)
        try:
            # Read before anything is answered: a client must have sent its request to read the response.
            body = await read_body(receive)
        except AnswerCancelled:
            return
        answer = await self._prepare(request, body)
        if isinstance(answer, Answer):
            await self._desk.serve(answer, receive, send, with_body=request.method != "HEAD")
        else:
            await answer(scope, receive, send)

    async def _prepare(self, request: Request, body: bytes | None) -> Answer | Response:
        """What the request gets: an answer not started yet, or a page that says why there is none."""
        admission = self._access.check(request.headers.get("authorization"))
        if admission.verdict is Verdict.UNKNOWN:
            return unauthorized_page()
        if admission.verdict is Verdict.UNLICENSED:
            return not_licensed_page()
        try:
            return await run_sync(self._plan, request, body, admission)
        except RequestTooLarge:
            return too_large_page()
        except RequestError as error:
            return refused_page(ErrorPage(str(error), ()))
        except QueryRefused as refusal:
            return refused_page(refusal.page)

    def _plan(self, received: Request, body: bytes | None, admission: Admission) -> Answer:
        request = from_pairs(to_request_pairs(received.scope["query_string"], body))
        plan = plan_request(
            request,
            self._database.catalog,
            self._database.now,
            may_edit_categories=admission.may_edit_categories,
        )
        if isinstance(plan, UpdatePlan):
            # HEAD asks what GET would do, and does nothing.
            update = self._database.count if received.method == "HEAD" else self._database.change
            plan = updated_objects(update(plan))
        return Answer(self._database.cursor(), plan, request.format, human_readable=request.human_readable)
