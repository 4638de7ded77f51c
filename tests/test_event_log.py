from __future__ import annotations

import io
import logging
import re
from contextlib import redirect_stderr
from typing import TYPE_CHECKING

import pytest

from nxql_tui import event_log
from nxql_tui.commands.main import LOG_LEVELS
from nxql_tui.event_log import EventFormatter, LogLevel, start_logging, stop_logging
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CANARY = "kanarienvogel-ü-42"

ours = logging.getLogger("nxql_tui.somewhere")
foreign = logging.getLogger("httpx")


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "state" / "nxql-tui.log"
    stop_logging()


@pytest.fixture
def log(path: Path) -> Path:
    start_logging(path, LogLevel.DEBUG)
    return path


def messages(path: Path) -> list[str]:
    return [line.split(" ", 3)[3] for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_tells_time_level_logger_and_message(log: Path) -> None:
    ours.info("an %s of %d", "answer", 5)
    line = log.read_text()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO nxql_tui\.somewhere an answer of 5\n", line)


def test_nothing_is_made_before_the_first_line_and_then_for_its_owner_alone(path: Path) -> None:
    start_logging(path)
    ours.info("not wanted")
    assert not path.parent.exists()
    ours.warning("wanted")
    assert messages(path) == ["wanted"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_file_that_others_could_read_is_closed_to_them(log: Path) -> None:
    log.parent.mkdir()
    log.touch(0o644)
    ours.info("here")
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("level", LogLevel)
def test_a_level_lets_pass_what_is_as_grave_or_graver(path: Path, level: LogLevel) -> None:
    start_logging(path, level)
    for each in LogLevel:
        ours.log(each.number, each.value)
    levels = list(LogLevel)
    assert messages(path) == levels[levels.index(level) :]


def test_the_command_line_knows_the_same_levels() -> None:
    assert list(LOG_LEVELS) == list(LogLevel)


def test_other_libraries_are_heard_from_warnings_on_whatever_they_would_like(log: Path) -> None:
    foreign.setLevel(logging.DEBUG)
    try:
        foreign.debug("details")
        foreign.info("details")
        foreign.warning("trouble")
    finally:
        foreign.setLevel(logging.NOTSET)
    assert messages(log) == ["trouble"]


def test_a_record_is_one_line_in_which_nothing_is_obeyed(log: Path) -> None:
    ours.info("one\ntwo\r\x1b[2Jthree\u2028four")
    assert messages(log) == ["one␊two␍␛[2Jthree‹2028›four"]


def test_what_is_no_text_is_shown_as_code_points() -> None:
    # By the formatter alone: the test runner could not hand such a record on.
    record = logging.makeLogRecord({"msg": "caf\udce9"})
    assert EventFormatter().format(record).endswith("caf‹DCE9›")


def test_a_secret_in_message_or_arguments_is_masked(log: Path) -> None:
    secret = Secret(CANARY)
    ours.warning("typed %s", CANARY)
    foreign.warning(f"{CANARY!a} was typed")
    ours.warning("%(what)s", {"what": [CANARY]})
    assert messages(log) == ["typed ••••••••", "'••••••••' was typed", "['••••••••']"]
    del secret


def test_a_secret_is_masked_where_the_message_is_cut(log: Path) -> None:
    secret = Secret(CANARY)
    ours.warning("x" * (event_log.LONGEST_MESSAGE - 5) + CANARY)
    assert CANARY[:4] not in log.read_text()
    del secret


def test_of_an_error_stand_kind_and_place_and_no_text(log: Path) -> None:
    def read_password() -> None:
        raise ValueError(f"not {CANARY}")

    try:
        read_password()
    except ValueError as error:
        ours.exception("it failed")
        ours.warning("failed with %s", error)
        ours.warning("failed with %(error)r", {"error": error})
        ours.warning(error)
    text = log.read_text()
    assert CANARY not in text
    assert re.search(r"it failed \(builtins\.ValueError at read_password \(test_event_log\.py:\d+\)", text)
    assert messages(log)[1:] == [
        "failed with builtins.ValueError",
        "failed with 'builtins.ValueError'",
        "builtins.ValueError",
    ]


def test_a_log_that_cannot_be_written_is_nobodys_trouble(path: Path) -> None:
    path.parent.write_text("a file stands where the folder should")
    start_logging(path)
    shown = io.StringIO()
    with redirect_stderr(shown):
        ours.error("nowhere to write")
    assert shown.getvalue() == ""


def test_a_record_that_cannot_be_formatted_shows_no_traceback(log: Path) -> None:
    # By our handler alone: that of the test runner raises.
    (handler,) = (one for one in logging.getLogger().handlers if isinstance(one.formatter, EventFormatter))
    shown = io.StringIO()
    with redirect_stderr(shown):
        handler.handle(logging.makeLogRecord({"msg": "%d", "args": ("no number",), "levelno": logging.ERROR}))
    assert shown.getvalue() == ""


def test_a_full_file_makes_room_and_two_older_ones_are_kept(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log, "LARGEST_FILE", 1_000)
    start_logging(log, LogLevel.DEBUG)
    for number in range(100):
        ours.info("line %d", number)
    names = sorted(file.name for file in log.parent.iterdir())
    assert names == ["nxql-tui.log", "nxql-tui.log.1", "nxql-tui.log.2"]
    assert {file.stat().st_mode & 0o777 for file in log.parent.iterdir()} == {0o600}
    assert all(file.stat().st_size <= 1_000 for file in log.parent.iterdir())
    assert messages(log)[-1] == "line 99"


def test_starting_again_writes_each_line_once(log: Path) -> None:
    start_logging(log, LogLevel.INFO)
    ours.info("once")
    assert messages(log) == ["once"]
