from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hostile_servers import PATIENCE, QUERY

from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.client.fleet import EngineState, FleetEngine, distinct_names
from nxql_tui.client.fleet_question import FIRST_BYTE_PATIENCE, EngineRun, FleetQuestion
from nxql_tui.client.password_trial import PasswordTrial
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


def question(
    engines: list[FleetEngine], folder: Path, in_flight: int = 8, first_byte_patience: float = FIRST_BYTE_PATIENCE
) -> FleetQuestion:
    """One whose password another Engine has accepted."""
    trial = proved_trial()
    proved = [replace(engine, trial=trial) for engine in engines]
    return FleetQuestion(
        QueryRequest(QUERY), proved, folder, in_flight=in_flight, first_byte_patience=first_byte_patience
    )


def proved_trial() -> PasswordTrial:
    trial = PasswordTrial()
    attempt = trial.begin("another")
    assert attempt is not None
    with attempt:
        return trial


def answering(body: bytes) -> Callable[[Visit], object]:
    return lambda visit: visit.answer(body)


def silent(visit: Visit) -> None:
    visit.wait_until_left()


def ended(asked: FleetQuestion) -> dict[str, EngineRun]:
    return {run.engine.name: run for run in asked.endings()}


def test_each_spool_holds_the_bytes_of_its_engine(tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]):
    bodies = {f"e{number}": b"name\r\n\xff%d\n" % number for number in range(5)}
    asked = question([engine(name, street.engine(answering(body))) for name, body in bodies.items()], tmp_path)
    runs = ended(asked)
    assert {name: run.spool.read_bytes() for name, run in runs.items()} == bodies
    assert {run.status.state for run in runs.values()} == {EngineState.DONE}
    assert [status.engine.name for status in asked.statuses] == list(bodies)


def test_no_more_engines_move_data_at_once_than_there_may(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
):
    lock, here, most = threading.Lock(), 0, 0
    two_are_here = threading.Barrier(2)

    def answer(visit: Visit) -> None:
        nonlocal here, most
        with lock:
            here += 1
            most = max(most, here)
        two_are_here.wait(PATIENCE)
        # Whoever leaves says so before the next one can come.
        with lock:
            here -= 1
        visit.answer(b"name\n")

    engines = [engine(f"e{number}", street.engine(answer)) for number in range(6)]
    assert len(ended(question(engines, tmp_path, in_flight=2))) == 6
    assert most == 2


def test_silent_engines_give_their_places_to_the_next(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
):
    servers = [street.engine(silent), street.engine(silent), street.engine(answering(b"name\nA\n"))]
    engines = [engine(f"e{number}", server) for number, server in enumerate(servers)]
    asked = question(engines, tmp_path, in_flight=2, first_byte_patience=0.2)
    endings = asked.endings()
    assert next(endings).engine.name == "e2"
    asked.cancel()
    assert {run.status.state for run in endings} == {EngineState.CANCELLED}
    for server in servers[:2]:
        assert server.was_left.wait(PATIENCE)


def test_engines_that_compute_keep_their_places_for_a_while(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
):
    go_on = threading.Event()

    def compute(visit: Visit) -> None:
        assert go_on.wait(PATIENCE)
        visit.answer(b"name\n")

    servers = [street.engine(compute), street.engine(answering(b"name\nA\n"))]
    asked = question([engine(f"e{number}", server) for number, server in enumerate(servers)], tmp_path, in_flight=1)
    endings = asked.endings()
    threading.Timer(1.5, go_on.set).start()
    assert next(endings).engine.name == "e0"
    assert next(endings).engine.name == "e1"


