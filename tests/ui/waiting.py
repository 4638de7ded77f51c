"""Waiting for what an app is about to show."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from nxql_tui.ui.editor.writing_area import WritingArea

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

PATIENCE = 30.0


async def wait_for(pilot: Pilot[Any], condition: Callable[[], object]) -> None:
    """Let the app work until something is true, and once more until that is drawn."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await pilot.pause(0.01)
    await pilot.pause()


async def wait_for_check(pilot: Pilot[Any]) -> None:
    """Wait until the query is marked and the problem line says what is wrong with it."""
    areas = pilot.app.screen_stack[0].query(WritingArea)
    await wait_for(pilot, lambda: all(area.is_checked for area in areas))
