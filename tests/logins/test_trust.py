from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nxql_tui.accounts.connection import Connection, TrustSource
from nxql_tui.accounts.known_engines import Pin, save_pin
from nxql_tui.client.address import parse_address
from nxql_tui.client.certificate import describe_certificate
from nxql_tui.client.errors import NotTrustedError, TrustFileError
from nxql_tui.client.trust import CaFileTrust, PinnedTrust, SystemTrust
from nxql_tui.logins.trust import expiry_warning, kept_trust, trust_for
from nxql_tui.paths import Paths

if TYPE_CHECKING:
    from hostile_servers import Identity

ENGINE = parse_address("engine-1.example.com")
DER = b"\x30certificate"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "config", tmp_path / "state", tmp_path / "cache")


def rules(**values) -> Connection:
    return Connection("lab", str(ENGINE), "alice", **values)


def test_nothing_decided_leaves_it_to_the_system(paths: Paths) -> None:
    assert kept_trust(None, ENGINE, paths) == SystemTrust()
    assert kept_trust(rules(), ENGINE, paths) == SystemTrust()


def test_a_pin_goes_before_the_system_and_a_ca_file_before_the_pin(paths: Paths) -> None:
    save_pin(paths.known_engines, str(ENGINE), Pin(DER, allow_expired=True))
    assert kept_trust(None, ENGINE, paths) == PinnedTrust(DER, allow_expired=True)
    assert kept_trust(rules(ca_file="~/ca.pem"), ENGINE, paths) == CaFileTrust(Path.home() / "ca.pem")
    assert kept_trust(rules(trust=TrustSource.SYSTEM), ENGINE, paths) == SystemTrust()


def test_a_connection_that_trusts_only_a_pin_refuses_all_before_there_is_one(paths: Paths) -> None:
    with pytest.raises(NotTrustedError) as caught:
        kept_trust(rules(trust=TrustSource.PINNED), ENGINE, paths)
    assert caught.value.can_be_pinned
    save_pin(paths.known_engines, str(ENGINE), Pin(DER))
    assert kept_trust(rules(trust=TrustSource.PINNED), ENGINE, paths) == PinnedTrust(DER)


def test_behind_a_tunnel_the_pin_is_that_of_the_name(paths: Paths) -> None:
    local = parse_address("localhost:1671")
    save_pin(paths.known_engines, "engine-1.example.com:1671", Pin(DER))
    assert kept_trust(rules(server_name="engine-1.example.com"), local, paths) == PinnedTrust(DER)
    assert kept_trust(rules(), local, paths) == SystemTrust()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (31.5, None),
        (30.5, "expires in 30 days"),
        (1.5, "expires in 1 day,"),
        (0.5, "expires today"),
        (-0.5, "expired on"),
    ],
)
def test_the_end_of_a_certificate_is_told_a_month_ahead(self_signed: Identity, days: float, words: str | None) -> None:
    description = describe_certificate(self_signed.der)
    assert description is not None
    now = description.valid_until - timedelta(days=days)
    warning = expiry_warning(self_signed.der, ENGINE, now)
    assert (warning is None) if words is None else (warning is not None and words in warning)


def test_what_is_no_certificate_has_no_end() -> None:
    assert expiry_warning(DER, ENGINE, datetime.now(UTC)) is None


def test_a_file_in_the_home_of_nobody_is_said(paths: Paths) -> None:
    with pytest.raises(TrustFileError, match="home that is not known"):
        kept_trust(rules(ca_file="~no-such-user-at-all/ca.pem"), ENGINE, paths)


OTHER = PinnedTrust(b"\x30another")
OLD = PinnedTrust(DER, allow_expired=True)


@pytest.mark.parametrize("values", [{"trust": TrustSource.SYSTEM}, {"ca_file": "/ca.pem"}])
def test_what_was_decided_for_one_connection_is_nothing_to_one_that_takes_no_pins(paths: Paths, values) -> None:
    assert trust_for(rules(**values), ENGINE, {str(ENGINE): OTHER}, paths) == kept_trust(rules(**values), ENGINE, paths)


def test_a_decision_holds_where_nothing_is_kept(paths: Paths) -> None:
    assert trust_for(None, ENGINE, {str(ENGINE): OTHER}, paths) == OTHER
    assert trust_for(rules(trust=TrustSource.PINNED), ENGINE, {str(ENGINE): OTHER}, paths) == OTHER


def test_a_pin_that_was_replaced_goes_before_an_older_decision(paths: Paths) -> None:
    save_pin(paths.known_engines, str(ENGINE), Pin(DER))
    assert trust_for(None, ENGINE, {str(ENGINE): OTHER}, paths) == PinnedTrust(DER)


def test_the_age_of_the_pinned_certificate_may_be_accepted_for_a_session(paths: Paths) -> None:
    save_pin(paths.known_engines, str(ENGINE), Pin(DER))
    assert trust_for(None, ENGINE, {str(ENGINE): OLD}, paths) == OLD
