"""An update between the two lines of the audit log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from nxql_tui.client.engine_client import Answer
from nxql_tui.client.errors import (
    ClientError,
    NotLicensedError,
    QuestionCancelled,
    RefusedError,
    UnexpectedStatusError,
    UnreachableError,
    WrongQueryError,
)
from nxql_tui.library.audit import AuditLog
from nxql_tui.library.errors import AuditError
from nxql_tui.updates.sending import UncertainUpdateError, UpdateEnding, UpdateSender, audited_update
from nxql_tui.wire.error_page import ErrorPage
from nxql_tui.wire.request import Format, QueryRequest

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = QueryRequest("(update (set #Location (enum %1)) (from device))", parameters={1: "Paris"})


class ScriptedEngine:
    """Stands for the client, some of whose failures nobody can bring about."""

    def __init__(self, outcome: bytes | Exception, during: Any = None) -> None:
        self.outcome = outcome
        self.during = during
        self.updates = 0

    def update(self, request: QueryRequest, spool: Path, *, cancellation: object = None) -> Answer:
        self.updates += 1
        if self.during is not None:
            self.during()
        if isinstance(self.outcome, Exception):
            raise self.outcome
        spool.write_bytes(self.outcome)
        return Answer(spool, request.format, len(self.outcome), 1, None, 0.0, "")


class Desk:
    def __init__(self, folder: Path) -> None:
        self.log_path = folder / "state" / "audit.log"
        self.spool = folder / "answer"

    def sender(self, engine: ScriptedEngine) -> UpdateSender:
        update = audited_update(REQUEST, user="alice", connection="lab", address="lab:1671", objects=3)
        return UpdateSender(engine, AuditLog(self.log_path), update)  # type: ignore[arg-type]

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log_path.read_text().splitlines()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def arrived(error: ClientError) -> ClientError:
    error.may_have_arrived = True
    return error


def test_the_log_says_so_before_anything_is_sent(desk: Desk):
    seen: list[list[str]] = []
    engine = ScriptedEngine(b"updated\n3\n", lambda: seen.append([line["state"] for line in desk.lines]))
    desk.sender(engine).ask(REQUEST, desk.spool)
    assert seen == [["sending"]]
    assert [line["state"] for line in desk.lines] == ["sending", "done"]
    assert desk.lines[0]["statement"] == "(update (set #Location (enum Paris)) (from device))"


@pytest.mark.parametrize(
    ("answer_format", "body", "updated"),
    [
        (Format.CSV, b"updated\n1234\n", 1234),
        (Format.JSON, b'[{"updated": 12}]', 12),
        (Format.CSV, b"", None),
        (Format.CSV, b"OK\n", None),
        (Format.CSV, b"updated\nmany\n", None),
        (Format.CSV, b"a\tb\n1\t2\n", None),
        (Format.JSON, b"nonsense", None),
    ],
)
def test_the_number_of_objects_is_what_the_engine_says_if_it_says_one(
    desk: Desk, answer_format: Format, body: bytes, updated: int | None
):
    sender = desk.sender(ScriptedEngine(body))
    sender.ask(QueryRequest(REQUEST.query, format=answer_format), desk.spool)
    assert (sender.ending, sender.updated) == (UpdateEnding.DONE, updated)
    assert desk.lines[1]["objects"] == updated


@pytest.mark.parametrize(
    ("error", "ending"),
    [
        (UnreachableError("There is no connection."), UpdateEnding.NOT_SENT),
        (arrived(UnreachableError("It hung up.")), UpdateEnding.UNCERTAIN),
        (arrived(QuestionCancelled()), UpdateEnding.UNCERTAIN),
        (QuestionCancelled(), UpdateEnding.NOT_SENT),
        (arrived(WrongQueryError(ErrorPage("No."))), UpdateEnding.REFUSED),
        (arrived(RefusedError("No.")), UpdateEnding.REFUSED),
        (arrived(NotLicensedError("No.")), UpdateEnding.REFUSED),
        (arrived(UnexpectedStatusError(404, "No.")), UpdateEnding.REFUSED),
        (arrived(UnexpectedStatusError(200, "A page.")), UpdateEnding.UNCERTAIN),
        (arrived(UnexpectedStatusError(502, "A proxy.")), UpdateEnding.UNCERTAIN),
    ],
)
def test_a_failure_says_what_has_become_of_the_update(desk: Desk, error: ClientError, ending: UpdateEnding):
    sender = desk.sender(ScriptedEngine(error))
    with pytest.raises(ClientError) as caught:
        sender.ask(REQUEST, desk.spool)
    assert isinstance(caught.value, UncertainUpdateError) is (ending is UpdateEnding.UNCERTAIN)
    assert sender.ending is ending
    assert [line["state"] for line in desk.lines] == ["sending", "failed"]
    assert desk.lines[1]["message"].startswith(f"{ending.value}: ")


def test_a_fault_of_ours_leaves_it_uncertain(desk: Desk):
    sender = desk.sender(ScriptedEngine(RuntimeError("ours")))
    with pytest.raises(RuntimeError):
        sender.ask(REQUEST, desk.spool)
    assert sender.ending is UpdateEnding.UNCERTAIN
    assert desk.lines[1]["state"] == "failed"


def test_without_a_log_nothing_is_sent(desk: Desk):
    desk.log_path.mkdir(parents=True)
    engine = ScriptedEngine(b"updated\n3\n")
    sender = desk.sender(engine)
    with pytest.raises(AuditError):
        sender.ask(REQUEST, desk.spool)
    assert (engine.updates, sender.ending) == (0, UpdateEnding.NOT_SENT)


@pytest.mark.parametrize("outcome", [b"updated\n3\n", arrived(UnreachableError("It hung up."))])
def test_a_log_that_is_gone_afterwards_hides_nothing(desk: Desk, outcome: bytes | ClientError):
    def lose_the_log() -> None:
        desk.log_path.unlink()
        desk.log_path.mkdir()

    sender = desk.sender(ScriptedEngine(outcome, lose_the_log))
    if isinstance(outcome, ClientError):
        with pytest.raises(UncertainUpdateError):
            sender.ask(REQUEST, desk.spool)
    else:
        sender.ask(REQUEST, desk.spool)
        assert (sender.ending, sender.updated) == (UpdateEnding.DONE, 3)
    assert "audit.log" in sender.audit_trouble


def test_a_sender_sends_once_only(desk: Desk):
    engine = ScriptedEngine(b"updated\n3\n")
    sender = desk.sender(engine)
    sender.ask(REQUEST, desk.spool)
    with pytest.raises(RuntimeError):
        sender.ask(REQUEST, desk.spool)
    assert engine.updates == 1


def test_secret_values_are_not_written_down():
    request = QueryRequest("(update (set #%1 (string %2)) (from device))", parameters={1: "Tag", 2: "secret"})
    update = audited_update(request, user="", connection="", address="", objects=None, secret_numbers={2})
    assert update.statement == "(update (set #Tag (string %2)) (from device))"
