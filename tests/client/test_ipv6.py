"""An Engine that listens on an IPv6 address."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.address import parse_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.probe import probe_certificate
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.engine.server import EmbeddedEngine
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.wire.credentials import Credential, Secret
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from pathlib import Path


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6")
def test_an_engine_is_met_and_asked_over_ipv6(tmp_path: Path) -> None:
    with EmbeddedEngine(EngineSettings(host="::1", devices=5, days=1, certificate_folder=tmp_path)) as engine:
        address = parse_address(f"[::1]:{engine.port}")
        assert probe_certificate(address).der == engine.certificate_der
        client = EngineClient(address, Credential("admin", Secret("admin")), PinnedTrust(engine.certificate_der))
        client.ask(QueryRequest("(select (name) (from device))"), tmp_path / "answer")
    assert (tmp_path / "answer").read_text().startswith("name\n")
