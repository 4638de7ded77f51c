from __future__ import annotations

from nxql_tui.results.columns import Page, ResultColumn
from nxql_tui.results.sort_keys import SortKey
from nxql_tui.results.view import Selection
from nxql_tui.ui.row_marks import RowMarks

FIRST = Page((ResultColumn("name"),), tuple((f"r{n}",) for n in range(5)), 0, 10, 10)
SECOND = Page((ResultColumn("name"),), tuple((f"r{n}",) for n in range(5, 10)), 5, 10, 10)


ANSWER = object()


def marks_of_an_answer() -> RowMarks:
    marks = RowMarks()
    marks.keep_for(ANSWER, Selection())
    return marks


def names(marks: RowMarks) -> str:
    return " ".join(row[0] or "" for row in marks.rows_for(ANSWER, Selection()))


def test_marks_stay_over_pages_and_stand_in_the_order_of_the_rows():
    marks = marks_of_an_answer()
    marks.toggle(SECOND, 1)
    marks.toggle(FIRST, 3)
    marks.toggle(FIRST, 0)
    marks.toggle(FIRST, 0)
    assert names(marks) == "r3 r6"
    assert marks.places_for(ANSWER, Selection()) == {3, 6}


def test_a_range_goes_from_the_last_mark_to_the_cursor_and_is_taken_back():
    marks = marks_of_an_answer()
    marks.toggle(FIRST, 3)
    marks.extend(FIRST, 1)
    assert names(marks) == "r1 r2 r3"
    marks.extend(SECOND, 1)
    assert names(marks) == "r1 r2 r3 r5 r6"
    marks.extend(FIRST, 1)
    assert names(marks) == "r5 r6"


def test_without_a_mark_the_range_is_the_page():
    marks = marks_of_an_answer()
    marks.extend(SECOND, 2)
    assert names(marks) == "r5 r6 r7 r8 r9"
    marks.extend(SECOND, 2)
    assert names(marks) == ""


def test_other_rows_or_another_order_forget_the_marks():
    marks = marks_of_an_answer()
    marks.toggle(FIRST, 0)
    assert names(marks) == "r0"
    assert not marks.places_for(ANSWER, Selection((SortKey(0),)))
    assert names(marks) == ""
