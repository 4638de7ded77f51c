"""The answers of a fleet as one file each, the Engine's own bytes, in a folder with a manifest.

The folder appears whole or not at all.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nxql_tui.client.export import export_spool
from nxql_tui.results.view_export.engine_shares import EngineShare, complete_count, side_file_entries
from nxql_tui.target_files import (
    NO_ROOM,
    TEMPORARY_PREFIX,
    DiskFull,
    TargetError,
    TargetExists,
    TargetFolderMissing,
    TargetNotWritable,
    write_target,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nxql_tui.client.transfer import Cancellation
    from nxql_tui.results.view_export.provenance import Provenance

MANIFEST = "manifest.json"
"""The name of the file that says what the others are."""

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 100
"""Bytes; with a number and an ending it fits every file system."""
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""What Windows takes for a device, whatever follows behind a dot."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An Engine, and where the bytes that it sent are kept."""

    share: EngineShare
    spool: Path | None
    """None, or no file, where nothing came."""


def check_folder(folder: Path) -> None:
    """See whether the folder can be made there, as far as can be seen without making it.

    Raises:
        TargetError: It cannot.
    """
    if "\0" in str(folder):
        raise TargetNotWritable("The name of the folder cannot be used. Choose another one.")
    try:
        if not folder.parent.is_dir():
            raise TargetFolderMissing(f"There is no folder {folder.parent}. Make it first, or choose another one.")
        if folder.is_symlink() or (os.path.lexists(folder) and not folder.is_dir()):
            raise TargetNotWritable(f"{folder} is no folder. Choose another name.")
        if folder.is_dir() and any(folder.iterdir()):
            raise TargetExists(f"{folder} is not empty. Empty it, or choose another name.")
    except OSError as error:
        raise _failed(folder, error) from None


def write_engine_files(
    folder: Path,
    provenance: Provenance,
    answers: Sequence[KeptAnswer],
    cancellation: Cancellation | None = None,
) -> None:
    """Copy the answers into a folder of their own, which only its owner may read, and write the manifest beside them.

    An answer that broke off is there as far as it came, and its name says so.

    Args:
        folder: Where they go; nothing may stand there but an empty folder.
        provenance: What was asked.
        answers: What came of each Engine, in the order of the manifest.
        cancellation: Stops the copying.

    Raises:
        TargetError: The folder cannot be written; nothing of it is there.
        QuestionCancelled: Somebody cancelled it.
        SpoolError: An answer is not kept any more.
    """
    check_folder(folder)
    try:
        temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=TEMPORARY_PREFIX, suffix=".part"))
    except OSError as error:
        raise _failed(folder, error) from None
    try:
        entries = _write_files(temporary, provenance, answers, cancellation)
        whole, asked = complete_count(answer.share for answer in answers)
        about = _manifest(provenance, entries, is_complete=whole == asked)
        manifest = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
        write_target(manifest, temporary / MANIFEST, overwrite=False)
        _put_in_place(temporary, folder)
    except TargetError as error:
        # Nobody knows the folder in which it happened.
        raise type(error)(str(error).replace(str(temporary), str(folder))) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_files(
    folder: Path, provenance: Provenance, answers: Sequence[KeptAnswer], cancellation: Cancellation | None
) -> list[dict[str, object]]:
    names = file_names(answers, provenance.request.format.value)
    entries = side_file_entries(answer.share for answer in answers)
    for answer, name, entry in zip(answers, names, entries, strict=True):
        size = 0
        if name is not None and answer.spool is not None:
            size = export_spool(answer.spool, folder / name, overwrite=False, cancellation=cancellation)
        entry |= {"file": name, "size": size}
    return entries


def file_names(answers: Iterable[KeptAnswer], ending: str) -> list[str | None]:
    """What the file of each is called, in any case of letters different from the others; None where nothing came."""
    taken = {MANIFEST}
    names: list[str | None] = []
    for answer in answers:
        if answer.spool is None or not answer.spool.exists() or (_is_nothing(answer.spool, answer.share)):
            names.append(None)
            continue
        wanted = _safe(answer.share.name)
        whole = ending if answer.share.is_complete else f"incomplete.{ending}"
        name, count = f"{wanted}.{whole}", 1
        while name.casefold() in taken:
            count += 1
            name = f"{wanted}-{count}.{whole}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _is_nothing(spool: Path, share: EngineShare) -> bool:
    return not share.is_complete and spool.stat().st_size == 0


def _safe(name: str) -> str:
    """A name that every file system takes, and that steers nothing."""
    whole = _UNSAFE.sub("_", name)
    safe = whole.encode()[:_LONGEST_NAME].decode(errors="ignore").strip(".-") or "engine"
    return f"_{safe}" if safe.partition(".")[0].casefold() in _RESERVED else safe


def _manifest(provenance: Provenance, entries: list[dict[str, object]], *, is_complete: bool) -> dict[str, object]:
    return {
        "format": provenance.request.format.value,
        "written_by": "the Engines",
        "complete": is_complete,
        "asked": provenance.engine,
        **provenance.question_entries,
        "engines": entries,
    }


def _put_in_place(temporary: Path, folder: Path) -> None:
    try:
        # Only an empty folder goes; what came into being meanwhile stays.
        with suppress(FileNotFoundError):
            folder.rmdir()
        temporary.rename(folder)
    except OSError as error:
        if os.path.lexists(folder):
            raise TargetExists(f"{folder} has come into being meanwhile. Choose another name.") from None
        raise _failed(folder, error) from None


def _failed(folder: Path, error: OSError) -> TargetError:
    if error.errno in NO_ROOM:
        return DiskFull(f"There is no room in {folder.parent}. Make some, or choose another folder.")
    return TargetNotWritable(f"{folder} cannot be written: {error.strerror}. Choose another place.")
