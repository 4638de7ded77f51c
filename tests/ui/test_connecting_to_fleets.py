"""Ways into several Engines at once: chosen from a site, or several connections together."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hostile_servers import Identities
from waiting import wait_for

from nxql_tui.accounts.connection import Colour
from nxql_tui.accounts.connections import Connection, load_connections, save_connection
from nxql_tui.accounts.known_engines import Pin, load_pin, save_pin
from nxql_tui.client.address import parse_portal_address
from nxql_tui.client.errors import CertificateChangedError, NotTrustedError, RefusedError
from nxql_tui.engine.server import EmbeddedEngine
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.engine.site import EmbeddedSite
from nxql_tui.ui.app import ExplorerApp
from nxql_tui.ui.screens.certificate_details import CertificateDetailsScreen
from nxql_tui.ui.screens.changed_certificate import ChangedCertificateScreen
from nxql_tui.ui.screens.choose_engine import ChooseEngineScreen
from nxql_tui.ui.screens.first_meeting import FirstMeetingScreen
from nxql_tui.ui.screens.login import LoginScreen
from nxql_tui.ui.screens.new_certificates import NewCertificatesScreen
from nxql_tui.ui.screens.secret_prompt import SecretPrompt
from nxql_tui.ui.screens.workbench import WorkbenchScreen
from nxql_tui.ui.start import ExplorerStart

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = [(80, 24), (120, 40)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedSite]:
    settings = EngineSettings(devices=5, days=1, certificate_folder=tmp_path_factory.mktemp("site"))
    with EmbeddedSite(settings, 3) as running:
        yield running


def addresses_of(site: EmbeddedSite) -> list[str]:
    return [f"127.0.0.1:{engine.port}" for engine in site.engines]


@pytest.fixture
def trusted(paths, site: EmbeddedSite) -> list[str]:
    """The addresses of a site whose certificates are all pinned."""
    for address in (str(parse_portal_address(site.portal_url)), *addresses_of(site)):
        save_pin(paths.known_engines, address, Pin(site.engines[0].certificate_der))
    return addresses_of(site)


def keep(paths, name: str = "site", **rules) -> Connection:
    """Save a connection whose password is at hand."""
    saved = replace(Connection(name, user="admin", password_command="echo admin"), **rules)
    save_connection(paths.connections, saved)
    return saved


def is_on(explorer, screen: type) -> bool:
    return isinstance(explorer.app.screen, screen)


async def connected(explorer):
    await explorer.wait_for(lambda: is_on(explorer, WorkbenchScreen) and explorer.app.screen.tab.connected)
    return explorer.app.screen.tab.connected


def said(explorer) -> str:
    return " ".join(str(one.message) for one in explorer.app._notifications)


async def choosing(explorer) -> None:
    await explorer.wait_for(lambda: is_on(explorer, ChooseEngineScreen))


def consequence(explorer) -> str:
    return str(explorer.widget("#consequence").render())


# Choosing


@pytest.mark.parametrize("size", SIZES)
async def test_all_engines_of_a_portal_are_asked_as_one_fleet(
    open_explorer, paths, site: EmbeddedSite, trusted, size
) -> None:
    keep(paths, portal=site.portal_url)
    async with open_explorer(client=None, size=size) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        assert consequence(explorer).startswith("Enter asks engine-1 alone.")
        await explorer.pilot.press("f7")
        assert consequence(explorer) == "Enter asks the 3 marked Engines together, as one fleet."
        await explorer.pilot.press("enter")
        fleet = (await connected(explorer)).fleet
        assert [engine.name for engine in fleet.engines] == ["engine-1", "engine-2", "engine-3"]
        assert all(engine.client is not None and engine.refusal is None for engine in fleet.engines)
        assert fleet.left_out == ("engine-4",)
        assert explorer.text_of(".connection") == "site ▸ 3 Engines  admin"
        assert "All 3 Engines are ready. engine-4 is not connected, says the Portal." in said(explorer)


async def test_the_marked_engines_of_a_site_are_marked_the_next_time(
    open_explorer, paths, site: EmbeddedSite, trusted
) -> None:
    keep(paths, portal=site.portal_url)
    text = paths.connections.read_text()
    paths.connections.write_text(f"# mine\n{text}")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        await explorer.pilot.press("space", "space", "enter")
        assert len((await connected(explorer)).fleet.engines) == 2
    assert load_connections(paths.connections)[0].engines == (("engine-1", trusted[0]), ("engine-2", trusted[1]))
    assert paths.connections.read_text().startswith("# mine\n")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        assert consequence(explorer) == "Enter asks the 2 marked Engines together, as one fleet."
        await explorer.pilot.press("enter")
        assert len((await connected(explorer)).fleet.engines) == 2


async def test_one_that_is_asked_alone_is_no_fleet_and_leaves_no_marks(
    open_explorer, paths, site: EmbeddedSite, trusted
) -> None:
    keep(paths, portal=site.portal_url, engines=(("engine-2", trusted[1]),))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        await explorer.pilot.press("down", "space", "enter")
        now = await connected(explorer)
        assert now.fleet is None
        assert str(now.client.address) == trusted[2]
    assert load_connections(paths.connections)[0].engines == ()


async def test_marking_all_marks_only_what_is_found(open_explorer, paths, site: EmbeddedSite, trusted) -> None:
    keep(paths, addresses=tuple(trusted))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        port = trusted[1].rpartition(":")[2]
        await explorer.pilot.press(*port, "f7")
        assert consequence(explorer).startswith(f"Enter asks {trusted[1]}, which is marked.")


async def test_engines_are_found_by_the_tags_of_connections_that_lead_to_them(
    open_explorer, paths, site: EmbeddedSite, trusted
) -> None:
    keep(paths, addresses=tuple(trusted), tags=("all",))
    keep(paths, "two", address=trusted[1], tags=("berlin",))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        lines = [str(one.prompt) for one in explorer.widget("#engines").options]
        assert [line.endswith("  berlin") for line in lines] == [False, True, False]
        await explorer.pilot.press(*"berlin")
        assert consequence(explorer).startswith(f"Enter asks {trusted[1]} alone.")


async def test_the_list_is_refreshed_and_what_is_marked_stays(
    open_explorer, paths, site: EmbeddedSite, trusted
) -> None:
    keep(paths, portal=site.portal_url)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        before = explorer.app.screen
        await explorer.pilot.press("space", "space", "f5")
        await explorer.wait_for(lambda: is_on(explorer, ChooseEngineScreen) and explorer.app.screen is not before)
        assert "2 marked" in consequence(explorer)


async def test_a_portal_that_is_away_leaves_the_engines_of_the_last_time(
    open_explorer, paths, site: EmbeddedSite, trusted, closed_port
) -> None:
    engines = tuple((f"eu-{place}", address) for place, address in enumerate(trusted[:2], start=1))
    keep(paths, portal=f"127.0.0.1:{closed_port}", engines=engines)
    async with open_explorer(client=None) as explorer:
        explorer.widget("#password").value = "admin"
        explorer.widget("#connect").press()
        await choosing(explorer)
        assert "the Engines chosen the last time" in str(explorer.widget(".trouble").render())
        await explorer.pilot.press("enter")
        fleet = (await connected(explorer)).fleet
        assert [engine.name for engine in fleet.engines] == ["eu-1", "eu-2"]


async def test_logging_in_again_asks_the_same_fleet_without_choosing(
    open_explorer, paths, site: EmbeddedSite, trusted
) -> None:
    keep(paths, portal=site.portal_url)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        await explorer.pilot.press("f7", "enter")
        first = await connected(explorer)
        await explorer.pilot.press("f9")
        await explorer.wait_for(lambda: is_on(explorer, LoginScreen))
        explorer.widget("#connect").press()
        await explorer.wait_for(lambda: is_on(explorer, WorkbenchScreen))
        await explorer.wait_for(lambda: explorer.app.screen.tab.connected.client is not first.client)
        again = explorer.app.screen.tab.connected
        assert [one.name for one in again.fleet.engines] == [one.name for one in first.fleet.engines]
        assert again.fleet.left_out == first.fleet.left_out


async def test_trying_several_out_keeps_nothing(open_explorer, paths, site: EmbeddedSite, trusted) -> None:
    saved = keep(paths, portal=site.portal_url)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("t")
        await choosing(explorer)
        await explorer.pilot.press("f7", "enter")
        await explorer.wait_for(lambda: "All 3 Engines are ready." in explorer.text_of("#message-engine"))
    assert load_connections(paths.connections) == (saved,)


# Certificates


@pytest.mark.parametrize("size", SIZES)
async def test_one_dialog_is_for_all_new_certificates(open_explorer, paths, site: EmbeddedSite, trusted, size) -> None:
    paths.known_engines.unlink()
    portal = str(parse_portal_address(site.portal_url))
    save_pin(paths.known_engines, portal, Pin(site.engines[0].certificate_der))
    keep(paths, portal=site.portal_url)
    async with open_explorer(client=None, size=size) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        await explorer.pilot.press("f7", "enter")
        await explorer.wait_for(lambda: is_on(explorer, NewCertificatesScreen))
        assert explorer.app.focused.id == "leave"
        listed = [str(one.prompt) for one in explorer.widget("#certificates").options]
        assert len(listed) == 1
        assert "engine-1, engine-2, engine-3" in listed[0]
        shown = "".join(listed[0].split())
        assert site.engines[0].sha256.replace(":", "") in shown.replace(":", "")
        await explorer.pilot.press("shift+tab", "enter")
        await explorer.wait_for(lambda: is_on(explorer, CertificateDetailsScreen))
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: is_on(explorer, NewCertificatesScreen))
        await explorer.pilot.click("#remember")
        assert len((await connected(explorer)).fleet.engines) == 3
    assert all(load_pin(paths.known_engines, address) for address in trusted)


@pytest.fixture
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    """An Engine with a certificate of its own."""
    settings = EngineSettings(devices=5, days=1, certificate_folder=tmp_path_factory.mktemp("stranger"))
    with EmbeddedEngine(settings) as running:
        yield running


async def test_a_certificate_that_is_left_keeps_no_other_engine_from_being_asked(
    open_explorer, paths, site: EmbeddedSite, stranger: EmbeddedEngine
) -> None:
    strange = f"127.0.0.1:{stranger.port}"
    keep(paths, addresses=(*addresses_of(site), strange))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        await explorer.pilot.press("f7", "enter")
        await explorer.wait_for(lambda: is_on(explorer, NewCertificatesScreen))
        assert explorer.widget("#certificates").option_count == 2
        await explorer.pilot.press("down", "space")
        await explorer.pilot.click("#once")
        fleet = (await connected(explorer)).fleet
        left = fleet.engines[-1]
        assert (left.client, type(left.refusal)) == (None, NotTrustedError)
        assert "3 of 4 Engines are ready." in said(explorer)
        assert f"{strange}: its certificate is not trusted." in said(explorer)
    assert not paths.known_engines.exists()


async def test_a_changed_certificate_stops_that_engine_alone(
    open_explorer, paths, site: EmbeddedSite, trusted, tmp_path
) -> None:
    save_pin(paths.known_engines, trusted[1], Pin(Identities(tmp_path).make("other").der))
    keep(paths, portal=site.portal_url)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        await explorer.pilot.press("f7", "enter")
        await explorer.wait_for(lambda: is_on(explorer, ChangedCertificateScreen))
        text = str(explorer.app.screen.query("Static").last().render())
        assert f"connections trust site --engine {trusted[1]} --replace" in text
        await explorer.pilot.press("enter")
        fleet = (await connected(explorer)).fleet
        stopped = fleet.engines[1]
        assert stopped.client is None
        assert isinstance(stopped.refusal, CertificateChangedError)
        assert site.engines[0].sha256 in str(stopped.refusal)
        assert any("--replace" in line for line in stopped.refusal.details)
        assert "2 of 3 Engines are ready. engine-2: its certificate has changed." in said(explorer)


# Those that are not ready


async def test_an_engine_that_is_away_stays_in_the_fleet_and_may_come_back(
    open_explorer, paths, site: EmbeddedSite, trusted, closed_port
) -> None:
    keep(paths, addresses=(f"127.0.0.1:{closed_port}", *trusted))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        await explorer.pilot.press("f7", "enter")
        now = await connected(explorer)
        away = now.fleet.engines[0]
        assert away.client is not None
        assert away.refusal is None
        assert str(now.client.address) == trusted[0]
        assert f"127.0.0.1:{closed_port}: it cannot be reached." in said(explorer)


async def test_the_settings_say_how_many_engines_move_data(open_explorer, paths, trusted) -> None:
    keep(paths, addresses=tuple(trusted))
    paths.settings.parent.mkdir(parents=True, exist_ok=True)
    paths.settings.write_text("in_flight = 3\n")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        await explorer.pilot.press("f7", "enter")
        assert (await connected(explorer)).fleet.in_flight == 3


async def test_where_every_engine_refuses_the_login_has_failed_and_few_are_asked(
    open_explorer, paths, site: EmbeddedSite, trusted
) -> None:
    keep(paths, portal=site.portal_url, password_command=None, engines=(("a", "x.invalid"),))
    keep(paths, "addressed", addresses=tuple(trusted), password_command="echo wrong")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("down", "enter")
        await choosing(explorer)
        await explorer.pilot.press("f7", "enter")
        await explorer.wait_for(lambda: "refused the user" in str(explorer.widget("#message-password").render()))
        assert is_on(explorer, LoginScreen)
        await explorer.pilot.press("alt+d")
        await explorer.pilot.pause()
        details = str(explorer.app.screen.query_one("Static").render())
        assert "was not asked: 2 other Engines have refused the password" in details


async def test_one_that_refuses_is_not_asked_by_itself_again(
    open_explorer, paths, site: EmbeddedSite, trusted, tmp_path_factory, monkeypatch
) -> None:
    folder = tmp_path_factory.mktemp("other")
    from nxql_tui.wire.credentials import Secret

    settings = EngineSettings(devices=5, days=1, certificate_folder=folder, password=Secret("another"))
    with EmbeddedEngine(settings) as other:
        address = f"127.0.0.1:{other.port}"
        save_pin(paths.known_engines, address, Pin(other.certificate_der))
        keep(paths, addresses=(address, *trusted))
        async with open_explorer(client=None) as explorer:
            await explorer.pilot.press("enter")
            await choosing(explorer)
            await explorer.pilot.press("f7", "enter")
            fleet = (await connected(explorer)).fleet
            refusing = fleet.engines[0]
            assert refusing.client is not None
            assert isinstance(refusing.refusal, RefusedError)
            assert [engine.refusal for engine in fleet.engines[1:]] == [None] * 3


async def test_a_password_command_runs_once_for_all_engines(
    open_explorer, paths, site: EmbeddedSite, trusted, tmp_path
) -> None:
    was_run = tmp_path / "was-run"
    keep(paths, addresses=tuple(trusted), password_command=f"sh -c 'echo run >> {was_run}; echo admin'")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        await explorer.pilot.press("f7", "enter")
        await connected(explorer)
    assert was_run.read_text() == "run\n"


async def test_a_typed_password_is_kept_once_for_the_site(open_explorer, paths, site: EmbeddedSite, trusted) -> None:
    keep(paths, addresses=tuple(trusted), password_command=None)
    async with open_explorer(client=None) as explorer:
        await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
        explorer.widget("#password").value = "admin"
        explorer.widget("#connect").press()
        await choosing(explorer)
        await explorer.pilot.press("f7", "enter")
        await connected(explorer)
        await explorer.pilot.press("f9")
        await explorer.wait_for(lambda: is_on(explorer, LoginScreen))
        await explorer.pilot.press("enter")
        await choosing(explorer)
        await explorer.pilot.press("enter")
        assert len((await connected(explorer)).fleet.engines) == 3


# Several connections


async def test_marked_connections_are_asked_together_by_the_strictest_rules(
    open_explorer, paths, site: EmbeddedSite, trusted, engine
) -> None:
    lab = f"127.0.0.1:{engine.port}"
    save_pin(paths.known_engines, lab, Pin(engine.certificate_der))
    keep(paths, portal=site.portal_url, allow_update=True, row_limit=9, tags=("production",))
    keep(paths, "lab", address=lab, row_limit=7, platforms=("mac_os",), colour=Colour.GREEN)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("space", "down", "space")
        await explorer.wait_for(lambda: "2 marked" in (explorer.widget("#saved").border_subtitle or ""))
        await explorer.pilot.press("enter")
        now = await connected(explorer)
        assert [one.name for one in now.fleet.engines] == ["engine-1", "engine-2", "engine-3", "lab"]
        assert explorer.text_of(".connection") == "PRODUCTION site, … ▸ 4 Engines"
        assert now.connection.row_limit == 7
        assert now.connection.platforms == ("mac_os",)
        assert not now.terms.is_allowed
        assert now.connection.shown_colour is Colour.RED
        await explorer.pilot.press("f9")
        await explorer.wait_for(lambda: is_on(explorer, LoginScreen))
        await explorer.wait_for(lambda: "2 marked" in (explorer.widget("#saved").border_subtitle or ""))
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: is_on(explorer, WorkbenchScreen))
        await explorer.wait_for(lambda: explorer.app.screen.tab.connected.client is not now.client)


async def test_a_marked_site_contributes_the_engines_chosen_of_it(
    open_explorer, paths, site: EmbeddedSite, trusted, engine
) -> None:
    lab = f"127.0.0.1:{engine.port}"
    save_pin(paths.known_engines, lab, Pin(engine.certificate_der))
    keep(paths, portal=site.portal_url, engines=(("engine-3", trusted[2]),))
    keep(paths, "lab", address=lab)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("space", "down", "space", "enter")
        fleet = (await connected(explorer)).fleet
        assert [one.name for one in fleet.engines] == ["engine-3", "lab"]


async def test_a_connection_without_a_password_is_asked_for_it_and_left_out_without(
    open_explorer, paths, site: EmbeddedSite, trusted
) -> None:
    keep(paths, "one", address=trusted[0])
    keep(paths, "two", address=trusted[1], password_command=None)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("space", "down", "space", "enter")
        await explorer.wait_for(lambda: is_on(explorer, SecretPrompt))
        await explorer.pilot.press("escape")
        now = await connected(explorer)
        assert [(one.name, one.client is None) for one in now.fleet.engines] == [("one", False), ("two", True)]
        assert "two: The password is missing." in said(explorer)
        await explorer.ask()
        assert explorer.state.startswith("INCOMPLETE · 1 of 2 Engines")


async def test_escape_leaves_all_new_certificates_and_the_others_are_asked(
    open_explorer, paths, site: EmbeddedSite, trusted, engine, stranger: EmbeddedEngine
) -> None:
    strangers = (f"127.0.0.1:{engine.port}", f"127.0.0.1:{stranger.port}")
    keep(paths, addresses=(trusted[0], *strangers))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await choosing(explorer)
        await explorer.pilot.press("f7", "enter")
        await explorer.wait_for(lambda: is_on(explorer, NewCertificatesScreen))
        await explorer.pilot.press("escape")
        fleet = (await connected(explorer)).fleet
        assert [one.client is None for one in fleet.engines] == [False, True, True]


async def test_several_connections_named_at_the_start_are_one_fleet(paths, site: EmbeddedSite, trusted) -> None:
    start = tuple(keep(paths, name, address=address) for name, address in zip(("one", "two"), trusted, strict=False))
    app = ExplorerApp(ExplorerStart(paths=paths, connect_to=start))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, WorkbenchScreen) and app.screen.tab.connected)
        assert [one.name for one in app.screen.tab.connected.fleet.engines] == ["one", "two"]


async def test_one_new_certificate_among_several_is_met_alone(
    open_explorer, paths, site: EmbeddedSite, trusted, engine
) -> None:
    keep(paths, "one", address=trusted[0])
    keep(paths, "two", address=f"127.0.0.1:{engine.port}")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("space", "down", "space", "enter")
        await explorer.wait_for(lambda: is_on(explorer, FirstMeetingScreen))
        await explorer.pilot.press("enter")
        fleet = (await connected(explorer)).fleet
        assert fleet.engines[1].client is None


async def test_a_silent_engine_is_stopped_with_escape(open_explorer, paths, site: EmbeddedSite, trusted) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        keep(paths, addresses=(trusted[0], f"127.0.0.1:{silent.getsockname()[1]}"))
        async with open_explorer(client=None) as explorer:
            await explorer.pilot.press("enter")
            await choosing(explorer)
            await explorer.pilot.press("f7", "enter")
            await explorer.wait_for(lambda: "Connecting to" in explorer.text_of("#progress"))
            await explorer.pilot.press("escape")
            await explorer.wait_for(lambda: "Stopped." in explorer.text_of("#progress"))
            assert is_on(explorer, LoginScreen)
