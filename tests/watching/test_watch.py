from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.errors import ClientError
from nxql_tui.results.errors import ResultError
from nxql_tui.results.view import View
from nxql_tui.watching.watch import LONGEST_PAUSE, Watch
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REQUEST = QueryRequest("(select (name size) (from device))")


class Answers:
    """Brings one prepared answer after the other."""

    def __init__(self, *answers: bytes | ClientError) -> None:
        self.answers = [*answers]

    def ask(self, _request: QueryRequest, spool: Path, **_: object) -> None:
        answer = self.answers.pop(0)
        if isinstance(answer, ClientError):
            raise answer
        spool.write_bytes(answer)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    assert not list(tmp_path.iterdir())


def test_each_answer_is_compared_with_the_one_before(folder: Path) -> None:
    watch = Watch(Answers(b"name\tsize\nA\t1\nB\t2\n", b"name\tsize\nB\t3\nC\t4\n"), REQUEST, folder, 30)
    first = watch.ask()
    assert first.differences.is_none
    assert first.row_count == 2
    second = watch.ask()
    assert (second.differences.added, second.differences.gone, second.differences.changed) == (1, 1, 1)
    assert second.differences.key == ("name",)
    rows = second.differences.result_set.page(View(), 0, 9).rows
    assert rows == (("~", "B", "3", "size: 2"), ("+", "C", "4", None), ("-", "A", "1", None))
    for one in (first, second):
        one.differences.result_set.close()
    watch.close()
    watch.close()


def test_a_failure_keeps_the_answer_before_and_makes_the_pause_longer(folder: Path) -> None:
    failing = [ClientError("No.", "")] * 12
    watch = Watch(Answers(b"name\nA\n", *failing, b"name\nB\n"), REQUEST, folder, 30)
    watch.ask().differences.result_set.close()
    pauses = [watch.pause]
    for _ in failing:
        with pytest.raises(ClientError):
            watch.ask()
        pauses.append(watch.pause)
    assert pauses[:4] == [30, 60, 120, 240]
    assert pauses[-1] == LONGEST_PAUSE
    answer = watch.ask()
    assert (answer.differences.added, answer.differences.gone) == (1, 1)
    assert watch.pause == 30
    answer.differences.result_set.close()
    watch.close()


def test_an_interval_longer_than_the_longest_pause_stays(folder: Path) -> None:
    watch = Watch(Answers(ClientError("No.", "")), REQUEST, folder, 3600)
    with pytest.raises(ClientError):
        watch.ask()
    assert watch.pause == 3600


def test_an_answer_that_cannot_be_read_is_a_failure_too(folder: Path) -> None:
    watch = Watch(Answers(b"<html>Log in</html>"), REQUEST, folder, 30)
    with pytest.raises(ResultError):
        watch.ask()
    assert watch.pause == 60
