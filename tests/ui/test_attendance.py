from __future__ import annotations

import pytest

from nxql_tui.ui.attendance import Attendance


@pytest.mark.parametrize(("has_focus", "is_away"), [(True, False), (False, True)])
def test_the_window_says_whether_somebody_looks(has_focus: bool, is_away: bool) -> None:
    attendance = Attendance(last_input=0, has_focus=has_focus)
    assert {attendance.is_away(now, patience=10) for now in (0, 5, 1_000)} == {is_away}


def test_where_the_terminal_tells_nothing_a_key_says_that_somebody_is_there() -> None:
    attendance = Attendance(last_input=100)
    assert not attendance.is_away(109, patience=10)
    assert attendance.is_away(110, patience=10)
