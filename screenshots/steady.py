"""What would differ from run to run, or from machine to machine, and is settled: all of it, in this one place."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

from nxql_tui.accounts.password_stores import Rung, SessionStore
from nxql_tui.engine.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nxql_tui.ui.widgets.rung_choice import RungChoice

DURATION = "0.2 s"
"""How long everything takes in a picture."""
ENGINE_MILLISECONDS = 12
"""What an Engine says of its own time."""

_DURATIONS = ("nxql_tui.ui.widgets.state_line.seconds_text", "nxql_tui.ui.panels.fleet_panel.seconds_text")
"""Where a measured duration becomes words that are shown."""

_FOREIGN_VARIABLES = (
    *("NO_COLOR", "COLORTERM", "SSH_CONNECTION", "SSH_TTY", "TEXTUAL_DRIVER", "TEXTUAL_THEME", "TMUX", "STY"),
    *("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "NXQL_TUI_PASSWORD"),
    *("LC_ALL", "LC_CTYPE", "LANGUAGE"),
)
"""What the surroundings say, and the explorer would listen to."""


@contextmanager
def steady(folder: Path, proxy: str) -> Iterator[None]:
    """The same surroundings everywhere, and the same durations, as long as the block.

    Args:
        folder: Becomes the home and the folder that is worked in.
        proxy: What leads to the Engines.
    """
    own = {
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "TEXTUAL_ANIMATIONS": "none",
        "https_proxy": proxy,
        # No Secret Service of whoever takes the pictures is touched.
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/no-bus",
    }
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN_VARIABLES}
    before = os.getcwd()  # noqa: PTH109
    with ExitStack() as settled:
        settled.enter_context(patch.dict(os.environ, kept | own, clear=True))
        settled.callback(os.chdir, before)
        os.chdir(folder)
        for place in _DURATIONS:
            settled.enter_context(patch(place, lambda _seconds: DURATION))
        settled.enter_context(patch.object(Answer, "milliseconds", _SteadyMilliseconds(), create=True))
        settled.enter_context(patch("nxql_tui.accounts.kernel_keyring.KernelKeys", _refuse_keys))
        yield


def show_places(choice: RungChoice) -> None:
    """Offer the places for a password that a jump host has, whatever this machine has."""
    kernel = Rung(SessionStore(), "kernel keyring, 12 hours")
    desktop = Rung(None, "OS keyring", "no D-Bus session on this host")
    choice.show((desktop, kernel, Rung(SessionStore(), SessionStore.title)))


class _SteadyMilliseconds:
    """Stands for the attribute of an answer: takes what was measured, and says something else."""

    def __get__(self, answer: object, kind: type) -> int:
        return ENGINE_MILLISECONDS

    def __set__(self, answer: object, measured: int) -> None:
        pass


def _refuse_keys() -> None:
    # The keyring of the kernel outlives the pictures.
    raise PermissionError
