"""An app whose looks follow the theme in everything, and that shows no colour where none is wanted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Generic

from textual.app import App, ReturnType
from textual.filter import Monochrome, NoColor

from nxql_tui.terminals import why_no_colours
from nxql_tui.ui.attributes_only import AttributesOnly
from nxql_tui.ui.theme_variables import with_own_variables
from nxql_tui.ui.theming import MONOCHROME_THEME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.filter import LineFilter
    from textual.theme import Theme


class ThemedApp(App[ReturnType], Generic[ReturnType]):
    """Knows the explorer's own variables of themes; where there are no colours every theme is drawn as `mono`."""

    # Textual's inputs and what is disabled do not ask the theme everywhere.
    CSS = """
    Input:ansi > .input--cursor {
        background: $input-cursor-background; color: $input-cursor-foreground; text-style: $input-cursor-text-style;
    }
    /* A button with the focus is reversed as a whole, not its words alone. */
    Button.-style-default:focus {
        background: $foreground; background-tint: $foreground 0%; color: $background; text-style: bold;
    }
    Button:ansi.-style-default:focus {
        background: ansi_default; color: $foreground; text-style: $button-focus-text-style;
    }
    /* Where nothing but reversing is left, it says which button has the focus, and no more. */
    .-theme-mono Button { background: $background; color: $foreground; &.-primary { text-style: bold underline; } }
    .-theme-mono Button:focus {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
    }
    OptionList > .option-list--option-disabled { color: $foreground-disabled; text-style: $disabled-text-style; }
    """

    no_color = False
    _attributes_only = AttributesOnly()

    def __init__(self) -> None:
        super().__init__()
        # Textual takes an empty one for set too.
        self.no_color = bool(why_no_colours(os.environ))

    @property
    def current_theme(self) -> Theme:
        """The theme that is drawn, which is not the chosen one where there are no colours."""
        without_colours = self.get_theme(MONOCHROME_THEME) if self.no_color else None
        return super().current_theme if without_colours is None else without_colours

    def get_css_variables(self) -> dict[str, str]:
        """The variables of the theme and ours."""
        self.theme_variables = with_own_variables(super().get_css_variables())
        return self.theme_variables

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to a line before it is sent; shades of grey are colours too."""
        if self.current_theme.name == MONOCHROME_THEME:
            return [self._attributes_only]
        return [one for one in super().get_line_filters() if not isinstance(one, (Monochrome, NoColor))]
