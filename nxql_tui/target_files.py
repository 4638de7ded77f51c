"""A file that a user asked for: whole or not at all, readable by its owner only, never over another one unasked.

```
TargetError
├── TargetExists         a file of that name stands there
├── TargetFolderMissing  there is no such folder
├── TargetNotWritable    it is no ordinary file, or may not be written
└── DiskFull             there is no room
```
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPORARY_PREFIX = ".nxql-tui-"
"""What a file is called that is not complete yet."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a disk says that is full, or as full as this user may make it."""


class TargetError(Exception):
    """The file cannot be written; an older one of that name still stands."""


class TargetExists(TargetError):  # noqa: N818  the name says the state
    """A file of that name stands there."""


class TargetFolderMissing(TargetError):  # noqa: N818
    """There is no such folder."""


class TargetNotWritable(TargetError):  # noqa: N818
    """It is no ordinary file, or may not be written."""


class DiskFull(TargetError):  # noqa: N818
    """There is no room."""


@contextmanager
def target_file(path: Path, *, overwrite: bool) -> Iterator[Path]:
    """Lend an empty file to be filled in the block; it takes its place when the block ends without an error.

    A symbolic link of that name is replaced, not followed: somebody else may have laid it there.

    Raises:
        TargetError: The file cannot be written; found out before the block where possible.
    """
    check_target(path, overwrite=overwrite)
    temporary = _temporary_beside(path)
    try:
        yield temporary
        _put_in_place(temporary, path, overwrite=overwrite)
    except OSError as error:
        raise _failed(path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_target(text: str, path: Path, *, overwrite: bool) -> None:
    """Put a text in such a file.

    Raises:
        TargetError: The file cannot be written; an older one of that name still stands.
    """
    with target_file(path, overwrite=overwrite) as temporary:
        temporary.write_bytes(text.encode())


def check_target(path: Path, *, overwrite: bool) -> None:
    """See whether a file can be written there, as far as can be seen without writing it.

    Raises:
        TargetError: It cannot.
    """
    try:
        mode = _mode(path)
        if mode is not None and stat.S_ISDIR(mode):
            raise TargetNotWritable(f"{path} is a folder. Add the name of a file.")
        if mode is not None and not stat.S_ISREG(mode):
            raise TargetNotWritable(f"{path} is no ordinary file. Choose another name.")
        if not path.parent.is_dir():
            raise TargetFolderMissing(f"There is no folder {path.parent}. Make it first, or choose another one.")
        if not overwrite and os.path.lexists(path):
            raise TargetExists(f"{path} exists already. Overwrite it, or choose another name.")
    except OSError as error:
        raise _failed(path, error) from None
    except ValueError:
        raise TargetNotWritable("The name of the file cannot be used. Choose another one.") from None


def _mode(path: Path) -> int | None:
    """What stands at the end of the path; None is nothing."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _temporary_beside(path: Path) -> Path:
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=TEMPORARY_PREFIX, suffix=".part")
    except OSError as error:
        raise _failed(path, error) from None
    os.close(descriptor)
    return Path(name)


def _put_in_place(temporary: Path, path: Path, *, overwrite: bool) -> None:
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    if overwrite:
        temporary.replace(path)
    else:
        _put_where_nothing_is(temporary, path)


def _put_where_nothing_is(temporary: Path, path: Path) -> None:
    # Unlike a rename, a link never replaces; some file systems have none.
    with suppress(OSError):
        os.link(temporary, path)
        return
    if os.path.lexists(path):
        raise TargetExists(f"{path} has come into being meanwhile. Overwrite it, or choose another name.")
    temporary.replace(path)


def _failed(path: Path, error: OSError) -> TargetError:
    if error.errno in NO_ROOM:
        return DiskFull(f"There is no room in {path.parent}. Make some, or choose another folder.")
    return TargetNotWritable(f"{path} cannot be written: {error.strerror}. Choose another place.")
