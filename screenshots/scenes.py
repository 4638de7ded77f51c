"""What is done in the explorer until a picture is taken."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from sample_site import DOWN, ENGINES, PASSWORD, PORTAL, UNREACHABLE, USER, SampleSite, address_of, host_of
from steady import show_places

from nxql_tui.accounts.connection import Colour, Connection
from nxql_tui.accounts.connections import save_connection
from nxql_tui.accounts.known_engines import Pin, save_pin
from nxql_tui.ui.editor.writing_area import WritingArea
from nxql_tui.ui.panels.summary_panel import SummaryPanel
from nxql_tui.ui.start import ExplorerStart

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from nxql_tui.paths import Paths

    Scene = Callable[[Pilot[int]], Awaitable[None]]

PATIENCE = 30.0
QUERY = """\
(select (name device_type system_drive_usage last_seen last_logged_on_user)
    (from device
        (where device
            (gt system_drive_usage (percent 0.85))))
    (order_by name asc)
    (limit 250))"""
"""Stands in the editor at first."""


# Starts


def logged_in(paths: Paths, site: SampleSite) -> ExplorerStart:
    """The workbench, and one Engine that is asked."""
    return ExplorerStart(paths=paths, client=site.client, connection_name="lab", user=USER, query=QUERY)


def with_connections(paths: Paths, _site: SampleSite) -> ExplorerStart:
    """The login screen, and connections of several kinds."""
    for connection in (
        production_site(),
        Connection("lab", "lab-engine.example.com:1672", "alice", colour=Colour.GREEN),
        Connection("paris", "engine-7.example.com:1671", "reader"),
    ):
        save_connection(paths.connections, connection)
    return ExplorerStart(paths=paths)


def with_an_address(paths: Paths, _site: SampleSite) -> ExplorerStart:
    """The login screen, and the address of an Engine that has not been met."""
    return ExplorerStart(paths=paths, address=host_of(ENGINES[0]), user=USER)


def connecting_to_site(paths: Paths, site: SampleSite) -> ExplorerStart:
    """`nxql-tui --connection site-eu`: Engines that have been met, and chosen, before."""
    connection = production_site()
    save_connection(paths.connections, connection)
    for place in (*(str(address_of(engine)) for engine in ENGINES), f"{PORTAL}:443"):
        save_pin(paths.known_engines, place, Pin(site.certificate))
    return ExplorerStart(paths=paths, connect_to=(connection,), query=QUERY)


def production_site() -> Connection:
    """All Engines of the site."""
    return Connection(
        "site-eu",
        user=USER,
        portal=PORTAL,
        engines=tuple((name, host_of(name)) for name in (*ENGINES, UNREACHABLE, DOWN)),
        tags=("production",),
        password_command=f"echo {PASSWORD.reveal()}",
    )


# Steps


async def wait_for(pilot: Pilot[int], condition: Callable[[], object]) -> None:
    """Let the app work until something is true, and once more until that is drawn."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await pilot.pause(0.01)
    await pilot.pause()


async def settle(pilot: Pilot[int]) -> None:
    """Wait until the query is checked and no page is being read."""
    workbench: Any = pilot.app.screen_stack[0]
    await wait_for(pilot, lambda: workbench.query("#editor") and workbench.query(".connection"))
    await wait_for(pilot, lambda: all(area.is_checked for area in workbench.query(WritingArea)))
    await wait_for(pilot, lambda: workbench.tab.answer.pages.is_idle)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press one key after the other, each when what the one before asked for is there."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def appears(pilot: Pilot[int], selector: str) -> Any:
    """Wait for a widget on the screen in front; returns it."""
    await wait_for(pilot, lambda: pilot.app.screen.query(selector))
    return pilot.app.screen.query_one(selector)


async def login_opened(pilot: Pilot[int]) -> None:
    """Wait for the login screen, and for the places where a password can be kept."""
    await wait_for(pilot, lambda: len(pilot.app.screen_stack) > 1 and pilot.app.screen_stack[1].query("#keep-in"))
    places: Any = pilot.app.screen_stack[1].query_one("#keep-in")
    await wait_for(pilot, lambda: not places.is_looking)
    show_places(places)


async def search(pilot: Pilot[int], word: str) -> None:
    """Type a word into a list that searches, and wait until it has found something of that name."""
    entries = await appears(pilot, "#entries")
    await pilot.press(*word)
    await wait_for(pilot, lambda: entries.highlighted is not None and word in entries.highlighted.left)


def editor_of(pilot: Pilot[int]) -> Any:
    """The one on the screen."""
    return pilot.app.screen.query_one("#editor")


async def answered(pilot: Pilot[int], word: str = "complete") -> None:
    """Send the query and wait until the line over the rows says how it ended."""
    state: Any = pilot.app.screen_stack[0].query_one("#state")
    await pilot.press("f5")
    await wait_for(pilot, lambda: word in str(state.render()))
    await settle(pilot)


# Scenes


async def login(pilot: Pilot[int]) -> None:
    """Connections of several kinds, and where a password can be kept."""
    await login_opened(pilot)
    await pilot.press("down")


async def trust(pilot: Pilot[int]) -> None:
    """An Engine whose certificate nothing vouches for."""
    await login_opened(pilot)
    password = await appears(pilot, "#password")
    password.value = PASSWORD.reveal()
    password.focus()
    await pilot.press("enter")
    await appears(pilot, ".fingerprint")


