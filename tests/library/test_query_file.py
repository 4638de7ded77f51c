from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nxql_tui.library.errors import QueryFileError
from nxql_tui.library.query_file import LARGEST_FILE, read_query
from nxql_tui.library.saved_query import SavedParameter
from nxql_tui.wire.request import Platform

QUERY = "(select (name) (from device))"

FULL = """\
+++
# for the people
title = "Devices of one model"
description = \"\"\"
In two
lines.\"\"\"
group = "inventory"
platforms = ["mac_os", "windows"]

[parameters.2]
label = "days"
choices = ["7", "30"]
default = "30"

[parameters.1]
label = "token"
secret = true
+++
// Comments are for people.
(select (name) (from device (where device (eq device_model (string %1)))))
"""


def read(text: str) -> object:
    return read_query("q", text.encode(), "q.nxql")


def mistake_of(content: bytes) -> QueryFileError | None:
    try:
        read_query("q", content, "q.nxql")
    except QueryFileError as error:
        return error
    return None


def test_a_file_may_be_nothing_but_a_query() -> None:
    query = read_query("q", f"{QUERY}\n".encode(), "q.nxql")
    assert (query.text, query.title, query.shown_title) == (QUERY, "", "q")
    assert query.platforms == (Platform.WINDOWS,)
    assert query.parameters == ()


def test_a_head_says_what_the_query_is() -> None:
    query = read_query("q", FULL.encode(), "q.nxql")
    assert (query.title, query.description, query.group) == ("Devices of one model", "In two\nlines.", "inventory")
    assert query.platforms == (Platform.MAC_OS, Platform.WINDOWS)
    assert query.parameters == (
        SavedParameter(1, "token", secret=True),
        SavedParameter(2, "days", "30", ("7", "30")),
    )
    assert query.text.startswith("// Comments are for people.\n(select")
    assert query.sent_text == "(select (name) (from device (where device (eq device_model (string %1)))))"
    assert query.secret_numbers == {1}
    # %2 stands nowhere in the query.
    assert query.placeholders == (SavedParameter(1, "token", secret=True),)
    assert query.default_values == {}


def test_a_file_written_on_windows_is_read_as_any_other() -> None:
    written = b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode()
    assert read_query("q", written, "q.nxql") == read_query("q", FULL.encode(), "q.nxql")


def test_an_empty_file_is_an_empty_query() -> None:
    assert read_query("q", b"", "q.nxql").text == ""
    assert read_query("q", b"+++\n+++", "q.nxql").text == ""


MISTAKES = {
    "a mistyped key": ('title = "x"\ndescripton = "y"', 3, "descripton", "Did you mean 'description'?"),
    "a key like no other": ("zzz = 1", 2, "zzz", "Known keys: title, description"),
    "a number for a text": ("\ntitle = 5", 3, "title", "'title' must be a text between quotes"),
    "a text for a list": ('platforms = "windows"', 2, "platforms", "must be a list of texts"),
    "an unknown platform": ('platforms = ["linux"]', 2, "platforms", "'linux' is no platform; there are windows"),
    "no platform": ("platforms = []", 2, "platforms", "'platforms' is empty"),
    "parameters as a list": ("[[parameters]]\nlabel = 'x'", 2, "parameters", "must be a table, as in [parameters.1]"),
    "a parameter without a number": ("[parameters.x]", 2, "parameters.x", "is not the number of a placeholder"),
    "a parameter that is no table": ("[parameters]\n1 = 'x'", 3, "parameters.1", "must be a table"),
    "a mistyped key of a parameter": (
        "[parameters.1]\nlabel = 'a'\n[parameters.2]\nlabel = 'b'\ndefualt = 'x'",
        6,
        "parameters.2.defualt",
        "Did you mean 'default'?",
    ),
    "a default that is no choice": (
        "[parameters.1]\ndefault = '3'\nchoices = ['1', '2']",
        3,
        "parameters.1.default",
        "is not among its choices: 1, 2",
    ),
    "a secret with a default": (
        "[parameters.1]\nsecret = true\ndefault = 'hunter2'",
        4,
        "parameters.1.default",
        "would keep a secret in this file",
    ),
    "a key in an inline table": (
        "title = 'x'\nparameters = { 1 = { labl = 'x' } }",
        3,
        "parameters.1.labl",
        "Did you mean 'label'?",
    ),
    "no TOML": ("title = 'x'\ngroup =\nplatforms = []", 3, None, "the head is not TOML"),
    "no TOML at its end": ('title = """x', 2, None, "the head is not TOML"),
    "a key given twice": ("title = 'x'\ntitle = 'y'", 3, None, "the head is not TOML"),
}


@pytest.mark.parametrize(("head", "line", "key", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line_and_key(head: str, line: int, key: str | None, words: str) -> None:
    with pytest.raises(QueryFileError) as caught:
        read_query("q", f"+++\n{head}\n+++\n{QUERY}\n".encode(), "/there/q.nxql")
    assert str(caught.value).startswith(f"/there/q.nxql, line {line}: ")
    assert words in str(caught.value)
    assert (caught.value.line, caught.value.key) == (line, key)
    assert "hunter2" not in str(caught.value)


def test_a_head_without_an_end_says_how_to_close_it() -> None:
    with pytest.raises(QueryFileError, match=r"line 1: the head has no end\. Close it with a line \+\+\+"):
        read(f"+++\ntitle = 'x'\n{QUERY}\n")


def test_a_file_that_is_not_utf_8_is_named_with_its_line() -> None:
    with pytest.raises(QueryFileError, match="line 2: it is not UTF-8"):
        read_query("q", b"(select\n\xfc)", "q.nxql")


def test_a_file_longer_than_any_query_is_not_read() -> None:
    with pytest.raises(QueryFileError, match="longer than"):
        read_query("q", b"x" * (LARGEST_FILE + 1), "q.nxql")


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_a_query_or_a_mistake(content: bytes) -> None:
    for whole in (content, b"+++\n" + content + b"\n+++\n(select"):
        mistake = mistake_of(whole)
        assert mistake is None or mistake.line is None or mistake.line >= 1


WORDS = st.sampled_from(
    [
        "title",
        "platforms",
        "parameters",
        "[parameters.1]",
        "[",
        "]",
        "=",
        "'x'",
        '"',
        "{",
        "}",
        ".1",
        "5",
        "\n",
        "#",
        "+++",
    ]
)


@given(st.lists(WORDS, max_size=20).map(" ".join))
@example("x = " + "[" * 5000)
@example("x = " + "9" * 5000)
@example("x = 9999-99-99")
def test_any_head_is_understood_or_a_mistake_on_one_of_its_lines(head: str) -> None:
    content = f"+++\n{head}\n+++\n"
    mistake = mistake_of(content.encode())
    assert mistake is None or 1 <= (mistake.line or 0) <= content.count("\n") + 1
