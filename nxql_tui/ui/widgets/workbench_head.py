"""The first line of the workbench: who is asked, and the switches of the query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import HorizontalGroup
from textual.message import Message

from nxql_tui.library.drafts import Switches
from nxql_tui.ui.widgets.connection_label import ConnectionLabel
from nxql_tui.ui.widgets.toggle import Toggle
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from nxql_tui.accounts.connection import Colour
    from nxql_tui.ui.connection_title import ConnectionTitle

_SHORT_BELOW = 80
"""Columns below which the switches have short names."""


class WorkbenchHead(HorizontalGroup):
    """Shows the switches of the tab that is open."""

    DEFAULT_CSS = """
    WorkbenchHead { height: 1; background: $panel; padding: 0 1; }
    WorkbenchHead Toggle { margin-left: 1; }
    """

    LABELS: ClassVar = {
        "platform-windows": ("windows", "win"),
        "platform-mac_os": ("mac_os", "mac"),
        "platform-mobile": ("mobile", "mob"),
        "formatted": ("Formatted", "hr"),
    }
    """What the switches are called, and what where there is little room; `hr` is the name in the Web API."""

    @dataclass
    class SwitchesChanged(Message):
        """The user has turned one."""

        switches: Switches

    def compose(self) -> ComposeResult:
        """The connection and the switches."""
        yield ConnectionLabel(classes="connection")
        for toggle_id, (label, _) in self.LABELS.items():
            yield Toggle(label, toggle_id == f"platform-{Platform.WINDOWS.value}", id=toggle_id)

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for who is asked."""
        for toggle_id, (label, short) in self.LABELS.items():
            self.query_one(f"#{toggle_id}", Toggle).rename(short if event.size.width < _SHORT_BELOW else label)

    @property
    def switches(self) -> Switches:
        """As they stand."""
        platforms = tuple(platform for platform in Platform if self._platform_toggle(platform).value)
        return Switches(platforms, self._formatted.value)

    def show_connection(self, title: ConnectionTitle, colour: Colour | None = None) -> None:
        """Name the Engine and the user, on the connection's own colour."""
        self.query_one(ConnectionLabel).show(title, colour)

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
