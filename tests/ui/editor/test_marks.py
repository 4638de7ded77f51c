"""What is marked stays on its words while one types."""

from __future__ import annotations

from nxql_tui.nxql.diagnostics import Diagnostic, Severity
from nxql_tui.nxql.positions import Span
from nxql_tui.ui.editor.marks import moved_by_edit


def marks_after(severity: Severity, edited: Span, length: int) -> list[Span]:
    """Where a mark on the characters 10 to 15 lies then."""
    found = Diagnostic(severity, Span(10, 15), "doubtful")
    return [moved.span for moved in moved_by_edit([found], edited, length)]


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
