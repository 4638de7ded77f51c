from __future__ import annotations

import asyncio
import gc
import logging
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from nxql_tui.event_log import start_logging, stop_logging
from nxql_tui.uncaught import keep_off_the_screen, note_loop_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CANARY = "kanarienvogel-ü-42"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # Those that the test runner has put there come back afterwards.
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    start_logging(tmp_path / "nxql-tui.log")
    yield tmp_path / "nxql-tui.log"
    stop_logging()


def fail(password: str) -> None:
    raise ValueError(f"refused {password}")


def test_an_error_that_ends_a_thread_is_logged_by_kind_and_place(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep_off_the_screen()
    thread = threading.Thread(target=fail, args=(CANARY,), name="log-in")
    thread.start()
    thread.join()
    line = log.read_text()
    assert "the thread log-in has ended (builtins.ValueError at fail (test_uncaught.py:" in line
    assert CANARY not in line
    assert capsys.readouterr() == ("", "")


def test_whoever_wants_to_know_is_told_what_ended_a_thread(log: Path) -> None:
    told: list[BaseException] = []
    keep_off_the_screen(told.append)
    thread = threading.Thread(target=fail, args=(CANARY,))
    thread.start()
    thread.join()
    assert [type(error) for error in told] == [ValueError]


def test_a_thread_that_leaves_is_no_event(log: Path) -> None:
    keep_off_the_screen()
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    assert not log.exists()


def test_an_error_in_a_finalizer_is_logged_by_kind(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Fragile:
        def __del__(self) -> None:
            fail(CANARY)

    keep_off_the_screen()
    Fragile()
    gc.collect()
    assert "an error where none can be raised (builtins.ValueError at fail" in log.read_text()
    assert CANARY not in log.read_text()
    assert capsys.readouterr() == ("", "")


def test_an_error_in_a_task_or_a_callback_is_logged_without_its_arguments(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(note_loop_error)
        loop.call_soon(fail, CANARY)
        await asyncio.sleep(0)

        async def fail_later() -> None:
            fail(CANARY)

        task = asyncio.ensure_future(fail_later())
        await asyncio.wait([task])
        del task
        gc.collect()
        await asyncio.sleep(0)

    asyncio.run(run())
    text = log.read_text()
    assert text.count("nobody awaits an error of the event loop (builtins.ValueError at fail") == 2
    assert CANARY not in text
    assert capsys.readouterr() == ("", "")


def test_what_a_loop_says_without_an_error_is_logged(log: Path) -> None:
    loop = asyncio.new_event_loop()
    note_loop_error(loop, {"message": "a stream was forgotten"})
    loop.close()
    assert "a stream was forgotten" in log.read_text()


def test_a_logger_without_a_log_does_not_speak_on_the_screen(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("asyncio").error("trouble")
    assert capsys.readouterr() == ("", "")
