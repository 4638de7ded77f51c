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
    base_of_link,
    from_link,
    from_pairs,
    looks_like_link,
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


# Links that somebody copied

ENCODED = "https://engine:1671/2/query?query=(select%20(name%20%23%251)%20(from%20device))&p1=Location&format=csv"
SPELLED_OUT = "https://engine:1671/2/query?query=(select (name #%1) (from device))&p1=Location&format=csv"
ASKED = QueryRequest("(select (name #%1) (from device))", parameters={1: "Location"})


@pytest.mark.parametrize(
    "text",
    [
        ENCODED,
        SPELLED_OUT,
        ENCODED.replace("https://engine:1671", "HTTPS://10.1.2.3"),
        ENCODED.replace("/query?", "/query/?"),
        ENCODED.replace("&", "&amp;"),
        ENCODED.replace("query?query", "query? query"),
        ENCODED.replace("&", "\r\n&"),
        f"  {ENCODED}\n",
        f"<{ENCODED}>",
        f'"{ENCODED}"',
        f"\t'{SPELLED_OUT}' ",
        f"“<{ENCODED}>”",
        f"{ENCODED[:70]}\n{ENCODED[70:]}",
        SPELLED_OUT.replace("%1) (", "%1)\n   ("),
        "https://engine:1671/2/query?p1=Location&format=csv&query=(select+(name+%23%251)+(from+device))",
    ],
)
def test_a_link_is_understood_however_it_was_copied(text: str) -> None:
    assert looks_like_link(text)
    assert from_link(text) == ASKED


def test_the_link_of_the_vendors_page_is_understood() -> None:
    """`reference/introducing_web_api_v2.txt`, "with Power BI Desktop", with the blank that stands there [doc]."""
    link = "https://our-engine-dns-name:1671/2/query? query=(select%20(id%20name)(from%20device))%20&format=xml"
    assert from_link(link) == QueryRequest("(select (id name)(from device)) ", format=Format.XML)
    assert base_of_link(link) == "https://our-engine-dns-name:1671"


def test_blanks_inside_a_value_are_kept() -> None:
    link = 'https://engine/2/query?query=(eq name (string "a  b"))&format=csv'
    assert from_link(link).query == '(eq name (string "a  b"))'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(select (name) (from device))",
        "https://engine:1671/2/query",
        "https://engine:1671/2/editor/nxql_editor.html?query=x",
        "https:///2/query?query=x",
        "http://engine:1671/2/query?query=x",
        "see https://engine:1671/2/query?query=x",
        "https://engine:1671/other/2/query?query=x",
    ],
)
def test_what_asks_no_engine_is_no_link(text: str) -> None:
    assert not looks_like_link(text)
    with pytest.raises(RequestError, match="no link to an Engine"):
        base_of_link(text)


@pytest.mark.parametrize(
    ("link", "base"),
    [
        ("https://engine/2/query?query=x", "https://engine"),
        (" <https://engine:443/2/query?query=x>", "https://engine:443"),
        ("https://[::1]:1671/2/query?query=x", "https://[::1]:1671"),
        ("https://alice:secret@engine:1671/2/query?query=x", "https://engine:1671"),
    ],
)
def test_a_link_names_its_engine_and_gives_no_password_away(link: str, base: str) -> None:
    assert base_of_link(link) == base


@given(requests)
def test_every_link_of_ours_looks_like_one(request_: QueryRequest) -> None:
    link = to_link("https://engine:1671", request_)
    assert looks_like_link(link)
    assert from_link(f"\n <{link}> ") == request_


@given(st.text())
def test_any_text_looks_like_a_link_or_does_not(text: str) -> None:
    if looks_like_link(text):
        base_of_link(text)
