"""Widgets of which only the lines that look otherwise than before are drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.strip import Strip
    from textual.widget import Widget

    _AnyWidget = Widget
else:
    # Not a widget itself: a widget class brings settings of its own, which would win over those of the real one.
    _AnyWidget = object


class ChangedLines(_AnyWidget):
    """Goes before a widget class whose smallest change makes Textual draw all of it, which over SSH travels.

    It stands on two private names: the compositor takes what is to be drawn from `_exchange_repaint_regions`, and
    `_full_map_invalidated` says that it has to find out anew where widgets are.
    """

    _drawn: tuple[Strip, ...] = ()

    def _exchange_repaint_regions(self) -> Collection[Region]:
        wanted = super()._exchange_repaint_regions()
        if self.screen._compositor._full_map_invalidated:
            # To render now would make it find out before it compares: what has moved would stay undrawn.
            self._drawn = ()
            return wanted
        width, height = self.outer_size
        before, self._drawn = self._drawn, tuple(self.render_lines(Region(0, 0, width, height)))
        if len(before) != len(self._drawn):
            return wanted
        changed = [y for y, (old, new) in enumerate(zip(before, self._drawn, strict=True)) if old != new]
        lines = (Region(0, y, width, 1).intersection(region) for y in changed for region in wanted)
        return [line for line in lines if line]


class ChangedText(ChangedLines, Static):
    """A text of which only the lines that are others are drawn again."""
