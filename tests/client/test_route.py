"""The way to an Engine as a value: proxies as people write them, and those of the environment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.client.address import EngineAddress
from nxql_tui.client.errors import AddressError
from nxql_tui.client.route import ProxyScheme, parse_proxy, proxy_from_environment
from nxql_tui.wire.credentials import Secret

ENGINE = EngineAddress("engine-1.example.com", 1671)


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("http://proxy.example.com:3128", "http://proxy.example.com:3128"),
        ("proxy.example.com:3128", "http://proxy.example.com:3128"),
        ("HTTP://Proxy.Example.com:3128/", "http://proxy.example.com:3128"),
        ("socks5://10.0.0.1", "socks5://10.0.0.1:1080"),
        ("socks5h://[::1]:9050", "socks5://[::1]:9050"),
        ("http://alice@proxy:8080", "http://alice@proxy:8080"),
    ],
)
def test_a_proxy_is_read_as_people_write_it(typed: str, url: str):
    assert str(parse_proxy(typed)) == url


def test_a_password_in_a_proxy_is_never_shown():
    proxy = parse_proxy("http://alice:s%3Ahh%40@proxy:8080")
    assert (proxy.user, proxy.password) == ("alice", Secret("s:hh@"))
    assert "hh" not in f"{proxy} {proxy!r} {proxy.url}"


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("", "missing"),
        ("http://proxy", "port is missing"),
        ("https://proxy:443", "reached by TLS is not supported"),
        ("socks4://proxy:1080", "no kind of proxy"),
        ("http://proxy:70000", "no port"),
        ("http://proxy:3128/path", "no path"),
        ("http://al ice@proxy:3128", "blank"),
        ("http://[::1:3128", "not well formed"),
        ("http://-:3128", "no host name"),
    ],
)
def test_what_is_no_proxy_is_said(typed: str, what: str):
    with pytest.raises(AddressError, match=what):
        parse_proxy(typed)


@pytest.mark.parametrize(
    "typed", ["http://a:geheim#1@proxy:1", "http://a:geh/eim@proxy:1", "http://a:geheim@", "x://a:geheim@p:1"]
)
def test_no_message_about_a_proxy_holds_its_password(typed: str):
    with pytest.raises(AddressError) as caught:
        parse_proxy(typed)
    assert "geh" not in str(caught.value)


@given(st.text())
def test_any_text_is_a_proxy_or_refused(text: str):
    try:
        proxy = parse_proxy(text)
    except AddressError:
        return
    assert proxy.scheme in ProxyScheme
    assert 0 < proxy.port < 65536


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
def test_the_environment_may_have_a_proxy(name: str):
    proxy = proxy_from_environment(ENGINE, {name: "http://proxy:3128"})
    assert str(proxy) == "http://proxy:3128"


def test_the_proxy_of_plain_http_is_not_for_an_engine():
    assert proxy_from_environment(ENGINE, {"http_proxy": "http://proxy:3128", "https_proxy": ""}) is None


@pytest.mark.parametrize(
    "exceptions",
    [
        "*",
        "engine-1.example.com",
        "ENGINE-1.example.com",
        ".example.com",
        "*.example.com",
        "example.com",
        "other, example.com:1671",
        "other engine-1.example.com",
    ],
)
def test_no_proxy_excepts_hosts_and_domains(exceptions: str):
    assert proxy_from_environment(ENGINE, {"https_proxy": "http://p:1", "no_proxy": exceptions}) is None


@pytest.mark.parametrize("exceptions", ["", "ample.com", "example.com:443", "engine-1.example.com.evil", "engine-2"])
def test_no_proxy_leaves_others_to_the_proxy(exceptions: str):
    assert proxy_from_environment(ENGINE, {"https_proxy": "http://p:1", "NO_PROXY": exceptions}) is not None


@pytest.mark.parametrize(
    ("host", "exceptions"),
    [("10.1.2.3", "10.0.0.0/8"), ("10.1.2.3", "10.1.2.3"), ("fd00::5", "fd00::/8"), ("fd00::5", "[fd00::5]")],
)
def test_no_proxy_excepts_networks(host: str, exceptions: str):
    assert (
        proxy_from_environment(EngineAddress(host, 1671), {"https_proxy": "http://p:1", "no_proxy": exceptions}) is None
    )


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "lab.localhost"])
def test_this_machine_is_never_reached_through_a_proxy(host: str):
    assert proxy_from_environment(EngineAddress(host, 1671), {"https_proxy": "http://p:1"}) is None


def test_a_wrong_proxy_of_the_environment_is_told_with_the_name_of_the_variable():
    with pytest.raises(AddressError, match="variable https_proxy"):
        proxy_from_environment(ENGINE, {"https_proxy": "https://proxy:443"})
