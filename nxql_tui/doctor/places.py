"""A folder or file of the program on the disk: whose it is, and who else gets at it."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.doctor.findings import Finding, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_OF_OTHERS = 0o077
_WRITABLE_BY_OTHERS = 0o022


def _nothing_to_read() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is kept."""

    name: str
    path: Path
    is_folder: bool
    root: Path
    """The folder that keeps others out of all that is under it."""
    read: Callable[[], str] = _nothing_to_read
    """Reads it, where it exists, and says in words what is in it."""


def look_at_place(place: Place, understood: tuple[type[Exception], ...]) -> Finding:
    """How it is with a place; nothing is made or changed.

    Args:
        place: Which one.
        understood: What its reader may raise; the texts tell what is wrong, and where.
    """
    try:
        trouble = _trouble(place)
        if trouble is not None and trouble.status is Status.FAILED:
            return trouble
        # What is in it may be worse than who sees it.
        content = place.read() if place.path.exists() else "not there yet"
    except understood as error:
        # Each mistake of a file is a line of its own.
        found, *others = str(error).split("\n")
        remedy = "Correct it with an editor."
        return Finding(place.name, Status.FAILED, found, remedy, details=tuple(others), error=error)
    except OSError as error:
        found = f"{place.path} cannot be looked at: {error.strerror}."
        return Finding(place.name, Status.FAILED, found, "Look at the rights of the folders above it.")
    return trouble or Finding(place.name, Status.OK, f"{place.path}{', ' if content else ''}{content}")


def nearest_existing(path: Path) -> Path:
    """The path itself, or the first above it that is there."""
    return next((one for one in (path, *path.parents) if one.exists()), path)


def _trouble(place: Place) -> Finding | None:
    """What is wrong with it; None when it is as it should be."""
    path = place.path
    there = nearest_existing(path)
    if there == path:
        return _wrong_kind(place) or _wrong_owner(place) or _not_writable(place, path) or _open_to_others(place)
    if not there.is_dir():
        found = f"{path} cannot be made, because {there} is no folder."
        return Finding(place.name, Status.FAILED, found, f"Move {there} out of the way.")
    return _not_writable(place, there)


def _wrong_kind(place: Place) -> Finding | None:
    if place.path.is_dir() == place.is_folder:
        return None
    kind, wanted = ("file", "folder") if place.is_folder else ("folder", "file")
    found = f"{place.path} is a {kind} where a {wanted} should be."
    return Finding(place.name, Status.FAILED, found, "Move it out of the way.")


def _wrong_owner(place: Place) -> Finding | None:
    if sys.platform == "win32":
        return None
    owner = place.path.stat().st_uid
    if owner == os.geteuid():
        return None
    found = f"{place.path} belongs to user {owner}, and this is user {os.geteuid()}."
    return Finding(place.name, Status.FAILED, found, f"If sudo has made it: sudo chown -R $USER {place.root}")


def _not_writable(place: Place, path: Path) -> Finding | None:
    if os.access(path, os.W_OK | os.X_OK if path.is_dir() else os.W_OK):
        return None
    found = f"{path} cannot be written{f', so {place.name} cannot be made' if path != place.path else ''}."
    return Finding(place.name, Status.FAILED, found, f"Give yourself the right: chmod u+rwX {path}")


def _open_to_others(place: Place) -> Finding | None:
    if sys.platform == "win32":
        return None
    if place.path != place.root and not stat.S_IMODE(place.root.stat().st_mode) & _OF_OTHERS:
        # Nobody else gets as far as this.
        return None
    mode = stat.S_IMODE(place.path.stat().st_mode)
    if not mode & _OF_OTHERS:
        return None
    right = "change" if mode & _WRITABLE_BY_OTHERS else "see"
    status = Status.FAILED if mode & _WRITABLE_BY_OTHERS else Status.WARNING
    wanted = "700" if place.is_folder else "600"
    found = f"{place.path} has the mode {mode:o}: others can {right} what is in it."
    return Finding(place.name, status, found, f"Keep them out: chmod {wanted} {place.path}")
