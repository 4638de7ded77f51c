"""A folder for the spools of one run of the program, gone with it; what a killed run left goes with the next.

Beside each folder stands a lock that the operating system takes away when its run ends, however it ends.
"""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.file_lock import take_lock
from nxql_tui.private_files import private_folder

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.file_lock import FileLock

_PREFIX = "run-"
_LOCK_SUFFIX = ".lock"


@dataclass(frozen=True)
class SpoolFolder:
    """The folder of a run that goes on."""

    path: Path
    lock: FileLock

    def close(self) -> None:
        """Remove it with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.lock.release()


def open_spool_folder(root: Path) -> SpoolFolder:
    """Make a folder of one's own under the root, which is made when missing.

    Raises:
        OSError: It cannot be made.
    """
    private_folder(root)
    _remove_left_behind(root)
    while True:
        path = root / f"{_PREFIX}{secrets.token_hex(6)}"
        lock = take_lock(path.with_suffix(_LOCK_SUFFIX))
        if lock is not None:
            return SpoolFolder(private_folder(path), lock)


def _remove_left_behind(root: Path) -> None:
    for lock_file in root.glob(f"{_PREFIX}*{_LOCK_SUFFIX}"):
        with suppress(OSError):
            lock = take_lock(lock_file)
            if lock is not None:
                SpoolFolder(lock_file.with_suffix(""), lock).close()
