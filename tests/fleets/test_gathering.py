"""Many real servers, one question: what comes of it where all is well and where it is not."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.errors import CutShortError, OthersRefusedError, QuestionCancelled, RefusedError
from nxql_tui.client.fleet import EngineState, FleetEngine
from nxql_tui.client.password_trial import MOST_IN_DOUBT
from nxql_tui.fleets.gathering import Gathering
from nxql_tui.results.errors import StoppedError, StorageError, UnreadableAnswerError
from nxql_tui.results.merged_answers import MergedAnswers
from nxql_tui.results.view import View
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hostile_servers import Behaviour, Desk, Street, Visit

    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.wire.answers import Row

QUESTION = QueryRequest("(select (name) (from device))")
PATIENCE = 30.0


@pytest.fixture
def merged(tmp_path: Path) -> Iterator[MergedAnswers]:
    folder = tmp_path / "results"
    answers = MergedAnswers(folder)
    yield answers
    answers.close()
    assert not folder.exists() or not list(folder.iterdir())


@pytest.fixture
def gathering(street: Street, desk: Desk, merged: MergedAnswers, tmp_path: Path) -> Callable[..., Gathering]:
    """Makes a gathering of servers that do as they are told, called `a`, `b`, …"""

    def gather(*behaviours: Behaviour | bytes) -> Gathering:
        servers = [street.engine(behaviour) for behaviour in behaviours]
        engines = [
            FleetEngine("abcdefgh"[place], server.address, desk.client(server)) for place, server in enumerate(servers)
        ]
        return Gathering(QUESTION, engines, merged, tmp_path / "spools")

    return gather


def rows_of(result_set: ResultSet) -> tuple[Row, ...]:
    return result_set.page(View(), 0, 1_000).rows


def run(gathering: Gathering, *, again: bool = False) -> tuple[tuple[Row, ...], bool]:
    """All rows in the end, in an order of their own, and whether they are said to be all."""
    last: list[ResultSet] = []

    def keep(result_set: ResultSet) -> None:
        for older in last:
            older.close()
        last[:] = [result_set]

    if again:
        gathering.ask_again()
    gathering.run(keep)
    with last[0] as rows:
        return tuple(sorted(rows_of(rows))), rows.is_complete


def _refuse(visit: Visit) -> None:
    visit.answer(b"", status="401 Unauthorized")


def _cut(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"name\nPC1\nPC2\nPC")


def _never(visit: Visit) -> None:
    visit.wait_until_left()


class _Mended:
    """Breaks off the first time, and answers well from then on."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self.asked = 0

    def __call__(self, visit: Visit) -> None:
        self.asked += 1
        if self.asked == 1:
            _cut(visit)
        else:
            visit.answer(self._answer)


def test_the_rows_of_all_engines_become_one_complete_result_set(gathering: Callable[..., Gathering]) -> None:
    asked = gathering(b"name\nPC1\n", b"name\nPC2\nPC3\n")

    assert run(asked) == ((("a", "PC1"), ("b", "PC2"), ("b", "PC3")), True)
    assert [(engine.name, engine.row_count, engine.is_whole) for engine in asked.engines] == [
        ("a", 1, True),
        ("b", 2, True),
    ]


def test_an_engine_that_fails_hides_no_row_of_the_others_and_leaves_the_answer_incomplete(
    gathering: Callable[..., Gathering],
) -> None:
    asked = gathering(b"name\nPC1\n", _refuse)

    assert run(asked) == ((("a", "PC1"),), False)
    assert isinstance(asked.engines[1].error, RefusedError)
    assert not asked.engines[1].is_whole


def test_of_an_engine_that_breaks_off_the_whole_rows_are_kept(gathering: Callable[..., Gathering]) -> None:
    asked = gathering(b"name\nPC9\n", _cut)

    assert run(asked) == ((("a", "PC9"), ("b", "PC1"), ("b", "PC2")), False)
    assert isinstance(asked.engines[1].error, CutShortError)
    assert asked.engines[1].row_count == 2


def test_an_answer_that_is_no_answer_is_a_failure_of_that_engine(gathering: Callable[..., Gathering]) -> None:
    asked = gathering(b"name\nPC1\n", b'name\n"PC2\n')

    assert run(asked) == ((("a", "PC1"),), False)
    assert isinstance(asked.engines[1].error, UnreadableAnswerError)


