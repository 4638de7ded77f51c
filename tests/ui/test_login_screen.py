from __future__ import annotations

import errno
import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nxql_tui.accounts.connections import Connection, load_connections, save_connection
from nxql_tui.accounts.kernel_keyring import key_name
from nxql_tui.accounts.known_engines import Pin, save_pin
from nxql_tui.accounts.password_stores import find_rungs
from nxql_tui.engine.server import EmbeddedEngine
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.ui.screens import login_places
from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.first_meeting import FirstMeetingScreen
from nxql_tui.ui.screens.login import LoginScreen
from nxql_tui.ui.screens.workbench import WorkbenchScreen

CANARY = "canary-" + "word"


async def fill(explorer, address: str, user: str, password: str) -> None:
    explorer.widget("#engine").value = address
    explorer.widget("#user").value = user
    explorer.widget("#password").value = password
    await explorer.pilot.pause()


async def connect(explorer) -> None:
    explorer.widget("#password").focus()
    await explorer.press("enter")


def message(explorer, field: str) -> str:
    widget = explorer.widget(f"#message-{field}")
    return str(widget.render()) if widget.display else ""


async def trust_once(explorer) -> None:
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, FirstMeetingScreen))
    await explorer.pilot.click("#once")


async def test_without_a_connection_the_login_screen_opens(open_explorer) -> None:
    async with open_explorer(client=None) as explorer:
        assert isinstance(explorer.app.screen, LoginScreen)
        assert explorer.app.focused.id == "engine"


async def test_a_first_meeting_asks_and_the_workbench_opens(open_explorer, engine) -> None:
    async with open_explorer(client=None) as explorer:
        await fill(explorer, f"127.0.0.1:{engine.port}", "admin", "admin")
        await connect(explorer)
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, FirstMeetingScreen))
        assert explorer.app.focused.id == "leave"
        shown = str(explorer.widget(".fingerprint").render()).split()
        assert ":".join(shown) == engine.sha256
        await trust_once(explorer)
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
        await explorer.ask()
        assert "complete" in explorer.state


async def test_leaving_a_first_meeting_goes_back_with_everything_typed(open_explorer, engine) -> None:
    async with open_explorer(client=None) as explorer:
        await fill(explorer, f"127.0.0.1:{engine.port}", "admin", "admin")
        await connect(explorer)
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, FirstMeetingScreen))
        await explorer.press("enter")
        assert isinstance(explorer.app.screen, LoginScreen)
        assert explorer.widget("#password").value == "admin"


async def test_a_remembered_certificate_is_not_asked_about_again(open_explorer, engine, paths) -> None:
    for meeting in (True, False):
        async with open_explorer(client=None) as explorer:
            await fill(explorer, f"127.0.0.1:{engine.port}", "admin", "admin")
            await connect(explorer)
            if meeting:
                await explorer.wait_for(lambda: isinstance(explorer.app.screen, FirstMeetingScreen))
                await explorer.pilot.click("#remember")
            await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
    assert paths.known_engines.stat().st_mode & 0o777 == 0o600


async def test_the_last_login_is_offered_again(open_explorer, engine) -> None:
    async with open_explorer(client=None) as explorer:
        await fill(explorer, f"127.0.0.1:{engine.port}", "admin", "admin")
        await connect(explorer)
        await trust_once(explorer)
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
    async with open_explorer(client=None) as explorer:
        assert explorer.widget("#engine").value == f"127.0.0.1:{engine.port}"
        assert explorer.widget("#user").value == "admin"
        assert explorer.app.focused.id == "connections"


async def test_a_password_kept_for_the_session_need_not_be_typed_again(open_explorer, engine) -> None:
    async with open_explorer(client=None) as explorer:
        await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
        assert "this session only" in explorer.text_of("#keep-in")
        await fill(explorer, f"127.0.0.1:{engine.port}", "admin", "admin")
        await connect(explorer)
        await trust_once(explorer)
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
        await explorer.press("f9")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen))
        assert explorer.widget("#password").value == ""
        await connect(explorer)
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))


