"""A fleet as if it were one Engine, against real servers."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hostile_servers import PATIENCE

from nxql_tui.client.errors import QuestionCancelled, RefusedError
from nxql_tui.client.fleet import Fleet, FleetEngine
from nxql_tui.client.transfer import Cancellation
from nxql_tui.fleets.fleet_asker import FleetAsker, IncompleteFleetError
from nxql_tui.watching.watch import Watch
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hostile_servers import Behaviour, Desk, Street, Visit

QUESTION = QueryRequest("(select (name) (from device))")


@pytest.fixture
def fleet_of(street: Street, desk: Desk) -> Callable[..., Fleet]:
    def make(*behaviours: Behaviour | bytes) -> Fleet:
        servers = [street.engine(behaviour) for behaviour in behaviours]
        return Fleet(
            tuple(FleetEngine("abc"[place], one.address, desk.client(one)) for place, one in enumerate(servers))
        )

    return make


def cut(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"name\nPC1\n")


def refuse(visit: Visit) -> None:
    visit.answer(b"", status="401 Unauthorized")


def test_its_answer_holds_the_rows_of_all_in_the_order_of_the_engines(
    fleet_of: Callable[..., Fleet], tmp_path: Path
) -> None:
    answer = FleetAsker(fleet_of(b"name\nPC1", b"name\tid\nPC2\t7\n")).ask(QUESTION, tmp_path / "spool")

    assert (tmp_path / "spool").read_text() == "engine\tname\tid\na\tPC1\t\nb\tPC2\t7\n"
    assert answer.row_count == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["spool"]


def test_where_one_engine_does_not_answer_there_is_no_answer(fleet_of: Callable[..., Fleet], tmp_path: Path) -> None:
    with pytest.raises(IncompleteFleetError, match="b did not answer"):
        FleetAsker(fleet_of(b"name\nPC1\n", cut)).ask(QUESTION, tmp_path / "spool")
    assert list(tmp_path.iterdir()) == []


def test_an_engine_that_refuses_the_user_is_told_as_such_and_not_asked_again(
    fleet_of: Callable[..., Fleet], tmp_path: Path
) -> None:
    fleet = fleet_of(b"name\nPC1\n", refuse)
    with pytest.raises(RefusedError):
        FleetAsker(fleet).ask(QUESTION, tmp_path / "spool")
    assert fleet.engines[1].refusal is not None


def test_cancelling_hangs_up_on_all(fleet_of: Callable[..., Fleet], tmp_path: Path) -> None:
    was_asked = threading.Event()

    def wait(visit: Visit) -> None:
        was_asked.set()
        visit.wait_until_left()

    cancellation = Cancellation()
    failures: list[Exception] = []

    def ask() -> None:
        try:
            FleetAsker(fleet_of(wait, wait)).ask(QUESTION, tmp_path / "spool", cancellation=cancellation)
        except QuestionCancelled as error:
            failures.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    assert was_asked.wait(PATIENCE)
    cancellation.cancel()
    asking.join(PATIENCE)
    assert len(failures) == 1


def test_a_watch_tells_rows_apart_within_their_engine_and_takes_no_missing_engine_for_missing_rows(
    fleet_of: Callable[..., Fleet], tmp_path: Path
) -> None:
    answers = iter([b"id\tname\n1\tA\n2\tB\n", None, b"id\tname\n1\tA\n2\tC\n"])

    def answer(visit: Visit) -> None:
        body = next(answers)
        if body is None:
            cut(visit)
        else:
            visit.answer(body)

    watch = Watch(FleetAsker(fleet_of(b"id\tname\n1\tX\n", answer)), QUESTION, tmp_path, 30.0)
    watch.ask().differences.result_set.close()
    with pytest.raises(IncompleteFleetError):
        watch.ask()
    differences = watch.ask().differences
    with differences.result_set:
        assert differences.key == ("engine", "id")
        assert (differences.added, differences.gone, differences.changed) == (0, 0, 1)
    watch.close()
