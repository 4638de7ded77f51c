"""What is marked stays on its words while one types."""

from __future__ import annotations

from nxql_tui.nxql.diagnostics import Diagnostic, Severity
from nxql_tui.nxql.positions import Span
from nxql_tui.ui.editor.marks import moved_by_edit

TEXT = "0123456789worda(b c)"
WORD, BRACKET = Span(10, 15), Span(15, 20)


def marks_after(severity: Severity, edited: Span, length: int, span: Span = WORD) -> list[Span]:
    """Where a mark on these characters lies then."""
    found = Diagnostic(severity, span, "doubtful")
    return [moved.span for moved in moved_by_edit([found], TEXT, edited, length)]


def test_a_mark_behind_the_edit_moves_with_its_words() -> None:
    assert marks_after(Severity.ERROR, Span(2, 2), 1) == [Span(11, 16)]


def test_a_mark_before_the_edit_stays() -> None:
    assert marks_after(Severity.ERROR, Span(16, 18), 0) == [Span(10, 15)]


def test_an_error_that_is_being_mended_is_no_longer_marked() -> None:
    assert marks_after(Severity.ERROR, Span(12, 12), 1) == []


def test_a_hint_grows_with_what_is_written_inside_its_words() -> None:
    assert marks_after(Severity.HINT, Span(12, 13), 3) == [Span(10, 17)]


def test_a_hint_whose_edge_is_edited_is_gone() -> None:
    assert marks_after(Severity.HINT, Span(15, 15), 1) == []


def test_what_is_said_of_a_bracket_stays_while_one_writes_in_it() -> None:
    assert marks_after(Severity.ERROR, Span(17, 17), 1, BRACKET) == [Span(15, 21)]
    assert marks_after(Severity.ERROR, Span(14, 16), 0, BRACKET) == []
