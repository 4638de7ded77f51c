from __future__ import annotations

from typing import TYPE_CHECKING

import pexpect
import pytest

from nxql_tui.library.history import Outcome
from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Program

    Run = Callable[..., subprocess.CompletedProcess[bytes]]

FIRST = "(select (name)\n    (from device))"
SECOND = "(select (id) (from user))"


@pytest.fixture
def history(tmp_path: Path) -> StoredHistory:
    path = tmp_path / "home" / "state" / "history.sqlite"
    path.parent.mkdir(parents=True)
    history = StoredHistory(path)
    for text, rows in ((FIRST, 1_234), (SECOND, None)):
        entry = history.record_start(QueryRequest(text), connection="lab", address="engine:1671")
        if rows is not None:
            history.record_end(entry, Outcome.ANSWERED, rows=rows, seconds=1)
    return history


def test_questions_are_listed_the_newest_first(run_here: Run, history: StoredHistory) -> None:
    done = run_here("history")
    assert (done.returncode, done.stderr) == (0, b"")
    second, first = (line.split("\t") for line in done.stdout.decode().splitlines())
    assert (second[0], second[2:]) == ("2", ["unfinished", "", "lab", SECOND])
    assert (first[0], first[2:]) == ("1", ["answered", "1,234", "lab", "(select (name) (from device))"])


def test_a_question_is_found_by_its_words_and_printed_as_it_was_asked(run_here: Run, history: StoredHistory) -> None:
    assert run_here("history", "device", "lab").stdout.startswith(b"1\t")
    assert run_here("history", "--show", "1").stdout.decode() == f"{FIRST}\n"


def test_a_question_is_forgotten(run_here: Run, history: StoredHistory) -> None:
    assert run_here("history", "--forget", "1").returncode == 0
    assert [entry.id for entry in history.search()] == [2]
    done = run_here("history", "--forget", "1")
    assert (done.returncode, done.stderr) == (
        2,
        b"nxql-tui: There is no question 1; all there are: nxql-tui history.\n",
    )


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1])
@pytest.mark.parametrize("option", ["--show", "--forget"])
def test_a_number_beyond_all_counting_is_that_of_no_question(
    run_here: Run, history: StoredHistory, option: str, number: int
) -> None:
    done = run_here("history", option, str(number))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"nxql-tui: There is no question {number}; all there are: nxql-tui history.\n"


def test_words_that_find_nothing_are_answered(run_here: Run, history: StoredHistory) -> None:
    done = run_here("history", "device", "printer")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"No question in the history holds 'device printer'" in done.stderr


def test_without_a_history_that_is_said(run_here: Run) -> None:
    done = run_here("history")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"No question has been asked" in done.stderr


def test_numbers_beyond_all_that_can_be_counted_are_numbers_all_the_same(run_here: Run, history: StoredHistory) -> None:
    number = "99999999999999999999"
    done = run_here("history", "--show", number)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"There is no question {number}".encode() in done.stderr
    assert len(run_here("history", "--limit", number).stdout.splitlines()) == 2


def test_a_question_cannot_steer_the_terminal(program: Program, history: StoredHistory) -> None:
    history.record_start(QueryRequest("(select \x1b]2;evil\a)"), connection="", address="engine:1671")
    child = program.open_terminal("history", "--show", "3")
    child.expect(pexpect.EOF)
    assert child.before.decode() == "(select ␛]2;evil␇)\r\n"
