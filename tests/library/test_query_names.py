from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.library.errors import QueryNameError
from nxql_tui.library.query_names import LONGEST_NAME, check_name


@pytest.mark.parametrize(
    "name", ["disks", "Disks nearly full", "a.b", "-x", "größe_1", "日本語", "console", "x" * LONGEST_NAME]
)
def test_names_of_files_are_names_of_queries(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "it is empty"),
        ("  ", "it is empty"),
        ("a/b", "it holds /"),
        ("../etc/passwd", "it holds /"),
        ("a\\b", "it holds \\"),
        ("a:b", "it holds :"),
        ("what?", "it holds ?"),
        (".hidden", "begins or ends with a dot"),
        ("..", "begins or ends with a dot"),
        ("end.", "begins or ends with a dot"),
        (" a", "begins or ends with a blank"),
        ("a\nb", "characters that are not seen"),
        ("a\x1b[2J", "characters that are not seen"),
        ("a\u202eb", "characters that are not seen"),
        ("a\udc80", "characters that are not seen"),
        ("a\x00", "characters that are not seen"),
        ("con", "Windows keeps"),
        ("LPT1", "Windows keeps"),
        ("nul.backup", "Windows keeps"),
        ("COM¹", "Windows keeps"),
        ("x" * (LONGEST_NAME + 1), "60 is the most"),
    ],
)
def test_other_names_are_refused_with_the_reason(name: str, reason: str) -> None:
    with pytest.raises(QueryNameError) as caught:
        check_name(name)
    assert reason in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=70))
def test_every_name_that_passes_fits_beside_its_folder(name: str) -> None:
    try:
        check_name(name)
    except QueryNameError:
        return
    # As the temporary file of a write has it.
    assert len(f".{name}.nxql.12345678".encode()) <= 255
    assert "/" not in name
    assert "\0" not in name
