from __future__ import annotations

import pytest

from nxql_tui.accounts.connection import Colour, Connection
from nxql_tui.client.address import parse_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.fleet import Fleet, FleetEngine
from nxql_tui.client.trust import SystemTrust
from nxql_tui.ui.fleet_rules import engines_text, names_key, rules_of, title_of
from nxql_tui.wire.credentials import Credential, Secret

CLIENT = EngineClient(parse_address("one"), Credential("alice", Secret("")), SystemTrust())


def fleet(*hosts: str) -> Fleet:
    return Fleet(tuple(FleetEngine(host, parse_address(host), CLIENT) for host in hosts))


def test_one_connection_keeps_its_own_rules() -> None:
    one = Connection("lab", "one", "alice", row_limit=3)
    assert rules_of([one]) is one


def test_of_several_the_strictest_rule_holds() -> None:
    rules = rules_of(
        [
            Connection("a", "one", "alice", allow_update=True, row_limit=9, colour=Colour.GREEN),
            Connection("b", "two", "bob", row_limit=7, platforms=("mac_os",)),
            Connection("c", "three", "alice", allow_update=True, platforms=("windows",), tags=("Production",)),
        ]
    )
    assert (rules.name, rules.user) == ("a, b, c", "alice, bob")
    assert (rules.allow_update, rules.row_limit, rules.platforms) == (False, 7, ("mac_os",))
    assert rules.is_production
    assert rules.shown_colour is Colour.RED


def test_updates_are_allowed_where_all_allow_them() -> None:
    assert rules_of([Connection(name, "x", "a", allow_update=True) for name in "ab"]).allow_update


def test_a_colour_is_kept_where_nothing_is_dangerous() -> None:
    rules = rules_of([Connection("a", "x", "a"), Connection("b", "y", "a", colour=Colour.BLUE)])
    assert rules.shown_colour is Colour.BLUE


@pytest.mark.parametrize(
    ("rules", "engines", "label"),
    [
        (Connection("lab", "one", "alice"), None, "lab ▸ one:1671"),
        (Connection("", "one", "alice"), None, "one:1671"),
        (Connection("site", user="a", tags=("production",)), fleet("a", "b"), "PRODUCTION site ▸ 2 Engines"),
        (Connection("a, b", user="a"), fleet("a"), "a, b ▸ 1 Engine"),
    ],
)
def test_the_first_line_says_who_is_asked(rules: Connection, engines: Fleet | None, label: str) -> None:
    assert title_of(rules, CLIENT, engines).engines == label


def test_names_are_learned_for_a_site_as_a_whole() -> None:
    assert names_key(Connection("site", user="a"), CLIENT, fleet("a", "b")) == "site"
    assert names_key(Connection("", user="a"), CLIENT, fleet("a", "b")) == "a:1671"
    assert names_key(Connection("lab", "one", "a"), CLIENT, None) == "one:1671"
    assert engines_text(CLIENT, None) == "one:1671"
