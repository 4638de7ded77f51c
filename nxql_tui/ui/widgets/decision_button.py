"""A button of a dialog that has nothing but buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Button

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.decisions import BUTTON

if TYPE_CHECKING:
    from textual.binding import BindingType


class DecisionButton(Button, inherit_bindings=False):
    """Names its keys in the last line; the arrows go from one button to the next."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BUTTON)
