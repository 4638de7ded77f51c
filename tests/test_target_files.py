from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

import pytest

from nxql_tui.target_files import (
    DiskFull,
    TargetExists,
    TargetFolderMissing,
    TargetNotWritable,
    target_file,
    write_target,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "exports"
    made.mkdir()
    return made


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_text_becomes_a_file_of_ones_own_and_never_replaces_unasked(folder: Path):
    target = folder / "question.sh"
    write_target("Röhre\n", target, overwrite=False)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(TargetExists):
        write_target("other", target, overwrite=False)
    assert target.read_bytes() == "Röhre\n".encode()
    write_target("other", target, overwrite=True)
    assert target.read_bytes() == b"other"
    assert _names(folder) == ["question.sh"]


def test_a_text_that_cannot_be_written_leaves_nothing(folder: Path):
    with pytest.raises(TargetFolderMissing):
        write_target("x", folder / "missing" / "question.sh", overwrite=False)
    with pytest.raises(TargetNotWritable):
        write_target("x", folder, overwrite=True)
    assert _names(folder) == []


def test_an_error_in_the_block_leaves_the_earlier_file_and_nothing_half(folder: Path):
    target = folder / "answer.csv"
    target.write_bytes(b"old")

    def break_off() -> None:
        with target_file(target, overwrite=True) as temporary:
            temporary.write_bytes(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert target.read_bytes() == b"old"
    assert _names(folder) == ["answer.csv"]


def test_a_disk_that_fills_up_in_the_block_is_said(folder: Path):
    with pytest.raises(DiskFull), target_file(folder / "answer.csv", overwrite=False):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert _names(folder) == []
