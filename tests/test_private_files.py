from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.private_files import private_folder, write_private

if TYPE_CHECKING:
    from pathlib import Path


def test_only_the_owner_reads_the_file_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    write_private(path, b"content")
    assert path.read_bytes() == b"content"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_folders_made_on_the_way_are_closed_too(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "new" / "newer" / "newest")
    assert {path.stat().st_mode & 0o777 for path in (folder, folder.parent, folder.parent.parent)} == {0o700}


def test_an_open_folder_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    assert private_folder(folder).stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_share_is_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o1777)
    write_private(folder / "file", b"content")
    assert folder.stat().st_mode & 0o7777 == 0o1777
    assert (folder / "file").stat().st_mode & 0o777 == 0o600


def test_a_failed_write_leaves_the_old_content_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"
    write_private(path, b"old")
    with pytest.raises(TypeError):
        write_private(path, "not bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in path.parent.iterdir()] == ["file"]
