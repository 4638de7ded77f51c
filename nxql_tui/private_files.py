"""Files that only their owner may read, never seen half-written."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def private_folder(path: Path) -> Path:
    """Make a folder and its missing parents; the folder, and what is made, is readable by its owner only.

    One that is shared, as the system's for temporary files, stays as it is: others have their files there.

    Raises:
        OSError: It cannot be made, or something else of that name stands there.
    """
    for parent in reversed(path.parents):
        if not parent.exists():
            parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
    path.mkdir(mode=FOLDER_MODE, exist_ok=True)
    mode = path.stat().st_mode
    if not mode & stat.S_ISVTX and mode & 0o777 != FOLDER_MODE:
        path.chmod(FOLDER_MODE)
    return path


def write_private(path: Path, content: bytes) -> None:
    """Replace a file's content at once: readers see the old content or the new, and nothing else.

    Raises:
        OSError: The folder or the file cannot be written; the old content still stands.
    """
    private_folder(path.parent)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(FILE_MODE)
        temporary.replace(path)
    finally:
        # Nothing of that name is left where it has taken the file's place.
        temporary.unlink(missing_ok=True)
