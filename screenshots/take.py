"""Take the pictures of the README: the real app, on the embedded Engine, at a fixed size.

    python screenshots/take.py [NAME…]

Needs the `test` extra and a monospaced font (Debian: fonts-dejavu-core).
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import resvg_py
from textual.pilot import Pilot

from nxql_tui.accounts.connection import Colour
from nxql_tui.accounts.connections import Connection, save_connection
from nxql_tui.client.address import EngineAddress, parse_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.fleet import Fleet, FleetEngine
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.commands.explore import DEMO_QUERY
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.engine.site import EmbeddedSite
from nxql_tui.paths import find_paths
from nxql_tui.ui.app import ExplorerApp
from nxql_tui.ui.panels.summary_panel import SummaryPanel
from nxql_tui.ui.start import ExplorerStart
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from nxql_tui.engine.server import EmbeddedEngine

FOLDER = Path(__file__).resolve().parent
NOW = datetime(2026, 11, 23, 10, 15)
PATIENCE = 30.0

Scene = Callable[[Pilot[int]], Awaitable[None]]


async def wait_for(pilot: Pilot[int], condition: Callable[[], bool]) -> None:
    """Let the app work until something is true."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await pilot.pause(0.02)
    await pilot.pause()


def state(pilot: Pilot[int]) -> str:
    """What the state line says."""
    return str(pilot.app.screen_stack[0].query_one("#state").render())


async def answered(pilot: Pilot[int]) -> None:
    """Send the query and wait for the whole answer."""
    await pilot.press("f5")
    await wait_for(pilot, lambda: "complete" in state(pilot))


async def workbench(pilot: Pilot[int]) -> None:
    """The answer, sorted by its third column."""
    await answered(pilot)
    await pilot.press("right", "right", "s", "s")


async def parameters(pilot: Pilot[int]) -> None:
    """A question with two placeholders."""
    editor = pilot.app.screen.query_one("#editor")
    editor.load_text(
        "(select (name device_type #%1)\n  (from device (where device (eq device_type (enum %2))))\n  (limit 200))"
    )
    await wait_for(pilot, lambda: len(pilot.app.screen.query("ParameterField")) == 2)
    for number, value in ((1, "Location"), (2, "laptop")):
        pilot.app.screen.query_one("ParameterBar").fill({number: value})
    await answered(pilot)


async def mistake(pilot: Pilot[int]) -> None:
    """A mistyped field, and the names one could have meant."""
    pilot.app.screen.query_one("#editor").load_text(
        "(select (name device_tpye last_seen)\n  (from device)\n  (limit 100))"
    )
    await pilot.press("f5")
    await wait_for(pilot, lambda: "No answer" in state(pilot))


async def export(pilot: Pilot[int]) -> None:
    """The export dialog over an answer."""
    await answered(pilot)
    await pilot.press("f8")
    await wait_for(pilot, lambda: bool(pilot.app.screen.query("#path")))
    what = pilot.app.screen.query_one("#what")
    await wait_for(pilot, lambda: "rows" in str(what.render()))
    pilot.app.screen.query_one("#path").value = "devices.csv"
    what.focus()
    await pilot.press("right")


async def login(pilot: Pilot[int]) -> None:
    """The login screen, with connections of several kinds."""
    for connection in (
        Connection("site-eu", user="svc-nxql", portal="portal.example.com", tags=("production",)),
        Connection("lab", "lab-engine.example.com:1672", "alice", colour=Colour.GREEN),
        Connection("paris", "engine-7.example.com:1671", "reader"),
    ):
        save_connection(find_paths().connections, connection)
    await pilot.press("f9")
    await wait_for(pilot, lambda: "looking" not in str(pilot.app.screen.query_one("#keep-in").render()))
    await pilot.press("down")


async def writing(pilot: Pilot[int]) -> None:
    """What could be written at the cursor."""
    await answered(pilot)
    editor = pilot.app.screen.query_one("#editor")
    editor.load_text(
        "(select (name device_type last_logged_on_user)\n    (from device\n"
        "        (where device (gt drive)))\n    (limit 100))"
    )
    editor.focus()
    editor.go_to(editor.text.index(")))\n"))
    await pilot.press("ctrl+space")
    await wait_for(pilot, lambda: bool(pilot.app.screen.query_one("#completion").display))


