"""What F1 speaks of, wherever the focus is."""

from __future__ import annotations

from nxql_tui.ui.help.subject import subject_of
from nxql_tui.ui.screens.export import ExportScreen

PARAMETER = "(select (name) (from device (where device (eq name (string %1)))))"
PLACES = {
    "#editor": ("editor",),
    "ParameterField Input": ("parameters",),
    "#platform-windows": ("switch", "workbench"),
    "#results": ("answer",),
    "#page-number": ("pages",),
}


async def test_the_thing_with_the_focus_is_spoken_of(open_explorer) -> None:
    async with open_explorer(query=PARAMETER) as explorer:
        await explorer.wait_for(lambda: explorer.app.screen.query("ParameterField"))
        for selector, places in PLACES.items():
            explorer.app.screen.set_focus(explorer.widget(selector))
            assert subject_of(explorer.app.screen).places == places


async def test_a_panel_is_spoken_of_and_the_keys_of_the_innermost_come_first(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        await explorer.press("equals_sign")
        subject = subject_of(explorer.app.screen)
        assert subject.places == ("list", "summary")
        names = [group.name for group in subject.groups]
        assert names.index("summary") < names.index("panel") < names.index("workbench") < names.index("everywhere")
        await explorer.press("escape", "enter")
        assert subject_of(explorer.app.screen).places == ("row panel",)
        await explorer.press("f8")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, ExportScreen))
        subject = subject_of(explorer.app.screen)
        assert subject.places == ("export",)
        # A dialog hides them, and they work.
        assert "F10, ctrl+p, alt+x" in dict(subject.lines)


async def test_messages_are_not_spoken_of_as_a_failure(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.pilot.press("alt+i")
        assert subject_of(explorer.app.screen).places == ("text", "messages")
