from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.client.address import EngineAddress, parse_address
from nxql_tui.client.errors import AddressError


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("engine", "engine", 1671),
        ("engine.example.com", "engine.example.com", 1671),
        (" Engine.Example.COM ", "engine.example.com", 1671),
        ("engine.example.com.", "engine.example.com", 1671),
        ("my_engine", "my_engine", 1671),
        ("engine:443", "engine", 443),
        ("10.1.2.3", "10.1.2.3", 1671),
        ("10.1.2.3:8443", "10.1.2.3", 8443),
        ("::1", "::1", 1671),
        ("[::1]", "::1", 1671),
        ("[::1]:1671", "::1", 1671),
        ("[2001:DB8:0::1]:443", "2001:db8::1", 443),
        ("fe80::1%eth0", "fe80::1%eth0", 1671),
        ("acme-engine-1.eu.nexthink.cloud", "acme-engine-1.eu.nexthink.cloud", 443),
        ("acme-engine-1.eu.nexthink.cloud.", "acme-engine-1.eu.nexthink.cloud", 443),
        ("acme-engine-1.eu.nexthink.cloud:1671", "acme-engine-1.eu.nexthink.cloud", 1671),
        ("nexthink.cloud.example.com", "nexthink.cloud.example.com", 1671),
        ("https://engine", "engine", 1671),
        ("HTTPS://engine:443/", "engine", 443),
        ("https://engine:1671/2/query", "engine", 1671),
        ("https://engine:1671/2/query?query=(select)&format=csv", "engine", 1671),
        ("https://engine:1671/2/editor/nxql_editor.html#top", "engine", 1671),
        ("https://acme.eu.nexthink.cloud/2/query", "acme.eu.nexthink.cloud", 443),
        ("https://[::1]:1671/2/query", "::1", 1671),
        ("bücher.example", "xn--bcher-kva.example", 1671),
    ],
)
def test_what_people_type_is_understood(text: str, host: str, port: int):
    assert parse_address(text) == EngineAddress(host, port)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "missing"),
        ("  \t ", "missing"),
        ("http://engine", "unprotected"),
        ("http://127.0.0.1:8080/2/query", "unprotected"),
        ("ftp://engine", "'ftp://'"),
        ("alice:secret@engine", "user name or password"),
        ("https://alice@engine", "user name or password"),
        ("my engine", "blank"),
        ("engine\nHost: evil", "blank or a control character"),
        ("engine\x00", "control character"),
        ("engine\u200b.example", "control character"),
        ("engine:", "no port"),
        ("engine:0", "no port"),
        ("engine:65536", "no port"),
        ("engine:99999999999999999999999", "no port"),
        ("engine:1671x", "no port"),
        ("engine:+1", "no port"),
        ("engine:١٢٣", "no port"),
        (":1671", "no host"),
        ("https://", "no host"),
        ("https://:1671", "no host"),
        ("-engine", "no host name"),
        ("engine-", "no host name"),
        (".engine", "no host name"),
        ("engine..example", "no host name"),
        ("engine!", "no host name"),
        ("a" * 64, "no host name"),
        (".".join(["a" * 60] * 5), "no host name"),
        ("\u2488.example", "no host name"),
        ("300.1.2.3", "no IP address"),
        ("1671", "no IP address"),
        ("0x7f.0x1", "no IP address"),
        ("[::1", "between [ and ]"),
        ("[::1]1671", "between [ and ]"),
        ("[engine]:1671", "no IPv6 address"),
        ("1:2:3", "no host name"),
        ("[::1%/x]", "no host name"),
        ("https://[::1", "well formed"),
        ("https://engine/api", "'/api' is no path"),
        ("https://engine/2/query/../../admin", "is no path"),
        ("engine/2/query", "no host name"),
    ],
)
def test_what_is_no_safe_address_is_refused_with_the_reason(text: str, reason: str):
    with pytest.raises(AddressError) as caught:
        parse_address(text)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "text", ["https://alice:s3cret@engine", "https://alice:s3c/ret@engine", "alice:s3cret?@engine", "http://a:s3cret@x"]
)
def test_a_password_typed_into_the_address_is_never_repeated(text: str):
    with pytest.raises(AddressError) as caught:
        parse_address(text)
    assert "s3c" not in str(caught.value)


def test_an_address_shows_itself_as_it_can_be_typed():
    assert str(EngineAddress("engine", 1671)) == "engine:1671"
    assert str(EngineAddress("::1", 443)) == "[::1]:443"
    assert EngineAddress("::1", 443).base_url == "https://[::1]:443"
    assert EngineAddress("engine", 1671).query_url == "https://engine:1671/2/query"


TEXTS = st.one_of(
    st.text(),
    st.from_regex(r"(https?://)?[a-z0-9.\-_:\[\]%@/ü]{0,40}(:[0-9]{0,6})?(/2/query)?", fullmatch=True),
    st.ip_addresses().map(str),
)


@given(TEXTS)
def test_every_text_is_an_address_or_refused_and_an_address_is_stable(text: str):
    try:
        address = parse_address(text)
    except AddressError:
        return
    assert parse_address(str(address)) == address
    assert parse_address(address.query_url) == address
    url = httpx.Request("POST", address.query_url, headers={"Host": str(address)}).url
    assert (url.raw_host.decode(), url.raw_path) == (address.host, b"/2/query")
    assert (url.port or 443) == address.port
    assert url.userinfo == b""
