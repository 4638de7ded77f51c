"""The shipped themes as they are drawn: text can be read, states are told apart, and only allowed colours are used."""

from __future__ import annotations

import asyncio
import zlib
from contextlib import suppress
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
from textual.color import Color, ColorParseError
from textual.theme import Theme
from tour import QUERY, WITH_MISTAKES, fleet_on_tour, save_connections, tour
from waiting import PATIENCE, wait_for_check

from nxql_tui.accounts.connection import Colour
from nxql_tui.ui.connection_title import ConnectionTitle
from nxql_tui.ui.theme_variables import FOLLOWING, with_own_variables
from nxql_tui.ui.theming import load_themes, shipped_theme_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import App

LEAST = {"nxql-contrast": 7.0, "nxql-colour-blind": 4.5, "nxql-dark": 4.5, "nxql-light": 4.5}
"""The least contrast of text in a theme that says its own colours."""
CLEARLY_APART = 25.0
"""Ten times what is just noticed."""


def weak_texts(app: App[object]) -> Iterator[object]:
    """Text that is too close to its ground."""
    for drawn in drawn_texts(app):
        if drawn.contrast < LEAST[app.theme]:
            yield drawn.foreground, drawn.ground, drawn.text, round(drawn.contrast, 2)


def colours_beside_the_palette(app: App[object]) -> Iterator[object]:
    """Colours that are not the terminal's own sixteen."""
    for text, style, _ in segments_of(app):
        # What a blank would be written in is never sent.
        for colour in (text.strip() and style.color, style.bgcolor) if style else ():
            if colour and not colour.is_system_defined and not colour.is_default:
                yield text, style


TELLING = "telling"


def telling_theme() -> Theme:
    """A theme in which no two variables are alike: a colour on the screen tells what it is made of."""
    names = {*Theme("any", "#000000").to_color_system().generate(), *FOLLOWING}
    colours = {name: f"#{zlib.crc32(name.encode()) & 0xFFFFFF:06x}" for name in names if "style" not in name}
    return Theme(TELLING, "#123456", variables=colours)


def plain_colours(theme: str) -> dict[str, Color]:
    """The variables that are one colour whatever they are drawn on."""
    colours = {}
    for name, value in variables_of(theme).items():
        with suppress(ColorParseError):
            colour = Color.parse(value)
            if colour.a == 1 and colour.auto is False and colour.ansi is None:
                colours[name] = colour
    return colours


async def show_in(app: App[object], theme: str) -> None:
    """Lay the screen out in another theme."""
    app.theme = theme
    is_shown = asyncio.Event()
    app.call_next(is_shown.set)
    async with asyncio.timeout(PATIENCE):
        await is_shown.wait()


async def test_every_screen_in_every_theme_can_be_read_and_keeps_to_the_colours_of_the_theme(
    paths, engine_client, closed_port: int, open_explorer: Callable[..., object]
) -> None:
    save_connections(paths)
    told = {Color.parse(value).rgb: name for name, value in telling_theme().variables.items()}
    colours_of = {theme: plain_colours(theme) for theme in LEAST}
    faults, seen = {}, set()

    def is_weak_by_itself(theme: str, one: str, other: str) -> bool:
        return contrast(colours_of[theme][one].rgb, colours_of[theme][other].rgb) < LEAST[theme]

    async with open_explorer(query=QUERY) as explorer:
        app = explorer.app
        app.register_theme(telling_theme())
        await show_in(app, TELLING)
        async for stop in tour(explorer, fleet_on_tour(engine_client, closed_port)):
            drawn = {(one.foreground, one.ground) for one in drawn_texts(app)} - seen
            seen |= drawn
            pairs = {tuple(told.get(colour, "") for colour in pair) for pair in drawn}
            # What two plain colours look like together is known without drawing them.
            known = {theme: {pair for pair in pairs if colours_of[theme].keys() >= {*pair}} for theme in LEAST}
            for theme, plain in known.items():
                faults |= {(theme, *pair): stop for pair in plain if is_weak_by_itself(theme, *pair)}
            drawn_in = [theme for theme in LEAST if known[theme] != pairs]
            if not drawn_in:
                continue
            # Nothing is sent while one theme follows another.
            with app.batch_update():
                for theme in drawn_in:
                    await show_in(app, theme)
                    faults |= {(theme, *fault): stop for fault in weak_texts(app)}
                await show_in(app, "ansi-16")
                faults |= {("ansi-16", *map(str, fault)): stop for fault in colours_beside_the_palette(app)}
                await show_in(app, TELLING)
    assert not faults


async def test_with_no_color_there_is_none_and_what_matters_stands_out(
    paths, open_explorer: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_explorer(query=WITH_MISTAKES) as explorer:
        explorer.app.screen.head.show_connection(ConnectionTitle("", "", "", is_production=True), Colour.RED)
        await wait_for_check(explorer.pilot)
        explorer.widget("#editor").focus()
        await explorer.press("ctrl+home", *["shift+right"] * 7)
        styles = [style for _, style, _ in segments_of(explorer.app) if style]
        assert not [style for style in styles if style.color is not None or style.bgcolor is not None]
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
