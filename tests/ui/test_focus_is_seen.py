"""Without any colour, what has the focus looks otherwise than it does without."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Button

from nxql_tui.accounts.connections import Connection, save_connection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest
    from conftest import Explorer
    from textual.widget import Widget

QUERY = "(select (name device_type #%1) (from device) (order_by name asc))"
ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "color", "bgcolor")

REVERSED = itemgetter(1 + ATTRIBUTES.index("reverse"))
"""Whether a cell is what the focus makes of a button."""
MOST_LOOKS = 50
"""Times that is looked whether something is drawn, once all that was posted is done."""


async def scenes(explorer: Explorer) -> AsyncIterator[str]:
    """Go through the main screens that have more than one place for the focus."""
    app, workbench = explorer.app, explorer.app.screen
    workbench.query_one("ParameterBar").fill({1: "Location"})
    await explorer.ask()
    table = workbench.tab.answer.table
    yield "workbench"
    for key in ("enter", "c", "space"):
        table.focus()
        await explorer.pilot.press(key)
        await explorer.wait_for(lambda: workbench.tab.answer.panel is not None)
        yield f"panel of {key}"
        table.focus()
        await explorer.pilot.press("escape")
        await explorer.wait_for(lambda: workbench.tab.answer.panel is None)
    for open_screen in (
        *(
            workbench.action_export,
            workbench.action_copy_as,
            workbench.action_save_query,
            workbench.action_browse_model,
        ),
        *(workbench.action_open_library, workbench.action_switch_connection, app.action_open_settings),
        *(table.action_copy, table.action_group, table.action_compare),
    ):
        open_screen()
        await explorer.wait_for(lambda: app.screen is not workbench and app.screen.focus_chain)
        yield open_screen.__name__
        await app.pop_screen()


def _cells(widget: Widget) -> list[tuple[object, ...]]:
    """What is drawn in the place of a widget."""
    region = widget.region.intersection(widget.screen.region)
    strips = widget.screen._compositor.render_strips()
    cells: list[tuple[object, ...]] = []
    for strip in strips[region.y : region.bottom]:
        for text, style, _ in strip.crop(region.x, region.right):
            look = tuple(getattr(style, name, None) for name in ATTRIBUTES)
            cells += [(letter, *look) for letter in text]
    return cells


def _kind(widget: Widget) -> str:
    """What is drawn alike."""
    is_place_of_its_own = isinstance(widget, VerticalScroll)
    return " ".join((type(widget).__name__, (is_place_of_its_own and widget.id) or "", *sorted(widget.classes)))


async def _unseen(explorer: Explorer, walked: set[str]) -> list[str]:
    """The widgets of the screen that look the same with the focus, and buttons that look as if they had it.

    Those of a kind are drawn alike: one of them is enough.
    """
    screen, found = explorer.app.screen, []
    new = {_kind(widget): widget for widget in screen.focus_chain if _kind(widget) not in walked}
    screen.set_focus(None)
    await explorer.pilot.pause()
    without = {kind: _cells(widget) for kind, widget in new.items()}
    found += [repr(one) for kind, one in new.items() if isinstance(one, Button) and any(map(REVERSED, without[kind]))]
    for kind, widget in new.items():
        screen.set_focus(widget)
        for _ in range(MOST_LOOKS):
            await explorer.pilot.pause(0)
            if _cells(widget) != without[kind]:
                break
        else:
            found.append(repr(widget))
    walked.update(new)
    return found


async def test_every_step_of_the_focus_is_drawn(open_explorer, paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    save_connection(paths.connections, Connection("lab", "lab-engine.example.com", "alice"))
    unseen: dict[str, list[str]] = {}
    walked: set[str] = set()
    async with open_explorer(query=QUERY) as explorer:
        async for scene in scenes(explorer):
            unseen[scene] = await _unseen(explorer, walked)
    assert {scene: widgets for scene, widgets in unseen.items() if widgets} == {}
    assert len(walked) > 15
