"""An answer as a file: the Engine's own bytes, whole or not at all; a text in the same way.

```
ExportError
├── TargetExists         a file of that name stands there
├── TargetFolderMissing  there is no such folder
├── TargetNotWritable    it is no ordinary file, or may not be written
└── DiskFull             there is no room
```
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from nxql_tui.client.errors import SpoolError
from nxql_tui.client.spool import NO_ROOM

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.client.engine_client import Answer, Cancellation, Progress
    from nxql_tui.wire.request import QueryRequest

TEMPORARY_PREFIX = ".nxql-tui-"
"""What a file is called that is not complete yet."""


class Asker(Protocol):
    """Whoever brings an answer."""

    def ask(
        self,
        request: QueryRequest,
        spool: Path,
        *,
        on_progress: Callable[[Progress], object] | None = None,
        cancellation: Cancellation | None = None,
    ) -> Answer:
        """Ask and write the answer to the spool as it comes."""


class ExportError(Exception):
    """The file cannot be written; an older one of that name still stands."""


class TargetExists(ExportError):  # noqa: N818  the name says the state
    """A file of that name stands there."""


class TargetFolderMissing(ExportError):  # noqa: N818
    """There is no such folder."""


class TargetNotWritable(ExportError):  # noqa: N818
    """It is no ordinary file, or may not be written."""


class DiskFull(ExportError):  # noqa: N818
    """There is no room."""


def export_answer(
    client: Asker,
    request: QueryRequest,
    path: Path,
    *,
    overwrite: bool,
    on_progress: Callable[[Progress], object] | None = None,
    cancellation: Cancellation | None = None,
) -> Answer:
    """Ask the Engine and put its bytes, unchanged, in a file that only its owner may read.

    A symbolic link of that name is replaced, not followed: somebody else may have laid it there.

    Raises:
        ExportError: The file cannot be written; found out before asking where possible.
        ClientError: There is no complete answer.
    """
    _check_target(path, overwrite=overwrite)
    temporary = _temporary_beside(path)
    try:
        answer = client.ask(request, temporary, on_progress=on_progress, cancellation=cancellation)
        _put_in_place(temporary, path, overwrite=overwrite)
    except SpoolError as error:
        kind = DiskFull if error.is_full else TargetNotWritable
        raise kind(f"{path.parent}: {error}") from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return replace(answer, spool=path)


def export_text(text: str, path: Path, *, overwrite: bool) -> None:
    """Put a text in a file as `export_answer` puts an answer.

    Raises:
        ExportError: The file cannot be written; an older one of that name still stands.
    """
    _check_target(path, overwrite=overwrite)
    temporary = _temporary_beside(path)
    try:
        temporary.write_bytes(text.encode())
        _put_in_place(temporary, path, overwrite=overwrite)
    except OSError as error:
        raise _failed(path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _check_target(path: Path, *, overwrite: bool) -> None:
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
    try:
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        if overwrite:
            temporary.replace(path)
        else:
            _put_where_nothing_is(temporary, path)
    except OSError as error:
        raise _failed(path, error) from None


def _put_where_nothing_is(temporary: Path, path: Path) -> None:
    # Unlike a rename, a link never replaces; some file systems have none.
    with suppress(OSError):
        os.link(temporary, path)
        return
    if os.path.lexists(path):
        raise TargetExists(f"{path} has come into being meanwhile. Overwrite it, or choose another name.")
    temporary.replace(path)


def _failed(path: Path, error: OSError) -> ExportError:
    if error.errno in NO_ROOM:
        return DiskFull(f"There is no room in {path.parent}. Make some, or choose another folder.")
    return TargetNotWritable(f"{path} cannot be written: {error.strerror}. Choose another place.")
