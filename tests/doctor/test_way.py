from __future__ import annotations

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import hashes, serialization

from nxql_tui.client.address import EngineAddress
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.errors import AddressError, NotLicensedError, NotTrustedError, RefusedError, UnreachableError
from nxql_tui.client.reaching import FoundAddress
from nxql_tui.client.route import Proxy, ProxyScheme, Route
from nxql_tui.client.transfer import Cancellation
from nxql_tui.client.trust import CaFileTrust, PinnedTrust, SystemTrust, Trust
from nxql_tui.doctor.findings import Finding, Status, examine
from nxql_tui.doctor.network import Destination, describe_validity, knock_at_all
from nxql_tui.doctor.report import plain_report
from nxql_tui.doctor.way import NoLogin, Way, way_group, way_of
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from tests.client.conftest import Identities, Identity, Server, Street, Visit

PATIENCE = 30.0
CANARY = "kanarienvogel-ü-42"
STAGES = [
    "address",
    "DNS",
    "TCP",
    "TLS",
    "certificate",
    "trust",
    "login",
    "licence",
    "windows",
    "mac_os",
    "mobile",
]


def way_to(address: EngineAddress, trust: Trust, route: Route | None = None) -> Way:
    client = EngineClient(
        address, Credential("alice", Secret(CANARY)), trust, route=route or Route(), connect_timeout=PATIENCE
    )
    return replace(way_of(client, "lab", Cancellation()), patience=PATIENCE)


def look(way: Way) -> dict[str, Finding]:
    faults: list[Exception] = []
    entries = list(examine([way_group(way)], lambda error: faults.append(error) or ""))
    assert faults == []
    assert CANARY not in plain_report(entries)
    return {entry.finding.name: entry.finding for entry in entries}


def statuses(findings: dict[str, Finding]) -> list[str]:
    return [finding.status.value for finding in findings.values()]


def failed_at(stage: str) -> list[str]:
    """What every stage is told when this one has failed and nobody warns of anything."""
    before = STAGES.index(stage)
    return ["ok"] * before + ["failed"] + ["skipped"] * (len(STAGES) - before - 1)


def rows(visit: Visit) -> None:
    visit.answer(b"id\r\n", "NX_EXEC_TIME: 12")


@pytest.fixture(scope="session")
def lasting(identities: Identities) -> Identity:
    """A certificate that nobody has to be warned of."""
    return identities.make("engine", valid_days=(-1, 400))


@pytest.fixture
def trusted(lasting: Identity) -> PinnedTrust:
    return PinnedTrust(lasting.der)


def test_a_good_way_is_gone_to_its_end(street: Street, lasting: Identity, trusted: PinnedTrust):
    findings = look(way_to(street.engine(rows, lasting).address, trusted))
    assert list(findings) == STAGES
    assert statuses(findings) == ["ok"] * len(STAGES)
    assert "pinned" in findings["trust"].found
    assert "12 ms of it in the Engine" in findings["mobile"].found
    assert all(findings[name].milliseconds is not None for name in ("DNS", "TCP", "TLS", "login", "windows"))


def test_every_platform_is_asked_for_no_rows(street: Street, lasting: Identity, trusted: PinnedTrust):
    server = street.engine(rows, lasting)
    look(way_to(server.address, trusted))
    bodies = [visit.body for visit in server.questions]
    assert len(bodies) == 4
    assert all(b"limit%200" in body for body in bodies)
    assert [body.rpartition(b"platform=")[2] for body in bodies[1:]] == [b"windows", b"mac_os", b"mobile"]


def test_the_handshake_is_told_with_every_certificate_sent(street: Street, identities: Identities, authority: Identity):
    chained = identities.make("engine", signed_by=authority, valid_days=(-1, 400))
    chained.file.write_bytes(chained.file.read_bytes() + authority.certificate.public_bytes(serialization.Encoding.PEM))
    tls = look(way_to(street.engine(rows, chained).address, CaFileTrust(authority.file)))["TLS"]
    assert tls.found.startswith("TLSv1.3, TLS_")
    assert "2 certificates sent" in tls.found
    text = "\n".join(tls.details)
    assert "1: subject CN=engine\nissuer CN=An authority\n" in text
    assert "2: subject CN=An authority\n" in text
    assert f"SHA-256 {chained.certificate.fingerprint(hashes.SHA256()).hex(':').upper()[:47]}" in text


