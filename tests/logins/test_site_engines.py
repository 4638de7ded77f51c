from __future__ import annotations

from nxql_tui.accounts.connection import Connection
from nxql_tui.client.address import parse_address
from nxql_tui.client.portal import PortalEngine
from nxql_tui.logins.saved import engine_connections
from nxql_tui.logins.site_engines import (
    addressed_engines,
    as_remembered,
    chosen_before,
    listed_engines,
    remembered_engines,
)

SITE = Connection("site", user="svc", portal="portal.example.com")


def engine(name: str, host: str, status: str = "CONNECTED") -> PortalEngine:
    return PortalEngine(name, parse_address(host), status)


def chosen(*engines: tuple[str, str]) -> Connection:
    return Connection("site", user="svc", portal="portal.example.com", engines=engines)


def test_those_that_the_portal_does_not_reach_stand_apart() -> None:
    found = listed_engines(SITE, [engine("a", "one"), engine("b", "two", "DISCONNECTED")])
    assert [member.name for member in found.members] == ["a"]
    assert [one.name for one in found.unreachable] == ["b"]


def test_two_engines_of_one_name_are_told_apart_by_their_addresses() -> None:
    found = listed_engines(SITE, [engine("a", "one"), engine("a", "two")])
    assert [member.name for member in found.members] == ["a (one:1671)", "a (two:1671)"]


def test_a_site_that_names_its_addresses_is_asked_by_them() -> None:
    site = Connection("site", user="svc", addresses=("one", "two:9", "one:1671"))
    assert [member.name for member in addressed_engines(site).members] == ["one:1671", "two:9"]


def test_one_chosen_before_is_known_by_its_name_or_by_its_address() -> None:
    site = chosen(("a", "old-address"), ("old-name", "two"), ("gone", "nowhere"))
    listed = listed_engines(site, [engine("a", "one"), engine("b", "two"), engine("c", "three")])
    assert [member.name for member in chosen_before(site, listed).members] == ["a", "b"]


def test_one_chosen_before_that_is_down_stays_chosen() -> None:
    site = chosen(("a", "one"), ("b", "two"))
    listed = listed_engines(site, [engine("a", "one"), engine("b", "two", "DOWN"), engine("c", "three", "DOWN")])
    assert as_remembered(site, listed.members, listed.unreachable) == (("a", "one:1671"), ("b", "two:1671"))


def test_an_address_in_the_file_that_is_none_is_passed_over() -> None:
    assert [member.name for member in remembered_engines(chosen(("a", "no address"), ("b", "two")))] == ["b"]


def test_a_connection_made_of_an_engine_of_a_site_has_chosen_no_engines() -> None:
    (made,) = engine_connections(chosen(("a", "one")), [("a", parse_address("one"))], ())
    assert made.engines == ()
