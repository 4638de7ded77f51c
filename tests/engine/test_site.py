"""Several Engines at once and the Portal that lists them."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from nxql_tui.engine.errors import StartError
from nxql_tui.engine.portal import ENGINES_PATH
from nxql_tui.engine.server import EngineSettings
from nxql_tui.engine.site import DISCONNECTED_ADDRESS, EmbeddedSite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nxql_tui.engine.server import EmbeddedEngine

DEVICES = 40
PLATFORMS = "&platform=windows&platform=mac_os&platform=mobile"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedSite]:
    folder = tmp_path_factory.mktemp("site")
    settings = EngineSettings(certificate_folder=folder, devices=DEVICES, days=1, licensed=True)
    with EmbeddedSite(settings, engines=3) as site:
        yield site


class Port:
    """What a visitor needs to know of a service that is no Engine."""

    def __init__(self, url: str, engine: EmbeddedEngine) -> None:
        self.port = int(url.split("/")[2].rpartition(":")[2])
        self.certificate_der = engine.certificate_der


@pytest.fixture
def portal(site: EmbeddedSite, visit: Callable[[Any], Any]) -> Any:
    assert site.portal_url is not None
    return visit(Port(site.portal_url, site.engines[0]))


def names(visitor: Any) -> list[str]:
    reply = visitor.send("GET", f"/2/query?format=csv&query={quote('(select (name) (from device))')}{PLATFORMS}")
    assert reply.status == 200
    return reply.text.splitlines()[1:]  # type: ignore[no-any-return]


def test_each_engine_has_devices_of_its_own_and_a_few_that_the_next_one_knows(
    site: EmbeddedSite, visit: Callable[[Any], Any]
) -> None:
    first, second, third = (set(names(visit(engine))) for engine in site.engines)
    assert {len(first), len(second), len(third)} == {DEVICES}
    assert len(first & second) == 2
    assert len(second & third) == 2
    assert not first & third


def test_a_device_known_to_two_engines_is_the_same_device(site: EmbeddedSite, visit: Callable[[Any], Any]) -> None:
    query = quote("(select (name device_uid total_ram) (from device))")
    rows = [
        set(visit(engine).send("GET", f"/2/query?format=csv&query={query}{PLATFORMS}").text.splitlines()[1:])
        for engine in site.engines[:2]
    ]
    assert len(rows[0] & rows[1]) == 2


def test_all_show_the_same_certificate(site: EmbeddedSite) -> None:
    assert len({engine.sha256 for engine in site.engines}) == 1


def test_the_portal_lists_name_address_and_status(portal: Any, site: EmbeddedSite) -> None:
    reply = portal.send("GET", ENGINES_PATH)
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "application/json"
    assert json.loads(reply.body) == [
        *(
            {"name": f"engine-{place}", "address": f"127.0.0.1:{engine.port}", "status": "CONNECTED"}
            for place, engine in enumerate(site.engines, start=1)
        ),
        {"name": "engine-4", "address": DISCONNECTED_ADDRESS, "status": "DISCONNECTED"},
    ]


def test_nobody_is_at_the_address_of_the_engine_that_is_down() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo(DISCONNECTED_ADDRESS, 1671)


@pytest.mark.parametrize("login", [None, "admin:wrong", "nobody:admin"])
def test_the_portal_asks_for_the_same_login(portal: Any, login: str | None) -> None:
    reply = portal.send("GET", ENGINES_PATH, login=login)
    assert reply.status == 401
    assert reply.headers["WWW-Authenticate"] == 'Basic realm="Nexthink"'


def test_the_portal_answers_head_and_refuses_everything_else(portal: Any) -> None:
    assert portal.send("HEAD", ENGINES_PATH).status == 200
    assert portal.send("POST", ENGINES_PATH, b"").status == 405
    assert portal.send("GET", "/2/query").status == 404


def test_one_engine_alone_has_no_portal(tmp_path: Path) -> None:
    with EmbeddedSite(EngineSettings(certificate_folder=tmp_path, devices=3, days=1), engines=1) as site:
        assert site.portal_url is None


def test_the_ports_follow_each_other(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings = EngineSettings(certificate_folder=tmp_path, devices=3, days=1, port=port)
    with EmbeddedSite(settings, engines=2) as site:
        assert [engine.port for engine in site.engines] == [port, port + 1]
        assert site.portal_url == f"https://127.0.0.1:{port + 2}{ENGINES_PATH}"


def test_a_port_that_is_taken_ends_what_has_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = EngineSettings(certificate_folder=tmp_path, devices=3, days=1, port=port - 1)
        site = EmbeddedSite(settings, engines=2)
        with pytest.raises(StartError, match=str(port)):
            site.start()
    with socket.create_server(("127.0.0.1", port - 1)):
        pass


def test_each_engine_has_a_database_file_of_its_own(tmp_path: Path) -> None:
    settings = EngineSettings(certificate_folder=tmp_path, devices=3, days=1, database=tmp_path / "data.duckdb")
    with EmbeddedSite(settings, engines=2):
        assert {path.name for path in tmp_path.glob("data*.duckdb")} == {"data.duckdb", "data-2.duckdb"}
    assert not list(tmp_path.glob("data*"))
