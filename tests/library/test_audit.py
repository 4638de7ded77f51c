from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from nxql_tui.library.audit import AuditedUpdate, AuditLog
from nxql_tui.library.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.library.conftest import OtherProgram

STATEMENT = '(update (set #"Location" (enum "Paris")) (from device (where device (eq name (string "PC1")))))'
UPDATE = AuditedUpdate(STATEMENT, "alice", "production", "engine.example.com:1671", 12)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "audit.log"


@pytest.fixture
def log(file: Path) -> AuditLog:
    return AuditLog(file)


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("ascii").splitlines()]


def test_an_update_is_written_down_before_it_is_sent_and_after(log: AuditLog, file: Path) -> None:
    sent = log.record_sending(UPDATE)
    (before,) = lines(file)
    log.record_done(sent, 11)
    before, after = lines(file)
    who_and_what = {
        "update": sent.id,
        "user": "alice",
        "connection": "production",
        "address": "engine.example.com:1671",
        "statement": STATEMENT,
    }
    assert {key: value for key, value in before.items() if key != "time"} == {
        **who_and_what,
        "state": "sending",
        "objects": 12,
    }
    assert {key: value for key, value in after.items() if key != "time"} == {
        **who_and_what,
        "state": "done",
        "objects": 11,
    }
    for line in (before, after):
        moment = datetime.fromisoformat(line["time"])
        assert abs(datetime.now(UTC) - moment) < timedelta(minutes=10)


def test_why_an_update_failed_is_written_down(log: AuditLog, file: Path) -> None:
    log.record_failed(log.record_sending(UPDATE), "No answer came within 10 seconds.")
    assert [line["state"] for line in lines(file)] == ["sending", "failed"]
    assert lines(file)[1]["message"] == "No answer came within 10 seconds."


def test_two_updates_are_told_apart(log: AuditLog, file: Path) -> None:
    first, second = log.record_sending(UPDATE), log.record_sending(UPDATE)
    log.record_done(first, None)
    assert first.id != second.id
    assert [line["update"] for line in lines(file)] == [first.id, second.id, first.id]


def test_only_the_owner_may_read_the_log(log: AuditLog, file: Path) -> None:
    log.record_sending(UPDATE)
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    log.record_sending(UPDATE)
    assert file.stat().st_mode & 0o777 == 0o600


def test_nothing_in_the_log_steers_a_terminal(log: AuditLog, file: Path) -> None:
    strange = "(update\n\x1b[2J\x07\x7f\x9b\u202e\u2028\udc80)"
    log.record_sending(AuditedUpdate(strange, "alice", "c", "a", None))
    content = file.read_bytes()
    assert content.count(b"\n") == 1
    assert all(0x20 <= byte < 0x7F for byte in content[:-1])
    assert lines(file)[0]["statement"] == strange


def test_a_line_that_was_cut_does_not_spoil_the_next(log: AuditLog, file: Path) -> None:
    log.record_sending(UPDATE)
    with file.open("ab") as other:
        other.write(b'{"time": "20')
    log.record_sending(UPDATE)
    assert [len(line) > 20 for line in file.read_text().splitlines()] == [True, False, True]


WRITING = """
import sys
from pathlib import Path
from nxql_tui.library.audit import AuditedUpdate, AuditLog
log = AuditLog(Path(sys.argv[1]))
for number in range(50):
    log.record_sending(AuditedUpdate("(update " + "x" * 3000 + ")", "bob", "c", "a", number))
"""


def test_programs_share_a_log(file: Path, start_all: Callable[..., list[OtherProgram]]) -> None:
    for other in start_all(3, WRITING, str(file)):
        assert other.end() == 0
    assert len(lines(file)) == 150


def test_what_was_written_down_survives_the_killing_of_the_program(
    file: Path, start: Callable[..., OtherProgram]
) -> None:
    start(WRITING, str(file)).kill()
    assert len(lines(file)) == 50


def test_an_update_that_cannot_be_written_down_is_not_to_be_sent(log: AuditLog, file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(AuditError) as caught:
        log.record_sending(UPDATE)
    assert str(caught.value) == (
        f"The update is not sent, for {file} cannot be written: Is a directory. "
        "Make it writable; updates are sent only with a log."
    )


def test_a_log_that_keeps_nothing_is_no_log(log: AuditLog, file: Path) -> None:
    file.parent.mkdir()
    os.mkfifo(file)
    with pytest.raises(AuditError, match="It is no ordinary file"):
        log.record_sending(UPDATE)


def test_a_full_disk_is_told_even_when_a_part_fitted(log: AuditLog, file: Path) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from nxql_tui.library.audit import AuditedUpdate, AuditLog
from nxql_tui.library.errors import AuditError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    AuditLog(Path(sys.argv[1])).record_sending(AuditedUpdate("(update)", "bob", "c", "a", 1))
except AuditError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True)
    assert "cannot be written: No space left on device" in done.stdout
    log.record_sending(UPDATE)
    assert json.loads(file.read_text().splitlines()[-1])["user"] == "alice"


def test_what_happened_cannot_be_undone_by_a_log_that_fails(log: AuditLog, file: Path) -> None:
    sent = log.record_sending(UPDATE)
    file.unlink()
    file.mkdir()
    with pytest.raises(AuditError, match=r"The update was sent \(done\), but .* cannot be written: Is a directory"):
        log.record_done(sent, 1)
