"""A folder for the files of one question, gone when it is over."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from nxql_tui.commands.errors import WrongSettings
from nxql_tui.spool_folders import open_spool_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nxql_tui.paths import Paths


@contextmanager
def spool_folder(paths: Paths) -> Iterator[Path]:
    """Lend a private folder as long as the block runs.

    Raises:
        WrongSettings: None can be made.
    """
    try:
        folder = open_spool_folder(paths.spools)
    except OSError as error:
        raise WrongSettings(f"{paths.spools} cannot be used for spool files: {error.strerror}.") from error
    with closing(folder):
        yield folder.path