async def workbench(pilot: Pilot[int]) -> None:
    """The answer, sorted by its third column."""
    await answered(pilot)
    await press(pilot, "right", "right", "s", "s")


async def completion(pilot: Pilot[int]) -> None:
    """What could be written at the cursor."""
    await answered(pilot)
    editor = editor_of(pilot)
    editor.load_text(
        "(select (name device_type last_logged_on_user)\n    (from device\n"
        "        (where device (gt drive)))\n    (limit 100))"
    )
    editor.focus()
    editor.go_to(editor.text.index(")))\n"))
    await settle(pilot)
    await pilot.press("ctrl+space")
    await wait_for(pilot, lambda: pilot.app.screen.query_one("#completion").display)


async def problem(pilot: Pilot[int]) -> None:
    """A mistyped field, and the names one could have meant."""
    editor_of(pilot).load_text("(select (name device_tpye last_seen)\n    (from device)\n    (limit 100))")
    await settle(pilot)
    await answered(pilot, "No answer")


async def parameters(pilot: Pilot[int]) -> None:
    """A question with two placeholders."""
    editor_of(pilot).load_text(
        "(select (name device_type #%1)\n    (from device\n"
        "        (where device (eq device_type (enum %2))))\n    (limit 200))"
    )
    await wait_for(pilot, lambda: len(pilot.app.screen.query("ParameterField")) == 2)
    bar: Any = pilot.app.screen.query_one("ParameterBar")
    bar.fill({1: "Location", 2: "laptop"})
    await answered(pilot)


async def row(pilot: Pilot[int]) -> None:
    """All fields of a row, with their types and units."""
    editor_of(pilot).load_text(
        "(select (name device_type device_manufacturer device_model os_version_and_architecture total_ram\n"
        "         number_of_cores system_drive_capacity system_drive_usage ip_addresses last_logged_on_user\n"
        "         last_system_boot last_seen)\n"
        "    (from device (where device (gt system_drive_usage (percent 0.85))))\n"
        "    (order_by name asc) (limit 250))"
    )
    await answered(pilot)
    await press(pilot, "down", "right", "right", "enter")
    workbench: Any = pilot.app.screen
    await wait_for(pilot, lambda: workbench.tab.answer.panel is not None)
    await settle(pilot)


async def summary(pilot: Pilot[int]) -> None:
    """The summary of a column, beside the rows it is of."""
    editor_of(pilot).load_text(
        "(select (name device_type system_drive_usage last_seen)\n    (from device)\n    (order_by name asc))"
    )
    await answered(pilot)
    await press(pilot, "right", "right", "equals_sign")
    panel = await appears(pilot, "SummaryPanel")
    await wait_for(pilot, lambda: isinstance(panel, SummaryPanel) and panel.summary is not None)


async def export(pilot: Pilot[int]) -> None:
    """The export dialog over an answer."""
    await answered(pilot)
    await pilot.press("f8")
    path, what = await appears(pilot, "#path"), await appears(pilot, "#what")
    await wait_for(pilot, lambda: path.has_focus and "rows" in str(what.render()))
    path.value = "drives-nearly-full.csv"
    what.focus()
    await pilot.press("right")


async def model(pilot: Pilot[int]) -> None:
    """The data model, searched."""
    await pilot.press("f2")
    await search(pilot, "boot")


async def library(pilot: Pilot[int]) -> None:
    """The library, with a query that came with the program."""
    await pilot.press("f3")
    await search(pilot, "drive")


async def settings(pilot: Pilot[int]) -> None:
    """Every setting with what it is for."""
    await settle(pilot)
    app: Any = pilot.app
    app.action_open_settings()
    await wait_for(pilot, lambda: len(app.screen_stack) == 2)


async def help_on_answer(pilot: Pilot[int]) -> None:
    """The keys that work in the answer."""
    await answered(pilot)
    await pilot.press("f1")
    await wait_for(pilot, lambda: len(pilot.app.screen_stack) == 2)


async def portal(pilot: Pilot[int]) -> None:
    """The Engines of a site, as its Portal lists them; those of the last time are marked."""
    await login_opened(pilot)
    await appears(pilot, "#engines")


async def fleet(pilot: Pilot[int]) -> None:
    """A question to several Engines, one of which is away, with the list of them."""
    await portal(pilot)
    await pilot.press("enter")
    await wait_for(pilot, lambda: len(pilot.app.screen_stack) == 1)
    await answered(pilot, "INCOMPLETE")
    await press(pilot, "right", "s", "T", "e")
    await appears(pilot, "#fleet-engines")


SCENES: dict[str, tuple[Callable[[Paths, SampleSite], ExplorerStart], Scene]] = {
    "login": (with_connections, login),
    "trust": (with_an_address, trust),
    "workbench": (logged_in, workbench),
    "completion": (logged_in, completion),
    "problem": (logged_in, problem),
    "parameters": (logged_in, parameters),
    "row": (logged_in, row),
    "summary": (logged_in, summary),
    "portal": (connecting_to_site, portal),
    "fleet": (connecting_to_site, fleet),
    "export": (logged_in, export),
    "model": (logged_in, model),
    "library": (logged_in, library),
    "settings": (logged_in, settings),
    "help": (logged_in, help_on_answer),
}
