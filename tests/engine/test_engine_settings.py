"""What an embedded Engine refuses to be started with."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from nxql_tui.engine.errors import SettingsError, StartError
from nxql_tui.engine.server import EmbeddedEngine, EngineSettings
from nxql_tui.wire.credentials import Secret


@pytest.mark.parametrize(
    ("choice", "word"),
    [
        ({"host": ""}, "host"),
        ({"port": 70000}, "70000"),
        ({"port": -1}, "-1"),
        ({"devices": -1}, "Devices"),
        ({"devices": 1_000_001}, "Devices"),
        ({"days": 0}, "Days"),
        ({"days": 401}, "Days"),
        ({"events_per_device_day": 0}, "Events"),
        ({"events_per_device_day": 20_000}, "Events"),
        ({"first_device": 0}, "First device"),
        ({"user": "a:b"}, "colon"),
        ({"user": ""}, "user"),
        ({"key": Path("engine.key")}, "certificate"),
        ({"now": datetime(2026, 11, 23, tzinfo=UTC)}, "time zone"),
        ({"host": "0.0.0.0"}, "password"),
        ({"host": "::"}, "password"),
        ({"host": "192.168.1.10"}, "password"),
        ({"host": "engine.example.com"}, "password"),
        ({"host": "0.0.0.0", "password": Secret("")}, "password"),
    ],
)
def test_a_wrong_setting_is_named(choice: dict[str, Any], word: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=word):
        EmbeddedEngine(EngineSettings(certificate_folder=tmp_path, **choice))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_this_machine_alone_may_use_the_default_password(host: str, tmp_path: Path) -> None:
    EmbeddedEngine(EngineSettings(certificate_folder=tmp_path, host=host))


def test_any_host_may_be_used_with_a_password_of_ones_own(tmp_path: Path) -> None:
    settings = EngineSettings(certificate_folder=tmp_path, host="0.0.0.0", password=Secret("correct horse"), devices=5)
    with EmbeddedEngine(settings) as engine:
        assert engine.url == f"https://127.0.0.1:{engine.port}/2/query"


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match=str(port)):
            EmbeddedEngine(EngineSettings(certificate_folder=tmp_path, port=port, devices=5)).start()


def test_a_host_that_is_not_here_is_named(tmp_path: Path) -> None:
    settings = EngineSettings(certificate_folder=tmp_path, host="192.0.2.1", password=Secret("x"), devices=5)
    with pytest.raises(StartError, match=r"192\.0\.2\.1"):
        EmbeddedEngine(settings).start()


def test_a_certificate_that_cannot_be_read_frees_the_port(tmp_path: Path) -> None:
    engine = EmbeddedEngine(EngineSettings(certificate_folder=tmp_path, certificate=tmp_path / "none.crt"))
    with pytest.raises(SettingsError, match=r"none\.crt"):
        engine.start()
    engine.stop()


def test_an_engine_can_be_stopped_twice_and_its_port_used_again(tmp_path: Path) -> None:
    engine = EmbeddedEngine(EngineSettings(certificate_folder=tmp_path, devices=5))
    engine.start()
    engine.stop()
    engine.stop()
    with EmbeddedEngine(EngineSettings(certificate_folder=tmp_path, devices=5, port=engine.port)) as again:
        assert again.port == engine.port


def test_the_repr_of_settings_shows_no_password(tmp_path: Path) -> None:
    assert "hunter2" not in repr(EngineSettings(certificate_folder=tmp_path, password=Secret("hunter2")))
