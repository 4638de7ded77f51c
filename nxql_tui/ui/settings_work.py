"""Keeping settings beside the screen: the disk may be slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.setting import Holds
from nxql_tui.settings import SETTINGS, SettingsError, save_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from nxql_tui.setting import Value


@dataclass
class SettingsKept(Message):
    """It was tried to write settings into the file."""

    changes: Mapping[str, Value]
    failure: str
    """Why they are not in it, as a sentence; empty when they are."""

    @property
    def words(self) -> str:
        """What to tell of it: above all what holds later."""
        if self.failure:
            return self.failure
        said = ["Saved."]
        for holds in (Holds.NEXT_LOGIN, Holds.NEXT_START):
            names = [name for name in self.changes if SETTINGS[name].holds is holds]
            if names:
                said.append(f"{holds.capitalize()}: {', '.join(names)}.")
        return " ".join(said)


def keep_settings(path: Path, changes: Mapping[str, Value], post: Callable[[Message], object]) -> None:
    """Write settings into the file, and post what came of it."""
    try:
        save_settings(path, changes)
    except SettingsError as error:
        post(SettingsKept(changes, str(error)))
    else:
        post(SettingsKept(changes, ""))
