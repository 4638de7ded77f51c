"""Plans no query leads to, answered over real HTTPS: what is very large, and what fails."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from nxql_tui.engine.answers import Answer
from nxql_tui.engine.certificate import find_certificate
from nxql_tui.engine.planner.fragments import Fragment
from nxql_tui.engine.planner.plan import Plan
from nxql_tui.engine.service import HttpsService
from nxql_tui.engine.streaming import AnswerDesk
from nxql_tui.wire.cells import Column
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

    from nxql_tui.engine.database import EngineDatabase

HOST = "127.0.0.1"
LONG = "x" * 5_000_000
WIDTH = 400
FAILING = "SELECT CASE WHEN range = 2900000 THEN error('secret')::BIGINT ELSE range END FROM range(3000000)"


class PlanServer:
    """Answers every request by one plan, over HTTPS."""

    def __init__(self, database: EngineDatabase, folder: Path) -> None:
        self._database = database
        self._desk = AnswerDesk()
        self._certificate = find_certificate(folder, HOST)
        self._service = HttpsService(HOST, 0)
        self._plan = Plan((Column("n"),), Fragment("SELECT 1"))
        self._format = Format.CSV

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = Answer(self._database.cursor(), self._plan, self._format, human_readable=False)
        await self._desk.serve(answer, receive, send, with_body=True)

    def start(self) -> None:
        self._service.start(self, self._certificate)

    def stop(self) -> None:
        assert self._service.stop(self._desk.cancel_all)

    def ask(self, plan: Plan, answer_format: Format) -> tuple[int, bytes]:
        self._plan, self._format = plan, answer_format
        context = ssl.create_default_context(cadata=ssl.DER_cert_to_PEM_cert(self._certificate.der))
        connection = http.client.HTTPSConnection(HOST, self._service.port, context=context, timeout=60)
        try:
            connection.request("GET", "/")
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def server(database: EngineDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlanServer]:
    server = PlanServer(database, tmp_path_factory.mktemp("plans"))
    server.start()
    yield server
    server.stop()


def rows_of_csv(body: bytes) -> list[list[str]]:
    return [line.split("\t") for line in body.decode().splitlines()[1:]]


def rows_of_json(body: bytes) -> list[list[str]]:
    return [[str(cell) for cell in row.values()] for row in json.loads(body)]


def rows_of_xml(body: bytes) -> list[list[str]]:
    return [[cell.text or "" for cell in row] for row in ElementTree.fromstring(body).iterfind("body/r")]


def rows_of_html(body: bytes) -> list[list[str]]:
    lines = body.decode().partition("<tbody>\n")[2].partition("</tbody>")[0].splitlines()
    return [line.removeprefix("<tr><td>").removesuffix("</td></tr>").split("</td><td>") for line in lines]


ROWS_OF: dict[Format, Callable[[bytes], list[list[str]]]] = {
    Format.CSV: rows_of_csv,
    Format.JSON: rows_of_json,
    Format.XML: rows_of_xml,
    Format.HTML: rows_of_html,
}


@pytest.mark.parametrize("answer_format", Format)
def test_a_cell_of_five_megabytes_comes_whole(server: PlanServer, answer_format: Format) -> None:
    plan = Plan((Column("id", "integer"), Column("text")), Fragment("SELECT 7, repeat('x', 5000000)"))
    status, body = server.ask(plan, answer_format)
    assert status == 200
    assert ROWS_OF[answer_format](body) == [["7", LONG]]


@pytest.mark.parametrize("answer_format", Format)
def test_four_hundred_columns_come_whole(server: PlanServer, answer_format: Format) -> None:
    columns = tuple(Column(f"column {place}", "integer") for place in range(WIDTH))
    cells = ", ".join(f"range * {WIDTH} + {place}" for place in range(WIDTH))
    status, body = server.ask(Plan(columns, Fragment(f"SELECT {cells} FROM range(1000)")), answer_format)
    assert status == 200
    assert ROWS_OF[answer_format](body) == [[str(row * WIDTH + place) for place in range(WIDTH)] for row in range(1000)]


@pytest.mark.parametrize("answer_format", [Format.CSV, Format.JSON], ids=["made by the database", "written by us"])
def test_a_statement_that_fails_in_mid_answer_cuts_the_connection(server: PlanServer, answer_format: Format) -> None:
    with pytest.raises(http.client.IncompleteRead) as cut:
        server.ask(Plan((Column("n", "integer"),), Fragment(FAILING)), answer_format)
    assert b"secret" not in cut.value.partial


@pytest.mark.parametrize("answer_format", Format)
def test_a_server_goes_on_behind_a_statement_that_failed(server: PlanServer, answer_format: Format) -> None:
    status, body = server.ask(Plan((Column("n"),), Fragment("SELECT error('secret')")), answer_format)
    assert status == 500
    assert b"secret" not in body
    assert b"Traceback" not in body
    plan = Plan((Column("n", "integer"), Column("last")), Fragment("SELECT 5, 'x'"))
    status, body = server.ask(plan, answer_format)
    assert (status, ROWS_OF[answer_format](body)) == (200, [["5", "x"]])
