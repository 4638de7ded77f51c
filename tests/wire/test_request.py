from __future__ import annotations

import contextlib
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.wire.request import (
    Format,
    Platform,
    QueryRequest,
    RequestError,
    from_link,
    from_pairs,
    read_pairs,
    to_form_body,
    to_link,
    to_pairs,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
requests = st.builds(
    QueryRequest,
    query=texts.filter(str.strip),
    platforms=st.lists(st.sampled_from(Platform), min_size=1, unique=True).map(tuple),
    parameters=st.dictionaries(st.integers(1, 200), texts, max_size=4),
    format=st.sampled_from(Format),
    human_readable=st.booleans(),
)


@given(requests)
def test_a_link_and_a_body_say_the_same_again(request_: QueryRequest) -> None:
    assert from_link(to_link("https://engine:1671", request_)) == request_
    assert from_pairs(read_pairs(to_form_body(request_).decode())) == request_


@given(requests)
def test_any_other_tool_reads_the_same_pairs(request_: QueryRequest) -> None:
    assert parse_qsl(to_form_body(request_).decode(), keep_blank_values=True) == to_pairs(request_)


def test_the_pairs_stand_in_the_order_of_the_vendors_script() -> None:
    """`reference/web_api.md` §9 [client]."""
    request = QueryRequest("q", (Platform.WINDOWS, Platform.MAC_OS), {2: "b", 1: "a"}, Format.JSON, True)
    assert [name for name, _ in to_pairs(request)] == ["query", "format", "platform", "platform", "hr", "p1", "p2"]


def test_blanks_and_signs_are_escaped_so_that_nobody_misreads_them() -> None:
    """`reference/web_api.md` §2 [client]."""
    link = to_link("https://engine:1671/", QueryRequest("(a #%1 +)"))
    assert link.startswith("https://engine:1671/2/query?query=%28a%20%23%251%20%2B%29&format=csv&platform=windows")


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("query=(select+(name)+(from+device))", QueryRequest("(select (name) (from device))", format=Format.HTML)),
        ("p1=X&platform=mobile&query=%251", QueryRequest("%1", (Platform.MOBILE,), {1: "X"}, Format.HTML)),
        ("query=q&hr=False&format=csv", QueryRequest("q")),
        ("query=q&hr=True&format=csv", QueryRequest("q", human_readable=True)),
        ("query=q&format=csv&unknown=1&p0=x&px=y", QueryRequest("q")),
        ("query=q&format=csv&platform=windows&platform=windows", QueryRequest("q")),
        ("query=q&query=r&format=csv", QueryRequest("q")),
        ("query=q&format=csv&p1=", QueryRequest("q", parameters={1: ""})),
    ],
)
def test_what_live_clients_send_is_understood(text: str, request_: QueryRequest) -> None:
    """`reference/web_api.md` §2 [client], §10."""
    assert from_pairs(read_pairs(text)) == request_


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "'query'"),
        ("query=%20", "'query'"),
        ("query=q&format=excel", "'excel'"),
        ("query=q&platform=linux", "'linux'"),
    ],
)
def test_what_makes_no_question_is_named(text: str, word: str) -> None:
    with pytest.raises(RequestError, match=word):
        from_pairs(read_pairs(text))


@given(st.text())
def test_no_text_is_too_strange_for_a_link(text: str) -> None:
    with contextlib.suppress(RequestError):
        from_link(text)
