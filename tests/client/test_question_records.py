"""What the log hears of questions."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.address import EngineAddress
from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.client.question_records import QuestionRecord
from nxql_tui.wire.request import Format, QueryRequest

if TYPE_CHECKING:
    from tests.client.conftest import Desk, Street

QUERY = "(select (name) (from device (where device (eq name (pattern %1)))))"
PARAMETER = "somebodys-laptop"
REQUEST = QueryRequest(QUERY, parameters={1: PARAMETER})


@pytest.fixture
def records(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, "nxql_tui")
    return caplog


def test_a_question_is_told_by_its_engine_and_what_came(
    desk: Desk, street: Street, records: pytest.LogCaptureFixture
) -> None:
    client = desk.client(street.engine(b"name\nabc\n"))
    client.ask(REQUEST, desk.spool)
    asked, answered = records.records
    assert asked.getMessage() == f"asking {client.address.query_url} for csv"
    assert answered.getMessage().startswith(f"{client.address} answered: status 200, csv, 9 bytes, ")
    assert (asked.levelno, answered.levelno) == (logging.DEBUG, logging.INFO)


def test_neither_the_query_nor_a_parameter_is_told(
    desk: Desk, street: Street, records: pytest.LogCaptureFixture
) -> None:
    desk.client(street.engine(b"name\n")).ask(REQUEST, desk.spool)
    desk.fail(desk.client(street.engine(lambda visit: visit.answer(PARAMETER.encode(), status="400 Bad Request"))))
    assert "select" not in records.text
    assert PARAMETER not in records.text


@pytest.mark.parametrize(
    ("status", "kind", "level"),
    [
        ("400 Bad Request", "WrongQueryError", logging.INFO),
        ("401 Unauthorized", "RefusedError", logging.WARNING),
        ("500 Internal Server Error", "UnexpectedStatusError", logging.WARNING),
    ],
)
def test_a_refusal_is_told_by_status_and_kind(
    desk: Desk, street: Street, records: pytest.LogCaptureFixture, status: str, kind: str, level: int
) -> None:
    desk.fail(desk.client(street.engine(lambda visit: visit.answer(b"", status=status))))
    last = records.records[-1]
    assert f"gave no answer: {kind}, status {status[:3]}, csv" in last.getMessage()
    assert last.levelno == level


def test_an_engine_that_is_not_reached_has_no_status(
    desk: Desk, closed_port: int, records: pytest.LogCaptureFixture
) -> None:
    desk.fail(desk.client(EngineAddress("127.0.0.1", closed_port)))
    assert "gave no answer: UnreachableError, no status, csv, 0 bytes" in records.records[-1].getMessage()


def test_what_somebody_cancels_is_no_warning(records: pytest.LogCaptureFixture) -> None:
    with pytest.raises(QuestionCancelled), QuestionRecord(EngineAddress("engine", 1671), Format.XML):
        raise QuestionCancelled
    assert records.records[-1].levelno == logging.INFO
