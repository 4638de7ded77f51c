from __future__ import annotations

from typing import TYPE_CHECKING

import pexpect
import pytest

from nxql_tui.accounts.connection import Connection, TrustSource
from nxql_tui.accounts.known_engines import Pin
from tests.commands.connections.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.engine.site import EmbeddedSite
    from tests.commands.conftest import Program, StrangeEngine
    from tests.commands.connections.conftest import Desk, Identity


@pytest.fixture
def ours(make_identity: Callable[..., Identity]) -> Identity:
    """What the Engine shows."""
    return make_identity("engine\x1b[2J\nSystem   trusted by this system")


@pytest.fixture
def server(shown: Callable[[Identity], StrangeEngine], ours: Identity) -> StrangeEngine:
    return shown(ours)


@pytest.fixture
def address(desk: Desk, server: StrangeEngine) -> str:
    """That of the Engine, which is saved as `lab`."""
    address = f"127.0.0.1:{server.port}"
    desk.save(Connection("lab", address, "alice"))
    return address


def _facts(output: bytes) -> dict[str, str]:
    return {line[:8].strip(): line[9:] for line in output.decode().splitlines() if not line.startswith(" ")}


# Looking


def test_all_that_the_certificate_says_is_shown_and_passes_for_nothing_of_ours(
    program: Program, server: StrangeEngine, address: str, ours: Identity
):
    done = program.run("connections", "trust", "lab", "--yes")
    facts = _facts(done.stdout)
    assert facts["Engine"] == address
    assert facts["Subject"] == facts["Issuer"] == "CN=engine␛[2J␊System   trusted by this system"
    assert facts["Names"] == "127.0.0.1"
    assert facts["Valid"].endswith(f"{ours.certificate.not_valid_after_utc:%Y-%m-%d}")
    assert facts["Key"] == "EC secp256r1"
    assert facts["System"].startswith("self-signed")
    shown = done.stdout.decode().partition("SHA-256")[2].partition("System")[0]
    assert ":".join(shown.split()) == ours.sha256


def test_nothing_but_handshakes_is_sent(program: Program, server: StrangeEngine, address: str):
    assert program.run("connections", "trust", "lab", "--yes").returncode == 0
    assert server.bodies == []


def test_what_the_system_thinks_is_told(
    program: Program,
    desk: Desk,
    shown: Callable[[Identity], StrangeEngine],
    make_identity: Callable[..., Identity],
):
    authority = make_identity("authority")
    system = {"SSL_CERT_FILE": str(authority.file)}

    def opinion(variables: dict[str, str], **options: object) -> str:
        port = shown(make_identity(signed_by=authority, **options)).port
        done = program.run("connections", "trust", f"127.0.0.1:{port}", "--yes", variables=variables)
        return _facts(done.stdout)["System"]

    assert opinion(system) == "trusted by this system"
    assert opinion({}).startswith("unknown issuer")
    assert opinion(system, host="other.example").startswith("wrong name")
    assert opinion(system, valid_days=(-9, -2)) == "expired"
    assert opinion(system, valid_days=(2, 9)) == "not valid yet"


def test_a_self_signed_certificate_that_has_expired_is_called_both(
    program: Program, desk: Desk, shown: Callable[[Identity], StrangeEngine], make_identity: Callable[..., Identity]
):
    port = shown(make_identity(valid_days=(-9, -2))).port
    done = program.run("connections", "trust", f"127.0.0.1:{port}")
    system = _facts(done.stdout)["System"]
    assert "self-signed" in system
    assert "expired" in system


# Deciding


def test_a_person_who_types_yes_pins_it(program: Program, desk: Desk, address: str, ours: Identity):
    terminal = program.open_terminal("connections", "trust", "lab")
    terminal.expect_exact("Type yes: ")
    terminal.sendline("yes")
    terminal.expect_exact(f"Pinned for {address}.")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert desk.pinned(address) == Pin(ours.der)


@pytest.mark.parametrize("answer", ["y", "", "no"])
def test_anything_but_yes_pins_nothing(program: Program, desk: Desk, address: str, answer: str):
    terminal = program.open_terminal("connections", "trust", "lab")
    terminal.expect_exact("Type yes: ")
    terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 6
    assert desk.pinned(address) is None


def test_without_a_terminal_it_is_shown_and_not_pinned(program: Program, desk: Desk, address: str):
    done = program.run("connections", "trust", "lab")
    assert done.returncode == 2
    assert _facts(done.stdout)["Engine"] == address
    assert b"--fingerprint" in done.stderr
    assert desk.pinned(address) is None


def test_the_right_fingerprint_is_enough(program: Program, desk: Desk, address: str, ours: Identity):
    spelt = ours.sha256.replace(":", "").lower()
    assert program.run("connections", "trust", "lab", "--fingerprint", spelt).returncode == 0
    assert desk.pinned(address) == Pin(ours.der)


