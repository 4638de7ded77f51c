"""Many Engines in a real terminal: chosen from a Portal, asked at once, some of them failing in the middle."""

from __future__ import annotations

import csv
import json
import re
import signal
import ssl
import subprocess
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from relays import Relay

from nxql_tui.accounts.known_engines import Pin, save_pin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PASSWORD = "kanarienvogel-7"
ENGINES = 5
SIZES = [(80, 24), (120, 40)]
EVENTS = "(select (id start_time duration) (from execution (between now-3d now)))"
CUT_AFTER = 100_000


@dataclass
class Site:
    """Five Engines that run, and their Portal."""

    program: Callable[..., subprocess.CompletedProcess[str]]
    engines: list[str]
    portal: str
    relays: list[Relay] = field(default_factory=list)

    def rows_of(self, place: int, query: str) -> list[list[str]]:
        """The rows of one Engine, asked alone and read by Python's own reader."""
        words = urlencode({"platform": "windows", "format": "csv", "query": query})
        request = Request(f"https://{self.engines[place]}/2/query?{words}")
        request.add_header("Authorization", "Basic " + b64encode(f"admin:{PASSWORD}".encode()).decode())
        with urlopen(request, context=ssl._create_unverified_context(), timeout=60) as answer:
            return list(csv.reader(answer.read().decode().splitlines(), delimiter="\t"))[1:]

    def relay(self) -> list[Relay]:
        """A relay before each Engine, which can be made to fail."""
        self.relays = [Relay(int(engine.partition(":")[2])) for engine in self.engines]
        return self.relays


def read_rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text().splitlines(), delimiter="\t"))


@pytest.fixture
def program(installed_program: Path, terminal_environment: dict[str, str]):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [installed_program, *arguments],
            env={**terminal_environment, "NXQL_TUI_PASSWORD": PASSWORD},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


@pytest.fixture
def serve(installed_program: Path, terminal_environment: dict[str, str]) -> Iterator[Callable[..., list[str]]]:
    """Start Engines; what they print when they are ready."""
    servers: list[subprocess.Popen[str]] = []

    def start(engines: int, lines: int, **variables: str) -> list[str]:
        server = subprocess.Popen(
            [installed_program, "serve", "--engines", str(engines), "--port", "0", "--devices", "150", "--days", "7"],
            env={**terminal_environment, "NXQL_TUI_PASSWORD": PASSWORD, **variables},
            stdout=subprocess.PIPE,
            text=True,
        )
        servers.append(server)
        assert server.stdout is not None
        return [server.stdout.readline() for _ in range(lines)]

    yield start
    for server in servers:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)


@pytest.fixture
def site(serve: Callable[..., list[str]], program, home: Path) -> Iterator[Site]:
    (home / "config").mkdir(parents=True)
    # The kernel would keep the password longer than the test lasts.
    (home / "config" / "config.toml").write_text("kernel_keyring_hours = 0\n")
    *engines, portal, _ = serve(ENGINES, ENGINES + 2)
    running = Site(program, [address_in(line) for line in engines], address_in(portal))
    yield running
    for relay in running.relays:
        relay.close()


def address_in(line: str) -> str:
    found = re.search(r"https://([^/]+)/", line)
    assert found is not None
    return found[1]


def test_all_engines_of_a_portal_are_chosen_trusted_in_one_dialog_and_asked(
    open_terminal, site: Site, tmp_path: Path
) -> None:
    site.program("connections", "add", "site-eu", "--portal", site.portal, "--user", "admin")
    terminal = open_terminal("--connection", "site-eu", NXQL_TUI_PASSWORD=PASSWORD)
    terminal.wait_for("is not known yet")
    terminal.press_until_changed("Trust and remember", "tab", "tab")
    terminal.press("enter")
    terminal.wait_for(r"The Engines of")
    terminal.press("f7")
    terminal.wait_for("Enter asks the 5 marked Engines together")
    terminal.press("enter")
    terminal.wait_for("One certificate of 5 servers")
    terminal.press_until_changed("Trust and remember", "tab", "tab")
    terminal.press("enter")
    terminal.wait_for(r"site-eu ▸ 5 Engines")
    terminal.press("f5")
    terminal.wait_for(r"500 rows · 5 Engines · 1 not asked · complete")
    terminal.press("f8")
    terminal.wait_for("This view, 500 rows")
    path = tmp_path / "desk" / "all.csv"
    terminal.press("ctrl+u", "all.csv")
    terminal.wait_for(r"To +all\.csv")
    terminal.press("enter")
    terminal.wait_for("Wrote 500 rows")

    header, *rows = read_rows(path)
    assert header == ["engine", "name", "device_type", "last_seen"]
    query = "(select (name device_type last_seen) (from device) (order_by last_seen desc) (limit 100))"
    union = [[f"engine-{place + 1}", *row] for place in range(ENGINES) for row in site.rows_of(place, query)]
    assert sorted(rows) == sorted(union)


