"""The shipped themes as they are drawn: text can be read, states are told apart, and only allowed colours are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drawn_colours import (
    DEUTERANOPIA,
    PROTANOPIA,
    contrast,
    drawn_texts,
    segments_of,
    smallest_difference,
)
from textual.color import Color
from waiting import wait_for_check

from nxql_tui.accounts.connection import Colour
from nxql_tui.accounts.connections import Connection, save_connection
from nxql_tui.ui.panels.summary_panel import SummaryPanel
from nxql_tui.ui.theme_variables import with_own_variables
from nxql_tui.ui.theming import load_themes, shipped_theme_folder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from conftest import Explorer

LEAST = {"nxql-contrast": 7.0, "nxql-colour-blind": 4.5, "nxql-dark": 4.5, "nxql-light": 4.5}
"""The least contrast of text in a theme that says its own colours."""
CLEARLY_APART = 25.0
"""Ten times what is just noticed."""
QUERY = '(select (name device_type total_ram) (from device (where device (eq name (pattern "*")))) (order_by name asc))'
WITH_MISTAKES = """\
(select (name device_tpye #%1) ; a comment
  (from device (where device (ge total_ram (byte 5)) (eq name (string %2))))
  (limit 100))"""


async def scenes(explorer: Explorer) -> AsyncIterator[str]:
    """Go through the screens and stop where something is seen that is nowhere else."""
    app, workbench = explorer.app, explorer.app.screen_stack[0]
    workbench.head.show_connection("eu-1  admin  PRODUCTION", Colour.RED)
    await explorer.ask(QUERY)
    await explorer.press("x", "down", "s")
    yield "rows with a mark"
    await explorer.press("enter")
    yield "a row"
    await explorer.press("escape", "right", "equals_sign")
    await explorer.wait_for(lambda: explorer.widget(SummaryPanel).summary is not None)
    yield "a summary"
    await explorer.press("escape", "slash", *"nxt", "enter")
    yield "rows that were searched"
    await explorer.press("f8")
    await explorer.wait_for(lambda: app.screen.query("#path"))
    yield "export"
    await explorer.press("escape")
    await explorer.write(WITH_MISTAKES)
    explorer.widget("#editor").focus()
    await wait_for_check(explorer.pilot)
    await explorer.press("ctrl+home", *["shift+right"] * 30)
    yield "mistakes and a selection"
    await explorer.write("(select (name ) (from device))")
    explorer.widget("#editor").go_to(14)
    await explorer.press("ctrl+space")
    await explorer.wait_for(lambda: app.screen.query_one("#completion").display)
    yield "what could be written"
    await explorer.press("escape")
    app.warn("Something is not as it should be.")
    app.notify("It is done.")
    await explorer.wait_for(lambda: app.screen.query("Toast"))
    yield "notices"
    app.clear_notifications()
    for key, found in (("f3", "#entries"), ("f2", "#entries"), ("f1", "HelpScreen")):
        await explorer.press(key)
        await explorer.wait_for(lambda found=found: app.screen.query(found) or type(app.screen).__name__ == found)
        yield key
        await app.pop_screen()
    await explorer.press("f9")
    await explorer.wait_for(
        lambda: app.screen.query("#keep-in") and "looking" not in str(app.screen.query_one("#keep-in").render())
    )
    yield "login"
    await explorer.press("f10")
    await explorer.wait_for(lambda: app.screen.query("#--input"))
    yield "palette"


@pytest.fixture
def themed_explorer(paths, open_explorer: Callable[..., object]) -> Callable[[str], object]:
    def open_with(theme: str) -> object:
        paths.settings.parent.mkdir(parents=True)
        paths.settings.write_text(f'theme = "{theme}"\n')
        for connection in (
            Connection("eu-1", "engine.example.com", "alice", tags=("production",)),
            Connection("lab", "lab-engine.example.com", "alice", colour=Colour.GREEN),
        ):
            save_connection(paths.connections, connection)
        return open_explorer(query=QUERY)

    return open_with


@pytest.mark.parametrize("theme", LEAST)
async def test_every_text_can_be_read_on_its_ground(theme: str, themed_explorer) -> None:
    weak = {}
    async with themed_explorer(theme) as explorer:
        async for scene in scenes(explorer):
            for drawn in drawn_texts(explorer.app):
                if drawn.contrast < LEAST[theme]:
                    weak[drawn.foreground, drawn.ground] = (scene, drawn.text, round(drawn.contrast, 2))
    assert not weak


async def test_ansi_16_uses_the_colours_of_the_terminal_and_no_others(themed_explorer) -> None:
    async with themed_explorer("ansi-16") as explorer:
        async for scene in scenes(explorer):
            for text, style, _ in segments_of(explorer.app):
                # What a blank would be written in is never sent.
                for colour in (text.strip() and style.color, style.bgcolor) if style else ():
                    assert not colour or colour.is_system_defined or colour.is_default, (scene, text, style)


async def test_mono_uses_no_colour(themed_explorer) -> None:
    async with themed_explorer("mono") as explorer:
        async for scene in scenes(explorer):
            for text, style, _ in segments_of(explorer.app):
                assert style is None or (style.color is None and style.bgcolor is None), (scene, text, style)


async def test_with_no_color_what_matters_stands_out(
    paths, open_explorer: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_explorer(query=WITH_MISTAKES) as explorer:
        explorer.app.screen.head.show_connection("PRODUCTION", Colour.RED)
        await wait_for_check(explorer.pilot)
        explorer.widget("#editor").focus()
        await explorer.press("ctrl+home", *["shift+right"] * 7)
        looks = {text.strip(): style for text, style, _ in segments_of(explorer.app) if style and text.strip()}
        assert looks["PRODUCTION"].reverse
        assert looks["PRODUCTION"].bold
        assert looks["device_tpye"].underline
        assert looks["select"].reverse
        assert not looks["from"].reverse
        explorer.app.action_change_theme()
        await explorer.wait_for(lambda: explorer.app.screen.query("Toast"))
        assert type(explorer.app.screen).__name__ == "WorkbenchScreen"


@pytest.mark.parametrize("sight", [DEUTERANOPIA, PROTANOPIA], ids=["deuteranopia", "protanopia"])
@pytest.mark.parametrize(
    "names",
    [
        ("success", "warning", "error"),
        ("text-success", "text-warning", "text-error"),
        ("connection-red", "connection-green"),
    ],
)
def test_for_the_colour_blind_states_stay_apart(names: tuple[str, ...], sight) -> None:
    colours = [Color.parse(variables_of("nxql-colour-blind")[name]).rgb for name in names]
    assert smallest_difference(colours, sight) >= CLEARLY_APART


@pytest.mark.parametrize("theme", LEAST)
@pytest.mark.parametrize("colour", Colour)
def test_the_first_line_can_be_read_on_every_connections_colour(theme: str, colour: Colour) -> None:
    variables = variables_of(theme)
    ground, text = (Color.parse(variables[f"connection-{colour.value}{end}"]).rgb for end in ("", "-foreground"))
    assert contrast(ground, text) >= LEAST[theme]


def variables_of(name: str) -> dict[str, str]:
    theme = next(theme for theme in load_themes(shipped_theme_folder()).themes if theme.name == name)
    return with_own_variables({**theme.to_color_system().generate(), **theme.variables})
