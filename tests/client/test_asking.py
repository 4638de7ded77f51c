from __future__ import annotations

import base64
import stat
import sys
import threading
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from nxql_tui.client.errors import CredentialError, SpoolError, SpoolLimitError, UnexpectedStatusError, WrongQueryError
from nxql_tui.client.spool import SpoolRoom
from nxql_tui.thread_priority import SCREEN_RIGHT_OF_WAY
from nxql_tui.wire.request import Format, Platform, QueryRequest

if TYPE_CHECKING:
    from pathlib import Path

    from hostile_servers import Desk, Street, Visit

    from nxql_tui.client.engine_client import Progress

QUERY = "(select (name) (from device))"
BODY = b"name\nPC1\nPC2\n"
PATIENCE = 30.0


def test_the_answer_is_kept_byte_for_byte_and_described(desk: Desk, street: Street):
    body = b"name\tn\n\xff\x00\r\n\tPC\xc3\xbc\n"
    answer = desk.client(street.engine(body)).ask(QueryRequest(QUERY), desk.spool)
    assert desk.spool.read_bytes() == body
    assert (answer.spool, answer.format, answer.size) == (desk.spool, Format.CSV, len(body))
    assert (answer.engine_milliseconds, answer.content_type) == (12, "text/csv; charset=utf-8")
    assert answer.seconds >= 0


def test_the_question_is_posted_as_a_form_with_everything_it_holds(desk: Desk, street: Street):
    request = QueryRequest(
        "(select (name) (from device (where device (eq name (string %1)))))",
        platforms=(Platform.WINDOWS, Platform.MAC_OS),
        parameters={1: "a+b & 100 % 'ü' 🙂", 11: "x"},
        format=Format.JSON,
        human_readable=True,
    )
    server = street.engine(b"[]")
    desk.client(server).ask(request, desk.spool)
    (visit,) = server.questions
    assert visit.head.startswith(b"POST /2/query HTTP/1.1\r\n")
    assert visit.header("Content-Type") == "application/x-www-form-urlencoded"
    assert visit.header("Host") == str(server.address)
    assert parse_qsl(visit.body.decode("ascii"), keep_blank_values=True) == [
        ("query", request.query),
        ("format", "json"),
        ("platform", "windows"),
        ("platform", "mac_os"),
        ("hr", "true"),
        ("p1", "a+b & 100 % 'ü' 🙂"),
        ("p11", "x"),
    ]


def test_user_and_password_go_along_at_once_and_nothing_compressed_is_taken(desk: Desk, street: Street):
    server = street.engine(BODY)
    desk.client(server, password="pässword:2").ask(QueryRequest(QUERY), desk.spool)
    (visit,) = server.questions
    scheme, _, encoded = (visit.header("Authorization") or "").partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(encoded).decode() == "alice:pässword:2"
    assert visit.header("Accept-Encoding") == "identity"
    assert server.visitors == 1


def test_a_question_stands_by_for_the_screen_when_it_connects_and_at_every_piece(
    desk: Desk, street: Street, monkeypatch: pytest.MonkeyPatch
):
    stood_by = []
    monkeypatch.setattr(SCREEN_RIGHT_OF_WAY, "stand_by", lambda: stood_by.append(sys._getframe(1).f_code.co_name))
    server = street.engine(BODY + b"PC3\n" * 200_000)
    desk.client(server).ask(QueryRequest(QUERY), desk.spool)
    assert stood_by[:2] == ["reach", "shake_hands"]
    assert len(stood_by) > 5


def test_a_long_query_is_sent_whole(desk: Desk, street: Street):
    server = street.engine(BODY)
    query = f'(select (name) (from device (where device (eq name (string "{"x" * 1_000_000}")))))'
    desk.client(server).ask(QueryRequest(query), desk.spool)
    assert parse_qsl(server.questions[0].body.decode())[0] == ("query", query)


@pytest.mark.parametrize("user", ["alice:admin", ":", "a\udc80"])
def test_a_user_name_that_cannot_be_sent_is_refused_before_anything_happens(desk: Desk, street: Street, user: str):
    server = street.engine(BODY)
    assert isinstance(desk.fail(desk.client(server, user=user)), CredentialError)
    assert server.visitors == 0


def test_a_query_that_cannot_be_sent_is_refused_before_anything_happens(desk: Desk, street: Street):
    server = street.engine(BODY)
    error = desk.fail(desk.client(server), QueryRequest("(select \udc80)"))
    assert isinstance(error, WrongQueryError)
    assert "cannot be sent" in error.what
    assert server.visitors == 0


