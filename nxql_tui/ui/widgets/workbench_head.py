"""The first line of the workbench: who is asked, and the switches of the query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import HorizontalGroup
from textual.message import Message
from textual.widgets import Label

from nxql_tui.accounts.connection import Colour
from nxql_tui.library.drafts import Switches
from nxql_tui.ui.connection_colours import colour_rules
from nxql_tui.ui.widgets.toggle import Toggle
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from textual.app import ComposeResult


class WorkbenchHead(HorizontalGroup):
    """Shows the switches of the tab that is open."""

    DEFAULT_CSS = """
    WorkbenchHead { height: 1; background: $panel; padding: 0 1; }
    WorkbenchHead .connection { width: 1fr; height: 1; text-style: bold; text-overflow: ellipsis; text-wrap: nowrap; }
    WorkbenchHead Toggle { margin-left: 1; }
    """
    DEFAULT_CSS += colour_rules("WorkbenchHead .connection")

    PLATFORM_LABELS: ClassVar = {
        Platform.WINDOWS: "windows",
        Platform.MAC_OS: "mac_os",
        Platform.MOBILE: "mobile",
    }

    @dataclass
    class SwitchesChanged(Message):
        """The user has turned one."""

        switches: Switches

    def compose(self) -> ComposeResult:
        """The connection and the switches."""
        yield Label("", classes="connection", markup=False)
        for platform, label in self.PLATFORM_LABELS.items():
            yield Toggle(label, platform is Platform.WINDOWS, id=f"platform-{platform.value}")
        yield Toggle("Formatted", id="formatted")

    @property
    def switches(self) -> Switches:
        """As they stand."""
        platforms = tuple(platform for platform in Platform if self._platform_toggle(platform).value)
        return Switches(platforms, self._formatted.value)

    def show_connection(self, text: str, colour: Colour | None = None) -> None:
        """Name the Engine and the user, on the connection's own colour."""
        label = self.query_one(".connection", Label)
        label.update(visible_line(text))
        for one in Colour:
            label.set_class(one is colour, f"-{one.value}")

    def show_switches(self, switches: Switches) -> None:
        """Show the switches of another query."""
        with self.prevent(Toggle.Changed):
            for platform in Platform:
                self._platform_toggle(platform).value = platform in switches.platforms
            self._formatted.value = switches.human_readable

    def toggle_platform(self, platform: Platform) -> None:
        """Switch a platform on or off."""
        self._platform_toggle(platform).action_turn()

    def toggle_formatted(self) -> None:
        """Switch Formatted on or off."""
        self._formatted.action_turn()

    def focus_platforms(self) -> None:
        """Give the first platform the focus."""
        self._platform_toggle(Platform.WINDOWS).focus()

    @on(Toggle.Changed)
    def _turned(self, event: Toggle.Changed) -> None:
        event.stop()
        self.post_message(self.SwitchesChanged(self.switches))

    @property
    def _formatted(self) -> Toggle:
        return self.query_one("#formatted", Toggle)

    def _platform_toggle(self, platform: Platform) -> Toggle:
        return self.query_one(f"#platform-{platform.value}", Toggle)