class MemoryKeys:
    """A kernel's keyring that ends with the test."""

    def __init__(self) -> None:
        self.kept: dict[bytes, bytes] = {}
        self.seconds: list[int] = []
        self.is_full = False

    def put(self, name: bytes, value: bytes, seconds: int) -> None:
        if self.is_full:
            raise OSError(errno.EDQUOT, "full")
        self.kept[name] = value
        self.seconds.append(seconds)

    def get(self, name: bytes) -> bytes | None:
        return self.kept.get(name)

    def remove(self, name: bytes) -> None:
        del self.kept[name]


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> MemoryKeys:
    keys = MemoryKeys()
    monkeypatch.setattr("nxql_tui.accounts.kernel_keyring.KernelKeys", lambda: keys)
    return keys


async def log_in(explorer, engine, password: str) -> None:
    await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
    await fill(explorer, f"127.0.0.1:{engine.port}", "admin", password)
    await connect(explorer)
    await explorer.wait_for(lambda: not isinstance(explorer.app.screen, LoginScreen))
    if isinstance(explorer.app.screen, FirstMeetingScreen):
        await explorer.pilot.click("#remember")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))


async def test_each_place_for_the_password_works_or_says_why_not(open_explorer, kernel: MemoryKeys) -> None:
    async with open_explorer(client=None) as explorer:
        await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
        assert explorer.text_of("#keep-in").splitlines() == [
            " ✘  OS keyring (Secret Service): the D-Bus session of this",
            "    host cannot be reached",
            "(•) kernel keyring, 12 hours",
            "( ) this session only",
        ]
        for line, chosen in ((3, "this session only"), (1, "this session only"), (2, "kernel keyring")):
            await explorer.pilot.click("#keep-in", offset=(5, line))
            assert f"(•) {chosen}" in explorer.text_of("#keep-in")
        explorer.widget("#keep-in").focus()
        await explorer.press("down")
        assert "(•) this session only" in explorer.text_of("#keep-in")
        await explorer.press("down")
        assert "(•) kernel keyring" in explorer.text_of("#keep-in")


async def test_a_password_in_the_kernel_is_found_at_the_next_start(open_explorer, engine, kernel: MemoryKeys) -> None:
    async with open_explorer(client=None) as explorer:
        await log_in(explorer, engine, "admin")
    assert list(kernel.kept.values()) == [b"admin"]
    assert kernel.seconds[-1] == 12 * 3600
    async with open_explorer(client=None) as explorer:
        await log_in(explorer, engine, "")


async def test_a_password_that_moves_is_not_left_behind(open_explorer, engine, kernel: MemoryKeys) -> None:
    async with open_explorer(client=None) as explorer:
        await log_in(explorer, engine, "admin")
        await explorer.press("f9")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen))
        await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
        explorer.widget("#keep-in").focus()
        await explorer.press("down")
        await log_in(explorer, engine, "admin")
    assert kernel.kept == {}


async def test_a_place_that_is_full_leaves_the_password_to_the_session(
    open_explorer, engine, kernel: MemoryKeys
) -> None:
    async with open_explorer(client=None) as explorer:
        await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
        kernel.is_full = True
        await log_in(explorer, engine, "admin")
        assert any("share of it is full" in note.message for note in explorer.app._notifications)
        await explorer.press("f9")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen))
        kernel.is_full = False
        await log_in(explorer, engine, "")


@pytest.fixture
def saved(paths, engine) -> list[Connection]:
    """Two connections, the second used last."""
    address = f"127.0.0.1:{engine.port}"
    connections = [
        Connection("old lab", "lab.example.com", "alice", last_used=datetime(2026, 1, 1, tzinfo=UTC)),
        Connection("the Engine", address, "admin", last_used=datetime(2026, 11, 1, tzinfo=UTC)),
    ]
    for connection in connections:
        save_connection(paths.connections, connection)
    save_pin(paths.known_engines, address, Pin(engine.certificate_der))
    return connections


def listed(explorer) -> list[str]:
    options = explorer.widget("#connections").options
    return [str(option.prompt).split("  ")[0].strip(" ▌") for option in options]


