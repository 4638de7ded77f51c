"""Asking Portals, real and strange."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.account import Account
from nxql_tui.client.address import EngineAddress, parse_portal_address
from nxql_tui.client.errors import AddressError, NotTrustedError, RefusedError, UnexpectedStatusError
from nxql_tui.client.portal import PortalEngine, list_engines
from nxql_tui.client.trust import PinnedTrust, SystemTrust
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.engine.site import EmbeddedSite
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from hostile_servers import Desk, Server, Street

ADMIN = Credential("admin", Secret("admin"))


def _account(desk: Desk, server: Server) -> Account:
    return Account(server.address, ADMIN, desk.trust, connect_timeout=30, overall_timeout=30)


def _listing(street: Street, listed: object) -> Server:
    return street.engine(lambda visit: visit.answer(json.dumps(listed).encode(), "Content-Type: application/json"))


def test_the_portal_of_a_site_lists_its_engines(tmp_path) -> None:
    site = EmbeddedSite(EngineSettings(devices=5, days=1, certificate_folder=tmp_path), 2)
    site.start()
    try:
        trust = PinnedTrust(site.engines[0].certificate_der)
        address = parse_portal_address(site.portal_url)
        engines = list_engines(Account(address, ADMIN, trust))
        assert [engine.is_connected for engine in engines] == [True, True, False]
        assert [engine.address.port for engine in engines][:2] == [engine.port for engine in site.engines]
        with pytest.raises(RefusedError, match="The Portal"):
            list_engines(Account(address, Credential("admin", Secret("wrong")), trust))
        with pytest.raises(NotTrustedError):
            list_engines(Account(address, ADMIN, SystemTrust()))
    finally:
        site.stop()


def test_a_question_to_a_portal_is_a_get_with_the_users_name(desk: Desk, street: Street) -> None:
    portal = _listing(street, [])
    assert list_engines(_account(desk, portal)) == ()
    assert portal.questions[0].head.startswith(b"GET /api/configuration/v1/engines HTTP/1.1\r\n")
    assert portal.questions[0].header("Authorization") == "Basic YWRtaW46YWRtaW4="


def test_entries_that_name_no_address_are_left_out_and_the_rest_is_forgiven(desk: Desk, street: Street) -> None:
    listed = [
        {"name": "eu-1", "address": "eu-1.example.com", "status": "CONNECTED", "version": "6.30"},
        {"address": "10.1.2.3:443"},
        {"name": 7, "address": "eu-2", "status": None},
        {"name": "no address"},
        {"name": "bad", "address": "http://x"},
        "eu-3",
        None,
    ]
    assert list_engines(_account(desk, _listing(street, listed))) == (
        PortalEngine("eu-1", EngineAddress("eu-1.example.com", 1671), "CONNECTED"),
        PortalEngine("10.1.2.3:443", EngineAddress("10.1.2.3", 443), ""),
        PortalEngine("eu-2:1671", EngineAddress("eu-2", 1671), ""),
    )


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Log in</html>", b'{"engines": []}', b"[" * 100_000, b"\xff\xfe"],
    ids=["nothing", "page", "object", "brackets", "no text"],
)
def test_something_that_is_no_portal_is_said_to_be_none(desk: Desk, street: Street, body: bytes) -> None:
    portal = street.engine(lambda visit: visit.answer(body))
    with pytest.raises(UnexpectedStatusError, match="no list of Engines"):
        list_engines(_account(desk, portal))


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("portal.example.com", "portal.example.com:443"),
        ("https://portal.example.com/", "portal.example.com:443"),
        ("Portal.example.com:8443", "portal.example.com:8443"),
        ("https://127.0.0.1:4711/api/configuration/v1/engines", "127.0.0.1:4711"),
        ("[::1]:8443", "[::1]:8443"),
        ("::1", "[::1]:443"),
        ("2001:db8:0:0:0:0:0:1", "[2001:db8::1]:443"),
        ("HTTPS://portal.example.com:8443", "portal.example.com:8443"),
    ],
)
def test_a_portal_is_read_as_people_write_it(typed: str, address: str) -> None:
    assert str(parse_portal_address(typed)) == address


@pytest.mark.parametrize(
    "typed", ["", "http://portal", "alice:geheim@portal", "portal:99999", "a b", "http://portal:80"]
)
def test_what_is_no_portal_is_refused(typed: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_portal_address(typed)
    assert "geheim" not in str(caught.value)