def test_however_silent_engines_are_there_is_an_end_to_how_many_are_asked(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
):
    servers = [street.engine(silent) for _ in range(4)]
    last = street.engine(answering(b"name\n"))
    engines = [engine(f"e{number}", server) for number, server in enumerate([*servers, last])]
    asked = question(engines, tmp_path, in_flight=1, first_byte_patience=0.1)
    endings = asked.endings()
    threading.Thread(target=lambda: servers[3].was_asked.wait(PATIENCE) and asked.cancel("e0")).start()
    assert next(endings).engine.name == "e0"
    assert next(endings).engine.name == "e4"
    assert servers[0].was_left.wait(PATIENCE)


def test_an_engine_that_drips_gives_its_place_away_too(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
):
    end = threading.Event()

    def drip(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nname\n")
        while not end.wait(0.05):
            visit.send(b"A\n")

    servers = [street.engine(drip), street.engine(answering(b"name\nB\n"))]
    asked = question([engine("slow", servers[0]), engine("fast", servers[1])], tmp_path, in_flight=1)
    endings = asked.endings()
    assert next(endings).engine.name == "fast"
    asked.cancel("slow")
    assert next(endings).status.state is EngineState.CANCELLED
    end.set()


def test_one_is_cancelled_and_the_others_go_on(tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]):
    go_on = threading.Event()

    def late(visit: Visit) -> None:
        assert go_on.wait(PATIENCE)
        visit.answer(b"name\n")

    servers = [street.engine(silent), street.engine(late)]
    asked = question([engine("a", servers[0]), engine("b", servers[1])], tmp_path)
    endings = asked.endings()
    threading.Thread(target=lambda: servers[0].was_asked.wait(PATIENCE) and asked.cancel("a")).start()
    first = next(endings)
    assert (first.engine.name, first.status.state) == ("a", EngineState.CANCELLED)
    assert isinstance(first.status.error, QuestionCancelled)
    go_on.set()
    assert next(endings).status.state is EngineState.DONE


def test_those_that_wait_are_not_asked_once_all_are_cancelled(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
):
    servers = [street.engine(silent), street.engine(answering(b"name\n"))]
    asked = question([engine("a", servers[0]), engine("b", servers[1])], tmp_path, in_flight=1)
    threading.Thread(target=lambda: servers[0].was_asked.wait(PATIENCE) and asked.cancel()).start()
    assert {run.status.state for run in asked.endings()} == {EngineState.CANCELLED}
    assert servers[1].visitors == 0


def test_an_answer_that_breaks_off_stays_in_its_spool(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
):
    def cut(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nname\nA\nhal")

    (run,) = ended(question([engine("a", street.engine(cut))], tmp_path)).values()
    assert run.status.state is EngineState.FAILED
    assert run.spool.read_bytes() == b"name\nA\nhal"


def test_names_that_are_taken_get_the_address():
    assert distinct_names([("a", "1"), ("b", "2"), ("a", "3")]) == ("a (1)", "b", "a (3)")


def test_whoever_stops_listening_has_the_others_hung_up_on(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
) -> None:
    quiet = street.engine(silent)
    asked = question([engine("quick", street.engine(answering(b"name\n"))), engine("quiet", quiet)], tmp_path)
    endings = asked.endings()
    assert next(endings).engine.name == "quick"
    assert quiet.was_asked.wait(PATIENCE)

    endings.close()

    assert quiet.was_left.wait(PATIENCE)


def test_a_fault_of_ours_reaches_the_caller_and_leaves_nothing_running(
    tmp_path: Path, street: Street, engine: Callable[..., FleetEngine]
) -> None:
    quiet = street.engine(silent)
    quick = street.engine(answering(b"name\nPC1\n"))

    def fail(run: EngineRun) -> None:
        assert quiet.was_asked.wait(PATIENCE)
        raise ZeroDivisionError(run.engine.name)

    engines = [engine("quick", quick), engine("quiet", quiet)]
    asked = FleetQuestion(QueryRequest(QUERY), engines, tmp_path, on_progress=fail)
    with pytest.raises(ZeroDivisionError):
        ended(asked)
    assert asked.runs[0].status.state is EngineState.FAILED
    assert quiet.was_left.wait(PATIENCE)