@pytest.mark.parametrize(("days", "status"), [(31, Status.OK), (29, Status.WARNING), (-1, Status.WARNING)])
def test_a_certificate_near_its_end_is_warned_of(identities: Identities, days: int, status: Status):
    identity = identities.make("engine", valid_days=(-40, 60))
    now = identity.certificate.not_valid_after_utc - timedelta(days, hours=1)
    finding = describe_validity("certificate", identity.der, now)
    assert finding.status is status
    assert bool(finding.remedy) is (status is Status.WARNING)


def test_a_certificate_of_tomorrow_points_at_the_clock(identities: Identities):
    identity = identities.make("engine", valid_days=(1, 60))
    finding = describe_validity("certificate", identity.der, datetime.now(UTC))
    assert (finding.status, finding.remedy) == (Status.WARNING, "Look at the clock of this machine.")


def test_control_characters_in_a_certificate_are_shown_and_not_sent(identities: Identities, street: Street):
    identity = identities.make("en\x1b[2Jgine", valid_days=(-1, 400))
    tls = look(way_to(street.engine(rows, identity).address, PinnedTrust(identity.der)))["TLS"]
    assert "CN=en␛[2Jgine" in tls.details[0]


# Each failing stage


def test_no_address_is_told_and_nothing_is_tried(trusted: PinnedTrust):
    def refuse() -> Destination:
        raise AddressError("This is no address.", "Write another.")

    way = replace(way_to(EngineAddress("127.0.0.1", 1), trusted), find=refuse)
    findings = look(way)
    assert statuses(findings) == failed_at("address")
    assert findings["address"].remedy == "Write another."
    assert "'address'" in findings["mobile"].found


def test_a_name_that_nobody_knows_ends_at_dns(trusted: PinnedTrust):
    findings = look(way_to(EngineAddress("nobody.invalid", 1671), trusted))
    assert statuses(findings) == failed_at("DNS")
    assert isinstance(findings["DNS"].error, UnreachableError)


def test_a_closed_port_ends_at_tcp(closed_port: int, trusted: PinnedTrust):
    findings = look(way_to(EngineAddress("127.0.0.1", closed_port), trusted))
    assert statuses(findings) == failed_at("TCP")
    assert findings["TCP"].details == ("IPv4 127.0.0.1: no connection: Connection refused",)
    assert findings["TCP"].remedy


def test_one_address_of_several_that_is_closed_is_warned_of(street: Street, trusted: PinnedTrust, closed_port: int):
    server = street.shop(lambda visit: None)
    found = tuple(FoundAddress(socket.AF_INET, ("127.0.0.1", port)) for port in (server.port, closed_port))
    finding = knock_at_all("TCP", Destination(server.address), found, PATIENCE)
    assert finding.status is Status.WARNING
    assert [detail.partition(":")[2][:5] for detail in finding.details] == [" open", " no c"]