async def test_one_key_connects_to_the_connection_used_last(open_explorer, engine, saved, kernel: MemoryKeys) -> None:
    kernel.kept[key_name(f"127.0.0.1:{engine.port}", "admin")] = b"admin"
    async with open_explorer(client=None) as explorer:
        await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
        assert listed(explorer) == ["the Engine", "old lab"]
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
        assert "the Engine ▸ 127.0.0.1" in explorer.text_of(".connection")


async def test_a_connection_that_is_looked_at_fills_the_form(open_explorer, saved) -> None:
    async with open_explorer(client=None) as explorer:
        explorer.widget("#password").value = "half"
        await explorer.pilot.press("down")
        await explorer.wait_for(lambda: explorer.widget("#engine").value == "lab.example.com")
        assert explorer.widget("#user").value == "alice"
        assert explorer.widget("#password").value == ""


async def test_a_connection_whose_password_is_nowhere_asks_for_it(open_explorer, saved) -> None:
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: message(explorer, "password"))
        assert "None is kept for this user" in message(explorer, "password")
        assert explorer.app.focused.id == "password"


async def test_the_command_of_a_connection_gives_its_password(open_explorer, paths, saved) -> None:
    save_connection(paths.connections, replace(saved[1], password_command="echo admin"))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))


async def test_a_command_that_fails_is_told_beside_the_password(open_explorer, paths, saved) -> None:
    save_connection(paths.connections, replace(saved[1], password_command="false"))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, Confirmation))
        await explorer.pilot.press("escape")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen))
        assert "The password command false failed with exit code 1" in message(explorer, "password")


async def test_a_login_waits_until_the_places_for_passwords_are_known(
    open_explorer, engine, saved, kernel: MemoryKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel.kept[key_name(f"127.0.0.1:{engine.port}", "admin")] = b"admin"
    may_find = threading.Event()
    monkeypatch.setattr(login_places, "find_rungs", lambda hours: may_find.wait() and find_rungs(hours))
    async with open_explorer(client=None) as explorer:
        try:
            await explorer.pilot.press("enter", "enter")
            await explorer.wait_for(lambda: "Looking for passwords" in explorer.text_of("#progress"))
        finally:
            may_find.set()
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))


async def test_what_is_typed_stays_when_a_connection_is_deleted(open_explorer, saved, kernel: MemoryKeys) -> None:
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("delete")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, Confirmation))
        await explorer.pilot.click("#deed")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen))
        await fill(explorer, "typed.example.com", "typed", "word")
        await explorer.wait_for(lambda: len(listed(explorer)) == 1)
        await explorer.pilot.pause()
        assert explorer.widget("#engine").value == "typed.example.com"
        assert explorer.widget("#password").value == "word"
        assert any("could not be asked to forget" in note.message for note in explorer.app._notifications)


async def test_a_connection_with_an_impossible_address_can_be_deleted(open_explorer, paths) -> None:
    save_connection(paths.connections, Connection("odd", "http://", "alice"))
    async with open_explorer(client=None) as explorer:
        await explorer.pilot.press("delete")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, Confirmation))
        await explorer.pilot.click("#deed")
        await explorer.wait_for(lambda: load_connections(paths.connections) == ())


async def test_a_connection_is_deleted_with_its_password_when_that_is_confirmed(
    open_explorer, paths, engine, saved, kernel: MemoryKeys
) -> None:
    kernel.kept[key_name(f"127.0.0.1:{engine.port}", "admin")] = b"admin"
    async with open_explorer(client=None) as explorer:
        await explorer.wait_for(lambda: "looking" not in explorer.text_of("#keep-in"))
        await explorer.pilot.press("delete")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, Confirmation))
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen))
        assert listed(explorer) == ["the Engine", "old lab"]
        await explorer.pilot.press("delete")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, Confirmation))
        await explorer.pilot.click("#deed")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen) and len(listed(explorer)) == 1)
        assert listed(explorer) == ["old lab"]
    assert kernel.kept == {}
    assert [one.name for one in load_connections(paths.connections)] == ["old lab"]


