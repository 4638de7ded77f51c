"""The Portal by itself, over real HTTPS."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from nxql_tui.engine.access import open_access
from nxql_tui.engine.certificate import find_certificate
from nxql_tui.engine.portal import ENGINES_PATH, EmbeddedPortal, EngineStatus, ListedEngine
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LISTED = [
    ListedEngine("Genève", "127.0.0.1:1671", EngineStatus.CONNECTED),
    ListedEngine("Oslo", "engine-down.invalid", EngineStatus.DISCONNECTED),
]


@pytest.fixture(scope="module", params=[True, False], ids=["licensed", "unlicensed"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Where a Portal is, whose Engines have a licence or not: to the Portal it is all the same."""
    certificate = find_certificate(tmp_path_factory.mktemp("portal"), "127.0.0.1")
    portal = EmbeddedPortal("127.0.0.1", 0)
    access = open_access(Credential("admin", Secret("admin")), licensed=request.param)
    portal.start(LISTED, access, certificate)
    yield SimpleNamespace(port=urlsplit(portal.url).port, certificate_der=certificate.der)
    portal.stop()


@pytest.fixture
def portal(served: SimpleNamespace, visit: Callable[[Any], Any]) -> Any:
    return visit(served)


@pytest.mark.parametrize("login", ["admin:admin", "reader:admin"])
def test_every_account_may_see_the_list(portal: Any, login: str) -> None:
    reply = portal.send("GET", ENGINES_PATH, login=login)
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "application/json"
    assert json.loads(reply.body) == [
        {"name": "Genève", "address": "127.0.0.1:1671", "status": "CONNECTED"},
        {"name": "Oslo", "address": "engine-down.invalid", "status": "DISCONNECTED"},
    ]


@pytest.mark.parametrize("login", [None, "admin:wrong", "nobody:admin"])
def test_strangers_get_the_challenge(portal: Any, login: str | None) -> None:
    reply = portal.send("GET", ENGINES_PATH, login=login)
    assert reply.status == 401
    assert reply.headers["WWW-Authenticate"] == 'Basic realm="Nexthink"'
    assert "Oslo" not in reply.text


def test_head_has_the_headers_of_get_and_no_body(portal: Any) -> None:
    got, told = portal.send("GET", ENGINES_PATH), portal.send("HEAD", ENGINES_PATH)
    assert (told.status, told.body) == (200, b"")
    for name in ("Content-Type", "Content-Length"):
        assert told.headers[name] == got.headers[name]
    assert portal.send("HEAD", ENGINES_PATH, login=None).status == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_is_asked_with_get_alone(portal: Any, method: str) -> None:
    reply = portal.send(method, ENGINES_PATH, b"")
    assert reply.status == 405
    assert set(reply.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert f"{method} is not understood here: ask with GET or HEAD." in reply.text


@pytest.mark.parametrize("path", ["/", "/2/query", ENGINES_PATH + "/", "/api/configuration/v2/engines"])
def test_other_paths_say_where_the_list_is(portal: Any, path: str) -> None:
    reply = portal.send("GET", path)
    assert reply.status == 404
    assert f"The Engines are listed at {ENGINES_PATH}." in reply.text


def test_nothing_tells_what_serves_it(portal: Any) -> None:
    assert portal.send("GET", ENGINES_PATH).headers["Server"] is None


def test_one_connection_serves_many_requests(portal: Any) -> None:
    own_ports = set()
    for login in ("admin:admin", None, "admin:admin"):
        portal.send("GET", ENGINES_PATH, login=login)
        own_ports.add(portal.own_port)
    assert len(own_ports) == 1
