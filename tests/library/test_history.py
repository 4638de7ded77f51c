from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.library.history import History, HistoryEntry, Outcome, PrivateHistory
from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.wire.request import Platform, QueryRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.library.conftest import OtherProgram

MONDAY = datetime(2026, 11, 23, 10, 15, 30, 123456, tzinfo=UTC)
DEVICES = "(select (name) (from device))"
USERS = "(select (name) (from user))"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history.sqlite"


@pytest.fixture
def history(file: Path) -> StoredHistory:
    return StoredHistory(file)


def ask(history: History, text: str = DEVICES, parameters: dict[int, str] | None = None, **more: object) -> int:
    where = {"connection": "production", "address": "engine.example.com:1671", **more}
    return history.record_start(QueryRequest(text, parameters=parameters or {}), **where)  # type: ignore[arg-type]


def texts(entries: tuple[HistoryEntry, ...]) -> list[str]:
    return [entry.text for entry in entries]


def test_a_question_is_found_with_everything_that_was_said(history: StoredHistory) -> None:
    request = QueryRequest(DEVICES, (Platform.WINDOWS, Platform.MOBILE), {1: "PC1", 12: "x"})
    entry_id = history.record_start(request, connection="lab", address="lab:1671", asked_at=MONDAY)
    history.record_end(entry_id, Outcome.ANSWERED, rows=1200, seconds=0.25)
    assert history.search() == (
        HistoryEntry(
            id=entry_id,
            text=DEVICES,
            parameters={1: "PC1", 12: "x"},
            platforms=(Platform.WINDOWS, Platform.MOBILE),
            connection="lab",
            address="lab:1671",
            asked_at=MONDAY,
            outcome=Outcome.ANSWERED,
            rows=1200,
            seconds=0.25,
            error="",
        ),
    )


def test_a_question_under_way_is_unfinished(history: StoredHistory) -> None:
    ask(history)
    (entry,) = history.search()
    assert (entry.outcome, entry.rows, entry.seconds) == (Outcome.UNFINISHED, None, None)
    assert abs(datetime.now(UTC) - entry.asked_at) < timedelta(minutes=10)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.FAILED, Outcome.CANCELLED])
def test_how_a_question_failed_is_kept(history: StoredHistory, outcome: Outcome) -> None:
    history.record_end(ask(history), outcome, seconds=1.5, error="'nme' is no field.")
    (entry,) = history.search()
    assert (entry.outcome, entry.error) == (outcome, "'nme' is no field.")


def test_secret_values_are_in_no_file(history: StoredHistory, file: Path) -> None:
    secret = "kanarienvogel"
    entry_id = ask(history, parameters={1: "open", 2: secret}, secret_numbers={2})
    history.record_end(entry_id, Outcome.REFUSED, error=f"'{secret}' is not known.")
    (entry,) = history.search()
    assert entry.parameters == {1: "open"}
    assert secret not in entry.error
    assert entry.error.endswith("' is not known.")
    for path in file.parent.iterdir():
        assert secret.encode() not in path.read_bytes()


