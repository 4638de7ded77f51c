"""A lock that the operating system takes away when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from nxql_tui.private_files import FILE_MODE

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path


class FileLock:
    """A file that one program holds; made by `take_lock`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    def release(self) -> None:
        """Remove the file and let go of it."""
        # While it is held: nobody else may have it when it vanishes. Where an open file cannot be removed, it is left.
        with suppress(OSError):
            self._path.unlink()
        os.close(self._descriptor)


def take_lock(path: Path) -> FileLock | None:
    """Hold a file, which need not exist; None when another program holds it, or it vanished at that moment.

    Raises:
        OSError: The file cannot be made or locked.
    """
    with ExitStack() as unless_held:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE)
        unless_held.callback(os.close, descriptor)
        if _is_locked(descriptor) and _is_still(path, descriptor):
            unless_held.pop_all()
            return FileLock(path, descriptor)
    return None


def wait_for_turn(descriptor: int) -> None:
    """Hold an open file until it is closed, after whoever holds it now.

    Raises:
        OSError: It cannot be locked.
    """
    if sys.platform == "win32":
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _is_locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the file of that name is the one that is held: its last holder may have removed it meanwhile."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
