"""The commands of the palette that belong to the workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SystemCommand

from nxql_tui.ui.keymap.answer import RESULTS
from nxql_tui.ui.keymap.workbench import EDITOR, WORKBENCH
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

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


def _commands_of_rows(workbench: WorkbenchScreen) -> Iterator[SystemCommand]:
    table = workbench.tab.answer.table
    for command in _OF_ROWS:
        yield SystemCommand(f"Rows: {command.label}", command.explanation, _runner(table, command.action))


def _runner(widget: Widget, action: str) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        await widget.run_action(action)

    return run
