from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hostile_servers import PATIENCE, QUERY

from nxql_tui.client.errors import ClientError, CutShortError, QuestionCancelled
from nxql_tui.client.fleet import FleetEngine
from nxql_tui.fleets.followed_answers import EngineOutcome, FollowedAnswers
from nxql_tui.fleets.followed_spool import FollowedSpool, Rows
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format, QueryRequest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hostile_servers import Behaviour, Desk, Street, Visit


def follow(
    folder: Path, street: Street, desk: Desk, behaviours: dict[str, Behaviour], *, keeps_spools: bool = False
) -> FollowedAnswers:
    engines = []
    for name, behaviour in behaviours.items():
        server = street.engine(behaviour)
        # Nothing but whoever follows ends a question.
        engines.append(FleetEngine(name, server.address, desk.client(server, overall_timeout=None)))
    return FollowedAnswers(QueryRequest(QUERY), engines, folder, keeps_spools=keeps_spools)


def taken(events: Iterable[Rows | EngineOutcome]) -> tuple[dict[str, list[str]], dict[str, EngineOutcome]]:
    rows: dict[str, list[str]] = {}
    outcomes: dict[str, EngineOutcome] = {}
    for event in events:
        if isinstance(event, Rows):
            assert event.engine not in outcomes
            rows.setdefault(event.engine, []).extend(str(row[0]) for row in event.rows)
        else:
            outcomes[event.engine.name] = event
    return rows, outcomes


def answering(body: bytes) -> Behaviour:
    return lambda visit: visit.answer(body)


def test_rows_come_while_the_answer_is_unfinished_and_the_outcome_behind_the_last(
    tmp_path: Path, street: Street, desk: Desk
):
    go_on = threading.Event()

    def halting(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nname\nA\n")
        assert go_on.wait(PATIENCE)
        visit.send(b"B\n")

    events = follow(tmp_path, street, desk, {"a": halting}).follow()
    first: list[str] = []
    for event in events:
        assert isinstance(event, Rows)
        first += [str(row[0]) for row in event.rows]
        if first:
            break
    assert first == ["A"]
    go_on.set()
    rows, outcomes = taken(events)
    assert rows == {"a": ["B"]}
    assert (outcomes["a"].rows, outcomes["a"].size, outcomes["a"].error) == (2, 9, None)


def test_the_last_rows_before_a_silence_are_given_though_nothing_follows(tmp_path: Path, street: Street, desk: Desk):
    def halting(visit: Visit) -> None:
        # Of so many bytes not every piece is told of.
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\nname\n" + b"A\n" * 200_000)
        visit.wait_until_left()

    events = follow(tmp_path, street, desk, {"a": halting}).follow()
    count = 0
    while count < 200_000:
        rows = next(events)
        assert isinstance(rows, Rows)
        count += len(rows.rows)
    events.close()


def test_many_large_answers_come_whole_and_leave_no_spool(tmp_path: Path, street: Street, desk: Desk):
    numbers = [f"{number:06d}" for number in range(100_000)]
    body = b"name\n" + "".join(f"{number}\n" for number in numbers).encode()
    rows, outcomes = taken(follow(tmp_path, street, desk, {name: answering(body) for name in "abcd"}).follow())
    assert rows == dict.fromkeys("abcd", numbers)
    assert {outcome.rows for outcome in outcomes.values()} == {100_000}
    assert list(tmp_path.iterdir()) == []


def test_of_a_cut_answer_the_whole_rows_come(tmp_path: Path, street: Street, desk: Desk):
    def cut(visit: Visit) -> None:
        visit.send(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nname\nA\n"B\nC"\n"half\nD')

    rows, outcomes = taken(follow(tmp_path, street, desk, {"a": cut}).follow())
    assert rows == {"a": ["A", "B\nC"]}
    assert isinstance(outcomes["a"].error, CutShortError)


@pytest.mark.parametrize("body", [b"", b'name\nA\n"B'])
def test_an_answer_that_is_whole_and_cannot_be_read_has_failed(tmp_path: Path, street: Street, desk: Desk, body: bytes):
    rows, outcomes = taken(follow(tmp_path, street, desk, {"a": answering(body), "b": answering(b"name\n")}).follow())
    assert rows.get("a", []) == (["A"] if body else [])
    assert isinstance(outcomes["a"].error, ClientError)
    assert outcomes["b"].error is None


def test_whoever_leaves_early_has_the_engines_hung_up_on(tmp_path: Path, street: Street, desk: Desk):
    left = threading.Event()

    def endless(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nname\nA\n")
        visit.wait_until_left()
        left.set()

    events = follow(tmp_path, street, desk, {"a": endless}).follow()
    next(events)
    events.close()
    assert left.wait(PATIENCE)


def test_one_that_is_refused_ends_with_that_and_without_those_rows(tmp_path: Path, street: Street, desk: Desk):
    def endless(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nname\nA\n")
        visit.wait_until_left()

    answers = follow(tmp_path, street, desk, {"a": endless})
    reason = ClientError("It does not fit.")
    events = answers.follow()
    first = next(events)
    assert isinstance(first, Rows)
    answers.refuse(first, reason)
    _, outcomes = taken(events)
    assert (outcomes["a"].error, outcomes["a"].rows) == (reason, 0)


def test_cancelling_gives_what_has_come(tmp_path: Path, street: Street, desk: Desk):
    def endless(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nname\nA\n")
        visit.wait_until_left()

    answers = follow(tmp_path, street, desk, {"a": endless})
    events = answers.follow()
    first = next(events)
    answers.cancel()
    rows, outcomes = taken([first, *events])
    assert rows == {"a": ["A"]}
    assert isinstance(outcomes["a"].error, QuestionCancelled)


@pytest.mark.parametrize("answer_format", Format)
def test_a_spool_that_was_kept_is_read_again_in_portions(tmp_path: Path, answer_format: Format):
    spool = tmp_path / "spool"
    rows = [(f"name {number}", number) for number in range(100_000)]
    spool.write_bytes(b"".join(write_answer(answer_format, [Column("name"), Column("size", "byte")], rows)))
    portions = list(FollowedSpool("a", spool, answer_format).read_all(is_whole=True))
    assert len(portions) > 1
    assert [tuple(map(str, row)) for portion in portions for row in portion.rows] == [
        tuple(map(str, row)) for row in rows
    ]


@pytest.mark.parametrize(("is_whole", "expected"), [(True, 2), (False, 1)])
def test_a_last_row_without_an_end_counts_when_the_answer_is_whole(tmp_path: Path, is_whole: bool, expected: int):
    spool = tmp_path / "spool"
    spool.write_bytes(b"name\nA\nB")
    portions = FollowedSpool("a", spool, Format.CSV).read_all(is_whole=is_whole)
    assert sum(len(portion.rows) for portion in portions) == expected


@pytest.mark.parametrize("content", [b'[{"name":"A"},#', None])
def test_a_whole_answer_that_cannot_be_read_again_is_no_answer(tmp_path: Path, content: bytes | None):
    spool = tmp_path / "spool"
    if content is not None:
        spool.write_bytes(content)
    with pytest.raises(ClientError):
        list(FollowedSpool("a", spool, Format.JSON).read_all(is_whole=True))
    assert len(list(FollowedSpool("a", spool, Format.JSON).read_all(is_whole=False))) <= 1