async def test_a_login_brings_the_saved_connection_up_to_date_and_adds_no_other(
    open_explorer, paths, engine, saved
) -> None:
    async with open_explorer(client=None) as explorer:
        await log_in(explorer, engine, "admin")
    after = {one.name: one for one in load_connections(paths.connections)}
    assert set(after) == {"old lab", "the Engine"}
    assert after["the Engine"].last_used > saved[1].last_used


async def test_a_wrong_password_is_told_beside_the_password(open_explorer, engine) -> None:
    async with open_explorer(client=None) as explorer:
        await fill(explorer, f"127.0.0.1:{engine.port}", "admin", CANARY)
        await connect(explorer)
        await trust_once(explorer)
        await explorer.wait_for(lambda: message(explorer, "password"))
        said = message(explorer, "password")
        assert "Finder access" in said
        assert "five minutes" in said
        assert CANARY not in said
        assert explorer.widget("#password").value == CANARY
        assert explorer.widget("#user").value == "admin"


async def test_an_unlicensed_engine_is_told_beside_the_engine(open_explorer, tmp_path) -> None:
    settings = EngineSettings(licensed=False, devices=10, certificate_folder=tmp_path / "certificate")
    with EmbeddedEngine(settings) as unlicensed:
        async with open_explorer(client=None) as explorer:
            await fill(explorer, f"127.0.0.1:{unlicensed.port}", "admin", "admin")
            await connect(explorer)
            await trust_once(explorer)
            await explorer.wait_for(lambda: message(explorer, "engine"))
            assert "not licensed" in message(explorer, "engine")


async def test_a_port_where_nobody_listens_is_told_beside_the_engine(open_explorer) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with open_explorer(client=None) as explorer:
        await fill(explorer, f"127.0.0.1:{port}", "admin", "admin")
        await connect(explorer)
        await explorer.wait_for(lambda: message(explorer, "engine"))
        assert "127.0.0.1" in message(explorer, "engine")
        assert explorer.app.focused.id == "engine"


async def test_a_port_that_speaks_plain_http_is_told_as_that(open_explorer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        async with open_explorer(client=None) as explorer:
            await fill(explorer, f"127.0.0.1:{server.getsockname()[1]}", "admin", "admin")
            await connect(explorer)
            await explorer.wait_for(lambda: message(explorer, "engine"))
            assert "plain HTTP" in message(explorer, "engine")


@pytest.mark.parametrize(
    ("address", "user", "password", "field"),
    [
        ("", "admin", "x", "engine"),
        ("bad host", "admin", "x", "engine"),
        ("http://engine.example.com", "admin", "x", "engine"),
        ("user:word@engine", "admin", "x", "engine"),
        ("engine:99999", "admin", "x", "engine"),
        ("engine", "", "x", "user"),
        ("engine", "admin", "", "password"),
        ("127.0.0.1", "a:b", "x", "user"),
    ],
)
async def test_what_is_missing_or_wrong_is_told_beside_its_field(
    open_explorer, address: str, user: str, password: str, field: str
) -> None:
    async with open_explorer(client=None) as explorer:
        await fill(explorer, address, user, password)
        await connect(explorer)
        await explorer.wait_for(lambda: message(explorer, field))
        assert explorer.app.focused.id == field


async def test_a_key_shows_and_hides_the_password(open_explorer) -> None:
    async with open_explorer(client=None) as explorer:
        await fill(explorer, "engine", "admin", CANARY)
        assert CANARY not in explorer.app.export_screenshot()
        await explorer.press("f9")
        assert CANARY in explorer.app.export_screenshot()
        await explorer.press("f9")
        assert CANARY not in explorer.app.export_screenshot()


async def test_logging_in_again_keeps_the_query(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.write("(select (id) (from device))")
        await explorer.press("f9")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen))
        await connect_with_password(explorer)
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
        assert explorer.widget("#editor").text == "(select (id) (from device))"


async def connect_with_password(explorer) -> None:
    explorer.widget("#password").value = "admin"
    await connect(explorer)


async def test_escape_leaves_the_login_when_one_is_connected(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.press("f9")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen))
        await explorer.press("escape")
        assert isinstance(explorer.app.screen, WorkbenchScreen)
