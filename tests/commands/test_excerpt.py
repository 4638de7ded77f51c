from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.commands.excerpt import describe_finding, describe_findings
from nxql_tui.nxql.diagnostics import Diagnostic, Fix, Severity
from nxql_tui.nxql.positions import Span


def _finding(start: int, end: int, message: str = "'x' is wrong.", *fixes: Fix) -> Diagnostic:
    return Diagnostic(Severity.ERROR, Span(start, end), message, fixes)


def _marked(text: str, start: int, end: int) -> list[str]:
    return describe_finding(text, _finding(start, end)).splitlines()[1:]


def test_a_finding_has_its_place_its_line_and_its_fix():
    text = "(select (name)\n  (form device))"
    fix = Fix("write 'from'", Span(18, 22), "from")
    assert describe_finding(text, _finding(18, 22, "'form' is no clause.", fix)).splitlines() == [
        "2:4: error: 'form' is no clause.",
        "      (form device))",
        "       ^~~~",
        "    fix: write 'from'",
    ]


def test_a_finding_at_the_end_is_marked_behind_the_last_character():
    assert _marked("(a", 2, 2) == ["    (a", "      ^"]


def test_an_empty_text_still_gets_a_marker():
    assert _marked("", 0, 0) == ["", "    ^"]


def test_the_marker_of_several_lines_ends_with_the_first():
    assert _marked("ab\ncd", 1, 5) == ["    ab", "     ^"]


def test_wide_characters_and_tabs_keep_the_marker_in_its_place():
    assert _marked("日本\te\u0301 x", 6, 7) == ["    日本 e\u0301 x", "           ^"]


def test_the_marker_of_a_wide_word_is_as_wide():
    assert _marked("(日本)", 1, 3) == ["    (日本)", "     ^~~~"]


def test_a_long_line_is_cut_around_the_finding():
    line, marker = _marked("a" * 500 + "X" + "b" * 500, 500, 501)
    assert line[marker.index("^")] == "X"
    assert line.startswith("    …a")
    assert line.endswith("b…")
    assert len(line) < 80


def test_what_a_terminal_would_obey_is_shown():
    assert "\x1b" not in describe_finding("\x1b[2J", _finding(0, 1, "'\x1b' is wrong."))


def test_findings_come_in_the_order_of_the_text():
    described = describe_findings("ab", [_finding(1, 2), _finding(0, 1)])
    assert [line for line in described.splitlines() if "error" in line] == [
        "1:1: error: 'x' is wrong.",
        "1:2: error: 'x' is wrong.",
    ]


@given(st.text(), st.integers(0, 40), st.integers(0, 40))
def test_every_place_of_every_text_can_be_shown(text: str, start: int, length: int):
    start = min(start, len(text))
    described = describe_finding(text, _finding(start, min(start + length, len(text))))
    assert described.split("\n")[2].lstrip(" ").startswith("^")
