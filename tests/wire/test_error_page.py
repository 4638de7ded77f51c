from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.wire.error_page import ErrorPage, read_error_page, short_page, write_error_page

words = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=12).map(str.strip).filter(bool)
)


@given(words, st.lists(words, max_size=5))
def test_a_page_says_the_same_again(message: str, options: list[str]) -> None:
    page = ErrorPage(message, tuple(options))
    assert read_error_page(write_error_page(page)) == page


@pytest.mark.parametrize(
    ("body", "page"),
    [
        (b" <html><p id=\"error_message\">No  field\n 'x'</p></html>", ErrorPage("No field 'x'")),
        (
            b"<html><div id=error_message>a &amp; b</div>"
            b"<div id='error_options'>Did you mean<ul><li>c<li>d &lt;</ul></div>",
            ErrorPage("a & b", ("c", "d <")),
        ),
        (b'<div id="error_message">a<br>b <b>c</b></div><ul><li>not an option</ul>', ErrorPage("ab c")),
    ],
)
def test_pages_of_any_habit_are_read(body: bytes, page: ErrorPage) -> None:
    """`reference/web_api.md` §3.1 [client]."""
    assert read_error_page(body) == page


@pytest.mark.parametrize("body", [b"", b"<html>Sign in</html>", b"\xff\x00" * 1000, b'<p id="error_message"></p>'])
def test_what_holds_no_message_is_no_error_page(body: bytes) -> None:
    assert read_error_page(body) is None


@given(st.binary(max_size=300))
def test_no_bytes_are_too_strange(body: bytes) -> None:
    read_error_page(body)


def test_the_form_is_the_one_of_the_reference() -> None:
    """`reference/web_api.md` §10."""
    assert write_error_page(ErrorPage("No <b> 'x'", ("y",))).decode() == (
        "<html><head><title>Error</title></head><body>"
        '<div id="error_message">No &lt;b&gt; &#x27;x&#x27;</div>'
        '<div id="error_options">Did you mean: <ul><li>y</li></ul></div></body></html>'
    )


def test_the_word_at_fault_stands_between_single_quotes() -> None:
    assert ErrorPage("There is no field 'nam' in 'device'.").offending_word == "nam"
    assert ErrorPage("Something else.").offending_word is None


def test_a_short_page_is_plain_text_in_html() -> None:
    assert b"<p>a &lt; b</p>" in short_page("Refused", "a < b")
