from __future__ import annotations

from pathlib import Path

import pytest

from nxql_tui.accounts.connection import Connection
from nxql_tui.accounts.password_stores import PasswordStoreError, SessionStore
from nxql_tui.client.address import parse_address
from nxql_tui.client.errors import AddressError
from nxql_tui.client.route import ClientCertificate, Route, parse_proxy
from nxql_tui.logins.passwords import stored_password
from nxql_tui.logins.route import proxy_place, route_to
from nxql_tui.wire.credentials import Secret

ENGINE = parse_address("engine-1.example.com")
PROXIED = {"https_proxy": "http://paul:geheim@proxy:3128"}


def test_without_a_word_on_it_the_environment_says_the_proxy() -> None:
    assert route_to(ENGINE, None, {}) == Route()
    route = route_to(ENGINE, Connection("lab", "engine-1", "alice"), PROXIED)
    assert route.proxy is not None
    assert (str(route.proxy), route.proxy.password) == ("http://paul@proxy:3128", Secret("geheim"))


@pytest.mark.parametrize("word", ["none", " None "])
def test_a_connection_may_go_straight_whatever_the_environment_says(word: str) -> None:
    assert route_to(ENGINE, Connection("lab", "a", "b", proxy=word), PROXIED).proxy is None


def test_a_connection_has_a_proxy_a_name_and_a_certificate_of_its_own() -> None:
    connection = Connection(
        "lab",
        "localhost:11671",
        "alice",
        proxy="socks5://way-out",
        server_name="Engine-1.example.com",
        client_certificate="~/me.pem",
        client_key="/keys/me.key",
    )
    assert route_to(ENGINE, connection, PROXIED) == Route(
        parse_proxy("socks5://way-out:1080"),
        "engine-1.example.com",
        ClientCertificate(Path.home() / "me.pem", Path("/keys/me.key")),
    )


@pytest.mark.parametrize("rules", [{"proxy": "https://p:1"}, {"server_name": "no such name"}])
def test_a_way_that_is_none_is_said(rules: dict[str, str]) -> None:
    with pytest.raises(AddressError):
        route_to(ENGINE, Connection("lab", "a", "b", **rules), {})


class BrokenStore(SessionStore):
    def load(self, address: str, user: str) -> Secret | None:
        raise PasswordStoreError("broken", "it is broken")


def test_the_password_of_a_proxy_is_kept_apart_from_that_of_an_engine_at_its_address() -> None:
    proxy = parse_proxy("http://paul@proxy:3128")
    store = SessionStore()
    store.save("proxy:3128", "paul", Secret("of an Engine"))
    assert stored_password(proxy_place(proxy), "paul", [BrokenStore(), store]).password is None
    store.save(proxy_place(proxy), "paul", Secret("of the proxy"))
    assert stored_password(proxy_place(proxy), "paul", [BrokenStore(), store]).password == Secret("of the proxy")
