"""An embedded Engine over real HTTPS, its database, and ways to ask both that know nothing of our client."""

from __future__ import annotations

import base64
import http.client
import ssl
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest
from world import World

from nxql_tui.engine.answers import Answer
from nxql_tui.engine.database import EngineDatabase
from nxql_tui.engine.errors import QueryRefused
from nxql_tui.engine.planner.plan import Plan
from nxql_tui.engine.questions import plan_request
from nxql_tui.engine.sample.company import CompanySize
from nxql_tui.engine.server import EmbeddedEngine, EngineSettings
from nxql_tui.wire.request import Platform, QueryRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from nxql_tui.wire.error_page import ErrorPage

MONDAY_MORNING = datetime(2026, 11, 23, 10, 30)


@pytest.fixture(scope="session")
def now() -> datetime:
    return MONDAY_MORNING


@pytest.fixture(scope="session")
def database(now: datetime) -> Iterator[EngineDatabase]:
    database = EngineDatabase(CompanySize(devices=2000, seed=1, now=now))
    yield database
    database.close()


@pytest.fixture(scope="session")
def devices(database: EngineDatabase) -> list[dict[str, Any]]:
    """Every device with every field, dynamic ones by `#name`, as the database itself gives them."""
    with database.cursor() as cursor:
        cursor.execute("SELECT * FROM device ORDER BY id")
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture(scope="session")
def company(now: datetime) -> Iterator[EngineDatabase]:
    """A small company with all its activity: small enough to be gone through in Python."""
    size = CompanySize(devices=200, seed=1, now=now, days=8, events_per_device_day=20)
    database = EngineDatabase(size)
    yield database
    database.close()


@pytest.fixture(scope="session")
def world(company: EngineDatabase) -> World:
    return World(company)


@dataclass(frozen=True)
class Rows:
    headings: list[str]
    rows: list[tuple[Any, ...]]


@pytest.fixture(scope="session")
def select(database: EngineDatabase) -> Asking:
    """Ask a company of the default size, without a server."""
    return Asking(database)


@pytest.fixture(scope="session")
def ask_company(company: EngineDatabase) -> Asking:
    """Ask the small company, without a server."""
    return Asking(company)


class Asking:
    """Plans queries and runs their statements, without a server."""

    def __init__(self, database: EngineDatabase) -> None:
        self._database = database

    def plan(
        self,
        query: str,
        platforms: tuple[str, ...] = ("windows",),
        *,
        may_edit_categories: bool = True,
        **parameters: str,
    ) -> Plan:
        numbered = {int(name.removeprefix("p")): value for name, value in parameters.items()}
        request = QueryRequest(query, tuple(Platform(name) for name in platforms), numbered)
        plan = plan_request(
            request, self._database.catalog, self._database.now, may_edit_categories=may_edit_categories
        )
        assert isinstance(plan, Plan)
        return plan

    def __call__(self, query: str, platforms: tuple[str, ...] = ("windows",), **more: Any) -> Rows:
        plan = self.plan(query, platforms, **more)
        with self._database.cursor() as cursor:
            rows = cursor.execute(plan.statement.sql, plan.statement.values).fetchall()
        return Rows([column.name for column in plan.columns], rows)


@pytest.fixture(scope="session")
def refusal(select: Asking) -> Callable[..., ErrorPage]:
    """The error page a query is refused with."""

    def run(query: str, platforms: tuple[str, ...] = ("windows",), **more: Any) -> ErrorPage:
        with pytest.raises(QueryRefused) as refused:
            select(query, platforms, **more)
        return refused.value.page

    return run


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory, now: datetime) -> Iterator[EmbeddedEngine]:
    folder = tmp_path_factory.mktemp("engine")
    with EmbeddedEngine(EngineSettings(certificate_folder=folder, now=now)) as engine:
        yield engine


@pytest.fixture(scope="session")
def ca_file(engine: EmbeddedEngine, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("trust") / "engine.crt"
    path.write_text(ssl.DER_cert_to_PEM_cert(engine.certificate_der))
    return str(path)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


class Visitor:
    """A client with one kept-alive connection, built on the standard library."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        context = ssl.create_default_context(cadata=ssl.DER_cert_to_PEM_cert(engine.certificate_der))
        self._connection = http.client.HTTPSConnection("127.0.0.1", engine.port, context=context, timeout=30)

    def send(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        *,
        login: str | None = "admin:admin",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        sent = dict(headers or {})
        if login is not None:
            sent["Authorization"] = "Basic " + base64.b64encode(login.encode()).decode()
        self._connection.request(method, target, body, sent)
        response = self._connection.getresponse()
        return Reply(response.status, response.headers, response.read())

    def ask(self, query: str, answer_format: str = "csv", **more: str | list[str]) -> Reply:
        pairs = {"query": query, "format": answer_format, **more}
        body = urlencode(pairs, doseq=True, quote_via=quote).encode()
        return self.send("POST", "/2/query", body, headers={"Content-Type": "application/x-www-form-urlencoded"})

    @property
    def own_port(self) -> int:
        """The port at this end: another one means that the connection was not kept."""
        return int(self._connection.sock.getsockname()[1])

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def visit() -> Iterator[Callable[[EmbeddedEngine], Visitor]]:
    """Opens connections to any Engine, and closes them in the end."""
    visitors: list[Visitor] = []

    def open_visitor(engine: EmbeddedEngine) -> Visitor:
        visitors.append(Visitor(engine))
        return visitors[-1]

    yield open_visitor
    for visitor in visitors:
        visitor.close()


@pytest.fixture
def visitor(engine: EmbeddedEngine, visit: Callable[[EmbeddedEngine], Visitor]) -> Visitor:
    return visit(engine)


@pytest.fixture(scope="session")
def small_engine(tmp_path_factory: pytest.TempPathFactory, now: datetime) -> Iterator[EmbeddedEngine]:
    """An Engine of its own for tests that change its data."""
    folder = tmp_path_factory.mktemp("small-engine")
    settings = EngineSettings(certificate_folder=folder, now=now, devices=120, days=4, events_per_device_day=20)
    with EmbeddedEngine(settings) as engine:
        yield engine


@pytest.fixture
def small_visitor(small_engine: EmbeddedEngine, visit: Callable[[EmbeddedEngine], Visitor]) -> Visitor:
    return visit(small_engine)


@pytest.fixture
def answer_of(database: EngineDatabase) -> Callable[..., Answer]:
    """An answer to a plan, not started."""

    def build(plan: Any, answer_format: Any) -> Answer:
        return Answer(database.cursor(), plan, answer_format, human_readable=False)

    return build
