"""A tour of everything that the explorer shows, in one run of the app: every stop is a picture of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seen_certificate import CERTIFICATE
from waiting import wait_for_check

from nxql_tui.accounts.connection import Colour
from nxql_tui.accounts.connections import Connection, save_connection
from nxql_tui.client.address import EngineAddress, parse_address
from nxql_tui.client.certificate import SeenCertificate
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.errors import CertificateChangedError, NotTrustedError
from nxql_tui.client.fleet import Fleet, FleetEngine
from nxql_tui.client.portal import PortalEngine
from nxql_tui.logins.members import FleetMember
from nxql_tui.ui.connection_title import ConnectionTitle
from nxql_tui.ui.fleet_form import Stranger
from nxql_tui.ui.login_outcomes import CertificateChanged, EngineUnknown, LoginForm
from nxql_tui.ui.panels.summary_panel import SummaryPanel
from nxql_tui.ui.screens.changed_certificate import ChangedCertificateScreen
from nxql_tui.ui.screens.choose_engine import ChooseEngineScreen
from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.failure_details import FailureDetailsScreen
from nxql_tui.ui.screens.first_meeting import FirstMeetingScreen
from nxql_tui.ui.screens.new_certificates import NewCertificatesScreen
from nxql_tui.ui.screens.secret_prompt import SecretPrompt
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from conftest import Explorer
    from textual.screen import Screen

    from nxql_tui.paths import Paths

QUERY = '(select (name device_type total_ram) (from device (where device (eq name (pattern "*")))) (order_by name asc))'
WITH_MISTAKES = """\
(select (name device_tpye #%1) ; a comment
  (from device (where device (ge total_ram (byte 5)) (eq name (string %2))))
  (limit 100))"""
UPDATE = '(update (set #Location (enum "Paris")) (from device (where device (eq name (pattern "*1")))))'


async def tour(explorer: Explorer, fleet: Fleet) -> AsyncIterator[str]:
    """Go through all screens and stop where something is seen that is nowhere else; gives the names of the stops."""
    for part in (_rows, _panels, _questions_about_rows, _dialogs, _writing, _searched_lists, _app, _login, _trust):
        async for stop in part(explorer):
            yield stop
    async for stop in _fleet(explorer, fleet):
        yield stop


def save_connections(paths: Paths) -> None:
    """What the login screen offers on the tour."""
    for connection in (
        Connection("site-eu", user="svc-nxql", portal="portal.example.com", tags=("production", "eu")),
        Connection("lab", "lab-engine.example.com:1672", "alice", colour=Colour.GREEN),
    ):
        save_connection(paths.connections, connection)


def fleet_on_tour(client: EngineClient, closed_port: int) -> Fleet:
    """Two names of one Engine, one that is away, and one that is not asked."""
    away = EngineAddress("127.0.0.1", closed_port)
    stranger = EngineClient(away, Credential("admin", Secret("admin")), client.trust)
    engines = (("eu-1", client), ("eu-2", client), ("us-1", stranger))
    return Fleet(tuple(FleetEngine(name, one.address, one) for name, one in engines), ("us-2",))


async def _rows(explorer: Explorer) -> AsyncIterator[str]:
    yield "before a question"
    explorer.app.screen.head.show_connection(
        ConnectionTitle("eu-1", "engine-1", "admin", is_production=True), Colour.RED
    )
    await explorer.ask(QUERY)
    await explorer.press("x", "down", "s")
    yield "rows with a mark"
    await explorer.press("slash", *"nxt")
    yield "quick filter"
    await explorer.press("enter", "question_mark", *"lap")
    yield "find"
    await explorer.press("enter")
    await _opened(explorer, "W")
    yield "watch"
    await _closed(explorer)
    await explorer.press("F")


async def _panels(explorer: Explorer) -> AsyncIterator[str]:
    for key, name in (("enter", "row"), ("space", "cell"), ("plus", "figures"), ("c", "columns")):
        await explorer.press(key)
        await explorer.wait_for(lambda: explorer.app.screen.tab.answer.panel is not None)
        await explorer.settled()
        yield name
        await explorer.app.screen.tab.answer.close_panel()
    await explorer.press("right", "right", "equals_sign")
    await explorer.wait_for(lambda: explorer.widget(SummaryPanel).summary is not None)
    yield "summary"
    await explorer.press("escape")


async def _questions_about_rows(explorer: Explorer) -> AsyncIterator[str]:
    for key, name in (("f", "filter"), ("y", "copy cells"), ("d", "compare"), ("g", "group")):
        await _opened(explorer, key)
        yield name
        await _closed(explorer)
    await explorer.press("left")
    await _opened(explorer, "g")
    await explorer.press("f5")
    await explorer.wait_for(lambda: explorer.app.screen.tab.answer.is_derived)
    await explorer.settled()
    yield "groups"
    await explorer.press("escape")


async def _dialogs(explorer: Explorer) -> AsyncIterator[str]:
    await _opened(explorer, "f8")
    await explorer.wait_for(lambda: "rows" in explorer.text_of("#what"))
    yield "export"
    await _closed(explorer)
    workbench = explorer.app.screen
    for action, name in (
        (workbench.action_copy_as, "copy as"),
        (workbench.action_save_query, "save query"),
        (workbench.action_rename_tab, "a line to type"),
    ):
        action()
        await explorer.wait_for(lambda: explorer.app.screen is not workbench and explorer.app.screen.focused)
        yield name
        await _closed(explorer)


async def _writing(explorer: Explorer) -> AsyncIterator[str]:
    await explorer.write(WITH_MISTAKES)
    explorer.widget("#editor").focus()
    await wait_for_check(explorer.pilot)
    await explorer.press("ctrl+home", "shift+down")
    yield "mistakes, parameters and a selection"
    await explorer.write("(select (name ) (from device))")
    explorer.widget("#editor").go_to(14)
    await explorer.press("ctrl+space")
    await explorer.wait_for(lambda: explorer.app.screen.query_one("#completion").display)
    yield "what could be written"
    await explorer.press("escape")
    await explorer.ask("(select (device_tpye) (from device))")
    yield "names to choose from"
    await explorer.press("escape", "shift+f6")
    yield "tabs"


async def _searched_lists(explorer: Explorer) -> AsyncIterator[str]:
    for key, name in (("f3", "library"), ("f2", "data model")):
        await _opened(explorer, key)
        await explorer.wait_for(lambda: explorer.widget("#entries").highlighted is not None)
        yield name
        await _closed(explorer)


async def _app(explorer: Explorer) -> AsyncIterator[str]:
    app = explorer.app
    app.warn("Something is not as it should be.")
    app.notify("It is done.")
    await explorer.wait_for(lambda: len(app.screen.query("Toast")) > 1)
    yield "notices"
    app.clear_notifications()
    await _opened(explorer, "f1")
    yield "help"
    await _closed(explorer)
    for action, name in ((app.action_open_settings, "settings"), (app.action_change_theme, "themes")):
        action()
        await explorer.wait_for(lambda: len(app.screen_stack) > 1 and app.screen.focused)
        yield name
        await _closed(explorer)
    app.action_open_doctor()
    await explorer.wait_for(lambda: len(app.screen_stack) > 1 and app.screen.entries and not app.screen._is_looking)
    yield "doctor"
    await _closed(explorer)
    await app.push_screen(FailureDetailsScreen("Where: engine-1\nWhen: now"))
    yield "details of a failure"
    await _closed(explorer)
    await _opened(explorer, "f10")
    await explorer.wait_for(lambda: app.screen.query("#--input"))
    yield "palette"
    await _closed(explorer)


async def _login(explorer: Explorer) -> AsyncIterator[str]:
    await _opened(explorer, "f9")
    await explorer.wait_for(lambda: not explorer.widget("#keep-in").is_looking)
    yield "login"
    message = explorer.widget("#message-password")
    message.update("The Engine refused the user or the password (401).")
    message.display = True
    await explorer.press("down")
    yield "refused login"
    await explorer.press("n")
    await explorer.wait_for(lambda: len(explorer.app.screen_stack) > 2)
    yield "edit connection"
    await _closed(explorer, 2)
    await _closed(explorer)


async def _trust(explorer: Explorer) -> AsyncIterator[str]:
    changed = CertificateChangedError("", "", pinned=CERTIFICATE.sha256, seen=SeenCertificate(b"another").sha256)
    unknown = NotTrustedError("The certificate is self-signed; nothing was sent.", can_be_pinned=True)
    addresses = [parse_address(f"engine-{number}.example.com") for number in (1, 2, 3)]
    form = LoginForm("site-eu", "alice", Secret(""), (), {})
    strangers = tuple(
        Stranger(0, f"eu-{number}", EngineUnknown(form, one, CERTIFICATE, unknown, has_expired=False), _member(number))
        for number, one in enumerate(addresses)
    )
    shown: tuple[tuple[str, Screen[Any]], ...] = (
        ("first meeting", FirstMeetingScreen(addresses[0], CERTIFICATE, unknown.what)),
        (
            "changed certificate",
            ChangedCertificateScreen(CertificateChanged(changed, "site-eu", "nxql-tui connections trust site-eu")),
        ),
        ("new certificates", NewCertificatesScreen(strangers)),
        (
            "Engines to choose from",
            ChooseEngineScreen(
                "The Engines of portal.example.com",
                tuple(map(_member, range(3))),
                (PortalEngine("us-2", parse_address("us-2.example.com"), "DISCONNECTED"),),
            ),
        ),
        ("a secret to type", SecretPrompt("The proxy asks for a password", "It is kept for this session.")),
        ("confirmation", Confirmation("Delete 'lab'?", "Its password is forgotten too.", "Delete")),
    )
    for name, screen in shown:
        await explorer.app.push_screen(screen)
        await explorer.pilot.pause()
        yield name
        await _closed(explorer)


async def _fleet(explorer: Explorer, fleet: Fleet) -> AsyncIterator[str]:
    app = explorer.app
    spokesman = fleet.spokesman
    assert spokesman is not None
    app._connect(spokesman, Connection("demo", user="admin", allow_update=True))
    await explorer.write(UPDATE)
    await _opened(explorer, "f5")
    await explorer.wait_for(lambda: "Counting" not in explorer.text_of("#matching"))
    yield "confirm update"
    await _closed(explorer)
    rules = Connection("site-eu", user="admin", allow_update=True)
    app._connect(spokesman, rules, Fleet(fleet.members[:2]))
    await _opened(explorer, "f5")
    await explorer.wait_for(lambda: "Counting" not in explorer.text_of("#matching"))
    yield "confirm update of a fleet"
    await _closed(explorer)
    app._connect(spokesman, rules, fleet)
    await explorer.ask("(select (name total_ram) (from device) (limit 30))")
    explorer.widget("#results").focus()
    yield "rows of a fleet"
    await explorer.press("e")
    await explorer.wait_for(lambda: explorer.app.screen.query("#fleet-engines"))
    yield "Engines of a fleet"


def _member(number: int) -> FleetMember:
    return FleetMember(f"eu-{number}", parse_address(f"eu-{number}.example.com"))


async def _opened(explorer: Explorer, key: str) -> None:
    """Press a key and wait for a screen over the workbench."""
    await explorer.pilot.press(key)
    await explorer.wait_for(lambda: len(explorer.app.screen_stack) == 2 and explorer.app.screen.is_mounted)
    await explorer.pilot.pause()


async def _closed(explorer: Explorer, screens: int = 1) -> None:
    """Take away what lies over the workbench."""
    while len(explorer.app.screen_stack) > screens:
        await explorer.app.pop_screen()
    await explorer.pilot.pause()
