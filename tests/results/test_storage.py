from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from nxql_tui.results.errors import ClosedError, StorageError
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.sort_keys import SortKey
from nxql_tui.results.storage import Storage
from nxql_tui.results.view import View
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from pathlib import Path

SMALL_MEMORY = 150_000_000
"""Room for DuckDB's buffers and for no more than half of `large_spool`."""


@pytest.fixture
def large_spool(tmp_path: Path) -> Path:
    spool = tmp_path / "spool"
    with spool.open("w") as file:
        file.write("key\tpadding\n")
        file.writelines(f"{row * 7919 % 1_000_003:060}\t{row:0200}\n" for row in range(500_000))
    return spool


def test_rows_beyond_the_memory_go_to_a_private_folder_and_come_back(large_spool: Path, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    with ResultSet.load(large_spool, Format.CSV, folder=folder, memory_limit=SMALL_MEMORY) as result_set:
        (own,) = folder.iterdir()
        assert own.stat().st_mode & 0o777 == 0o700
        assert any(path.is_file() for path in own.rglob("*"))
        page = result_set.page(View((SortKey(0),)), 1_000, 1)
        expected = sorted(row * 7919 % 1_000_003 for row in range(500_000))[1_000]
        assert page.rows[0][0] == f"{expected:060}"
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files is limited through POSIX")
def test_a_full_disk_is_said_and_nothing_stays_behind(large_spool: Path, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    program = f"""
        import resource, signal
        from pathlib import Path
        from nxql_tui.results.errors import StorageError
        from nxql_tui.results.result_set import ResultSet
        from nxql_tui.wire.request import Format
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        try:
            ResultSet.load(
                Path({str(large_spool)!r}), Format.CSV, folder=Path({str(folder)!r}), memory_limit={SMALL_MEMORY}
            )
        except StorageError as error:
            print(error)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=120, check=False
    )
    assert "cannot be kept in" in done.stdout, done.stderr
    assert "Free some space there" in done.stdout
    assert list(folder.iterdir()) == []


def test_an_answer_that_needs_too_much_memory_says_so(tmp_path: Path) -> None:
    (tmp_path / "spool").write_bytes(b"a\n" + b"x" * 40_000_000 + b"\n")
    with pytest.raises(StorageError, match="Ask for fewer rows or columns"):
        ResultSet.load(tmp_path / "spool", Format.CSV, folder=tmp_path / "results", memory_limit=10_000_000)


def test_closed_while_a_place_beside_it_is_made_nothing_stays_behind(tmp_path: Path) -> None:
    def stage(storage: Storage, has_begun: threading.Event) -> None:
        has_begun.set()
        with suppress(ClosedError), storage.staging():
            pass

    # The moment that matters is short: the closing comes a little later each time, so that it is met.
    for turn in range(60):
        storage, has_begun = Storage(tmp_path), threading.Event()
        staging = threading.Thread(target=stage, args=(storage, has_begun))
        staging.start()
        assert has_begun.wait(30)
        time.sleep(turn % 20 / 10_000)
        storage.close()
        staging.join(30)
        assert not list(tmp_path.iterdir())
