"""A password is in nothing that the program wrote or showed, whatever happens to it."""

from __future__ import annotations

import base64
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from canary import ProcessWatch, search, spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from emulated_terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in /proc")

CANARY = "kanarienvogel-ü+42/"
"""The right password."""
WRONG = "stieglitz-é%17&"
GIVEN = frozenset(f"NXQL_TUI_PASSWORD={password}".encode() for password in (CANARY, WRONG))
"""What the tests themselves put into the environment of the program."""
USER = "alice"
QUERY = "(select (name) (from device) (limit 1))"


@dataclass
class Desk:
    """The installed program with files of its own, and everything it shows and starts."""

    program: Path
    folder: Path
    """Holds all that it may write: its own folders, HOME, the temporary folder, the folder it runs in."""
    outside: Path
    """What the tests themselves need is kept here, where nothing is searched."""
    environment: dict[str, str]
    open_terminal: Callable[..., Terminal]
    watch: ProcessWatch
    shown: dict[str, bytes] = field(default_factory=dict)
    servers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    terminals: list[Terminal] = field(default_factory=list)

    @property
    def home(self) -> Path:
        return self.folder / "nxql-tui"

    @property
    def log(self) -> str:
        return (self.home / "state" / "nxql-tui.log").read_text(encoding="utf-8")

    @property
    def crash_reports(self) -> list[Path]:
        return list((self.home / "state" / "crashes").glob("*"))

    def serve(self, port: int = 0, **variables: str) -> int:
        """Start an Engine that takes the canary for a password; its port."""
        server = subprocess.Popen(
            [str(self.program), *f"--log-level debug serve --port {port} --user {USER} --devices 50 --days 1".split()],
            env={**self.environment, "NXQL_TUI_PASSWORD": CANARY, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.servers.append(server)
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.search(rb"https://127\.0\.0\.1:(\d+)/", line)
        assert found, line
        return int(found[1])

    def stop_serving(self) -> None:
        """End the Engines that run, hard: one may never answer."""
        while self.servers:
            server = self.servers.pop()
            server.kill()
            output, _ = server.communicate()
            self.shown[f"output of server {server.pid}"] = output

    def explore(self, **variables: str) -> Terminal:
        """Open the explorer at its login screen."""
        self.environment.update(variables)
        terminal = self.open_terminal("--log-level", "debug", columns=100, lines=30)
        self.terminals.append(terminal)
        terminal.wait_for("Log in to a Nexthink Engine")
        return terminal

    def look(self, terminal: Terminal, pattern: str) -> None:
        """Wait for something, and keep what is on the screen then: cells are sent one by one as they change."""
        self.shown[f"screen with {pattern}"] = terminal.wait_for(pattern).encode()

    def name_engine(self, terminal: Terminal, port: int) -> None:
        """Fill in all but the password."""
        terminal.wait_for_cursor("Engine")
        terminal.press(f"127.0.0.1:{port}", "tab")
        terminal.wait_for_cursor("User")
        terminal.press(USER, "tab")

    def log_in(self, terminal: Terminal, port: int) -> None:
        """Log in to an Engine that is not known yet."""
        self.name_engine(terminal, port)
        self.type_password(terminal, CANARY)
        self.trust(terminal)

    def trust(self, terminal: Terminal) -> None:
        """Pin the certificate that is not known yet."""
        self.look(terminal, "Trust this once +Trust and remember")
        terminal.press_until_changed("Trust this once", "tab")
        terminal.press_until_changed("Trust and remember", "tab")
        terminal.press("enter")

    def type_password(self, terminal: Terminal, password: str) -> None:
        terminal.wait_for_cursor("Password")
        terminal.press(password)
        self.look(terminal, "•" * len(password))
        terminal.press("enter")

    def query(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        """Ask from the command line."""
        done = subprocess.run(
            [self.program, "--log-level", "debug", "query", QUERY, *arguments],
            env={**self.environment, **variables},
            cwd=self.folder / "desk",
            capture_output=True,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
        )
        self.shown[f"output of {len(self.shown)} {arguments}"] = done.stdout + b"\n" + done.stderr
        return done

    def patch(self, code: str) -> dict[str, str]:
        """The variables that make Python run some code before the program."""
        folder = self.outside / "patch"
        folder.mkdir(exist_ok=True)
        (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
        return {"PYTHONPATH": str(folder)}

    def find(self) -> list[str]:
        """Where a password stands that should not."""
        for number, terminal in enumerate(self.terminals):
            self.shown[f"bytes of terminal {number}"] = terminal.raw
        self.stop_serving()
        return search([CANARY, WRONG], [self.folder], {**self.shown, **self.watch.seen})


@pytest.fixture
def desk(
    installed_program: Path,
    open_terminal: Callable[..., Terminal],
    terminal_environment: dict[str, str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Desk]:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    (tmp_path / "nxql-tui" / "config").mkdir(parents=True)
    # The kernel would keep the password longer than the test lasts.
    (tmp_path / "nxql-tui" / "config" / "config.toml").write_text("kernel_keyring_hours = 0\n")
    terminal_environment["TMPDIR"] = str(temporary)
    terminal_environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={tmp_path}/no-bus"
    outside = tmp_path_factory.mktemp("outside")
    with ProcessWatch(GIVEN) as watch:
        running = Desk(installed_program, tmp_path, outside, terminal_environment, open_terminal, watch)
        yield running
        running.stop_serving()


# Success and failure


def test_a_session_with_everything_that_may_go_wrong_leaves_no_password(desk: Desk) -> None:
    port = desk.serve()
    editor = desk.outside / "editor.py"
    # It stays until it has been seen, or half a minute.
    editor.write_text(
        "import os, pathlib, sys, time\n"
        f"pathlib.Path({str(desk.folder / 'editor.txt')!r}).write_text(repr((sys.argv, dict(os.environ))))\n"
        "patience = 3000\n"
        f"while patience and not pathlib.Path({str(desk.outside / 'seen')!r}).exists():\n"
        "    patience -= 1\n"
        "    time.sleep(0.01)\n"
    )
    terminal = desk.explore(NXQL_TUI_PASSWORD=CANARY, EDITOR=f"{sys.executable} {editor}")

    desk.name_engine(terminal, port)
    desk.type_password(terminal, WRONG)
    desk.trust(terminal)
    desk.look(terminal, "Finder access")
    terminal.press("end", "ctrl+u")
    desk.type_password(terminal, CANARY)
    desk.look(terminal, "F5 sends the query")
    terminal.press("f5")
    desk.look(terminal, "rows · Engine .* complete")
    terminal.press("f8")
    desk.look(terminal, "byte for byte")
    terminal.press("f5")
    desk.look(terminal, "Wrote")
    terminal.press("f6", "f11")
    desk.watch.wait_for("editor.py")
    (desk.outside / "seen").touch()
    terminal.wait_until_gone("Wrote")
    desk.look(terminal, "F5 sends the query|rows · Engine")

    desk.stop_serving()
    terminal.press("f5")
    desk.look(terminal, "refuses the connection")
    shutil.rmtree(desk.home / "state" / "embedded_engine")
    assert desk.serve(port) == port
    terminal.press("f5")
    desk.look(terminal, "another certificate|has changed")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0

    assert "gave no answer: RefusedError, status 401" in desk.log
    assert "answered: status 200" in desk.log
    assert "UnreachableError" in desk.log
    assert "CertificateChangedError" in desk.log
    assert (desk.folder / "editor.txt").exists()
    assert desk.find() == []


def test_the_command_line_leaves_no_password_either(desk: Desk) -> None:
    port = desk.serve()
    at_engine = ["--engine", f"127.0.0.1:{port}", "--user", USER, "--ca-file", str(_certificate(desk))]
    assert desk.query(*at_engine, NXQL_TUI_PASSWORD=CANARY).returncode == 0
    assert desk.query(*at_engine, NXQL_TUI_PASSWORD=WRONG).returncode == 4
    assert desk.query(*at_engine[:4], NXQL_TUI_PASSWORD=CANARY).returncode == 6
    desk.stop_serving()
    assert desk.query(*at_engine, NXQL_TUI_PASSWORD=CANARY).returncode == 7
    assert desk.find() == []


def test_a_password_command_gets_no_password_of_ours(desk: Desk) -> None:
    port = desk.serve()
    (desk.outside / "password").write_text(f"{CANARY}\n", encoding="utf-8")
    script = desk.outside / "password_command.py"
    script.write_text(
        "import os, pathlib, sys\n"
        f"pathlib.Path({str(desk.folder / 'command.txt')!r}).write_text(repr((sys.argv, dict(os.environ))))\n"
        f"sys.stdout.buffer.write(pathlib.Path({str(desk.outside / 'password')!r}).read_bytes())\n"
    )
    command = shlex.join([sys.executable, str(script)])
    at_engine = ["--engine", f"127.0.0.1:{port}", "--user", USER, "--ca-file", str(_certificate(desk))]
    done = desk.query(*at_engine, "--password-command", command, NXQL_TUI_PASSWORD=CANARY)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (desk.folder / "command.txt").exists()
    assert desk.find() == []


def _certificate(desk: Desk) -> Path:
    (pem,) = (desk.home / "state" / "embedded_engine").rglob("*.pem")
    return pem


# Crashes. What fails is put into the installed program from outside; it has the password in a local variable and says
# it in its text, as a foreign library may.

CONNECTING = """
from nxql_tui.ui.app import ExplorerApp
def connect(app, client, connection):
    password = client._account.credential.password.reveal()
    fail(app, password)
ExplorerApp._connect = connect
"""

CRASHES = {
    "in a handler": CONNECTING
    + """
def fail(app, password):
    raise RuntimeError(f"the password is {password}")
""",
    "by an error that draws itself": CONNECTING
    + """
class DrawnError(Exception):
    def __rich__(self):
        return str(self)
def fail(app, password):
    raise DrawnError(f"the password is {password}")
""",
    "twice, the second time while leaving": CONNECTING
    + """
passwords = []
def fail(app, password):
    passwords.append(password)
    raise RuntimeError(f"the password is {password}")
def fail_again(app):
    raise RuntimeError(f"the password is {passwords}")
ExplorerApp.on_unmount = fail_again
""",
    "outside the explorer": """
from nxql_tui.ui.app import ExplorerApp
import nxql_tui.client.account as account
passwords = []
def exchange(*arguments, original=account.exchange):
    passwords.append(arguments[-1].reveal())
    return original(*arguments)
account.exchange = exchange
def run(app, original=ExplorerApp.run, **options):
    original(app, **options)
    raise RuntimeError(f"the password is {passwords}")
ExplorerApp.run = run
""",
}


@pytest.mark.parametrize("code", CRASHES.values(), ids=CRASHES)
def test_a_crash_says_one_sentence_on_the_terminal_as_it_was(desk: Desk, code: str) -> None:
    port = desk.serve()
    terminal = desk.explore(**desk.patch(code))
    desk.log_in(terminal, port)
    if "def run" in code:
        desk.look(terminal, "F5 sends the query")
        terminal.press("ctrl+q")
    assert terminal.wait_exit() == 1

    (report,) = desk.crash_reports
    assert "RuntimeError" in report.read_text() or "DrawnError" in report.read_text()
    told = terminal.raw.partition(b"\x1b[?1049l")[2].decode()
    sentence = f"nxql-tui stopped on a fault of its own. The report is in {report}."
    assert told.count(sentence) == 1
    assert re.sub(r"\x1b\[[0-9;?<>=]*[A-Za-z]", "", told).split() == sentence.split()
    assert f"{sentence} It was " in desk.log
    assert desk.find() == []


BESIDE_THE_SCREEN = """
import asyncio
import logging
import threading
import nxql_tui.client.account as account
from nxql_tui.ui.app import ExplorerApp

def fail(password):
    raise RuntimeError(f"the password is {password}")

async def fail_in_task(password):
    fail(password)

class Fragile:
    def __init__(self, password):
        self.password = password
    def __del__(self):
        fail(self.password)

def connect(app, client, connection, original=ExplorerApp._connect):
    password = client._account.credential.password.reveal()
    threading.Thread(target=fail, args=(password,), daemon=True).start()
    asyncio.get_running_loop().call_soon(fail, password)
    asyncio.ensure_future(fail_in_task(password))
    Fragile(password)
    original(app, client, connection)

def exchange(*arguments, original=account.exchange):
    header = arguments[-1].reveal()
    for name in ("httpx", "nxql_tui.client.http"):
        log = logging.getLogger(name)
        log.warning("sent %s", [(b"Authorization", header.encode())])
        log.warning("sent %s", header)
        log.warning("sent %r", header.split()[1])
    return original(*arguments)

ExplorerApp._connect = connect
account.exchange = exchange
"""


def test_faults_beside_the_screen_go_into_the_log(desk: Desk) -> None:
    port = desk.serve()
    terminal = desk.explore(**desk.patch(BESIDE_THE_SCREEN))
    desk.log_in(terminal, port)
    desk.look(terminal, "A part of nxql-tui stopped")
    desk.look(terminal, "F5 sends the query")
    terminal.press("f5")
    desk.look(terminal, "rows · Engine .* complete")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0

    assert len(desk.crash_reports) == 1
    for place in ("has ended", "nobody awaits an error", "where none can be raised", "httpx sent", "http sent"):
        assert place in desk.log
    assert desk.log.count("builtins.RuntimeError at fail") >= 4
    assert "Traceback" not in desk.log
    assert desk.find() == []


CRASHING_QUERY = """
import nxql_tui.client.account as account
def exchange(*arguments):
    header = arguments[-1].reveal()
    raise RuntimeError(f"sent {header}")
account.exchange = exchange
"""


def test_a_crash_of_the_command_line_says_one_sentence(desk: Desk) -> None:
    port = desk.serve()
    at_engine = ["--engine", f"127.0.0.1:{port}", "--user", USER, "--ca-file", str(_certificate(desk))]
    done = desk.query(*at_engine, NXQL_TUI_PASSWORD=CANARY, **desk.patch(CRASHING_QUERY))
    (report,) = desk.crash_reports
    told = f"nxql-tui stopped on a fault of its own. The report is in {report}.\n"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (1, b"", told)
    assert desk.find() == []


# Ends from outside, while the Engine has the question and does not answer

SILENT = """
import threading
from pathlib import Path
from nxql_tui.engine.answers import Answer
def start(answer, original=Answer.start, asked=[]):
    asked.append(answer)
    if len(asked) > 1:
        Path({asked!r}).touch()
        threading.Event().wait()
    original(answer)
Answer.start = start
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_an_end_from_outside_in_the_middle_of_a_question_leaves_no_password(desk: Desk, number: signal.Signals) -> None:
    asked = desk.outside / "asked"
    port = desk.serve(**desk.patch(SILENT.format(asked=str(asked))))
    terminal = desk.explore()
    desk.log_in(terminal, port)
    desk.look(terminal, "F5 sends the query")
    terminal.press("f5")
    desk.look(terminal, "Loading")
    while not asked.exists():
        terminal.wait_for("Loading")
    terminal.signal(number)
    code = terminal.wait_exit()

    if number is signal.SIGKILL:
        assert code == -number
    else:
        assert code == 128 + number
        assert b"\x1b[?1049l" in terminal.raw
        assert b"Traceback" not in terminal.raw
    assert "asking https://127.0.0.1" in desk.log
    assert desk.find() == []


# The search


@pytest.mark.parametrize("value", [CANARY, WRONG])
@pytest.mark.parametrize("spelling", spellings(CANARY))
def test_the_search_finds_a_password_in_a_file_however_it_is_spelled(tmp_path: Path, value: str, spelling: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\0before" + spellings(value)[spelling] + b"behind")
    assert any(f"file: {spelling}" in place for place in search([value], [tmp_path], {}))


@pytest.mark.parametrize("user", ["", "a", "ab", "abc"])
def test_the_search_finds_the_header_of_a_password(user: str) -> None:
    header = base64.b64encode(f"{user}:{CANARY}".encode())
    assert search([CANARY], [], {"screen": b"sent Basic " + header})


def test_the_search_finds_nothing_where_there_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"kanarienvogel, and all its letters: " + bytes(range(256)))
    assert search([CANARY, WRONG], [tmp_path], {"screen": "••••••••".encode()}) == []


def test_the_search_finds_names_of_files(tmp_path: Path) -> None:
    (tmp_path / WRONG).touch()
    assert search([WRONG], [tmp_path], {})


@pytest.mark.parametrize("where", ["arguments", "environment"])
def test_the_search_finds_the_arguments_and_the_environment_of_grandchildren(where: str) -> None:
    ours = {"PATH": os.environ["PATH"], "NXQL_TUI_PASSWORD": CANARY}
    given = [CANARY] if where == "arguments" else []
    child = "import subprocess, sys; subprocess.run(['sh', '-c', 'read line', *sys.argv[1:]])"
    with ProcessWatch(GIVEN) as watch:
        process = subprocess.Popen([sys.executable, "-c", child, *given], env=ours, stdin=subprocess.PIPE)
        while not any(place.startswith(where) and " sh -c" in place for place in list(watch.seen)):
            pass
        process.communicate(b"\n")
    found = search([CANARY], [], watch.seen)
    assert any(place.startswith(where) and " sh -c" in place for place in found)
    assert not any(place.startswith("environment") and "python" in place for place in found)
