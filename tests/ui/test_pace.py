from __future__ import annotations

import pytest

from nxql_tui.ui.pace import Pace


@pytest.mark.parametrize(
    ("pace", "text"),
    [
        (Pace(0.1, size=2_400_000), "2.4 MB"),
        (Pace(2.0, size=2_400_000), "2.4 MB · 1.2 MB/s"),
        (Pace(2.0, size=2_400_000, share=0.25), "2.4 MB · 1.2 MB/s · 25 % · 6.0 s left"),
        (Pace(2.0, rows=5000, share=0.5), "5,000 rows · 2,500/s · 50 % · 2.0 s left"),
        (Pace(0.1, rows=5000, share=0.5), "5,000 rows · 50 %"),
        (Pace(3.0), "3.0 s"),
    ],
)
def test_what_has_been_done_how_fast_and_what_is_left(pace: Pace, text: str):
    assert str(pace) == text
