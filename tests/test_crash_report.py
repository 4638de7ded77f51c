from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.crash_report import write_crash_report

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "canary-" + "password"


def _fail(password: str) -> None:
    try:
        raise ValueError(f"refused {password}")
    except ValueError as error:
        raise RuntimeError(password) from error


def test_a_report_says_where_and_what_kind_and_never_a_value(tmp_path: Path) -> None:
    try:
        _fail(CANARY)
    except RuntimeError as error:
        path = write_crash_report(tmp_path / "crashes", error)
    report = path.read_text()
    assert "_fail" in report
    assert "RuntimeError" in report
    assert "ValueError" in report
    assert CANARY not in report
    assert path.stat().st_mode & 0o777 == 0o600