def test_another_fingerprint_pins_nothing_even_when_confirmed(program: Program, desk: Desk, address: str):
    done = program.run("connections", "trust", "lab", "--fingerprint", "ab" * 32, "--yes")
    assert done.returncode == 6
    assert desk.pinned(address) is None


def test_an_address_needs_no_connection(program: Program, desk: Desk, server: StrangeEngine, ours: Identity):
    done = program.run("connections", "trust", f"127.0.0.1:{server.port}", "--yes")
    assert done.returncode == 0
    assert desk.pinned(f"127.0.0.1:{server.port}") == Pin(ours.der)


def test_it_is_pinned_under_the_tls_name_of_the_connection(
    program: Program, desk: Desk, server: StrangeEngine, ours: Identity
):
    desk.save(Connection("tunnel", f"127.0.0.1:{server.port}", "alice", server_name="engine.example.com"))
    assert program.run("connections", "trust", "tunnel", "--yes").returncode == 0
    assert desk.pinned(f"engine.example.com:{server.port}") == Pin(ours.der)
    assert desk.pinned(f"127.0.0.1:{server.port}") is None


def test_a_name_that_is_mistyped_is_answered_with_the_right_one(program: Program, address: str):
    done = program.run("connections", "trust", "labb")
    assert done.returncode == 7
    assert b"Did you mean lab?" in done.stderr


def test_what_is_neither_a_name_nor_an_address_is_a_wrong_setting(program: Program, desk: Desk):
    done = program.run("connections", "trust", "no such name")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"'no such name' is no saved connection" in done.stderr


def test_an_engine_that_is_not_there_ends_with_7(program: Program, desk: Desk, closed_port: int):
    assert program.run("connections", "trust", f"127.0.0.1:{closed_port}", "--yes").returncode == 7


@pytest.mark.parametrize("options", [{"ca_file": "/ca.pem"}, {"trust": TrustSource.SYSTEM}])
def test_a_connection_that_heeds_no_pin_says_so(program: Program, desk: Desk, address: str, options: dict[str, str]):
    desk.save(Connection("lab", address, "alice", **options))
    assert b"and no pin" in program.run("connections", "trust", "lab", "--yes").stderr


# Another certificate is pinned already


@pytest.fixture
def earlier(desk: Desk, address: str, make_identity: Callable[..., Identity]) -> Identity:
    """The certificate that was pinned until now."""
    identity = make_identity("earlier")
    desk.pin(address, identity.der)
    return identity


def test_another_certificate_is_refused_with_both_fingerprints_and_the_way_on(
    program: Program, desk: Desk, address: str, ours: Identity, earlier: Identity
):
    done = program.run("connections", "trust", "lab", "--yes")
    assert done.returncode == 6
    assert earlier.sha256.encode() in done.stderr
    assert ours.sha256.encode() in done.stderr
    assert b"nxql-tui connections trust lab --replace" in done.stderr
    assert desk.pinned(address) == Pin(earlier.der)


def test_it_is_replaced_on_purpose(program: Program, desk: Desk, address: str, ours: Identity, earlier: Identity):
    assert program.run("connections", "trust", "lab", "--replace", "--yes").returncode == 0
    assert desk.pinned(address) == Pin(ours.der)


def test_replacing_too_has_to_be_confirmed(program: Program, desk: Desk, address: str, earlier: Identity):
    terminal = program.open_terminal("connections", "trust", "lab", "--replace")
    terminal.expect_exact("in place of the one pinned until now? Type yes: ")
    terminal.sendline("no")
    terminal.expect(pexpect.EOF)
    assert desk.pinned(address) == Pin(earlier.der)


def test_the_same_certificate_asks_nothing_again(program: Program, desk: Desk, address: str, ours: Identity):
    desk.pin(address, ours.der)
    done = program.run("connections", "trust", "lab")
    assert done.returncode == 0
    assert b"already" in done.stderr


# Dates


@pytest.fixture
def expired(desk: Desk, shown: Callable[[Identity], StrangeEngine], make_identity: Callable[..., Identity]) -> Identity:
    """What the Engine of the connection `old` shows."""
    identity = make_identity(valid_days=(-9, -2))
    desk.save(Connection("old", f"127.0.0.1:{shown(identity).port}", "alice"))
    return identity


def test_a_certificate_that_has_expired_is_not_pinned_just_so(program: Program, desk: Desk, expired: Identity):
    done = program.run("connections", "trust", "old", "--yes")
    assert done.returncode == 6
    assert b"--accept-expired" in done.stderr
    assert desk.pinned(desk.saved["old"].address) is None


