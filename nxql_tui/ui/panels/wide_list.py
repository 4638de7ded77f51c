"""A list in a panel whose lines are as wide as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from nxql_tui.ui.keymap.answer import PANEL_LIST
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.widgets.moving_list import MovingList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.text import Text
    from textual.binding import BindingType


class WideList(MovingList):
    """Writes its lines again when its width changes; the highlight stays."""

    DEFAULT_CSS = """
    WideList {
        height: 1fr; border: none; padding: 0; background: $surface; scrollbar-size: 1 1; overflow-x: hidden;
        &:focus { border: none; background-tint: $foreground 0%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(PANEL_LIST)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(compact=True, markup=False, id=id)
        self._make_lines: Callable[[int], Sequence[Text]] = lambda _: ()

    def show(self, lines: Callable[[int], Sequence[Text]], *, highlight: int = 0) -> None:
        """Show lines that are made for a width."""
        self._make_lines = lines
        self._write(highlight)

    def on_resize(self) -> None:
        """Make the lines anew."""
        self._write(self.highlighted or 0)

    def _write(self, highlight: int) -> None:
        width = max(10, self.scrollable_content_region.width)
        lines = self._make_lines(width)
        self.clear_options()
        self.add_options(list(lines))
        if lines:
            self.highlighted = min(highlight, len(lines) - 1)