async def model(pilot: Pilot[int]) -> None:
    """The data model, searched."""
    await pilot.press("f2")
    await wait_for(pilot, lambda: bool(pilot.app.screen.query("#entries")))
    await pilot.press(*"boot")


async def library(pilot: Pilot[int]) -> None:
    """The library, with a query that came with the program."""
    await pilot.press("f3")
    await wait_for(pilot, lambda: bool(pilot.app.screen.query("#entries")))
    await pilot.press(*"drive")
    await pilot.pause(0.5)


async def summary(pilot: Pilot[int]) -> None:
    """The summary of a column, beside the rows it is of."""
    pilot.app.screen.query_one("#editor").load_text(
        "(select (name device_type system_drive_usage last_seen)\n    (from device)\n    (order_by name asc))"
    )
    await answered(pilot)
    await pilot.press("right", "right", "equals_sign")
    panel = pilot.app.screen.query_one(SummaryPanel)
    await wait_for(pilot, lambda: panel.summary is not None)


async def fleet(pilot: Pilot[int]) -> None:
    """A question to several Engines, one of which is away, with the list of them."""
    await pilot.press("f5")
    await wait_for(pilot, lambda: "INCOMPLETE" in state(pilot))
    await pilot.press("right", "s", "T", "e")
    await wait_for(pilot, lambda: bool(pilot.app.screen.query("#fleet-engines")))


SCENES: dict[str, tuple[Scene, tuple[int, int]]] = {
    "workbench": (workbench, (110, 32)),
    "workbench-80x24": (workbench, (80, 24)),
    "parameters": (parameters, (80, 24)),
    "mistake": (mistake, (80, 24)),
    "writing": (writing, (80, 24)),
    "model": (model, (80, 24)),
    "library": (library, (80, 24)),
    "summary": (summary, (120, 32)),
    "export": (export, (80, 24)),
    "login": (login, (80, 24)),
    "fleet": (fleet, (120, 32)),
}


def fleet_of(site: EmbeddedSite) -> Fleet:
    """The Engines of a site, and one that nobody listens at."""
    clients = {f"eu-{number}": client_of(engine) for number, engine in enumerate(site.engines, start=1)}
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        away = EngineAddress("127.0.0.1", bound.getsockname()[1])
    some = next(iter(clients.values()))
    clients["us-1"] = EngineClient(away, Credential("admin", Secret("admin")), some.trust)
    return Fleet(tuple(FleetEngine(name, client.address, client) for name, client in clients.items()), ("us-2",))


def client_of(engine: EmbeddedEngine) -> EngineClient:
    """Its first user."""
    address = parse_address(engine.url)
    return EngineClient(address, Credential("admin", Secret("admin")), PinnedTrust(engine.certificate_der))


async def take(name: str, site: EmbeddedSite) -> None:
    """Play one scene, with nothing left of the one before, and write its picture."""
    os.environ["NXQL_TUI_HOME"] = tempfile.mkdtemp(dir=os.environ["HOME"])
    scene, size = SCENES[name]
    client = client_of(site.engines[0])
    is_fleet = name.startswith("fleet")
    start = ExplorerStart(
        paths=find_paths(),
        client=client,
        fleet=fleet_of(site) if is_fleet else None,
        connection_name="site-eu" if is_fleet else "demo",
        address=str(client.address),
        user="admin",
        query=DEMO_QUERY,
    )
    app = ExplorerApp(start)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await scene(pilot)
        svg = app.export_screenshot(title="nxql-tui")
    picture = resvg_py.svg_to_bytes(
        svg_string=svg, font_family="DejaVu Sans Mono", monospace_family="DejaVu Sans Mono", width=1200
    )
    (FOLDER / f"{name}.png").write_bytes(bytes(picture))
    print(f"{name}.png")


def main(names: list[str]) -> None:
    """Take the pictures named, or all of them."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["NXQL_TUI_HOME"] = home
        os.environ["HOME"] = home
        reports = Path(home) / "reports"
        reports.mkdir()
        os.chdir(reports)
        with EmbeddedSite(EngineSettings(now=NOW, certificate_folder=find_paths().certificates), 3) as site:
            for name in names or SCENES:
                asyncio.run(take(name, site))


if __name__ == "__main__":
    main(sys.argv[1:])