def test_an_empty_body_is_an_answer(desk: Desk, street: Street):
    answer = desk.client(street.engine(b"")).ask(QueryRequest(QUERY), desk.spool)
    assert (answer.size, answer.row_count) == (0, 0)


def test_an_answer_in_chunks_is_put_together(desk: Desk, street: Street):
    def chunked(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        visit.send(b"5;name=value\r\nname\n\r\n", b"4\r\nPC1\n\r\n", b"0\r\nTrailer: x\r\n\r\n")

    desk.client(street.engine(chunked)).ask(QueryRequest(QUERY), desk.spool)
    assert desk.spool.read_bytes() == b"name\nPC1\n"


def test_an_answer_without_a_length_ends_with_the_goodbye_of_tls(desk: Desk, street: Street):
    def to_the_end(visit: Visit) -> None:
        visit.send(b"HTTP/1.0 200 OK\r\n\r\n", BODY)
        visit.say_goodbye()

    desk.client(street.engine(to_the_end)).ask(QueryRequest(QUERY), desk.spool)
    assert desk.spool.read_bytes() == BODY


@pytest.mark.parametrize(
    ("answer_format", "body", "rows"),
    [
        (Format.CSV, b"name\nPC1\nPC2\n", 2),
        (Format.CSV, b"name\n", 0),
        (Format.XML, b"<table><header/><body><r><c0>a</c0></r><r><c0>b</c0></r></body></table>", 2),
        (Format.HTML, b"<table><thead><tr></tr></thead><tbody><tr></tr><tr></tr></tbody></table>", 2),
        (Format.JSON, b'[{"name":"a"},{"name":"b"}]', 2),
    ],
)
def test_rows_are_counted(desk: Desk, street: Street, answer_format: Format, body: bytes, rows: int):
    answer = desk.client(street.engine(body)).ask(QueryRequest(QUERY, format=answer_format), desk.spool)
    assert answer.row_count == rows


@pytest.mark.parametrize("value", ["", "soon", "-1", "12.5", "١٢", "9" * 5000])
def test_an_execution_time_that_is_no_number_is_left_out(desk: Desk, street: Street, value: str):
    server = street.engine(lambda visit: visit.answer(BODY, f"NX_EXEC_TIME: {value}"))
    assert desk.client(server).ask(QueryRequest(QUERY), desk.spool).engine_milliseconds is None


# While the answer comes


def test_whoever_reads_along_sees_what_has_come_before_the_answer_is_complete(desk: Desk, street: Street):
    was_seen = threading.Event()

    def slowly(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\nNX_EXEC_TIME: 7\r\n\r\nname\nPC1\n")
        assert was_seen.wait(PATIENCE)
        visit.send(b"PC2\n")

    seen: list[tuple[Progress, bytes]] = []

    def look(progress: Progress) -> None:
        seen.append((progress, desk.spool.read_bytes()))
        was_seen.set()

    desk.client(street.engine(slowly)).ask(QueryRequest(QUERY), desk.spool, on_progress=look)
    first, head = seen[0]
    assert (first.bytes_received, first.rows_received, first.engine_milliseconds) == (9, 1, 7)
    assert head == b"name\nPC1\n"
    last, whole = seen[-1]
    assert (last.bytes_received, last.rows_received) == (13, 2)
    assert whole == BODY


def _drip(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n")
    for _ in range(300):
        visit.send(b"x")


def test_between_the_first_page_and_the_last_piece_only_as_much_is_reported_as_the_interval_allows(
    desk: Desk, street: Street, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("nxql_tui.client.engine_client.PROGRESS_INTERVAL", 1e9)
    monkeypatch.setattr("nxql_tui.client.engine_client.FIRST_BYTES", 1)
    reports: list[Progress] = []
    desk.client(street.engine(_drip)).ask(QueryRequest(QUERY), desk.spool, on_progress=reports.append)
    assert len(reports) == 2
    assert reports[-1].bytes_received == 300


def test_progress_only_grows_and_every_reported_byte_is_in_the_spool(
    desk: Desk, street: Street, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("nxql_tui.client.engine_client.PROGRESS_INTERVAL", 0.0)
    counts: list[int] = []

    def look(progress: Progress) -> None:
        assert desk.spool.stat().st_size == progress.bytes_received
        counts.append(progress.bytes_received)

    desk.client(street.engine(_drip)).ask(QueryRequest(QUERY), desk.spool, on_progress=look)
    assert counts == sorted(counts)
    assert counts[-1] == 300


def test_a_large_answer_arrives_whole(desk: Desk, street: Street):
    body = b"name\n" + b"a row of some length\n" * 1_000_000
    answer = desk.client(street.engine(body)).ask(QueryRequest(QUERY), desk.spool)
    assert (answer.size, answer.row_count) == (len(body), 1_000_000)
    assert desk.spool.read_bytes() == body


def test_an_error_of_whoever_is_told_the_progress_comes_through_unchanged(desk: Desk, street: Street):
    def leave(_progress: Progress) -> None:
        raise BrokenPipeError("the reader has left")

    with pytest.raises(BrokenPipeError, match="the reader has left"):
        desk.client(street.engine(BODY)).ask(QueryRequest(QUERY), desk.spool, on_progress=leave)


# The spool


def test_the_spool_is_for_its_owner_only(desk: Desk, street: Street):
    desk.client(street.engine(BODY)).ask(QueryRequest(QUERY), desk.spool)
    assert stat.S_IMODE(desk.spool.stat().st_mode) == 0o600


def test_what_stood_in_the_spool_is_gone(desk: Desk, street: Street):
    desk.spool.write_bytes(b"x" * 100)
    desk.client(street.engine(BODY)).ask(QueryRequest(QUERY), desk.spool)
    assert desk.spool.read_bytes() == BODY


@pytest.mark.parametrize("name", ["missing/answer", "", "bad\0name"])
def test_a_spool_that_cannot_be_written_is_said_before_the_engine_is_asked(
    desk: Desk, street: Street, tmp_path: Path, name: str
):
    server = street.engine(BODY)
    with pytest.raises(SpoolError, match="cannot be written") as caught:
        desk.client(server).ask(QueryRequest(QUERY), tmp_path / name)
    assert not caught.value.is_full
    assert server.visitors == 0


# Logging in


def test_a_login_is_proved_by_a_cheap_question(desk: Desk, street: Street):
    server = street.engine(b"id\n")
    desk.client(server).check_login()
    (visit,) = server.questions
    assert dict(parse_qsl(visit.body.decode()))["query"] == "(select (id) (from device) (limit 0))"
    assert visit.header("Authorization") is not None


def test_a_page_of_some_other_server_is_no_login(desk: Desk, street: Street):
    server = street.engine(b" <!doctype html><title>Router</title>")
    with pytest.raises(UnexpectedStatusError, match="Is this an Engine"):
        desk.client(server).check_login()


def test_an_answer_larger_than_it_may_be_is_stopped_and_what_has_come_is_kept(desk: Desk, street: Street):
    server = street.engine(b"name\n" + b"PC1\n" * 1_000_000)
    with pytest.raises(SpoolLimitError, match=r"larger than the 1\.0 MB") as caught:
        desk.client(server).ask(QueryRequest(QUERY), desk.spool, room=SpoolRoom(size_limit=1_000_000))
    assert "spool_limit" in caught.value.advice
    assert desk.spool.stat().st_size == 1_000_000


def test_an_answer_of_just_the_size_it_may_have_is_whole(desk: Desk, street: Street):
    answer = desk.client(street.engine(BODY)).ask(QueryRequest(QUERY), desk.spool, room=SpoolRoom(len(BODY)))
    assert answer.size == len(BODY)


def test_a_disk_that_is_nearly_full_stops_an_answer_before_others_suffer(desk: Desk, street: Street):
    server = street.engine(b"name\n" + b"PC1\n" * 1_000_000)
    room = SpoolRoom(kept_free=10**18, looked_at_every=1_000_000)
    with pytest.raises(SpoolError, match="nearly full") as caught:
        desk.client(server).ask(QueryRequest(QUERY), desk.spool, room=room)
    assert caught.value.is_full
    assert "Free some space" in caught.value.advice
    assert 1_000_000 <= desk.spool.stat().st_size < 4_000_000


def test_a_small_answer_is_taken_by_any_disk(desk: Desk, street: Street):
    desk.client(street.engine(BODY)).ask(QueryRequest(QUERY), desk.spool, room=SpoolRoom(kept_free=10**18))
    assert desk.spool.read_bytes() == BODY