def test_plain_http_ends_at_tls(street: Street, trusted: PinnedTrust):
    server = street.shop(lambda visit: visit.send(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    findings = look(way_to(server.address, trusted))
    assert statuses(findings) == failed_at("TLS")
    assert isinstance(findings["TLS"].error, UnreachableError)


def assert_refused_without_a_byte(server: Server, trust: Trust) -> Finding:
    findings = look(way_to(server.address, trust))
    assert statuses(findings) == failed_at("trust")
    server.settle()
    assert server.application_bytes == 0
    assert isinstance(findings["trust"].error, NotTrustedError)
    return findings["trust"]


def test_a_stranger_gets_no_byte(street: Street, lasting: Identity):
    finding = assert_refused_without_a_byte(street.engine(rows, lasting), SystemTrust())
    assert "self-signed" in finding.found
    assert finding.remedy


def test_another_certificate_than_the_pinned_one_gets_no_byte(
    street: Street, lasting: Identity, identities: Identities
):
    pinned = identities.make("engine of old", valid_days=(-1, 400))
    finding = assert_refused_without_a_byte(street.engine(rows, lasting), PinnedTrust(pinned.der))
    assert "another certificate" in finding.found


def test_one_that_a_pinned_authority_has_signed_gets_no_byte(
    street: Street, identities: Identities, authority: Identity
):
    signed = identities.make("engine", signed_by=authority, valid_days=(-1, 400))
    assert_refused_without_a_byte(street.engine(rows, signed), PinnedTrust(authority.der))


def test_proving_trust_sends_no_byte_either(street: Street, lasting: Identity, trusted: PinnedTrust):
    def nobody(_to: Destination, _trust: Trust) -> EngineClient:
        raise NoLogin("Nobody can be asked.")

    server = street.engine(rows, lasting)
    findings = look(replace(way_to(server.address, trusted), log_in=nobody))
    assert statuses(findings) == ["ok"] * 6 + ["skipped"] * 5
    assert findings["login"].found == "Nobody can be asked."
    server.settle()
    assert server.application_bytes == 0


def test_a_password_is_looked_for_only_when_there_is_trust(street: Street, lasting: Identity):
    asked: list[str] = []

    def log_in(_to: Destination, _trust: Trust) -> EngineClient:
        asked.append("password")
        raise NoLogin("")

    look(replace(way_to(street.engine(rows, lasting).address, SystemTrust()), log_in=log_in))
    assert asked == []


def refuse(status: str) -> object:
    return lambda visit: visit.answer(b"", status=status)


def test_a_refused_user_ends_at_the_login(street: Street, lasting: Identity, trusted: PinnedTrust):
    findings = look(way_to(street.engine(refuse("401 Unauthorized"), lasting).address, trusted))
    assert statuses(findings) == failed_at("login")
    assert isinstance(findings["login"].error, RefusedError)


def test_no_licence_is_told_at_the_licence(street: Street, lasting: Identity, trusted: PinnedTrust):
    findings = look(way_to(street.engine(refuse("403 Forbidden"), lasting).address, trusted))
    assert statuses(findings) == failed_at("licence")
    assert isinstance(findings["licence"].error, NotLicensedError)


def test_a_platform_that_an_engine_does_not_accept_is_warned_of_and_the_others_are_asked(
    street: Street, lasting: Identity, trusted: PinnedTrust
):
    def answer(visit: Visit) -> None:
        if b"platform=mac_os" in visit.body:
            visit.answer(b"no such platform", status="400 Bad Request")
        else:
            rows(visit)

    findings = look(way_to(street.engine(answer, lasting).address, trusted))
    assert statuses(findings)[-3:] == ["ok", "warning", "ok"]
    assert "no such platform" in findings["mac_os"].found


def test_a_platform_without_an_answer_fails_and_the_others_are_asked(
    street: Street, lasting: Identity, trusted: PinnedTrust
):
    def answer(visit: Visit) -> None:
        if b"platform=mac_os" not in visit.body:
            rows(visit)

    findings = look(way_to(street.engine(answer, lasting).address, trusted))
    assert statuses(findings)[-3:] == ["ok", "failed", "ok"]


def test_a_proxy_is_the_first_host_on_the_way(closed_port: int, trusted: PinnedTrust):
    route = Route(Proxy(ProxyScheme.HTTP, "127.0.0.1", closed_port, "bob", Secret(CANARY)))
    findings = look(way_to(EngineAddress("engine.invalid", 1671), trusted, route))
    assert statuses(findings) == failed_at("TCP")
    assert f"through the proxy http://bob@127.0.0.1:{closed_port}" in findings["address"].found
    assert "proxy" in findings["TCP"].found


def test_who_cancels_ends_the_look(street: Street, lasting: Identity, trusted: PinnedTrust):
    server = street.engine(lambda visit: visit.wait_until_left(), lasting)
    way = way_to(server.address, trusted)
    findings = []
    for entry in examine([way_group(way)], lambda error: ""):
        findings.append(entry.finding.name)
        if entry.finding.name == "trust":
            way.cancellation.cancel()
    assert findings == STAGES[:6]
