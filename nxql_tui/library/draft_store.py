"""The folder of drafts: a file for each explorer that runs, and those of explorers that do not any more.

```
drafts/4711-9f86d081.json   what stands in the tabs
drafts/4711-9f86d081.lock   held as long as its explorer runs
```

An explorer that starts takes over every file whose lock nobody holds: it was left at the end, or its explorer was
killed. Files of explorers that run are left alone.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from nxql_tui.file_lock import FileLock, take_lock
from nxql_tui.library.drafts import Drafts, DraftsDamaged, DraftsTooNew, merge_drafts, read_drafts, write_drafts
from nxql_tui.library.errors import DraftsError
from nxql_tui.private_files import private_folder, write_private

if TYPE_CHECKING:
    from pathlib import Path

_DRAFTS = ".json"
_LOCK = ".lock"
_DAMAGED = ".damaged"


class DraftStore:
    """The drafts of this explorer; opened by `DraftStore.open`. Any thread may save."""

    def __init__(self, path: Path, lock: FileLock) -> None:
        self._path = path
        self._lock: FileLock | None = lock
        self._saving = threading.Lock()
        self._notices: list[str] = []
        self._drafts = Drafts()

    @classmethod
    def open(cls, folder: Path) -> DraftStore:
        """Begin a file of our own with all the tabs that explorers before have left.

        Raises:
            DraftsError: The folder cannot be used; what stands there is left as it is.
        """
        try:
            private_folder(folder)
            name, lock = _begin(folder)
        except OSError as error:
            raise DraftsError(_unusable(folder, error)) from error
        store = cls(folder / f"{name}{_DRAFTS}", lock)
        try:
            store._adopt(folder)
        except (OSError, DraftsError) as error:
            lock.release()
            raise error if isinstance(error, DraftsError) else DraftsError(_unusable(folder, error)) from error
        return store

    @property
    def drafts(self) -> Drafts:
        """What was saved last, and at first what was taken over."""
        return self._drafts

    @property
    def notices(self) -> tuple[str, ...]:
        """A sentence for each file that could not be taken over."""
        return tuple(self._notices)

    def save(self, drafts: Drafts) -> None:
        """Keep the drafts; values of secret parameters are left out.

        Raises:
            DraftsError: They cannot be written, and what was saved before still stands; or the store is closed.
        """
        with self._saving:
            if self._lock is None:
                raise DraftsError(f"{self._path}: the drafts are not kept, for their file has been closed.")
            try:
                write_private(self._path, write_drafts(drafts))
            except OSError as error:
                raise DraftsError(
                    f"{self._path}: the drafts are not kept: {error.strerror}. "
                    "Save the queries that you need under a name or elsewhere."
                ) from error
            self._drafts = drafts

    def close(self) -> None:
        """Leave the drafts to the next explorer that starts."""
        with self._saving:
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def _adopt(self, folder: Path) -> None:
        """Take over what nobody holds."""
        held: list[tuple[Path, FileLock]] = []
        found: list[tuple[Path, Drafts]] = []
        try:
            for path in _oldest_first(folder):
                lock = None if path == self._path else take_lock(path.with_suffix(_LOCK))
                if lock is None:
                    continue
                held.append((path, lock))
                drafts = self._read(path)
                if drafts is not None:
                    found.append((path, drafts))
            self.save(merge_drafts([drafts for _, drafts in found]))
            for path, _ in found:
                path.unlink(missing_ok=True)
        finally:
            for path, lock in held:
                _sweep(path)
                lock.release()
        _sweep_locks(folder)

    def _read(self, path: Path) -> Drafts | None:
        """The drafts of a file; None when they stay where they are or are put aside, of which there is a notice."""
        try:
            return read_drafts(path.read_bytes())
        except FileNotFoundError:
            # Another explorer has just taken it over.
            return None
        except OSError as error:
            self._notices.append(f"{path} holds drafts that cannot be read: {error.strerror}. It is left as it is.")
        except DraftsTooNew:
            self._notices.append(f"{path} holds drafts of a newer nxql-tui. It is left to that one.")
        except DraftsDamaged:
            aside = path.with_name(path.name + _DAMAGED)
            path.rename(aside)
            self._notices.append(f"{path} was damaged. It is kept as {aside.name}: look into it for lost queries.")
        return None


def _begin(folder: Path) -> tuple[str, FileLock]:
    """A name that is ours, and its lock."""
    while True:
        name = f"{os.getpid()}-{uuid4().hex[:8]}"
        lock = take_lock(folder / f"{name}{_LOCK}")
        # One that sweeps up may have taken it for an old one.
        if lock is not None:
            return name, lock


def _oldest_first(folder: Path) -> list[Path]:
    dated: list[tuple[int, str, Path]] = []
    for path in folder.glob(f"*{_DRAFTS}"):
        # Those of explorers that start at the same moment may be gone again.
        with suppress(FileNotFoundError):
            dated.append((path.stat().st_mtime_ns, path.name, path))
    return [path for _, _, path in sorted(dated) if not path.name.startswith(".")]


def _sweep(path: Path) -> None:
    """Remove what writing that was cut off has left beside a file."""
    with suppress(OSError):
        for rest in path.parent.glob(f".{path.name}.*"):
            rest.unlink(missing_ok=True)


def _sweep_locks(folder: Path) -> None:
    """Remove the locks of explorers that never kept anything."""
    with suppress(OSError):
        for path in folder.glob(f"*{_LOCK}"):
            if not path.with_suffix(_DRAFTS).exists():
                lock = take_lock(path)
                if lock is not None:
                    lock.release()


def _unusable(folder: Path, error: OSError) -> str:
    return f"{folder} cannot be used for drafts: {error.strerror}. Make it a folder that you may write to."
