"""A password goes to few Engines of a fleet before one has accepted it, and a fleet remembers who refuses."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hostile_servers import PATIENCE, QUERY

from nxql_tui.client.errors import OthersRefusedError, RefusedError
from nxql_tui.client.fleet import EngineState, Fleet, FleetEngine
from nxql_tui.client.fleet_question import EngineRun, FleetQuestion
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hostile_servers import Desk, Server, Street, Visit

    from nxql_tui.client.errors import ClientError


@pytest.fixture
def engine(desk: Desk) -> Callable[..., FleetEngine]:
    def make(name: str, server: Server, refusal: ClientError | None = None) -> FleetEngine:
        return FleetEngine(name, server.address, desk.client(server), refusal)

    return make


def answering(body: bytes) -> Callable[[Visit], object]:
    return lambda visit: visit.answer(body)


def silent(visit: Visit) -> None:
    visit.wait_until_left()


def refuse(visit: Visit) -> None:
    visit.answer(b"", "WWW-Authenticate: Basic", status="401 Unauthorized")


def ended(asked: FleetQuestion) -> dict[str, EngineRun]:
    return {run.engine.name: run for run in asked.endings()}


def test_a_wrong_password_goes_to_two_engines_at_most(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
):
    servers = [street.engine(refuse) for _ in range(6)]
    fleet = Fleet(tuple(engine(f"e{number}", server) for number, server in enumerate(servers)))
    asked = FleetQuestion(QueryRequest(QUERY), fleet.engines, tmp_path)
    runs = ended(asked)
    assert sum(server.visitors for server in servers) == 2
    assert all(isinstance(run.status.error, RefusedError) for run in runs.values())
    assert sum(isinstance(run.status.error, OthersRefusedError) for run in runs.values()) == 4
    fleet.learn(asked.statuses)
    assert fleet.spokesman is None
    ended(FleetQuestion(QueryRequest(QUERY), fleet.engines, tmp_path))
    assert sum(server.visitors for server in servers) == 2


def test_engines_without_a_fleet_share_a_trial_too(tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]):
    servers = [street.engine(refuse) for _ in range(6)]
    engines = [engine(f"e{number}", server) for number, server in enumerate(servers)]
    ended(FleetQuestion(QueryRequest(QUERY), engines, tmp_path))
    assert sum(server.visitors for server in servers) == 2


def test_the_first_bytes_of_one_let_all_others_begin(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
):
    end = threading.Event()

    def begin(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nname\n")
        assert end.wait(PATIENCE)
        visit.send(b"A\n")

    servers = [street.engine(begin), street.engine(silent), *(street.engine(answering(b"name\n")) for _ in range(3))]
    engines = [engine(f"e{number}", server) for number, server in enumerate(servers)]
    asked = FleetQuestion(QueryRequest(QUERY), engines, tmp_path)
    endings = asked.endings()
    assert {next(endings).engine.name for _ in range(3)} == {"e2", "e3", "e4"}
    end.set()
    assert next(endings).engine.name == "e0"
    endings.close()


def test_what_an_engine_has_accepted_is_remembered_by_the_fleet(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
):
    all_are_here = threading.Barrier(3)

    def answer_together(visit: Visit) -> None:
        all_are_here.wait(PATIENCE)
        visit.answer(b"name\n")

    first = engine("first", street.engine(answering(b"name\n")))
    others = tuple(engine(f"e{number}", street.engine(answer_together)) for number in range(3))
    fleet = Fleet((first, *others))
    ended(FleetQuestion(QueryRequest(QUERY), fleet.engines[:1], tmp_path))
    runs = ended(FleetQuestion(QueryRequest(QUERY), fleet.engines[1:], tmp_path))
    assert {run.status.state for run in runs.values()} == {EngineState.DONE}


def test_one_that_was_barred_and_answers_is_asked_by_itself_again(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
):
    barred = engine("a", street.engine(answering(b"name\n")), RefusedError("It refused the user."))
    fleet = Fleet((barred,))
    assert fleet.engines[0].refusal is barred.refusal
    asked = FleetQuestion(QueryRequest(QUERY), [replace(barred, refusal=None)], tmp_path)
    ended(asked)
    fleet.learn(asked.statuses)
    assert fleet.engines[0].refusal is None
    assert fleet.spokesman is barred.client


def test_who_refused_the_user_is_not_asked_again(tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]):
    server, other = street.engine(refuse), street.engine(answering(b"name\n"))
    fleet = Fleet((engine("a", server), engine("b", other)))
    first = FleetQuestion(QueryRequest(QUERY), fleet.engines, tmp_path)
    ended(first)
    fleet.learn(first.statuses)
    again = ended(FleetQuestion(QueryRequest(QUERY), fleet.engines, tmp_path))
    assert isinstance(again["a"].status.error, RefusedError)
    assert again["b"].status.state is EngineState.DONE
    assert (len(server.questions), len(other.questions)) == (1, 2)
