"""What the keys do now, for what has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.decisions import HELP
from nxql_tui.ui.own_keys import with_keys

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import ActiveBinding, BindingType
    from textual.screen import Screen


class HelpScreen(ModalScreen[None]):
    """Lists the keys of the focused widget first, then those that work everywhere."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: transparent; }
    HelpScreen VerticalScroll {
        width: 78; max-width: 100%; height: auto; max-height: 100%;
        border: round $primary; background: $surface; padding: 0 2;
    }
    HelpScreen Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(HELP)

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Two columns: keys and what they do."""
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True, justify="right", style="bold")
        table.add_column()
        for keys, explanation in self._lines:
            table.add_row(Text(keys), Text(explanation))
        with VerticalScroll() as panel:
            panel.border_title = "Keys that work here"
            panel.border_subtitle = Content(with_keys(self.app, "{help.close} closes"))
            yield Static(table)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()


def help_lines(screen: Screen[object]) -> list[tuple[str, str]]:
    """Keys and explanations of everything that works on a screen now; several keys of one thing share a line."""
    keys: dict[str, list[str]] = {}
    explanations: dict[str, str] = {}
    for active in screen.active_bindings.values():
        if not (active.enabled and active.binding.description):
            continue
        keys.setdefault(active.binding.action, []).append(_key_name(screen, active))
        explanations[active.binding.action] = active.binding.tooltip or active.binding.description
    return [(", ".join(dict.fromkeys(keys[action])), explanations[action]) for action in keys]


def _key_name(screen: Screen[object], active: ActiveBinding) -> str:
    return screen.app.get_key_display(active.binding)
