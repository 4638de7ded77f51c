from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from nxql_tui.spool_folders import open_spool_folder

if TYPE_CHECKING:
    from pathlib import Path

KILLED = """
import os, signal, sys
from pathlib import Path
from nxql_tui.spool_folders import open_spool_folder

folder = open_spool_folder(Path(sys.argv[1]))
(folder.path / "answer.csv").write_text("secret rows")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_nothing_is_left_of_a_run_that_ends(tmp_path: Path) -> None:
    folder = open_spool_folder(tmp_path / "spools")
    (folder.path / "answer.csv").write_text("rows")
    assert folder.path.stat().st_mode & 0o077 == 0
    folder.close()
    assert not list((tmp_path / "spools").iterdir())


def test_what_a_killed_run_left_goes_and_what_others_use_stays(tmp_path: Path) -> None:
    others = open_spool_folder(tmp_path)
    (others.path / "answer.csv").write_text("rows")
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert len(list(tmp_path.glob("run-*/answer.csv"))) == 2
    mine = open_spool_folder(tmp_path)
    assert list(tmp_path.glob("run-*/answer.csv")) == [others.path / "answer.csv"]
    for folder in (mine, others):
        folder.close()
    assert not list(tmp_path.iterdir())
