"""The rounds of a login to several Engines, without a screen: real Engines, a real Portal, answers given here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hostile_servers import Identities, Street
from proxies import KNOWN_PASSWORD, KNOWN_USER, Passage, connect_proxy

from nxql_tui.accounts.connections import Connection, load_connections, save_connection
from nxql_tui.accounts.known_engines import Pin, save_pin
from nxql_tui.accounts.password_stores import SessionStore
from nxql_tui.client.address import parse_portal_address
from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.client.password_trial import MOST_IN_DOUBT
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.engine.site import EmbeddedSite
from nxql_tui.ui.fleet_ending import FleetReady
from nxql_tui.ui.fleet_form import FleetForm, FleetPart, FleetUndecided
from nxql_tui.ui.fleet_login import log_in_to_fleet
from nxql_tui.ui.login_outcomes import LoginFailed, LoginField, LoginForm, LoginTested
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hostile_servers import Visit

    from nxql_tui.paths import Paths
    from nxql_tui.ui.login_outcomes import LoginOutcome


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedSite]:
    settings = EngineSettings(devices=5, days=1, certificate_folder=tmp_path_factory.mktemp("site"))
    with EmbeddedSite(settings, 2) as running:
        yield running


@pytest.fixture
def store() -> SessionStore:
    return SessionStore()


def addresses_of(site: EmbeddedSite) -> tuple[str, ...]:
    return tuple(f"127.0.0.1:{engine.port}" for engine in site.engines)


def trust_all(paths: Paths, site: EmbeddedSite) -> None:
    for address in (str(parse_portal_address(site.portal_url or "")), *addresses_of(site)):
        save_pin(paths.known_engines, address, Pin(site.engines[0].certificate_der))


def part_of(paths: Paths, store: SessionStore, connection: Connection, password: str = "admin") -> FleetPart:
    save_connection(paths.connections, connection)
    form = LoginForm(connection.address, connection.user, Secret(password), (store,), {}, connection)
    return FleetPart(form)


def refuse(visit: Visit) -> None:
    visit.answer(b"", "WWW-Authenticate: Basic", status="401 Unauthorized")


def round_of(form: FleetForm, paths: Paths) -> LoginOutcome:
    return log_in_to_fleet(form, paths, Cancellation())


def test_a_portal_and_its_engines_are_met_in_two_rounds_and_nothing_is_done_twice(
    paths: Paths, store: SessionStore, site: EmbeddedSite
) -> None:
    one = part_of(paths, store, Connection("site", user="admin", portal=site.portal_url))
    form = FleetForm((one,))
    for expected in (["Portal of site"], ["engine-1", "engine-2"]):
        undecided = round_of(form, paths)
        assert isinstance(undecided, FleetUndecided)
        assert [stranger.name for stranger in undecided.strangers] == expected
        pins = [(str(one.meeting.identity), Pin(one.meeting.certificate.der)) for one in undecided.strangers]
        form = replace(undecided.form, new_pins=tuple(pins))
    ready = round_of(form, paths)
    assert isinstance(ready, FleetReady)
    assert [engine.name for engine in ready.fleet.engines] == ["engine-1", "engine-2"]
    assert {engine.connection for engine in ready.fleet.engines} == {"site"}
    assert ready.fleet.left_out == ("engine-3",)
    assert not ready.is_complete


def test_a_password_that_was_accepted_is_kept_once_and_the_login_is_noted(
    paths: Paths, store: SessionStore, site: EmbeddedSite
) -> None:
    trust_all(paths, site)
    part = part_of(paths, store, Connection("site", user="admin", portal=site.portal_url))
    assert isinstance(round_of(FleetForm((part,)), paths), FleetReady)
    assert store.load(str(parse_portal_address(site.portal_url or "")), "admin") == Secret("admin")
    assert all(store.load(address, "admin") is None for address in addresses_of(site))
    assert load_connections(paths.connections)[0].last_used is not None


def test_a_trial_keeps_nothing(paths: Paths, store: SessionStore, site: EmbeddedSite) -> None:
    trust_all(paths, site)
    part = part_of(paths, store, Connection("site", user="admin", portal=site.portal_url))
    assert isinstance(round_of(FleetForm((part,), is_trial=True), paths), LoginTested)
    assert store.load(str(parse_portal_address(site.portal_url or "")), "admin") is None
    assert load_connections(paths.connections)[0].last_used is None


def test_what_a_person_trusts_for_this_session_counts(paths: Paths, store: SessionStore, site: EmbeddedSite) -> None:
    decided = {address: PinnedTrust(site.engines[0].certificate_der) for address in addresses_of(site)}
    part = part_of(paths, store, Connection("site", user="admin", addresses=addresses_of(site)))
    part = replace(part, form=replace(part.form, decided=decided))
    assert isinstance(round_of(FleetForm((part,)), paths), FleetReady)
    assert not paths.known_engines.exists()


def test_a_connection_that_fails_is_left_out_and_told(
    paths: Paths, store: SessionStore, site: EmbeddedSite, closed_port: int
) -> None:
    trust_all(paths, site)
    gone = part_of(paths, store, Connection("gone", user="admin", portal=f"127.0.0.1:{closed_port}"))
    good = part_of(paths, store, Connection("good", addresses_of(site)[0], "admin"))
    ready = round_of(FleetForm((gone, good)), paths)
    assert isinstance(ready, FleetReady)
    assert ready.fleet.left_out == ()
    good_engine, lost = ready.fleet.engines
    assert (good_engine.name, good_engine.refusal) == ("good", None)
    assert (lost.name, str(lost.address), lost.client) == ("gone", f"127.0.0.1:{closed_port}", None)
    assert lost.refusal is not None
    assert [one.name for one in ready.connections] == ["good"]
    assert "1 Engine is ready. gone: " in ready.readiness


def test_a_connection_that_fails_hides_behind_no_engine_of_its_name(
    paths: Paths, store: SessionStore, site: EmbeddedSite, closed_port: int
) -> None:
    trust_all(paths, site)
    gone = part_of(paths, store, Connection("engine-1", user="admin", portal=f"127.0.0.1:{closed_port}"))
    good = part_of(paths, store, Connection("site", user="admin", portal=site.portal_url))
    ready = round_of(FleetForm((gone, good)), paths)
    assert isinstance(ready, FleetReady)
    names = [engine.name for engine in ready.fleet.engines]
    assert names == [f"engine-1 ({addresses_of(site)[0]})", "engine-2", f"engine-1 (127.0.0.1:{closed_port})"]


def test_what_is_no_address_stands_for_a_connection_that_fails(
    paths: Paths, store: SessionStore, site: EmbeddedSite
) -> None:
    trust_all(paths, site)
    wrong = part_of(paths, store, Connection("wrong", "http://nowhere", "admin"))
    good = part_of(paths, store, Connection("good", addresses_of(site)[0], "admin"))
    ready = round_of(FleetForm((wrong, good)), paths)
    assert isinstance(ready, FleetReady)
    assert [(engine.name, engine.client is None) for engine in ready.fleet.engines] == [
        ("good", False),
        ("wrong", True),
    ]


def test_without_any_engine_that_is_ready_the_login_has_failed(
    paths: Paths, store: SessionStore, closed_port: int
) -> None:
    part = part_of(paths, store, Connection("gone", user="admin", addresses=(f"127.0.0.1:{closed_port}", "a.invalid")))
    failed = round_of(FleetForm((part,)), paths)
    assert isinstance(failed, LoginFailed)
    assert failed.field is LoginField.ENGINE
    assert len(failed.details) == 2


def test_a_dialog_gives_a_wrong_password_no_more_attempts(paths: Paths, store: SessionStore, tmp_path: Path) -> None:
    identity = Identities(tmp_path).make("engines")
    street = Street(identity)
    servers = [street.engine(refuse) for _ in range(8)]
    for server in servers[4:]:
        save_pin(paths.known_engines, str(server.address), Pin(identity.der))
    part = part_of(paths, store, Connection("site", user="admin", addresses=tuple(str(one.address) for one in servers)))
    form = FleetForm((part,))
    while isinstance(outcome := round_of(form, paths), FleetUndecided):
        pins = tuple((str(one.meeting.identity), Pin(one.meeting.certificate.der)) for one in outcome.strangers)
        form = replace(outcome.form, new_pins=pins)
    street.stop()
    assert isinstance(outcome, LoginFailed)
    assert sum(len(server.questions) for server in servers) == MOST_IN_DOUBT


def test_what_the_login_has_proved_no_question_proves_again(
    paths: Paths, store: SessionStore, tmp_path: Path, site: EmbeddedSite
) -> None:
    trust_all(paths, site)
    ready = round_of(
        FleetForm((part_of(paths, store, Connection("site", user="admin", addresses=addresses_of(site))),)), paths
    )
    assert isinstance(ready, FleetReady)
    trials = {engine.trial for engine in ready.fleet.engines}
    assert len(trials) == 1
    trial = trials.pop()
    assert trial is not None
    assert all(trial.begin(str(number)) for number in range(MOST_IN_DOUBT + 1))


def test_an_engine_that_two_connections_lead_to_is_asked_once(
    paths: Paths, store: SessionStore, site: EmbeddedSite
) -> None:
    trust_all(paths, site)
    whole = part_of(paths, store, Connection("site", user="admin", portal=site.portal_url))
    again = part_of(paths, store, Connection("again", addresses_of(site)[0], "admin"))
    ready = round_of(FleetForm((whole, again)), paths)
    assert isinstance(ready, FleetReady)
    assert [engine.name for engine in ready.fleet.engines] == ["engine-1", "engine-2"]


def test_an_engine_that_is_away_while_a_command_tells_the_password_gets_a_client_all_the_same(
    paths: Paths, store: SessionStore, site: EmbeddedSite, closed_port: int
) -> None:
    trust_all(paths, site)
    addresses = (f"127.0.0.1:{closed_port}", *addresses_of(site))
    saved = Connection("site", user="admin", addresses=addresses, password_command="echo admin")
    ready = round_of(FleetForm((part_of(paths, store, saved, password=""),)), paths)
    assert isinstance(ready, FleetReady)
    assert [engine.client is not None for engine in ready.fleet.engines] == [True] * 3
    assert [engine.refusal for engine in ready.fleet.engines] == [None] * 3


def test_a_command_that_gives_no_password_is_told_once_for_all(
    paths: Paths, store: SessionStore, site: EmbeddedSite, tmp_path: Path
) -> None:
    trust_all(paths, site)
    was_run = tmp_path / "was-run"
    command = f"sh -c 'echo run >> {was_run}; exit 1'"
    saved = Connection("site", user="admin", addresses=addresses_of(site), password_command=command)
    undecided = round_of(FleetForm((part_of(paths, store, saved, password=""),)), paths)
    assert isinstance(undecided, FleetUndecided)
    assert undecided.command is not None
    assert was_run.read_text() == "run\n"


def test_the_password_of_a_proxy_is_wanted_once_for_all(
    paths: Paths, store: SessionStore, site: EmbeddedSite, tmp_path: Path
) -> None:
    trust_all(paths, site)
    street = Street(Identities(tmp_path).make("engine"))
    try:
        proxy = connect_proxy(street, Passage(), is_closed=True)
        saved = Connection(
            "site", user="admin", addresses=addresses_of(site), proxy=f"http://{KNOWN_USER}@127.0.0.1:{proxy.port}"
        )
        part = part_of(paths, store, saved)
        undecided = round_of(FleetForm((part,)), paths)
        assert isinstance(undecided, FleetUndecided)
        assert undecided.proxy is not None
        told = replace(undecided.form.parts[0].form, proxy_password=Secret(KNOWN_PASSWORD))
        ready = round_of(undecided.form.with_part(0, replace(undecided.form.parts[0], form=told)), paths)
        assert isinstance(ready, FleetReady)
        assert len(ready.fleet.engines) == 2
    finally:
        street.stop()


def test_who_has_cancelled_gets_nothing_and_nothing_is_kept(
    paths: Paths, store: SessionStore, site: EmbeddedSite
) -> None:
    trust_all(paths, site)
    cancelled = Cancellation()
    cancelled.cancel()
    part = part_of(paths, store, Connection("site", user="admin", addresses=addresses_of(site)))
    with pytest.raises(QuestionCancelled):
        log_in_to_fleet(FleetForm((part,)), paths, cancelled)
    assert store.load(addresses_of(site)[0], "admin") is None
