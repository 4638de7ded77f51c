"""Where the program keeps its files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "NXQL_TUI_HOME"
"""Puts all folders under one: for tests and portable use."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The three folders of a user; none of them need exist."""

    config: Path
    """Connections, settings, saved queries and themes."""
    state: Path
    """History, drafts, known Engines, logs and crash reports."""
    cache: Path
    """Spool files and result sets; may be deleted at any time."""

    @property
    def settings(self) -> Path:
        """The file of settings."""
        return self.config / "config.toml"

    @property
    def connections(self) -> Path:
        """The file of saved connections."""
        return self.config / "connections.toml"

    @property
    def queries(self) -> Path:
        """The folder of saved queries."""
        return self.config / "queries"

    @property
    def themes(self) -> Path:
        """The folder of the user's own colour themes."""
        return self.config / "themes"

    @property
    def known_engines(self) -> Path:
        """The file of pinned certificates."""
        return self.state / "known_engines"

    @property
    def learned_names(self) -> Path:
        """The file of names that Engines have told."""
        return self.state / "learned_names.json"

    @property
    def history(self) -> Path:
        """The database of every question asked."""
        return self.state / "history.sqlite"

    @property
    def first_answer(self) -> Path:
        """The empty file that is there once a question has been answered."""
        return self.state / "first_answer"

    @property
    def drafts(self) -> Path:
        """The folder of what stood in the tabs."""
        return self.state / "drafts"

    @property
    def audit_log(self) -> Path:
        """The file of updates sent."""
        return self.state / "audit.log"

    @property
    def log(self) -> Path:
        """The file of what the program did; older ones stand beside it with a number behind the name."""
        return self.state / "nxql-tui.log"

    @property
    def certificates(self) -> Path:
        """The folder of the embedded Engine's own certificate and key."""
        return self.state / "embedded_engine"

    @property
    def crash_reports(self) -> Path:
        """The folder of crash reports."""
        return self.state / "crashes"

    @property
    def spools(self) -> Path:
        """The folder of answers as they came."""
        return self.cache / "spools"


def find_paths() -> Paths:
    """The folders of this user on this system, or those under `NXQL_TUI_HOME`."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        folder = Path(home).expanduser().absolute()
        return Paths(folder / "config", folder / "state", folder / "cache")
    # platformdirs is needed only where no home is given.
    from platformdirs import PlatformDirs

    folders = PlatformDirs("nxql-tui", appauthor=False)
    return Paths(folders.user_config_path, folders.user_state_path, folders.user_cache_path)