def test_only_the_owner_may_read_the_files(history: StoredHistory, file: Path) -> None:
    ask(history)
    with closing(sqlite3.connect(file)) as other:
        # As long as somebody has it open, its log stands beside it.
        assert other.execute("SELECT count(*) FROM question").fetchone() == (1,)
        ask(history)
        assert len(list(file.parent.iterdir())) == 3
        assert {path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {0o600}
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_file_that_others_may_read_is_closed_to_them(history: StoredHistory, file: Path) -> None:
    ask(history)
    file.chmod(0o644)
    history.search()
    assert file.stat().st_mode & 0o777 == 0o600


# Searching


def test_all_words_must_be_there_in_any_case_of_letters(history: StoredHistory) -> None:
    size = '(select (name) (from device (where device (eq name (string "GRÖSSE")))))'
    ask(history, size)
    ask(history, DEVICES, connection="Lab", address="lab:1671")
    ask(history, USERS)
    assert texts(history.search("SELECT größe")) == [
        '(select (name) (from device (where device (eq name (string "GRÖSSE")))))'
    ]
    assert texts(history.search("lab device")) == [DEVICES]
    assert texts(history.search("engine.example user")) == [USERS]
    assert history.search("device user") == ()
    assert history.search("100% _") == ()


def test_the_newest_comes_first_and_pages_follow_each_other(history: StoredHistory) -> None:
    for number in range(7):
        ask(history, f"(select (name) (from device) (limit {number}))")
    pages = [texts(history.search(limit=3, offset=offset)) for offset in (0, 3, 6)]
    assert [text[-3] for page in pages for text in page] == list("6543210")
    assert [len(page) for page in pages] == [3, 3, 1]


def test_the_same_question_in_a_row_is_one_entry(history: StoredHistory) -> None:
    for text in (DEVICES, DEVICES, USERS, DEVICES, DEVICES, DEVICES):
        newest = ask(history, text)
    history.record_end(newest, Outcome.ANSWERED, rows=3)
    entries = history.search()
    assert [(entry.text, entry.times) for entry in entries] == [(DEVICES, 3), (USERS, 1), (DEVICES, 2)]
    assert (entries[0].id, entries[0].rows) == (newest, 3)
    assert [entry.times for entry in history.search("device")] == [5]


def test_another_parameter_platform_or_connection_makes_another_question(history: StoredHistory) -> None:
    ask(history, parameters={1: "a"})
    ask(history, parameters={1: "b"})
    ask(history, parameters={1: "b"}, connection="lab")
    assert [entry.times for entry in history.search()] == [1, 1, 1]


@pytest.fixture(scope="module")
def common_history(tmp_path_factory: pytest.TempPathFactory) -> StoredHistory:
    return StoredHistory(tmp_path_factory.mktemp("history") / "history.sqlite")


@given(text=st.text(max_size=40), value=st.text(max_size=10))
def test_any_text_is_kept_and_found(common_history: StoredHistory, text: str, value: str) -> None:
    history = common_history
    history.prune(keep_count=0)
    ask(history, text, {1: value})
    (entry,) = history.search(text)
    assert entry.text == text.encode(errors="replace").decode()
    assert entry.parameters == {1: value.encode(errors="replace").decode()}


# Values of parameters


def test_values_given_before_come_back_the_latest_first(history: StoredHistory) -> None:
    for value in ("a", "b", "a", "", "c"):
        ask(history, parameters={1: value, 2: "other"})
    assert history.recent_parameter_values(1) == ("c", "a", "b")
    assert history.recent_parameter_values(1, limit=2) == ("c", "a")
    assert history.recent_parameter_values(3) == ()


def test_a_label_is_more_than_a_number(history: StoredHistory) -> None:
    ask(history, parameters={1: "PC1"}, labels={1: "Device"})
    ask(history, parameters={1: "bob", 2: "PC2"}, labels={1: "user", 2: "device "})
    assert history.recent_parameter_values(1, label="device") == ("PC2", "PC1")
    assert history.recent_parameter_values(1) == ("bob", "PC1")


# Forgetting


def test_a_deleted_question_is_forgotten_with_all_its_times(history: StoredHistory, file: Path) -> None:
    for text in (DEVICES, "(select (token-4711) (from user))", DEVICES):
        newest = ask(history, text, {1: "value-4711"} if "4711" in text else None)
    history.delete(newest)
    assert texts(history.search()) == ["(select (token-4711) (from user))"]
    history.delete(history.search()[0].id)
    assert history.search() == ()
    assert history.recent_parameter_values(1) == ()
    assert b"4711" not in file.read_bytes()


def test_what_ends_after_it_was_deleted_does_not_come_back(history: StoredHistory) -> None:
    entry_id = ask(history)
    history.delete(entry_id)
    assert ask(history, USERS) != entry_id
    history.record_end(entry_id, Outcome.ANSWERED, rows=5)
    assert [entry.rows for entry in history.search()] == [None]


def test_old_questions_are_pruned(history: StoredHistory) -> None:
    now = datetime.now(UTC)
    for days in (40, 20, 10, 0):
        ask(history, f"(select ({days}))", {1: str(days)}, asked_at=now - timedelta(days=days, minutes=-1))
    history.prune(keep_count=10, keep_days=30)
    assert texts(history.search()) == ["(select (0))", "(select (10))", "(select (20))"]
    history.prune(keep_count=2)
    assert texts(history.search()) == ["(select (0))", "(select (10))"]
    assert history.recent_parameter_values(1) == ("0", "10")
    history.prune()
    assert len(history.search()) == 2
    history.prune(keep_count=0)
    assert history.search() == ()


# Nothing written down


def test_a_private_history_writes_nothing_down(tmp_path: Path) -> None:
    history: History = PrivateHistory()
    entry_id = ask(history, parameters={1: "x"})
    history.record_end(entry_id, Outcome.ANSWERED, rows=1)
    assert (history.search(), history.recent_parameter_values(1)) == ((), ())
    history.delete(entry_id)
    history.prune(keep_count=1)
    assert list(tmp_path.iterdir()) == []


def test_the_stored_one_can_stand_wherever_a_history_is_wanted(history: StoredHistory) -> None:
    wanted: History = history
    assert wanted.search() == ()


# Several at once


def test_threads_share_a_history(history: StoredHistory) -> None:
    mistakes: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for count in range(10):
                history.record_end(ask(history, f"(select ({number} {count}))"), Outcome.ANSWERED)
                history.search("select", limit=5)
        except BaseException as error:  # noqa: BLE001  it is looked at below
            mistakes.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert mistakes == []
    assert len({entry.id for entry in history.search()}) == 50
    assert {entry.outcome for entry in history.search()} == {Outcome.ANSWERED}


WRITING = """
import sys
from pathlib import Path
from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.wire.request import QueryRequest
history = StoredHistory(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    history.record_start(QueryRequest(f"({sys.argv[2]} {number})"), connection="c", address="a")
"""


def test_programs_share_a_history(file: Path, history: StoredHistory, start: Callable[..., OtherProgram]) -> None:
    others = [start(WRITING, str(file), name, "20") for name in ("one", "two")]
    for number in range(20):
        ask(history, f"(here {number})")
    assert [other.end() for other in others] == [0, 0]
    assert len(history.search(limit=1000)) == 60
    assert len(history.search("two")) == 20


def test_programs_may_begin_the_history_at_the_same_moment(
    file: Path, history: StoredHistory, start_all: Callable[..., list[OtherProgram]]
) -> None:
    others = start_all(4, WRITING, str(file), "x", "5")
    assert [other.end() for other in others] == [0, 0, 0, 0]
    assert sum(entry.times for entry in history.search()) == 20


def test_a_question_survives_the_killing_of_its_program(
    file: Path, history: StoredHistory, start: Callable[..., OtherProgram]
) -> None:
    start(WRITING, str(file), "killed", "1").kill()
    (entry,) = history.search()
    assert (entry.text, entry.outcome) == ("(killed 0)", Outcome.UNFINISHED)
    ask(history)
    assert len(history.search()) == 2


HALFWAY = """
import sys
from pathlib import Path
from nxql_tui.library.history_database import HistoryDatabase
from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.wire.request import QueryRequest
StoredHistory(Path(sys.argv[1])).record_start(QueryRequest("(before)"), connection="c", address="a")
opened = HistoryDatabase(Path(sys.argv[1]), 5.0).open()
opened.__enter__().execute("DELETE FROM question")
"""


def test_what_was_half_done_when_the_program_was_killed_has_not_happened(
    file: Path, history: StoredHistory, start: Callable[..., OtherProgram]
) -> None:
    start(HALFWAY, str(file)).kill()
    assert texts(history.search()) == ["(before)"]
    ask(history)