@pytest.mark.parametrize(("columns", "lines"), SIZES)
def test_engines_that_fail_in_the_middle_hide_nothing_and_are_asked_again(
    open_terminal, serve, site: Site, home: Path, tmp_path: Path, columns: int, lines: int
) -> None:
    healthy, killed, silent, _, changed = site.relay()
    other = address_in(serve(1, 2, NXQL_TUI_HOME=str(home.parent / "other"))[0])
    save_site(home, site)

    drafts = [site.rows_of(place, EVENTS) for place in range(ENGINES)]
    terminal = open_terminal("--connection", "faulty", columns=columns, lines=lines, NXQL_TUI_PASSWORD=PASSWORD)
    terminal.wait_for("The Engines of faulty")
    terminal.press("f7")
    terminal.wait_for("Enter asks the 5 marked Engines together")
    terminal.press("enter")
    terminal.wait_for("faulty ▸ 5 Engines")
    write_query(terminal, EVENTS)

    killed.cut_after, silent.is_silent, changed.target = CUT_AFTER, True, int(other.partition(":")[2])
    terminal.press("f5")
    terminal.wait_for(r"4 of 5 Engines")
    # The rows that are here can be read while one Engine is silent.
    terminal.press("}")
    terminal.press("e")
    terminal.wait_for("2 of 5 Engines answered")
    terminal.wait_for("broke off")
    terminal.wait_for("certificate changed")
    terminal.press("down", "down", "x")
    terminal.wait_for(r"INCOMPLETE · 2 of 5 Engines")
    assert "cancelled" in terminal.text

    terminal.press("escape")
    terminal.wait_until_gone("2 of 5 Engines answered")
    rows = exported(terminal, "part", tmp_path, side_file=True)
    about = json.loads((tmp_path / "desk" / "part.csv.about.json").read_text())
    assert about["complete"] is False
    assert [one["complete"] for one in about["engines"]] == [True, False, False, True, False]
    by_engine = {relay.address: [row[1:] for row in rows if row[0] == relay.address] for relay in site.relays}
    whole = [by_engine[site.relays[place].address] for place in (0, 3)]
    assert whole == [drafts[0], drafts[3]]
    of_killed = by_engine[killed.address]
    assert 0 < len(of_killed) < len(drafts[1])
    assert of_killed == drafts[1][: len(of_killed)]
    assert by_engine[silent.address] == by_engine[changed.address] == []

    killed.cut_after, silent.is_silent = None, False
    terminal.press("e")
    terminal.wait_for("2 of 5 Engines answered")
    terminal.press("r")
    terminal.wait_for(r"INCOMPLETE · 4 of 5 Engines")
    terminal.press("escape")
    terminal.wait_until_gone("4 of 5 Engines answered")
    rows = exported(terminal, "more", tmp_path)
    union = [[site.relays[place].address, *row] for place in range(4) for row in drafts[place]]
    assert sorted(rows) == sorted(union)
    assert healthy.address in {row[0] for row in rows}


def test_a_query_to_failing_engines_ends_with_8_and_the_rows_of_the_others(serve, site: Site, home: Path) -> None:
    _, killed, _, _, changed = site.relay()
    other = address_in(serve(1, 2, NXQL_TUI_HOME=str(home.parent / "other"))[0])
    save_site(home, site)
    killed.cut_after, changed.target = CUT_AFTER, int(other.partition(":")[2])

    done = site.program("query", EVENTS, "--connection", "faulty")

    assert done.returncode == 8
    rows = list(csv.reader(done.stdout.splitlines(), delimiter="\t"))[1:]
    for place in (0, 2, 3):
        mine = [row[1:] for row in rows if row[0] == site.relays[place].address]
        assert mine == site.rows_of(place, EVENTS)
    assert "INCOMPLETE" in done.stderr
    assert f"{changed.address}: no answer: " in done.stderr


def save_site(home: Path, site: Site) -> None:
    """Describe the relays as a connection, with the certificate that all Engines of the site show."""
    addresses = json.dumps([relay.address for relay in site.relays])
    entry = f'[connections.faulty]\naddresses = {addresses}\nuser = "admin"\n'
    path = home / "config" / "connections.toml"
    path.write_text(entry)
    path.chmod(0o600)
    certificate = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", site.relays[0].port)))
    for relay in site.relays:
        save_pin(home / "state" / "known_engines", relay.address, Pin(certificate))


def write_query(terminal, query: str) -> None:
    terminal.press("ctrl+n")
    terminal.wait_for(r"2 ")
    terminal.press(query)
    terminal.wait_for(re.escape(query[-20:]))


def exported(terminal, name: str, tmp_path: Path, *, side_file: bool = False) -> list[list[str]]:
    """Export the rows as they are seen, and read them back."""
    terminal.press("f8")
    terminal.wait_for(r"This view, [\d,]+ row")
    terminal.press("ctrl+u", f"{name}.csv")
    terminal.wait_for(rf"To +{name}\.csv")
    if side_file:
        terminal.press_until_changed("side file", "shift+tab")
        terminal.press("space")
        terminal.wait_for(r"\[x\] side file")
    terminal.press("f5")
    terminal.wait_for(r"Wrote [\d,]+ rows")
    return read_rows(tmp_path / "desk" / f"{name}.csv")[1:]
