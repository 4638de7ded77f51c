"""Updates in the explorer, against an Engine whose data may be changed."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Button
from waiting import PATIENCE, wait_for, wait_for_check

from nxql_tui.accounts.connections import Connection, load_connections, save_connection
from nxql_tui.client.address import parse_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.engine.server import EmbeddedEngine
from nxql_tui.engine.settings import EngineSettings
from nxql_tui.library.drafts import Draft
from nxql_tui.library.history import Outcome
from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.ui.app import ExplorerApp
from nxql_tui.ui.connection_title import ConnectionTitle
from nxql_tui.ui.questions import QuestionAnswered, QuestionFailed
from nxql_tui.ui.screens.confirm_update import ConfirmUpdateScreen
from nxql_tui.ui.screens.export import ExportScreen
from nxql_tui.ui.screens.first_meeting import FirstMeetingScreen
from nxql_tui.ui.screens.workbench import WorkbenchScreen
from nxql_tui.ui.start import ExplorerStart
from nxql_tui.ui.updates import UpdateEnded
from nxql_tui.wire.credentials import Credential, Secret
from nxql_tui.wire.request import QueryRequest
from tests.ui.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from nxql_tui.paths import Paths

UPDATE = (
    '(update (set #Location (enum "Paris"))\n    (from device\n        (where device (eq device_type (enum laptop)))))'
)
LOCATIONS = "(select (#Location) (from device (where device (eq device_type (enum laptop)))))"
SMALL = (80, 24)
LARGE = (120, 40)


@pytest.fixture(scope="module")
def scratch_engine(certificate_folder: Path) -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine(EngineSettings(now=NOW, devices=60, days=1, certificate_folder=certificate_folder)) as running:
        yield running


def client_of(port: int, certificate: bytes) -> EngineClient:
    return EngineClient(
        parse_address(f"127.0.0.1:{port}"), Credential("admin", Secret("admin")), PinnedTrust(certificate)
    )


@pytest.fixture
def scratch_client(scratch_engine: EmbeddedEngine, tmp_path: Path) -> EngineClient:
    client = client_of(scratch_engine.port, scratch_engine.certificate_der)
    client.update(QueryRequest("(update (set #Location nil) (from device))"), tmp_path / "cleared")
    return client


class ForgetfulEngine:
    """Has three objects; an update it takes in, and then does as it is told: answers, hangs up, or stays silent."""

    def __init__(self, certificate: Path, on_update: bytes | None, *, is_silent: bool = False) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._on_update = on_update
        self._is_silent = is_silent
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.updates = 0
        self.was_asked = threading.Event()
        self.was_left = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
                with closing(plain), self._context.wrap_socket(plain, server_side=True) as connection:
                    self._treat(connection)
            except OSError:
                if self._listener.fileno() == -1:
                    return

    def _treat(self, connection: ssl.SSLSocket) -> None:
        received = b""
        while b"platform=" not in received:
            received += connection.recv(65536)
        self.was_asked.set()
        if b"query=%28update" in received:
            self.updates += 1
            if self._on_update is None:
                self._wait(connection)
            elif self._on_update:
                connection.sendall(self._on_update)
        elif self._is_silent:
            self._wait(connection)
        else:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nid\n1\n2\n3\n")

    def _wait(self, connection: ssl.SSLSocket) -> None:
        try:
            while connection.recv(65536):
                pass
        except OSError:
            pass
        self.was_left.set()

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(PATIENCE)


@pytest.fixture
def forgetful(engine_certificate: Path, scratch_engine: EmbeddedEngine) -> Iterator[Callable[..., Any]]:
    servers: list[ForgetfulEngine] = []

    def start(on_update: bytes | None = b"", *, is_silent: bool = False) -> tuple[ForgetfulEngine, EngineClient]:
        servers.append(ForgetfulEngine(engine_certificate, on_update, is_silent=is_silent))
        return servers[-1], client_of(servers[-1].port, scratch_engine.certificate_der)

    yield start
    for server in servers:
        server.stop()


def audited(paths: Paths) -> list[dict[str, Any]]:
    return [json.loads(line) for line in paths.audit_log.read_text().splitlines()] if paths.audit_log.exists() else []


async def open_dialog(explorer: Any, query: str = UPDATE) -> None:
    await explorer.write(query)
    await explorer.pilot.press("f5")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, ConfirmUpdateScreen))


async def counted(explorer: Any) -> int:
    """Wait for the objects, and say how many there are."""
    await explorer.wait_for(lambda: explorer.app.screen.has_class("-counted"))
    await explorer.wait_for(lambda: explorer.widget("#number").has_focus)
    return int(str(explorer.widget("#demand").render()).rstrip(":").split(" ")[-1])


async def confirm(explorer: Any) -> int:
    count = await counted(explorer)
    await explorer.pilot.press(*str(count), "enter")
    await explorer.wait_for(lambda: explorer.said(UpdateEnded))
    await explorer.wait_for(lambda: "Updating" not in explorer.state)
    return count


def message(explorer: Any) -> str:
    return explorer.text_of("#message .message-text")


async def locations(explorer: Any) -> set[str]:
    await explorer.ask(LOCATIONS)
    await explorer.wait_for(lambda: "complete" in explorer.state)
    return set(explorer.column(0))


async def test_an_update_is_shown_with_its_objects_confirmed_and_sent_once(
    open_explorer, scratch_client: EngineClient, paths: Paths
) -> None:
    async with open_explorer(client=scratch_client, allow_update=True) as explorer:
        await open_dialog(explorer)
        count = await counted(explorer)
        assert str(explorer.widget("#statement").render()) == UPDATE
        assert str(scratch_client.address) in str(explorer.widget("#engine").render())
        assert "admin" in str(explorer.widget("#engine").render())
        lines = str(explorer.widget("#objects").render()).splitlines()
        assert lines[0].split() == ["name", "Location"]
        assert len(lines) == 11
        assert all("∅" in line for line in lines[1:])
        assert await confirm(explorer) == count
        assert explorer.state.startswith(f"Updated {count} objects")
        assert await locations(explorer) == {"Paris"}
    sending, done = audited(paths)
    assert (sending["state"], done["state"]) == ("sending", "done")
    assert sending["objects"] == done["objects"] == count
    assert (sending["user"], sending["connection"], sending["statement"]) == ("admin", "demo", UPDATE)
    assert not list(paths.spools.rglob("*update*"))
    asked = StoredHistory(paths.history).search()[1]
    assert (asked.text, asked.outcome) == (UPDATE, Outcome.ANSWERED)


async def test_without_the_number_nothing_is_sent(open_explorer, scratch_client: EngineClient, paths: Paths) -> None:
    async with open_explorer(client=scratch_client, allow_update=True) as explorer:
        for keys in (["escape"], ["enter", "escape"], [*"999", "enter", "escape"], ["tab", "enter"]):
            await open_dialog(explorer)
            await counted(explorer)
            await explorer.pilot.press(*keys[:-1])
            assert isinstance(explorer.app.screen, ConfirmUpdateScreen)
            await explorer.pilot.press(keys[-1])
            await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
            assert "not sent" in explorer.state
            assert explorer.widget("#editor").text == UPDATE
            assert await locations(explorer) == {"∅"}
    assert audited(paths) == []
    assert {entry.text for entry in StoredHistory(paths.history).search()} == {LOCATIONS}


async def test_the_dangerous_button_works_only_when_the_number_is_right(
    open_explorer, scratch_client: EngineClient
) -> None:
    async with open_explorer(client=scratch_client, allow_update=True) as explorer:
        await open_dialog(explorer)
        count = await counted(explorer)
        button = explorer.widget("#send")
        states = []
        for typed in ("", "update", f"{count}0", str(count), f" {count} "):
            explorer.widget("#number").value = typed
            await explorer.pilot.pause()
            states.append(button.disabled)
            assert not button.has_focus
        assert states == [True, True, True, False, False]


async def test_keys_typed_ahead_confirm_nothing(open_explorer, forgetful, paths: Paths) -> None:
    server, client = forgetful(is_silent=True)
    async with open_explorer(client=client, allow_update=True) as explorer:
        await open_dialog(explorer)
        await explorer.wait_for(server.was_asked.is_set)
        assert explorer.app.focused.id == "leave"
        await explorer.pilot.press("3", "y")
        assert isinstance(explorer.app.screen, ConfirmUpdateScreen)
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
    assert server.updates == 0
    assert audited(paths) == []


async def test_escape_stops_the_counting_too(open_explorer, forgetful) -> None:
    server, client = forgetful(is_silent=True)
    async with open_explorer(client=client, allow_update=True) as explorer:
        await open_dialog(explorer)
        await explorer.wait_for(server.was_asked.is_set)
        await explorer.pilot.press("escape")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
        assert server.was_left.wait(PATIENCE)
    assert server.updates == 0


async def test_where_nothing_matches_there_is_nothing_to_confirm(
    open_explorer, scratch_client: EngineClient, paths: Paths
) -> None:
    async with open_explorer(client=scratch_client, allow_update=True) as explorer:
        await open_dialog(explorer, "(update (set #Location nil) (from device (where device (eq name (string x)))))")
        await explorer.wait_for(lambda: "nothing to change" in str(explorer.widget("#matching").render()))
        assert [button.id for button in explorer.app.screen.query(Button) if button.display] == ["leave"]
        assert not explorer.widget(".row").display
        await explorer.press("enter")
        assert isinstance(explorer.app.screen, WorkbenchScreen)
    assert audited(paths) == []


async def test_objects_that_cannot_be_counted_leave_nothing_to_confirm(
    open_explorer, scratch_client: EngineClient
) -> None:
    async with open_explorer(client=scratch_client, allow_update=True) as explorer:
        await open_dialog(explorer, "(update (set #Loccation nil) (from device))")
        await explorer.wait_for(lambda: "'#Loccation'" in str(explorer.widget("#matching").render()))
        assert not explorer.widget("#send").display


async def test_a_connection_that_does_not_allow_updates_gets_none(open_explorer, forgetful, paths: Paths) -> None:
    server, client = forgetful()
    nonsense = "(update (nonsense"
    async with open_explorer(client=client) as explorer:
        for query in (UPDATE, nonsense, f"({UPDATE})", UPDATE.replace("update", "UPDATE"), f"({LOCATIONS}) {UPDATE}"):
            await explorer.write(query)
            await explorer.press("f5")
            assert "does not allow updates" in message(explorer)
            assert str(paths.connections) in message(explorer)
            await explorer.press("escape")
        assert not server.was_asked.is_set()


async def test_an_update_that_is_not_understood_is_not_sent_even_where_they_are_allowed(
    open_explorer, forgetful
) -> None:
    server, client = forgetful()
    async with open_explorer(client=client, allow_update=True) as explorer:
        for query, word in (
            ("(update (nonsense", "mistake"),
            (f"({UPDATE})", "mistake"),
            ("(update (set #a nil) (from execution))", "events"),
        ):
            await explorer.write(query)
            await explorer.press("f5")
            assert word in message(explorer)
            await explorer.press("escape")
        assert not server.was_asked.is_set()


@pytest.mark.parametrize("allow_update", [False, True])
async def test_an_update_in_a_parameter_finds_no_way_to_the_engine(
    open_explorer, forgetful, allow_update: bool
) -> None:
    server, client = forgetful()
    async with open_explorer(client=client, allow_update=allow_update) as explorer:
        await explorer.write("%1")
        await explorer.wait_for(lambda: explorer.app.screen.query("ParameterField Input"))
        explorer.app.screen.query_one("ParameterField Input").value = " ".join(UPDATE.split())
        await explorer.pilot.pause()
        for key in ("f5", "f7", "f8"):
            await explorer.press(key)
            await explorer.wait_for(lambda: explorer.widget("#message").display and message(explorer).strip())
            assert isinstance(explorer.app.screen, WorkbenchScreen)
            await explorer.press("escape")
            assert not explorer.widget("#message").display
        assert not server.was_asked.is_set()
        assert explorer.said(QuestionAnswered, QuestionFailed) == []


async def test_neither_check_nor_export_sends_an_update(open_explorer, forgetful) -> None:
    server, client = forgetful()
    async with open_explorer(client=client, allow_update=True) as explorer:
        await explorer.write(UPDATE)
        for key in ("f7", "f8"):
            await explorer.press(key)
            await explorer.wait_for(lambda: explorer.widget("#message").display and "update" in message(explorer))
            assert isinstance(explorer.app.screen, WorkbenchScreen)
            await explorer.press("escape")
        assert not server.was_asked.is_set()


async def test_the_export_of_an_answer_is_still_offered_while_an_update_stands_in_the_editor(
    open_explorer, scratch_client: EngineClient
) -> None:
    async with open_explorer(client=scratch_client, allow_update=True) as explorer:
        await explorer.ask(LOCATIONS)
        await explorer.write(UPDATE)
        await explorer.press("f8")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, ExportScreen))


@pytest.mark.parametrize(
    ("on_update", "state", "words"),
    [
        (b"", "UNKNOWN", "Nobody knows"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nupd", "UNKNOWN", "Nobody knows"),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "UNKNOWN", "Nobody knows"),
        (b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "No object", "refused"),
    ],
)
async def test_a_lost_answer_says_that_nobody_knows_and_nothing_is_sent_again(
    open_explorer, forgetful, paths: Paths, on_update: bytes, state: str, words: str
) -> None:
    server, client = forgetful(on_update)
    async with open_explorer(client=client, allow_update=True) as explorer:
        await open_dialog(explorer)
        await confirm(explorer)
        assert state in explorer.state
        assert words in message(explorer)
    assert server.updates == 1
    assert [line["state"] for line in audited(paths)] == ["sending", "failed"]


async def test_waiting_can_be_stopped_and_the_update_stays_uncertain(open_explorer, forgetful, paths: Paths) -> None:
    server, client = forgetful(None)
    async with open_explorer(client=client, allow_update=True) as explorer:
        await open_dialog(explorer)
        count = await counted(explorer)
        await explorer.pilot.press(*str(count), "enter")
        await explorer.wait_for(lambda: server.updates and "Updating" in explorer.state)
        await explorer.pilot.press("f5")
        assert isinstance(explorer.app.screen, WorkbenchScreen)
        await explorer.pilot.press("escape")
        await explorer.wait_for(lambda: "UNKNOWN" in explorer.state)
        assert "Nobody knows" in message(explorer)
    assert server.updates == 1
    assert [line["state"] for line in audited(paths)] == ["sending", "failed"]


async def test_an_answer_with_another_number_says_both(open_explorer, forgetful) -> None:
    _, client = forgetful(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nupdated\n4\n")
    async with open_explorer(client=client, allow_update=True) as explorer:
        await open_dialog(explorer)
        await confirm(explorer)
        assert "Updated 4 objects, and 3 were counted before" in explorer.state


async def test_an_update_that_cannot_be_written_down_is_not_sent(open_explorer, forgetful, paths: Paths) -> None:
    server, client = forgetful()
    paths.audit_log.mkdir(parents=True)
    async with open_explorer(client=client, allow_update=True) as explorer:
        await open_dialog(explorer)
        await confirm(explorer)
        assert "audit.log" in message(explorer)
        assert "No object" in explorer.state
    assert server.updates == 0


async def test_text_of_an_engine_is_data_in_the_dialog(open_explorer, scratch_client: EngineClient) -> None:
    async with open_explorer(client=scratch_client, allow_update=True) as explorer:
        where = '(where device (eq name (string "[b]")))'
        update = f'(update (set #"Asset tag" (string "[/b]\x1b[31m red")) (from device {where}))'
        await open_dialog(explorer, update)
        shown = str(explorer.widget("#statement").render())
        assert "[/b]␛[31m red" in shown
        assert '"[b]"' in shown


async def test_a_secret_value_is_sent_and_neither_shown_nor_written_down(
    open_explorer, scratch_client: EngineClient, paths: Paths, tmp_path: Path
) -> None:
    update = UPDATE.replace('"Paris"', "%1")
    async with open_explorer(client=scratch_client, allow_update=True) as explorer:
        secret = Draft(update, parameters={1: "Lausanne"}, secret_numbers=frozenset({1}))
        await explorer.app.screen.tabs.add(secret)
        await explorer.pilot.pause()
        await explorer.pilot.press("f5")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, ConfirmUpdateScreen))
        assert str(explorer.widget("#statement").render()) == update
        await confirm(explorer)
    scratch_client.ask(QueryRequest(LOCATIONS), tmp_path / "locations")
    assert set((tmp_path / "locations").read_text().split()[1:]) == {"Lausanne"}
    assert [line["statement"] for line in audited(paths)] == [update, update]
    (asked,) = StoredHistory(paths.history).search()
    assert (asked.text, dict(asked.parameters)) == (update, {})


# Whether a connection allows updates


async def log_in(explorer: Any, engine: EmbeddedEngine, user: str = "admin") -> None:
    explorer.widget("#engine").value = f"127.0.0.1:{engine.port}"
    explorer.widget("#user").value = user
    explorer.widget("#password").value = "admin"
    await explorer.pilot.pause()
    explorer.widget("#password").focus()
    await explorer.press("enter")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, FirstMeetingScreen))
    await explorer.pilot.click("#once")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))


@pytest.mark.parametrize(
    ("saved_user", "allow_update", "is_allowed"),
    [("admin", True, True), ("admin", False, False), ("reader", True, False)],
)
async def test_a_saved_connection_to_that_engine_as_that_user_says_so(
    open_explorer, scratch_engine: EmbeddedEngine, paths: Paths, saved_user: str, allow_update: bool, is_allowed: bool
) -> None:
    address = f"https://127.0.0.1:{scratch_engine.port}"
    save_connection(paths.connections, Connection("lab", address, saved_user, allow_update))
    async with open_explorer(client=None) as explorer:
        await log_in(explorer, scratch_engine)
        await explorer.write(UPDATE)
        await explorer.pilot.press("f5")
        if is_allowed:
            await explorer.wait_for(lambda: isinstance(explorer.app.screen, ConfirmUpdateScreen))
        else:
            await explorer.wait_for(lambda: "does not allow" in message(explorer))


async def test_a_login_keeps_what_the_file_says_of_updates(
    open_explorer, scratch_engine: EmbeddedEngine, paths: Paths
) -> None:
    name = f"127.0.0.1:{scratch_engine.port}"
    save_connection(paths.connections, Connection(name, name, "admin", allow_update=True))
    for user in ("reader", "admin"):
        async with open_explorer(client=None) as explorer:
            await log_in(explorer, scratch_engine, user)
    saved = {connection.name: connection for connection in load_connections(paths.connections)}
    assert {(entry.user, entry.allow_update) for entry in saved.values()} == {("admin", True), ("reader", False)}
    assert saved[name].user == "admin"
    assert all(entry.last_used is not None for entry in saved.values())


# Pictures


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_picture_of_an_update(
    snap_compare, paths: Paths, scratch_client: EngineClient, size: tuple[int, int]
) -> None:
    start = ExplorerStart(
        paths=paths, client=scratch_client, connection_name="demo", user="admin", allow_update=True, query=UPDATE
    )

    async def play(pilot: Pilot[int]) -> None:
        await shown(pilot)
        app = pilot.app
        await wait_for(pilot, lambda: app.screen.has_class("-counted") and app.screen.query_one("#number").has_focus)

    assert snap_compare(ExplorerApp(start), run_before=play, terminal_size=size)


def test_the_picture_of_an_update_that_changes_nothing(
    snap_compare, paths: Paths, scratch_client: EngineClient
) -> None:
    query = "(update (set #Location nil)\n    (from device (where device (eq name (string nobody)))))"
    start = ExplorerStart(
        paths=paths, client=scratch_client, connection_name="demo", user="admin", allow_update=True, query=query
    )

    async def play(pilot: Pilot[int]) -> None:
        await shown(pilot)
        await wait_for(pilot, lambda: "nothing to change" in str(pilot.app.screen.query_one("#matching").render()))

    assert snap_compare(ExplorerApp(start), run_before=play, terminal_size=SMALL)


async def shown(pilot: Pilot[int]) -> None:
    """Open the dialog, and hide the port, which differs from run to run."""
    app = pilot.app
    await wait_for(pilot, lambda: app.screen_stack[0].query("#editor") and app.screen_stack[0].query(".connection"))
    app.screen_stack[0].head.show_connection(ConnectionTitle("demo", "engine-1:1671", "admin"))
    await wait_for_check(pilot)
    await pilot.press("f5")
    await wait_for(pilot, lambda: isinstance(app.screen, ConfirmUpdateScreen) and app.screen.query("#engine"))
    app.screen.query_one("#engine").update("demo ▸ engine-1:1671  as admin, windows")
