"""What an Engine says instead of an answer."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.client.errors import (
    ClientError,
    NotLicensedError,
    RefusedError,
    UnexpectedStatusError,
    WrongQueryError,
)
from nxql_tui.client.refusals import first_sentence
from nxql_tui.wire.error_page import ErrorPage, write_error_page
from nxql_tui.wire.request import Format, QueryRequest

if TYPE_CHECKING:
    from hostile_servers import Desk, Street, Visit

QUERY = "(select (name) (from device))"


def _error(desk: Desk, street: Street, status: str, body: bytes = b"", *headers: str) -> ClientError:
    server = street.engine(lambda visit: visit.answer(body, *headers, status=status))
    error = desk.fail(desk.client(server))
    assert isinstance(error, ClientError)
    assert error.what.endswith((".", "…", "?"))
    assert str(error) == f"{error.what} {error.advice}".strip()
    assert server.visitors == 1
    return error


def test_a_wrong_query_brings_the_engines_own_words(desk: Desk, street: Street):
    page = ErrorPage("Unknown field 'device_tpye'.", ("device_type", "device_uid"))
    error = _error(desk, street, "400 Bad Request", write_error_page(page))
    assert isinstance(error, WrongQueryError)
    assert error.page == page
    assert error.what == "Unknown field 'device_tpye'."
    assert "device_type, device_uid" in error.advice


def test_a_wrong_query_without_an_error_page_brings_the_first_sentence(desk: Desk, street: Street):
    body = b"<html><title>Error</title><body><p>The dynamic field\nis &lt;gone&gt;. Ask somebody.</p></body></html>"
    error = _error(desk, street, "400 Bad Request", body)
    assert isinstance(error, WrongQueryError)
    assert error.page == ErrorPage("The dynamic field is <gone>.")


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"\xff\xfe\x00"])
def test_a_wrong_query_without_a_word_is_still_explained(desk: Desk, street: Street, body: bytes):
    error = _error(desk, street, "400 Bad Request", body)
    assert isinstance(error, WrongQueryError)
    assert "without saying why" in error.what


def test_a_refused_user_is_told_what_an_account_needs(desk: Desk, street: Street):
    error = _error(desk, street, "401 Unauthorized", b"<html>no</html>", 'WWW-Authenticate: Basic realm="Nexthink"')
    assert isinstance(error, RefusedError)
    assert "Finder access" in error.advice
    assert 'privacy "none"' in error.advice
    assert "five minutes" in error.advice


def test_a_missing_licence_is_said(desk: Desk, street: Street):
    error = _error(desk, street, "403 Forbidden")
    assert isinstance(error, NotLicensedError)
    assert "The Web API is not licensed on this Engine" in error.what


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_not_followed_and_its_target_is_named(desk: Desk, street: Street, status: str):
    elsewhere = street.engine(b"name\n")
    error = _error(desk, street, status, b"", f"Location: https://bob:secret@127.0.0.1:{elsewhere.port}/2/query")
    assert isinstance(error, UnexpectedStatusError)
    assert f"to 127.0.0.1:{elsewhere.port} " in error.what
    assert "secret" not in str(error)
    assert elsewhere.visitors == 0


@pytest.mark.parametrize("location", ["https://[::1", "/login", "javascript:alert(1)", "https://\xff\xfe/", " "])
def test_a_redirect_to_nowhere_is_still_a_redirect(desk: Desk, street: Street, location: str):
    def redirect(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location.encode("latin-1") + b"\r\n\r\n")

    error = desk.fail(desk.client(street.engine(redirect)))
    assert isinstance(error, UnexpectedStatusError)
    assert error.status == 302
    assert "sends us elsewhere" in error.what


def test_a_path_that_does_not_exist_makes_one_doubt_the_address(desk: Desk, street: Street):
    error = _error(desk, street, "404 Not Found", b"<h1>Not Found</h1>")
    assert isinstance(error, UnexpectedStatusError)
    assert error.status == 404
    assert "Is this an Engine" in error.advice


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        ("503 Service Unavailable", b"<html><body>engine startup is not completed yet</body></html>", "startup is not"),
        ("500 Internal Server Error", b"Out of memory. Really.", "Out of memory."),
        ("500 Internal Server Error", b"", "500"),
        ("204 No Content", b"", "204"),
        ("206 Partial Content", b"name\n", "206"),
        ("429 Too Many Requests", b"\x00\x01", "429"),
        ("999 Whatever", b"", "999"),
    ],
)
def test_any_other_status_is_told_with_what_was_said(desk: Desk, street: Street, status: str, body: bytes, said: str):
    error = _error(desk, street, status, body)
    assert isinstance(error, UnexpectedStatusError)
    assert error.status == int(status[:3])
    assert said in error.what


def test_of_an_endless_error_page_a_part_is_read(desk: Desk, street: Street):
    def for_ever(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 500 Internal Server Error\r\n\r\n<html><body>Broken. ")
        while True:
            visit.send(b"and more " * 10_000)

    server = street.engine(for_ever)
    error = desk.fail(desk.client(server))
    assert isinstance(error, UnexpectedStatusError)
    assert "Broken." in error.what
    server.settle()


@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request", "500 Internal Server Error"])
@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "gzip, gzip"])
def test_nothing_compressed_is_unpacked(desk: Desk, street: Street, status: str, encoding: str):
    bomb = gzip.compress(bytes(1_000_000))
    error = _error(desk, street, status, bomb, f"Content-Encoding: {encoding}")
    assert isinstance(error, UnexpectedStatusError | WrongQueryError)
    assert len(str(error)) < 300


def test_an_answer_that_says_it_is_not_compressed_is_taken(desk: Desk, street: Street):
    server = street.engine(lambda visit: visit.answer(b"name\n", "Content-Encoding: identity"))
    desk.client(server).ask(QueryRequest(QUERY), desk.spool)
    assert desk.spool.read_bytes() == b"name\n"


def test_a_page_is_no_csv_and_no_json_whatever_it_says_of_itself(desk: Desk, street: Street):
    body = b"<html>a page</html>"
    server = street.engine(lambda visit: visit.answer(body, "Content-Type: text/csv"))
    for answer_format in (Format.CSV, Format.JSON):
        with pytest.raises(UnexpectedStatusError, match="An html page came where"):
            desk.client(server).ask(QueryRequest(QUERY, format=answer_format), desk.spool)
        assert desk.spool.read_bytes() == b""
    answer = desk.client(server).ask(QueryRequest(QUERY, format=Format.HTML), desk.spool)
    assert (answer.content_type, desk.spool.read_bytes()) == ("text/csv", body)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", ""),
        (b"One. Two.", "One."),
        (b"One", "One"),
        (b"<style>p{color:red}</style><script>x=1</script><p>Seen", "Seen"),
        (b"a < b and <i>c</i>", "a < b and c"),
        ("grün \x1b[2J\u202e weg".encode(), "grün [2J weg"),
        (b"x" * 500, "x" * 200 + "…"),
    ],
)
def test_the_first_sentence_of_a_page_is_found(body: bytes, sentence: str):
    assert first_sentence(body) == sentence


@given(st.one_of(st.binary(), st.text("<>/!-&;ascript. \n").map(str.encode)))
def test_every_page_has_a_first_sentence_that_can_be_shown(body: bytes):
    sentence = first_sentence(body)
    assert sentence.isprintable()
    assert len(sentence) <= 201