def test_its_age_is_accepted_on_purpose(program: Program, desk: Desk, expired: Identity):
    assert program.run("connections", "trust", "old", "--accept-expired", "--yes").returncode == 0
    assert desk.pinned(desk.saved["old"].address) == Pin(expired.der, allow_expired=True)


def test_the_age_of_a_pinned_certificate_is_accepted_later(program: Program, desk: Desk, expired: Identity):
    address = desk.saved["old"].address
    desk.pin(address, expired.der)
    assert program.run("connections", "trust", "old", "--yes").returncode == 6
    assert program.run("connections", "trust", "old", "--accept-expired", "--yes").returncode == 0
    assert desk.pinned(address) == Pin(expired.der, allow_expired=True)


def test_a_query_to_an_expired_engine_says_the_way_on(
    program: Program, desk: Desk, expired: Identity, password: dict[str, str]
):
    desk.pin(desk.saved["old"].address, expired.der)
    done = program.run("query", "(select (name) (from device))", "--connection", "old", variables=password)
    assert done.returncode == 6
    assert b"nxql-tui connections trust old --accept-expired" in done.stderr


# Forgetting


def test_a_pin_is_taken_away(program: Program, desk: Desk, address: str, ours: Identity):
    desk.pin(address, ours.der)
    done = program.run("connections", "trust", "lab", "--forget")
    assert done.returncode == 0
    assert b"no longer pinned" in done.stderr
    assert desk.pinned(address) is None


def test_the_pin_of_an_engine_that_is_gone_can_be_taken_away(
    program: Program, desk: Desk, closed_port: int, ours: Identity
):
    desk.pin(f"127.0.0.1:{closed_port}", ours.der)
    assert program.run("connections", "trust", f"127.0.0.1:{closed_port}", "--forget").returncode == 0
    assert desk.pinned(f"127.0.0.1:{closed_port}") is None


def test_where_none_is_pinned_that_is_said(program: Program, address: str):
    done = program.run("connections", "trust", "lab", "--forget")
    assert done.returncode == 0
    assert b"not pinned" in done.stderr


# Sites


def test_each_engine_of_a_site_is_pinned_and_one_that_fails_is_told(
    program: Program, desk: Desk, server: StrangeEngine, ours: Identity, closed_port: int
):
    here, gone = f"127.0.0.1:{server.port}", f"127.0.0.1:{closed_port}"
    desk.save(Connection("two", user="alice", addresses=(gone, here)))
    done = program.run("connections", "trust", "two", "--yes")
    assert done.returncode == 8
    assert f"{gone} refuses the connection".encode() in done.stderr
    assert desk.pinned(here) == Pin(ours.der)


def test_of_several_engines_those_with_the_fingerprint_are_pinned(
    program: Program, desk: Desk, server: StrangeEngine, ours: Identity, site: EmbeddedSite
):
    here, other = f"127.0.0.1:{server.port}", site.engines[0].authority
    desk.save(Connection("two", user="alice", addresses=(other, here)))
    done = program.run("connections", "trust", "two", "--fingerprint", ours.sha256)
    assert done.returncode == 8
    assert (desk.pinned(here), desk.pinned(other)) == (Pin(ours.der), None)


def test_all_pins_the_portal_and_its_engines_and_a_shared_certificate_is_confirmed_once(
    program: Program, desk: Desk, site: EmbeddedSite, portal: str
):
    desk.save(Connection("site", user="alice", portal=portal))
    terminal = program.open_terminal("connections", "trust", "site", "--all", variables={"NXQL_TUI_PASSWORD": PASSWORD})
    terminal.expect_exact("Type yes: ")
    terminal.sendline("yes")
    for engine in site.engines:
        terminal.expect_exact(f"Pinned for {engine.authority}.")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    der = site.engines[0].certificate_der
    assert {desk.pinned(address) for address in (portal, *(one.authority for one in site.engines))} == {Pin(der)}


def test_of_a_portal_its_own_certificate_is_pinned_and_an_engine_by_its_address(
    program: Program, desk: Desk, site: EmbeddedSite, portal: str
):
    desk.save(Connection("site", user="alice", portal=portal))
    engine, der = site.engines[0], site.engines[0].certificate_der
    done = program.run("connections", "trust", "site", "--yes")
    assert b"--engine" in done.stderr
    assert (desk.pinned(portal), desk.pinned(engine.authority)) == (Pin(der), None)
    assert program.run("connections", "trust", "site", "--engine", engine.authority, "--yes").returncode == 0
    assert desk.pinned(engine.authority) == Pin(der)


@pytest.mark.parametrize(
    "options",
    [
        ("--engine", "other"),
        ("--fingerprint", "abc"),
        ("--forget", "--yes"),
        ("--forget", "--replace"),
        ("--all", "--forget"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(program: Program, address: str, options: tuple[str, ...]):
    assert program.run("connections", "trust", "lab", *options).returncode == 2
