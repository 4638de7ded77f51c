from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.commands.doctor import exit_code
from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.doctor.findings import Finding, Group, examine
from nxql_tui.doctor.host import fault_reporter, host_groups
from nxql_tui.doctor.terminal import Terminal
from nxql_tui.paths import Paths
from nxql_tui.ui.own_files import own_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


CANARY = "kanarienvogel-ü-42"


def broken() -> Iterable[Finding]:
    raise RuntimeError(CANARY)


def test_a_host_is_looked_at_in_four_groups(tmp_path: Path):
    paths = Paths(tmp_path / "config", tmp_path / "state", tmp_path / "cache")
    groups = host_groups(paths, Terminal({}, None, {}.get), own_files(paths))
    assert [group.title for group in groups] == ["This program", "Terminal", "Passwords", "Files"]


def test_a_fault_of_ours_is_reported_and_ends_with_1(tmp_path: Path):
    paths = Paths(tmp_path / "config", tmp_path / "state", tmp_path / "cache")
    (entry,) = examine([Group("A", broken)], fault_reporter(paths))
    (report,) = paths.crash_reports.iterdir()
    assert entry.finding.remedy == f"The report is in {report}."
    assert CANARY not in report.read_text()
    assert exit_code([entry]) is ExitCode.FAULT


def test_a_fault_that_cannot_be_reported_is_told_all_the_same(tmp_path: Path):
    tmp_path.joinpath("state").write_bytes(b"")
    paths = Paths(tmp_path / "config", tmp_path / "state", tmp_path / "cache")
    (entry,) = examine([Group("A", broken)], fault_reporter(paths))
    assert entry.finding.remedy == "No report of it could be written."
