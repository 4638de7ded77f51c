"""A question asked again and again from the command line, against an Engine whose data changes."""

from __future__ import annotations

import csv
import signal
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from nxql_tui.engine.server import EmbeddedEngine
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.wire.credentials import Secret
from tests.commands.conftest import CANARY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.commands.conftest import Program

PATIENCE = 60.0
NOW = datetime(2026, 11, 23, 10, 15)
QUERY = "(select (name device_type #Location) (from device) (order_by name asc) (limit 3))"


@pytest.fixture(scope="module")
def changing_engine(certificate_folder: Path) -> Iterator[EmbeddedEngine]:
    settings = EngineSettings(
        now=NOW, devices=30, days=1, user="alice", password=Secret(CANARY), certificate_folder=certificate_folder
    )
    with EmbeddedEngine(settings) as running:
        yield running


@pytest.fixture
def at_changing(changing_engine: EmbeddedEngine, at_port: Callable[[int], list[str]]) -> list[str]:
    return [*at_port(changing_engine.port), "--fingerprint", changing_engine.sha256]


def test_the_first_answer_comes_whole_and_then_what_has_changed(
    program: Program, at_changing: list[str], password: dict[str, str]
):
    child = program.start("query", QUERY, "--every", "5s", *at_changing, variables=password)
    assert child.stdout is not None
    lines = [child.stdout.readline().decode() for _ in range(4)]
    (header, *first) = csv.reader(lines, delimiter="\t")
    assert header == ["asked_at", "±", "name", "device_type", "Location", "was"]
    assert {row[1] for row in first} == {""}
    name = first[1][2]
    update = f'(update (set #Location (enum "Paris")) (from device (where device (eq name (string "{name}")))))'
    changed = program.run("query", update, "--allow-update", "--yes", *at_changing, variables=password)
    assert changed.returncode == 0
    (row,) = csv.reader([child.stdout.readline().decode()], delimiter="\t")
    assert row[1:] == ["~", name, first[1][3], "Paris", f"Location: {first[1][4]}"]
    assert child.stderr is not None
    said = [child.stderr.readline() for _ in range(2)]
    assert said[1].endswith(b"+0 -0 ~1  3 rows\n")
    child.send_signal(signal.SIGINT)
    rest, _ = child.communicate(timeout=PATIENCE)
    assert (child.returncode, rest) == (130, b"")
    assert not program.spools


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--every", "soon"], "'soon'"),
        (["--every", "1s"], "'1s'"),
        (["--every", "30s", "--format", "json"], "writes csv"),
        (["--every", "30s", "-o", "x.csv"], "Redirect it"),
        (["--every", "30s", "--as", "curl"], "--as asks nothing"),
    ],
)
def test_what_cannot_go_on_and_on_is_wrong_usage(program: Program, arguments: list[str], words: str):
    done = program.run("query", QUERY, "--engine", "127.0.0.1:1", "--user", "a", *arguments)
    assert done.returncode == 2
    assert words.encode() in done.stderr


def test_an_update_is_not_repeated(program: Program):
    done = program.run(
        "query", "(update (set #a nil) (from device))", "--demo", "--every", "30s", "--allow-update", "--yes"
    )
    assert done.returncode == 2
    assert b"leave --every out" in done.stderr


def test_a_wrong_query_ends_it_at_once(program: Program, at_changing: list[str], password: dict[str, str]):
    query = "(select (nmae) (from device))"
    done = program.run("query", query, "--every", "30s", *at_changing, variables=password)
    assert (done.returncode, done.stdout) == (3, b"")
