"""How the screens look: a few pictures, compared cell by cell. Look at a new one before accepting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from seen_certificate import CERTIFICATE
from waiting import wait_for, wait_for_check

from nxql_tui.accounts.password_stores import Rung, SessionStore
from nxql_tui.client.address import parse_address
from nxql_tui.client.certificate import SeenCertificate
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.errors import CertificateChangedError, NotTrustedError
from nxql_tui.client.trust import SystemTrust
from nxql_tui.logins.members import FleetMember
from nxql_tui.ui.app import ExplorerApp
from nxql_tui.ui.connection_title import ConnectionTitle
from nxql_tui.ui.fleet_form import Stranger
from nxql_tui.ui.login_outcomes import CertificateChanged, EngineUnknown, LoginForm
from nxql_tui.ui.screens.changed_certificate import ChangedCertificateScreen
from nxql_tui.ui.screens.copy_as import CopyAsScreen
from nxql_tui.ui.screens.new_certificates import NewCertificatesScreen
from nxql_tui.ui.start import ExplorerStart
from nxql_tui.wire.credentials import Credential, Secret
from nxql_tui.wire.request import Format, QueryRequest

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

SMALL = (80, 24)
LARGE = (120, 40)
QUERY = """\
(select (name device_type system_drive_usage last_logged_on_user)
    (from device
        (where device (gt system_drive_usage (percent 0.5))))
    (order_by name asc)
    (limit 250))"""


@pytest.fixture
def app(paths, engine_client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ExplorerApp:
    folder = tmp_path / "reports"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(folder)
    start = ExplorerStart(paths=paths, client=engine_client, connection_name="demo", user="admin", query=QUERY)
    return ExplorerApp(start)


async def opened(pilot: Pilot) -> None:
    """Wait for the workbench, and hide the port, which differs from run to run."""
    workbench = pilot.app.screen_stack[0]
    await wait_for(pilot, lambda: workbench.query("#editor") and workbench.query(".connection"))
    await wait_for_check(pilot)
    workbench.head.show_connection(ConnectionTitle("demo", "engine-1:1671", "admin"))


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_dialog_that_copies_for_other_tools(snap_compare, app: ExplorerApp, size: tuple[int, int]) -> None:
    async def play(pilot: Pilot) -> None:
        await opened(pilot)
        client = EngineClient(parse_address("engine-1.example.com"), Credential("alice", Secret("x")), SystemTrust())
        await pilot.app.push_screen(CopyAsScreen(client, QueryRequest(QUERY, format=Format.JSON)))
        await pilot.press("down", "down")
        pilot.app.screen.query_one("#path").value = "low-disk.sh"
        await pilot.press("enter")
        await pilot.pause()

    assert snap_compare(app, run_before=play, terminal_size=size)


async def at_the_login(pilot: Pilot) -> None:
    """The login screen of a host without a desktop."""
    await opened(pilot)
    await pilot.press("f9")
    await wait_for(pilot, lambda: pilot.app.screen.query("#keep-in"))
    places = pilot.app.screen.query_one("#keep-in")
    await wait_for(pilot, lambda: not places.is_looking)
    session = Rung(SessionStore(), SessionStore.title)
    kernel = Rung(SessionStore(), "kernel keyring, 12 hours")
    places.show((Rung(None, "OS keyring", "no D-Bus session on this host"), kernel, session))


def test_the_login_screen(snap_compare, app: ExplorerApp) -> None:
    async def play(pilot: Pilot) -> None:
        await at_the_login(pilot)
        screen = pilot.app.screen
        screen.query_one("#engine").value = "engine-1.example.com"
        screen.query_one("#password").value = "secret"
        message = screen.query_one("#message-password")
        message.update("The Engine refused the user or the password (401).")
        message.display = True

    assert snap_compare(app, run_before=play, terminal_size=SMALL)


def test_a_certificate_that_has_changed(snap_compare, app: ExplorerApp) -> None:
    async def play(pilot: Pilot) -> None:
        await opened(pilot)
        error = CertificateChangedError(
            "It has changed.", "", pinned=CERTIFICATE.sha256, seen=SeenCertificate(b"another").sha256
        )
        await pilot.app.push_screen(
            ChangedCertificateScreen(
                CertificateChanged(error, "site-eu", "nxql-tui connections trust site-eu --replace")
            )
        )

    assert snap_compare(app, run_before=play, terminal_size=SMALL)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_new_certificates_of_several_engines(snap_compare, app: ExplorerApp, size: tuple[int, int]) -> None:
    form = LoginForm("site-eu", "alice", Secret(""), (), {})
    error = NotTrustedError("The certificate is self-signed; nothing was sent.", can_be_pinned=True)

    def stranger(name: str, certificate: SeenCertificate) -> Stranger:
        address = parse_address(f"{name}.example.com")
        meeting = EngineUnknown(form, address, certificate, error, has_expired=False)
        return Stranger(0, name, meeting, FleetMember(name, address))

    async def play(pilot: Pilot) -> None:
        await opened(pilot)
        others = (stranger("us-1", SeenCertificate(b"another")), stranger("us-2", SeenCertificate(b"one more")))
        known = tuple(stranger(f"eu-{number}", CERTIFICATE) for number in range(1, 8))
        await pilot.app.push_screen(NewCertificatesScreen((*known, *others)))
        await pilot.press("down", "space")

    assert snap_compare(app, run_before=play, terminal_size=size)


def test_a_terminal_too_small(snap_compare, app: ExplorerApp) -> None:
    async def play(pilot: Pilot) -> None:
        await wait_for(pilot, lambda: pilot.app.screen.has_class("-too-small"))

    assert snap_compare(app, run_before=play, terminal_size=(20, 5))