def test_the_failed_are_asked_again_and_their_rows_take_the_place_of_the_part_that_had_come(
    gathering: Callable[..., Gathering], street: Street
) -> None:
    mended = _Mended(b"name\nPC1\nPC2\nPC3\n")
    asked = gathering(b"name\nPC9\n", mended)
    assert run(asked)[1] is False

    assert run(asked, again=True) == ((("a", "PC9"), ("b", "PC1"), ("b", "PC2"), ("b", "PC3")), True)
    assert mended.asked == 2
    assert asked.failed == ()


def test_an_engine_that_fails_again_keeps_the_part_that_had_come(gathering: Callable[..., Gathering]) -> None:
    answers = iter([_cut, _refuse])
    asked = gathering(b"name\nPC9\n", lambda visit: next(answers)(visit))
    run(asked)

    assert run(asked, again=True) == ((("a", "PC9"), ("b", "PC1"), ("b", "PC2")), False)
    assert isinstance(asked.engines[1].error, RefusedError)


def test_only_the_failed_are_asked_again(
    gathering: Callable[..., Gathering], merged: MergedAnswers, street: Street
) -> None:
    asked_once = 0

    def count(visit: Visit) -> None:
        nonlocal asked_once
        asked_once += 1
        visit.answer(b"name\nPC1\n")

    asked = gathering(count, _refuse)
    run(asked)
    run(asked, again=True)

    assert asked_once == 1


def test_rows_are_told_while_a_silent_engine_is_still_awaited(gathering: Callable[..., Gathering]) -> None:
    asked = gathering(b"name\nPC1\n", _never)
    told = threading.Event()

    def tell(result_set: ResultSet) -> None:
        with result_set as rows:
            if rows_of(rows) == (("a", "PC1"),):
                told.set()

    running = threading.Thread(target=asked.run, args=(tell,))
    running.start()

    assert told.wait(PATIENCE)
    assert [engine.status.state for engine in asked.engines] == [EngineState.DONE, EngineState.CONNECTING]
    asked.cancel("b")
    running.join(PATIENCE)
    assert not running.is_alive()
    assert isinstance(asked.engines[1].error, QuestionCancelled)
    assert not asked.is_complete


def test_whoever_abandons_it_has_nothing_stored_any_more(gathering: Callable[..., Gathering]) -> None:
    asked = gathering(b"name\nPC1\n", b"name\nPC2\n")
    asked.abandon()

    rows, is_complete = run(asked)

    assert (rows, is_complete) == ((), False)
    assert all(isinstance(engine.error, QuestionCancelled | StoppedError) for engine in asked.engines)


def test_no_file_is_left_on_the_way(gathering: Callable[..., Gathering], tmp_path: Path) -> None:
    asked = gathering(b"name\nPC1\n", _refuse, _cut)

    run(asked)

    assert list((tmp_path / "spools").iterdir()) == []


def test_of_those_that_a_refused_password_bars_one_is_asked_again_first(gathering: Callable[..., Gathering]) -> None:
    visits: list[Visit] = []

    def refuse(visit: Visit) -> None:
        visits.append(visit)
        _refuse(visit)

    asked = gathering(*[refuse] * 6)
    asked.run(lambda rows: rows.close())
    assert len(visits) == MOST_IN_DOUBT
    asked.ask_again()
    asked.run(lambda rows: rows.close())
    assert len(visits) == MOST_IN_DOUBT + 1
    assert sum(isinstance(engine.error, OthersRefusedError) for engine in asked.engines) == 5


def test_once_one_accepts_when_it_is_asked_again_all_are_asked(gathering: Callable[..., Gathering]) -> None:
    is_mended = threading.Event()

    def refuse_at_first(visit: Visit) -> None:
        if is_mended.is_set():
            visit.answer(b"name\nPC\n")
        else:
            _refuse(visit)

    asked = gathering(*[refuse_at_first] * 5)
    asked.run(lambda rows: rows.close())
    is_mended.set()
    rows, is_complete = run(asked, again=True)
    assert (len(rows), is_complete) == (5, True)


def test_without_a_place_for_the_files_there_is_no_gathering(merged: MergedAnswers, tmp_path: Path) -> None:
    (tmp_path / "spools").write_text("")
    with pytest.raises(StorageError, match="No place for the answers"):
        Gathering(QUESTION, [], merged, tmp_path / "spools")


def test_without_a_place_for_the_files_nobody_is_asked_again_and_all_stays(
    gathering: Callable[..., Gathering], tmp_path: Path
) -> None:
    asked = gathering(b"name\nPC1\n", _refuse)
    run(asked)
    (tmp_path / "spools").rmdir()
    (tmp_path / "spools").write_text("")
    with pytest.raises(StorageError):
        asked.ask_again()
    assert all(engine.is_over for engine in asked.engines)
    assert [engine.name for engine in asked.failed] == ["b"]
