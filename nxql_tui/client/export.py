"""An answer as a file: the Engine's own bytes, whole or not at all.

```
ExportError
├── TargetExists         a file of that name stands there
├── TargetFolderMissing  there is no such folder
├── TargetNotWritable    it is a folder, or may not be written
└── DiskFull             there is no room
```
"""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nxql_tui.client.errors import SpoolError
from nxql_tui.private_files import FILE_MODE

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.client.engine_client import Answer, Cancellation, EngineClient, Progress
    from nxql_tui.wire.request import QueryRequest


class ExportError(Exception):
    """The file cannot be written; an older one of that name still stands."""


class TargetExists(ExportError):  # noqa: N818  the name says the state
    """A file of that name stands there."""


class TargetFolderMissing(ExportError):  # noqa: N818
    """There is no such folder."""


class TargetNotWritable(ExportError):  # noqa: N818
    """It is a folder, or may not be written."""


class DiskFull(ExportError):  # noqa: N818
    """There is no room."""


def export_answer(
    client: EngineClient,
    request: QueryRequest,
    path: Path,
    *,
    overwrite: bool,
    on_progress: Callable[[Progress], object] | None = None,
    cancellation: Cancellation | None = None,
) -> Answer:
    """Ask the Engine and put its bytes, unchanged, in a file that only its owner may read.

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
        raise DiskFull(f"{path.parent}: {error.what}") from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return replace(answer, spool=path)


def _check_target(path: Path, *, overwrite: bool) -> None:
    try:
        if path.is_dir():
            raise TargetNotWritable(f"{path} is a folder. Add the name of a file.")
        if not path.parent.is_dir():
            raise TargetFolderMissing(f"There is no folder {path.parent}. Make it first, or choose another one.")
        if path.exists() and not overwrite:
            raise TargetExists(f"{path} exists already. Overwrite it, or choose another name.")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the name cannot be used"
        raise TargetNotWritable(f"{path} cannot be used: {reason}. Choose another one.") from None


def _temporary_beside(path: Path) -> Path:
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
    except OSError as error:
        raise _failed(path, error) from None
    os.close(descriptor)
    return Path(name)


def _put_in_place(temporary: Path, path: Path, *, overwrite: bool) -> None:
    try:
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.chmod(FILE_MODE)
        if not overwrite and path.exists():
            raise TargetExists(f"{path} has come into being meanwhile. Overwrite it, or choose another name.")
        temporary.replace(path)
    except OSError as error:
        raise _failed(path, error) from None


def _failed(path: Path, error: OSError) -> ExportError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull(f"There is no room in {path.parent}. Make some, or choose another folder.")
    return TargetNotWritable(f"{path} cannot be written: {error.strerror}. Choose another place.")
