"""Several Engines at once and the Portal that lists them."""

from __future__ import annotations

import json
import os
import socket
from contextlib import ExitStack, suppress
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

from nxql_tui.engine.errors import SettingsError, StartError
from nxql_tui.engine.portal import ENGINES_PATH
from nxql_tui.engine.server import EngineSettings
from nxql_tui.engine.site import DISCONNECTED_ADDRESS, EmbeddedSite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DEVICES = 40
PLATFORMS = "&platform=windows&platform=mac_os&platform=mobile"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedSite]:
    folder = tmp_path_factory.mktemp("site")
    settings = EngineSettings(certificate_folder=folder, devices=DEVICES, days=1)
    with EmbeddedSite(settings, engines=3) as site:
        yield site


@pytest.fixture
def portal(site: EmbeddedSite, visit: Callable[[Any], Any]) -> Any:
    assert site.portal_url is not None
    port = urlsplit(site.portal_url).port
    return visit(SimpleNamespace(port=port, certificate_der=site.engines[0].certificate_der))


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


def test_one_engine_alone_has_no_portal(tmp_path: Path) -> None:
    with EmbeddedSite(EngineSettings(certificate_folder=tmp_path, devices=3, days=1), engines=1) as site:
        assert site.portal_url is None


def free_ports(count: int) -> int:
    """The first of so many consecutive ports that are free, below those that the system gives away by itself."""
    for first in range(20_000 + os.getpid() % 1000 * 10, 32_000, count):
        with ExitStack() as taken, suppress(OSError):
            for port in range(first, first + count):
                taken.enter_context(socket.create_server(("127.0.0.1", port)))
            return first
    raise AssertionError("no free ports")


def small(folder: Path, port: int = 0) -> EngineSettings:
    return EngineSettings(certificate_folder=folder, devices=3, days=1, port=port)


def test_the_ports_follow_each_other(tmp_path: Path) -> None:
    port = free_ports(3)
    with EmbeddedSite(small(tmp_path, port), engines=2) as site:
        assert [engine.port for engine in site.engines] == [port, port + 1]
        assert site.portal_url == f"https://127.0.0.1:{port + 2}{ENGINES_PATH}"


@pytest.mark.parametrize("place", [2, 3], ids=["of the third Engine", "of the Portal"])
def test_a_port_that_is_taken_ends_what_has_started(tmp_path: Path, place: int) -> None:
    port = free_ports(4)
    with socket.create_server(("127.0.0.1", port + place)):
        site = EmbeddedSite(small(tmp_path, port), engines=3)
        with pytest.raises(StartError, match=str(port + place)):
            site.start()
    for freed in range(port, port + place):
        socket.create_server(("127.0.0.1", freed)).close()


@pytest.mark.parametrize(("port", "engines"), [(65535, 2), (65534, 2), (65530, 6)])
def test_there_must_be_ports_for_all_and_the_portal(tmp_path: Path, port: int, engines: int) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        EmbeddedSite(small(tmp_path, port), engines)


def test_the_last_ports_that_are_there_may_be_used(tmp_path: Path) -> None:
    EmbeddedSite(small(tmp_path, 65533), engines=2)
    EmbeddedSite(small(tmp_path, 65535), engines=1)


def test_a_site_can_be_stopped_twice(tmp_path: Path) -> None:
    site = EmbeddedSite(small(tmp_path), engines=2)
    site.start()
    ports = [engine.port for engine in site.engines]
    site.stop()
    site.stop()
    for port in ports:
        socket.create_server(("127.0.0.1", port)).close()


def test_each_engine_has_a_database_file_of_its_own(tmp_path: Path) -> None:
    settings = EngineSettings(certificate_folder=tmp_path, devices=3, days=1, database=tmp_path / "data.duckdb")
    with EmbeddedSite(settings, engines=2):
        assert {path.name for path in tmp_path.glob("data*.duckdb")} == {"data.duckdb", "data-2.duckdb"}
    assert not list(tmp_path.glob("data*"))
