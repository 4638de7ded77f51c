from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.commands.demo import demo_site
from nxql_tui.paths import Paths

if TYPE_CHECKING:
    from pathlib import Path


def test_the_demo_of_several_engines_is_the_fleet_that_its_portal_lists(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "config", tmp_path / "state", tmp_path / "cache")
    with demo_site(paths, 2) as (client, fleet):
        assert fleet is not None
        assert [engine.name for engine in fleet.engines] == ["engine-1", "engine-2"]
        assert fleet.left_out == ("engine-3",)
        assert {engine.connection for engine in fleet.engines} == {"demo"}
        assert client is fleet.spokesman
        for engine in fleet.engines:
            assert engine.client is not None
            engine.client.check_login()


def test_the_demo_of_one_engine_is_no_fleet(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "config", tmp_path / "state", tmp_path / "cache")
    with demo_site(paths, 1) as (client, fleet):
        assert fleet is None
        client.check_login()
