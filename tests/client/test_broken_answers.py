"""An answer that breaks off is never taken for a complete one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.errors import CutShortError, TimedOutError
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from hostile_servers import Behaviour, Desk, Street, Visit

HEAD = b"HTTP/1.1 200 OK\r\n"


def _too_short(visit: Visit) -> None:
    visit.send(HEAD, b"Content-Length: 100\r\n\r\n", b"name\nPC1\n")


def _too_short_with_goodbye(visit: Visit) -> None:
    _too_short(visit)
    visit.say_goodbye()


def _too_short_and_reset(visit: Visit) -> None:
    _too_short(visit)
    visit.reset()


def _cut_chunk(visit: Visit) -> None:
    visit.send(HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"64\r\nname\nPC1\n")


def _no_last_chunk(visit: Visit) -> None:
    visit.send(HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"9\r\nname\nPC1\n\r\n")
    visit.say_goodbye()


def _garbled_chunk(visit: Visit) -> None:
    visit.send(HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"9\r\nname\nPC1\n\r\nzz\r\nname\r\n")
    visit.wait_until_left()


def _no_length_and_no_goodbye(visit: Visit) -> None:
    visit.send(HEAD, b"\r\n", b"name\nPC1\n")


@pytest.mark.parametrize(
    "behaviour",
    [
        _too_short,
        _too_short_with_goodbye,
        _too_short_and_reset,
        _cut_chunk,
        _no_last_chunk,
        _garbled_chunk,
        _no_length_and_no_goodbye,
    ],
)
def test_an_answer_that_breaks_off_is_incomplete(desk: Desk, street: Street, behaviour: Behaviour):
    error = desk.fail(desk.client(street.engine(behaviour)))
    assert isinstance(error, CutShortError)
    assert "incomplete" in error.what
    assert error.bytes_received == desk.spool.stat().st_size
    assert f"after {error.bytes_received} bytes" in error.what


def test_what_has_come_of_a_cut_answer_stays_in_the_spool(desk: Desk, street: Street):
    desk.fail(desk.client(street.engine(_too_short)))
    assert desk.spool.read_bytes() == b"name\nPC1\n"


def test_more_than_was_announced_is_not_taken(desk: Desk, street: Street):
    server = street.engine(lambda visit: visit.send(HEAD, b"Content-Length: 5\r\n\r\n", b"name\nand more"))
    desk.client(server).ask(QueryRequest("x"), desk.spool)
    assert desk.spool.read_bytes() == b"name\n"


# The time for all of it


def _stay_silent(visit: Visit) -> None:
    visit.wait_until_left()


def _stop_in_the_middle(visit: Visit) -> None:
    _too_short(visit)
    visit.wait_until_left()


def _never_end(visit: Visit) -> None:
    visit.send(HEAD, b"\r\n")
    while True:
        visit.send(b"PC1\n" * 10_000)


@pytest.mark.parametrize("behaviour", [_stay_silent, _stop_in_the_middle, _never_end])
def test_a_question_that_takes_too_long_is_given_up(desk: Desk, street: Street, behaviour: Behaviour):
    server = street.engine(behaviour)
    error = desk.fail(desk.client(server, overall_timeout=0.3))
    assert isinstance(error, TimedOutError)
    assert "did not finish within 0.3 seconds" in error.what
    server.settle()
    assert server.was_left.is_set()


def test_a_handshake_that_takes_too_long_is_given_up(desk: Desk, street: Street):
    server = street.shop(_stay_silent)
    error = desk.fail(desk.client(server, overall_timeout=0.3))
    assert isinstance(error, TimedOutError)
    assert "did not finish within 0.3 seconds" in error.what
