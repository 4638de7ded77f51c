"""The doctor called from the explorer, with a real Engine at the end of the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.accounts.connections import Connection, save_connection
from nxql_tui.doctor.findings import Status
from nxql_tui.ui.screens.doctor import DoctorScreen
from nxql_tui.ui.screens.login import LoginScreen

if TYPE_CHECKING:
    from nxql_tui.doctor.findings import Finding
    from nxql_tui.engine.server import EmbeddedEngine
    from tests.ui.conftest import Explorer


async def finished(explorer: Explorer) -> DoctorScreen:
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, DoctorScreen) and explorer.app.screen.is_mounted)
    doctor = explorer.app.screen
    await explorer.wait_for(lambda: not doctor.is_looking)
    return doctor


def way(doctor: DoctorScreen) -> dict[str, Finding]:
    return {entry.finding.name: entry.finding for entry in doctor.entries if entry.group.startswith("Way to ")}


async def test_the_palette_opens_it_on_the_way_of_who_is_logged_in(open_explorer) -> None:
    async with open_explorer() as explorer:
        (command,) = [one for one in explorer.app.get_system_commands(explorer.app.screen) if one.title == "Doctor"]
        await command.callback()
        doctor = await finished(explorer)
        assert {finding.status for finding in way(doctor).values()} == {Status.OK}
        assert "as admin" in way(doctor)["login"].found
        assert "Way to demo" in [entry.group for entry in doctor.entries]


async def test_its_size_is_that_of_the_screen(open_explorer) -> None:
    async with open_explorer(size=(100, 30)) as explorer:
        explorer.app.action_open_doctor()
        doctor = await finished(explorer)
        assert "100 columns, 30 lines" in [entry.finding.found for entry in doctor.entries]


async def test_the_login_screen_opens_it_on_the_way_to_what_is_typed(open_explorer, engine: EmbeddedEngine) -> None:
    async with open_explorer(client=None, address=f"127.0.0.1:{engine.port}", user="admin") as explorer:
        explorer.widget("#password").value = "kanarienvogel"
        await explorer.press("f4")
        doctor = await finished(explorer)
        assert way(doctor)["TLS"].status is Status.OK
        assert way(doctor)["trust"].status is Status.FAILED
        assert "kanarienvogel" not in repr(doctor.entries)
        await explorer.press("escape")
        assert isinstance(explorer.app.screen, LoginScreen)
        assert explorer.widget("#password").value == "kanarienvogel"


async def test_without_any_engine_it_looks_at_the_host(open_explorer) -> None:
    async with open_explorer(client=None) as explorer:
        await explorer.press("f4")
        doctor = await finished(explorer)
        assert way(doctor) == {}
        assert doctor.entries


async def test_what_is_typed_and_is_no_address_is_told(open_explorer) -> None:
    async with open_explorer(client=None, address="http://engine", user="admin") as explorer:
        await explorer.press("f4")
        doctor = await finished(explorer)
        assert way(doctor)["address"].status is Status.FAILED
        assert way(doctor)["DNS"].status is Status.SKIPPED


async def test_a_connection_to_several_engines_asks_to_log_in_to_one(open_explorer, paths) -> None:
    site = Connection("site", user="admin", addresses=("engine-1.example.com", "engine-2.example.com"))
    save_connection(paths.connections, site)
    async with open_explorer(client=None) as explorer:
        await explorer.press("f4")
        doctor = await finished(explorer)
        assert way(doctor)["address"].found == "This connection leads to 2 Engines."
        assert way(doctor)["address"].remedy
