from __future__ import annotations

import pytest

from nxql_tui.accounts.connection import Connection
from nxql_tui.client.address import EngineAddress, parse_address
from nxql_tui.logins.identity import known_as, leads_to, password_place

ENGINE = parse_address("engine-1.example.com")


def test_without_a_connection_an_engine_is_its_address() -> None:
    assert known_as(None, ENGINE) == ENGINE
    assert password_place(None, ENGINE) == ENGINE


def test_behind_a_tunnel_an_engine_is_the_name_of_its_certificate() -> None:
    tunnel = Connection("lab", "localhost:11671", "alice", server_name="engine-1.example.com")
    address = parse_address(tunnel.address)
    assert known_as(tunnel, address) == EngineAddress("engine-1.example.com", 11671)
    assert password_place(tunnel, address) == EngineAddress("engine-1.example.com", 11671)


def test_the_engines_of_a_site_share_one_password() -> None:
    portal = Connection("site", user="alice", portal="portal.example.com")
    assert str(password_place(portal, ENGINE)) == "portal.example.com:443"
    several = Connection("site", user="alice", addresses=("one", "two"))
    assert str(password_place(several, parse_address("two"))) == "one:1671"


@pytest.mark.parametrize(
    ("connection", "leads"),
    [
        (Connection("lab", "ENGINE-1.example.com:1671", "alice"), True),
        (Connection("lab", "https://engine-1.example.com:1671/2/query", "alice"), True),
        (Connection("lab", "engine-1.example.com:443", "alice"), False),
        (Connection("lab", "http://engine-1.example.com", "alice"), False),
        (Connection("site", user="alice", addresses=("engine-1.example.com",)), False),
        (Connection("site", user="alice", portal="engine-1.example.com"), False),
    ],
)
def test_a_connection_leads_to_one_engine_or_to_none(connection: Connection, leads: bool) -> None:
    assert leads_to(connection, ENGINE) is leads
