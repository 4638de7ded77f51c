"""Who is asked, as the first line and the title of the window say it."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from nxql_tui.ui.summary_text import cut
from nxql_tui.visible_text import visible_line

_LEAST_OF_NAME = 3
"""Cells of a name below which it is left out: one letter and a sign that it is cut say nothing."""


@dataclass(frozen=True, slots=True)
class ConnectionTitle:
    """`PRODUCTION site-eu ▸ 5 Engines  alice`."""

    name: str
    """What the connection is saved as, of several the names of all; empty where nobody saved it."""
    place: str
    """The address of the Engine, or how many there are."""
    user: str
    is_fleet: bool = False
    """Whether `place` is a number, which is never cut: it tells how much an update would change."""
    is_production: bool = False
    is_private: bool = False
    """Whether questions are not written down."""

    @property
    def engines(self) -> str:
        """Who is asked, without who asks."""
        return f"{self._production}{self._named(self.name)}"

    def __str__(self) -> str:
        return f"{self._private}{self.engines}  {self.user}".rstrip()

    def within(self, width: int) -> str:
        """As much as so many cells hold: the user goes first, then of a fleet its name, and that one is private.

        The address of a single Engine is left to be cut by who shows this.
        """
        whole, title = visible_line(str(self)), visible_line(f"{self._private}{self.engines}")
        if cell_len(whole) <= width:
            return whole
        if cell_len(title) <= width or not self.is_fleet:
            return title
        name = visible_line(self.name)
        room = cell_len(name) - (cell_len(title) - width)
        if room >= _LEAST_OF_NAME:
            return f"{self._private}{self._production}{self._named(cut(name, room))}"
        without_name = f"{self._production}{self.place}"
        return f"{self._private}{without_name}" if len(self._private + without_name) <= width else without_name

    def _named(self, name: str) -> str:
        return self.place if name in ("", self.place) else f"{name} ▸ {self.place}"

    @property
    def _production(self) -> str:
        return "PRODUCTION " if self.is_production else ""

    @property
    def _private(self) -> str:
        return "private  " if self.is_private else ""
