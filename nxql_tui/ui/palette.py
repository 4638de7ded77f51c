"""The commands of the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand

from nxql_tui.ui.keymap.answer import RESULTS
from nxql_tui.ui.keymap.workbench import APP, EDITOR, WORKBENCH
from nxql_tui.ui.screens.doctor import DoctorScreen
from nxql_tui.ui.screens.settings import SettingsScreen
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.app import App
    from textual.screen import Screen
    from textual.widget import Widget

    from nxql_tui.ui.screens.workbench import WorkbenchScreen


# To move about is nothing that one looks up.
_OF_ROWS = tuple(one for one in RESULTS if not one.action.startswith(("cursor_", "scroll_", "page_", "half(")))

OFFERED = (*WORKBENCH, *EDITOR, *_OF_ROWS)
"""The commands that need no key of their own, for the palette offers them where they work."""


def workbench_commands(workbench: WorkbenchScreen) -> Iterator[SystemCommand]:
    """Every command that works now, the platforms, Formatted."""
    for command in WORKBENCH:
        if workbench.check_action(command.action, ()):
            yield SystemCommand(command.label, command.explanation, _runner(workbench, command.action))
    editor = workbench.tab.pane.writing.editor
    for command in EDITOR:
        yield SystemCommand(f"Query: {command.label}", command.explanation, _runner(editor, command.action))
    if workbench.tab.answer.has_rows:
        yield from _commands_of_rows(workbench)
    for platform in Platform:
        yield SystemCommand(
            f"Platform {platform.value}",
            f"Switch {platform.value} on or off.",
            lambda platform=platform: workbench.head.toggle_platform(platform),
        )
    yield SystemCommand("Formatted", "Switch human-readable numbers on or off.", workbench.head.toggle_formatted)


def commands_of_everywhere(app: App[Any], screen: Screen[object], *, can_suspend: bool) -> Iterator[SystemCommand]:
    """Every command of the whole program, without the way to where one is already."""
    left_out = {"app.palette"} if can_suspend else {"app.palette", "app.suspend"}
    if isinstance(screen, DoctorScreen):
        left_out.add("app.doctor")
    if isinstance(screen, SettingsScreen):
        left_out.add("app.settings")
    for command in APP:
        if command.id not in left_out:
            yield SystemCommand(command.label, command.explanation, _runner(app, command.action))


def _commands_of_rows(workbench: WorkbenchScreen) -> Iterator[SystemCommand]:
    table = workbench.tab.answer.table
    for command in _OF_ROWS:
        yield SystemCommand(f"Rows: {command.label}", command.explanation, _runner(table, command.action))


def _runner(node: App[Any] | Widget, action: str) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        await node.run_action(action)

    return run
