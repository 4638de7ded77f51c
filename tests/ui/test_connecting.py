"""Ways into an Engine that is far, strange, one of many, or behind something."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hostile_servers import Identities, Street
from proxies import KNOWN_PASSWORD, KNOWN_USER, Passage, connect_proxy
from waiting import wait_for

from nxql_tui.accounts.connection import Colour
from nxql_tui.accounts.connections import Connection, load_connections, save_connection
from nxql_tui.accounts.known_engines import Pin, load_pin, save_pin
from nxql_tui.client.address import parse_portal_address
from nxql_tui.engine.server import EmbeddedEngine
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.engine.site import EmbeddedSite
from nxql_tui.ui.app import ExplorerApp
from nxql_tui.ui.screens.changed_certificate import ChangedCertificateScreen
from nxql_tui.ui.screens.choose_engine import ChooseEngineScreen
from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.edit_connection import EditConnectionScreen
from nxql_tui.ui.screens.failure_details import FailureDetailsScreen
from nxql_tui.ui.screens.first_meeting import FirstMeetingScreen
from nxql_tui.ui.screens.login import LoginScreen
from nxql_tui.ui.screens.secret_prompt import SecretPrompt
from nxql_tui.ui.screens.workbench import WorkbenchScreen
from nxql_tui.ui.start import ExplorerStart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def address(engine: EmbeddedEngine) -> str:
    return f"127.0.0.1:{engine.port}"


@pytest.fixture
def pinned(paths, engine: EmbeddedEngine, address: str) -> str:
    """The address of an Engine whose certificate is pinned."""
    save_pin(paths.known_engines, address, Pin(engine.certificate_der))
    return address


def keep(paths, **rules) -> Connection:
    """Save a connection whose password is at hand."""
    saved = replace(Connection("lab", user="admin", password_command="echo admin"), **rules)
    save_connection(paths.connections, saved)
    return saved


def is_on(explorer, screen: type) -> bool:
    return isinstance(explorer.app.screen, screen)


async def connected(explorer) -> None:
    await explorer.wait_for(lambda: is_on(explorer, WorkbenchScreen))


# What a connection says


async def test_production_is_impossible_to_mistake(open_explorer, paths, pinned) -> None:
    keep(paths, address=pinned, tags=("production",))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await connected(explorer)
        label = explorer.widget(".connection")
        assert str(label.render()).startswith("PRODUCTION lab")
        assert label.styles.background.hex.lower() == "#b3261e"


async def test_the_platforms_of_a_connection_are_switched_on(open_explorer, paths, pinned) -> None:
    keep(paths, address=pinned, platforms=("mac_os", "mobile"), colour=Colour.GREEN)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await connected(explorer)
        assert [platform.value for platform in explorer.app.screen.head.switches.platforms] == ["mac_os", "mobile"]


async def test_a_query_without_a_limit_gets_that_of_the_connection_and_says_so(open_explorer, paths, pinned) -> None:
    keep(paths, address=pinned, row_limit=7)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await connected(explorer)
        await explorer.ask("(select (name) (from device))")
        assert explorer.state.startswith("7 rows · (limit 7) added by the connection")
        await explorer.ask("(select (name) (from device) (limit 9))")
        assert explorer.state.startswith("9 rows · Engine")


async def test_the_environments_password_is_taken_where_none_is_kept(
    open_explorer, paths, pinned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NXQL_TUI_PASSWORD", "admin")
    keep(paths, address=pinned, password_command=None)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await connected(explorer)


# Finding and trying out


async def test_a_connection_is_found_by_its_tag_and_taken_with_enter(open_explorer, paths, pinned) -> None:
    for name in ("one", "two", "three"):
        save_connection(paths.connections, Connection(name, f"{name}.example.com", "alice", last_used=YESTERDAY))
    keep(paths, address=pinned, tags=("cellar",))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("slash", *"cell")
        await explorer.wait_for(lambda: explorer.widget("#connections").option_count == 1)
        assert explorer.widget("#engine").value == pinned
        await explorer.pilot.press("enter")
        await connected(explorer)


async def test_leaving_the_search_shows_all_connections_again(open_explorer, paths, pinned) -> None:
    save_connection(paths.connections, Connection("one", "one.example.com", "alice"))
    keep(paths, address=pinned)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("slash", *"nothing")
        await explorer.wait_for(lambda: not explorer.widget("#connections").display)
        await explorer.pilot.press("escape")
        await explorer.wait_for(lambda: explorer.widget("#connections").option_count == 2)
        assert explorer.app.focused.id == "connections"


async def test_trying_a_connection_out_stays_on_the_screen_and_keeps_nothing(open_explorer, paths, pinned) -> None:
    saved = keep(paths, address=pinned)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("t")
        await explorer.wait_for(lambda: f"{pinned} accepts admin" in explorer.text_of("#message-engine"))
        assert is_on(explorer, LoginScreen)
    assert load_connections(paths.connections) == (saved,)


# Strange certificates


async def test_a_changed_certificate_is_a_hard_stop_with_both_fingerprints(
    open_explorer, paths, engine, address, tmp_path
) -> None:
    other = Identities(tmp_path).make("other")
    save_pin(paths.known_engines, address, Pin(other.der))
    keep(paths, address=address)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: is_on(explorer, ChangedCertificateScreen))
        shown = "".join(str(one.render()) for one in explorer.app.screen.query(".fingerprint"))
        assert engine.sha256[:23] in shown
        assert "connections trust lab --replace" in str(explorer.app.screen.query("Static").last().render())
        assert [button.id for button in explorer.app.screen.query("Button")] == ["leave"]
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: is_on(explorer, LoginScreen))
    assert load_pin(paths.known_engines, address) == Pin(other.der)


@pytest.fixture
def expired(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    """An Engine whose certificate was good until yesterday."""
    (tmp_path / "identity").mkdir()
    identity = Identities(tmp_path / "identity").make("engine", valid_days=(-9, -1))
    settings = EngineSettings(devices=5, days=1, certificate_folder=tmp_path, certificate=identity.file)
    with EmbeddedEngine(settings) as running:
        yield running


async def test_a_pinned_certificate_that_has_expired_can_be_accepted_for_good(open_explorer, paths, expired) -> None:
    address = f"127.0.0.1:{expired.port}"
    save_pin(paths.known_engines, address, Pin(expired.certificate_der))
    keep(paths, address=address)
    for meeting in (True, False):
        async with open_explorer(client=None) as explorer:
            await explorer.pilot.press("enter")
            if meeting:
                await explorer.wait_for(lambda: is_on(explorer, FirstMeetingScreen))
                assert explorer.app.focused.id == "leave"
                await explorer.pilot.click("#remember")
            await connected(explorer)
            assert any("expired on" in str(one.message) for one in explorer.app._notifications)
    assert load_pin(paths.known_engines, address) == Pin(expired.certificate_der, allow_expired=True)


async def test_a_connection_that_trusts_only_a_pin_asks_before_the_first_byte(open_explorer, paths, address) -> None:
    keep(paths, address=address, trust="pinned")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: is_on(explorer, FirstMeetingScreen))


# Many Engines


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedSite]:
    settings = EngineSettings(devices=5, days=1, certificate_folder=tmp_path_factory.mktemp("site"))
    running = EmbeddedSite(settings, 2)
    running.start()
    yield running
    running.stop()


async def trust_and_remember(explorer) -> None:
    await explorer.wait_for(lambda: is_on(explorer, FirstMeetingScreen))
    await explorer.pilot.click("#remember")


async def test_a_portal_lists_its_engines_and_one_of_them_is_asked(open_explorer, paths, site: EmbeddedSite) -> None:
    keep(paths, portal=site.portal_url)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await trust_and_remember(explorer)
        await explorer.wait_for(lambda: is_on(explorer, ChooseEngineScreen))
        rows = [str(option.prompt) for option in explorer.widget("#engines").options]
        assert len(rows) == 3
        assert "DISCONNECTED" in rows[-1]
        await explorer.pilot.press("enter")
        await trust_and_remember(explorer)
        await connected(explorer)
        assert explorer.text_of(".connection").startswith("lab ▸ 127.0.0.1:")
    assert [one.name for one in load_connections(paths.connections)] == ["lab"]


async def test_engines_of_a_portal_are_kept_as_connections_that_need_no_password_again(
    open_explorer, paths, site: EmbeddedSite
) -> None:
    async with open_explorer(client=None) as explorer:
        await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
        explorer.widget("#engine").value = site.portal_url
        explorer.widget("#user").value = "admin"
        explorer.widget("#password").value = "admin"
        explorer.widget("#list-engines").press()
        await trust_and_remember(explorer)
        await explorer.wait_for(lambda: is_on(explorer, ChooseEngineScreen))
        await explorer.pilot.press("f6", "f6", "f8")
        await explorer.wait_for(
            lambda: is_on(explorer, LoginScreen) and explorer.widget("#connections").option_count == 2
        )
        explorer.widget("#password").value = ""
        explorer.widget("#connections").focus()
        await explorer.pilot.press("enter")
        await trust_and_remember(explorer)
        await connected(explorer)
    assert len(load_connections(paths.connections)) == 2


async def test_one_of_several_addresses_is_chosen(open_explorer, paths, pinned) -> None:
    keep(paths, addresses=("one.example.com", pinned))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: is_on(explorer, ChooseEngineScreen))
        await explorer.pilot.press(*"127", "enter")
        await connected(explorer)


# Behind something


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    running = Street(Identities(tmp_path).make("engine"))
    yield running
    running.stop()


async def test_the_password_of_a_proxy_is_asked_for_and_kept(open_explorer, paths, pinned, street: Street) -> None:
    passage = Passage()
    proxy = connect_proxy(street, passage, is_closed=True)
    keep(paths, address=pinned, proxy=f"http://{KNOWN_USER}@127.0.0.1:{proxy.port}")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: is_on(explorer, SecretPrompt))
        await explorer.pilot.press(*KNOWN_PASSWORD, "enter")
        await connected(explorer)
        await explorer.ask()
        # Seen before the command gives the password, logged in, asked.
        assert passage.targets == [pinned] * 3
        await explorer.pilot.press("f9")
        await explorer.wait_for(lambda: is_on(explorer, LoginScreen))
        await explorer.pilot.press("enter")
        await connected(explorer)


async def test_a_password_command_that_needs_the_terminal_can_be_run_on_it(
    open_explorer, paths, pinned, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(paths, address=pinned, password_command="false")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: is_on(explorer, Confirmation))
        assert explorer.app.focused.id == "leave"
        await explorer.pilot.click("#deed")
        # No terminal can be handed over in a test without one: that is said, and nothing is lost.
        await explorer.wait_for(lambda: "cannot be handed" in str(explorer.widget("#message-password").render()))


async def test_the_details_of_a_failure_are_behind_a_key_and_can_be_copied(open_explorer, paths, closed_port) -> None:
    keep(paths, address=f"127.0.0.1:{closed_port}")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: explorer.widget("#message-engine").display)
        assert "alt+d" in str(explorer.widget("#message-engine").render())
        await explorer.pilot.press("alt+d")
        await explorer.wait_for(lambda: is_on(explorer, FailureDetailsScreen))
        await explorer.pilot.press("y")
        assert "ConnectionRefusedError: 111 Connection refused" in explorer.app.clipboard
        assert f"POST https://127.0.0.1:{closed_port}/2/query" in explorer.app.clipboard
        await explorer.pilot.press("escape")
        await explorer.wait_for(lambda: is_on(explorer, LoginScreen))


async def test_the_details_of_a_question_that_failed_are_behind_the_same_key(open_explorer, broken_engine) -> None:
    def hang_up(connection) -> None:
        connection.close()

    with broken_engine(hang_up) as engine:
        async with open_explorer(client=engine.client) as explorer:
            await explorer.ask()
            assert "alt+d Details" in explorer.text_of(".message-text")
            await explorer.pilot.press("alt+d")
            await explorer.wait_for(lambda: is_on(explorer, FailureDetailsScreen))
            assert "came as far as" in str(explorer.app.screen.query_one("Static").render())


# Describing connections


async def test_a_connection_is_described_kept_and_used(open_explorer, paths, pinned) -> None:
    keep(paths, address="elsewhere.example.com")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("e")
        await explorer.wait_for(lambda: is_on(explorer, EditConnectionScreen))
        explorer.widget("#name").value = "cellar"
        explorer.widget("#address").value = pinned
        await explorer.pilot.press("f5")
        await explorer.wait_for(lambda: is_on(explorer, LoginScreen) and explorer.widget("#engine").value == pinned)
        await explorer.pilot.press("enter")
        await connected(explorer)
        assert "cellar ▸" in explorer.text_of(".connection")
    assert [one.name for one in load_connections(paths.connections)] == ["cellar"]


async def test_a_copy_of_a_connection_has_a_name_of_its_own(open_explorer, paths, pinned) -> None:
    keep(paths, address=pinned, tags=("eu",))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("c")
        await explorer.wait_for(lambda: is_on(explorer, EditConnectionScreen))
        assert explorer.widget("#name").value == "lab copy"
        await explorer.pilot.press("f5")
        await explorer.wait_for(
            lambda: is_on(explorer, LoginScreen) and explorer.widget("#connections").option_count == 2
        )
    assert [(one.name, one.tags) for one in load_connections(paths.connections)] == [
        ("lab", ("eu",)),
        ("lab copy", ("eu",)),
    ]


async def test_a_connection_named_at_the_start_is_connected_to_at_once(paths, pinned) -> None:
    saved = keep(paths, address=pinned)
    app = ExplorerApp(ExplorerStart(paths=paths, connect_to=(saved,)))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, WorkbenchScreen) and app.screen.tab.connected)


async def test_a_password_is_forgotten_and_its_connection_stays(open_explorer, paths, pinned) -> None:
    keep(paths, address=pinned, password_command=None)
    async with open_explorer(client=None) as explorer:
        await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
        explorer.widget("#password").value = "admin"
        explorer.widget("#connect").press()
        await connected(explorer)
        await explorer.pilot.press("f9")
        await explorer.wait_for(lambda: is_on(explorer, LoginScreen))
        await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
        await explorer.pilot.press("f")
        await explorer.wait_for(lambda: any("kept any more" in str(one.message) for one in explorer.app._notifications))
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: "None is kept" in str(explorer.widget("#message-password").render()))
    assert len(load_connections(paths.connections)) == 1


# Going no further


@pytest.fixture
def silent_port() -> Iterator[tuple[int, threading.Event, threading.Event]]:
    """A port that lets everybody in and says nothing, and the events that somebody has come, and left."""
    has_come, was_left = threading.Event(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            with suppress(OSError):
                visitor, _ = listener.accept()
                has_come.set()
                with visitor:
                    while visitor.recv(1024):
                        pass
                was_left.set()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield listener.getsockname()[1], has_come, was_left
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
    thread.join(30)


async def test_escape_stops_a_login_that_gets_no_answer_and_hangs_up(open_explorer, paths, silent_port) -> None:
    port, has_come, was_left = silent_port
    keep(paths, address=f"127.0.0.1:{port}")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(has_come.is_set)
        assert "Connecting" in explorer.text_of("#progress")
        await explorer.pilot.press("escape")
        await explorer.wait_for(lambda: "Stopped." in explorer.text_of("#progress"))
        assert not explorer.widget("#connect").disabled
        await explorer.wait_for(was_left.is_set)
        assert is_on(explorer, LoginScreen)


async def test_a_replaced_pin_counts_at_the_next_attempt(open_explorer, paths, engine, address, tmp_path) -> None:
    keep(paths, address=address)
    other = Pin(Identities(tmp_path).make("other").der)
    async with open_explorer(client=None) as explorer:
        save_pin(paths.known_engines, address, Pin(engine.certificate_der))
        await explorer.pilot.press("enter")
        await connected(explorer)
        for pin, screen in ((other, ChangedCertificateScreen), (Pin(engine.certificate_der), WorkbenchScreen)):
            save_pin(paths.known_engines, address, pin)
            await explorer.pilot.press("f9" if pin is other else "escape")
            await explorer.wait_for(lambda: is_on(explorer, LoginScreen))
            await explorer.pilot.press("enter")
            await explorer.wait_for(lambda screen=screen: is_on(explorer, screen))


@pytest.mark.parametrize("rule", ["system", "ca_file"])
async def test_where_a_pin_would_not_be_heeded_none_is_offered(
    open_explorer, paths, address, tmp_path, rule: str
) -> None:
    other = Identities(tmp_path).make("other")
    keep(paths, address=address, **({"trust": "system"} if rule == "system" else {"ca_file": str(other.file)}))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: explorer.widget("#message-engine").display)
        assert is_on(explorer, LoginScreen)


# Mistaken for another


async def test_a_password_typed_for_one_connection_is_not_sent_for_another_of_the_same_address_and_user(
    open_explorer, paths, pinned
) -> None:
    keep(paths, name="one", address=pinned, password_command=None, last_used=YESTERDAY)
    keep(paths, name="two", address=pinned, password_command=None, server_name="other.example.com")
    async with open_explorer(client=None) as explorer:
        await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
        explorer.widget("#password").value = "admin"
        await explorer.pilot.press("down")
        await explorer.wait_for(lambda: explorer.widget("#password").value == "")


async def test_the_age_of_a_pinned_certificate_is_accepted_once_for_that_certificate_and_no_other(
    open_explorer, paths, expired
) -> None:
    address = f"127.0.0.1:{expired.port}"
    save_pin(paths.known_engines, address, Pin(expired.certificate_der))
    keep(paths, address=address)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: is_on(explorer, FirstMeetingScreen))
        shown = "".join(str(explorer.widget(".fingerprint").render()).split())
        assert shown.replace(":", "").lower() == expired.sha256.replace(":", "").lower()
        await explorer.pilot.click("#once")
        await connected(explorer)
    assert load_pin(paths.known_engines, address) == Pin(expired.certificate_der)


async def test_logging_in_again_keeps_to_the_rules_of_the_connection(open_explorer, paths, pinned) -> None:
    keep(paths, name="first", address=pinned)
    keep(paths, address=pinned, tags=("production",), row_limit=7, last_used=YESTERDAY)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await connected(explorer)
        await explorer.pilot.press("f9")
        await explorer.wait_for(lambda: is_on(explorer, LoginScreen))
        explorer.widget("#password").focus()
        explorer.widget("#password").value = "admin"
        await explorer.pilot.press("enter")
        await connected(explorer)
        assert explorer.text_of(".connection").startswith("PRODUCTION lab")
    assert {one.name: one.last_used is None for one in load_connections(paths.connections)} == {
        "first": True,
        "lab": False,
    }


async def test_an_engine_of_a_site_is_logged_in_to_again_without_choosing(
    open_explorer, paths, site: EmbeddedSite
) -> None:
    keep(paths, portal=site.portal_url)
    pinned = [str(parse_portal_address(site.portal_url)), *(f"127.0.0.1:{engine.port}" for engine in site.engines)]
    for address in pinned:
        save_pin(paths.known_engines, address, Pin(site.engines[0].certificate_der))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: is_on(explorer, ChooseEngineScreen))
        await explorer.pilot.press("down", "enter")
        await connected(explorer)
        before = explorer.text_of(".connection")
        await explorer.pilot.press("f9")
        await explorer.wait_for(lambda: is_on(explorer, LoginScreen))
        explorer.widget("#connect").press()
        await connected(explorer)
        assert explorer.text_of(".connection") == before
    assert len(load_connections(paths.connections)) == 1


async def test_what_is_changed_in_the_file_meanwhile_counts_and_stays(open_explorer, paths, pinned) -> None:
    saved = keep(paths, address=pinned)
    async with open_explorer(client=None) as explorer:
        save_connection(paths.connections, replace(saved, row_limit=7))
        await explorer.pilot.press("enter")
        await connected(explorer)
        await explorer.ask("(select (name) (from device))")
        assert explorer.state.startswith("7 rows")
    assert load_connections(paths.connections)[0].row_limit == 7


async def test_a_deleted_connection_does_not_come_back(open_explorer, paths, pinned) -> None:
    keep(paths, address=pinned, allow_update=True, password_command=None, last_used=YESTERDAY)
    keep(paths, name="other", address="other.example.com")
    async with open_explorer(client=None) as explorer:
        await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
        await explorer.pilot.press("d")
        await explorer.wait_for(lambda: is_on(explorer, Confirmation))
        await explorer.pilot.click("#deed")
        await explorer.wait_for(lambda: is_on(explorer, LoginScreen))
        await explorer.wait_for(lambda: explorer.widget("#connections").option_count == 1)
        explorer.widget("#password").value = "admin"
        explorer.widget("#connect").press()
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, FirstMeetingScreen | WorkbenchScreen))
        if is_on(explorer, FirstMeetingScreen):
            await explorer.pilot.click("#once")
            await connected(explorer)
    by_name = {one.name: one for one in load_connections(paths.connections)}
    assert "lab" not in by_name
    assert not any(one.allow_update for one in by_name.values())


async def test_a_password_typed_for_a_proxy_goes_before_that_of_the_environment(
    open_explorer, paths, pinned, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = connect_proxy(street, Passage(), is_closed=True)
    monkeypatch.setattr("nxql_tui.client.route._is_this_machine", lambda _host: False)
    monkeypatch.setenv("https_proxy", f"http://{KNOWN_USER}:wrong@127.0.0.1:{proxy.port}")
    keep(paths, address=pinned)
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: is_on(explorer, SecretPrompt))
        await explorer.pilot.press(*KNOWN_PASSWORD, "enter")
        await connected(explorer)


async def test_a_password_command_is_not_run_for_a_server_that_is_not_trusted(
    open_explorer, paths, address, tmp_path: Path
) -> None:
    was_run = tmp_path / "was-run"
    keep(paths, address=address, password_command=f"sh -c 'echo run >> {was_run}; echo admin'")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: is_on(explorer, FirstMeetingScreen))
        assert not was_run.exists()
        await explorer.pilot.click("#once")
        await connected(explorer)
    assert was_run.read_text() == "run\n"


@pytest.mark.parametrize("turn", ["down", "slash"])
async def test_who_turns_to_another_connection_leaves_the_attempt_behind(
    open_explorer, paths, silent_port, turn: str
) -> None:
    port, has_come, was_left = silent_port
    keep(paths, address=f"127.0.0.1:{port}", last_used=YESTERDAY)
    keep(paths, name="other", address="other.example.com")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(has_come.is_set)
        assert "Connecting to lab" in explorer.text_of("#progress")
        await explorer.pilot.press(turn)
        await explorer.wait_for(was_left.is_set)
        await explorer.wait_for(lambda: not explorer.app.screen.is_attempting)
        assert explorer.text_of("#progress") == ""
        assert not explorer.widget("#message-engine").display


async def test_who_goes_on_typing_leaves_the_attempt_behind(open_explorer, paths, silent_port) -> None:
    port, has_come, was_left = silent_port
    keep(paths, address=f"127.0.0.1:{port}")
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(has_come.is_set)
        explorer.widget("#user").focus()
        await explorer.pilot.press("x")
        await explorer.wait_for(was_left.is_set)
        assert explorer.app.focused.id == "user"


async def test_a_key_for_details_types_no_letter_where_there_are_none(open_explorer) -> None:
    async with open_explorer(client=None) as explorer:
        for field in ("password", "user"):
            explorer.widget(f"#{field}").focus()
            await explorer.pilot.press("a", "alt+d", "b")
            assert explorer.widget(f"#{field}").value == "ab"


async def test_a_connection_that_cannot_be_read_hides_no_other(open_explorer, paths, pinned) -> None:
    keep(paths, address=pinned)
    keep(paths, name="bad", address="bad.example.com")
    good = 'address = "bad.example.com"'
    paths.connections.write_text(paths.connections.read_text().replace(good, f'{good}\nrow_limit = "many"'))
    async with open_explorer(client=None) as explorer:
        assert explorer.widget("#connections").option_count == 1
        assert any("row_limit" in str(one.message) for one in explorer.app._notifications)
        await explorer.pilot.press("enter")
        await connected(explorer)
    assert 'row_limit = "many"' in paths.connections.read_text()
