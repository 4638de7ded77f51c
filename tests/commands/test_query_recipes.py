"""`query --as`, and every printed recipe that can be run here run against a real Engine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from nxql_tui.accounts.connections import Connection, save_connection
from nxql_tui.accounts.known_engines import Pin, save_pin
from nxql_tui.wire.request import from_link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from nxql_tui.engine.server import EmbeddedEngine
    from tests.commands.conftest import Program, StrangeEngine

PATIENCE = 60
QUERY = (
    "(select (name device_type)\n"
    '\t(from device (where device (ne name (string "it\'s 100%, `$HOME` ünd")) (eq device_type (enum %1))))\n'
    "  (order_by name asc) (limit 20))"
)
PARAMETERS = ("--param", "1=laptop", "--platform", "windows,mac_os", "--hr")
UPDATE = '(update (set #Location (enum "Paris")) (from device (where device (eq name (string "X")))))'
PROMPTS = {
    "curl": "Enter host password for user 'alice':",
    "wget": "Password for user [^:]+: ",
    "command": "Password of alice at 127.0.0.1:[0-9]+: ",
    "python": "Password of alice at 127.0.0.1:[0-9]+: ",
}
RECIPES = ("command", "url", "curl", "wget", "powershell", "invoke-nxql", "power-query", "python")


class Bench:
    """Where recipes are printed, and run as the people do who were given them."""

    def __init__(self, program: Program, password: str) -> None:
        self._program = program
        self._password = password
        folder = program.folder / "bin"
        folder.mkdir()
        (folder / "nxql-tui").write_text(f'#!/bin/sh\nexec {sys.executable} -m nxql_tui "$@"\n')
        (folder / "nxql-tui").chmod(0o700)
        self._environment = {**program.environment, "PATH": f"{folder}:{program.environment['PATH']}"}

    def write(self, recipe: str, *where: str, query: str = QUERY) -> str:
        done = self._program.run("query", query, *PARAMETERS, *where, "--as", recipe)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode()

    def ask(self, *where: str) -> bytes:
        """The answer as our own client gets it."""
        variables = {"NXQL_TUI_PASSWORD": self._password}
        done = self._program.run("query", QUERY, *PARAMETERS, *where, variables=variables)
        assert (done.returncode, done.stderr) == (0, b"")
        assert len(done.stdout) > 300
        return done.stdout

    def run_at_a_terminal(self, recipe: str, text: str) -> bytes:
        """The answer that the tool writes once it has asked for the password."""
        command, answer = self._saved(recipe, text), self._program.folder / "answer"
        child = pexpect.spawn(
            "sh",
            ["-c", f'"$@" >{answer}', "sh", *command],
            env={**self._environment, "TERM": "xterm"},
            cwd=str(self._program.folder),
            timeout=PATIENCE,
        )
        self._program.children.append(child)
        child.expect(PROMPTS[recipe])
        child.sendline(self._password.encode())
        child.expect(pexpect.EOF)
        said = child.before
        child.close()
        assert (child.exitstatus, said.strip()) == (0, b"")
        return answer.read_bytes()

    def run(
        self, recipe: str, text: str, variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """What the tool does where nobody can be asked."""
        return subprocess.run(
            self._saved(recipe, text),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={**self._environment, **(variables or {})},
            cwd=self._program.folder,
            timeout=PATIENCE,
            start_new_session=True,
            check=False,
        )

    def _saved(self, recipe: str, text: str) -> list[str]:
        path = self._program.folder / f"recipe.{recipe}"
        path.write_text(text)
        return [sys.executable if recipe == "python" else "sh", str(path)]


@pytest.fixture
def bench(program: Program, password: dict[str, str]) -> Bench:
    return Bench(program, password["NXQL_TUI_PASSWORD"])


def need(*tools: str) -> None:
    for tool in tools:
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")


# Run for real


@pytest.mark.parametrize("recipe", ["curl", "wget", "command", "python"])
def test_a_recipe_with_a_pinned_certificate_gets_the_bytes_that_we_get(bench: Bench, at_engine: list[str], recipe: str):
    need(*{"curl": ("curl", "openssl"), "wget": ("wget", "openssl")}.get(recipe, ()))
    assert bench.run_at_a_terminal(recipe, bench.write(recipe, *at_engine)) == bench.ask(*at_engine)


@pytest.mark.parametrize("recipe", ["curl", "wget", "command", "python"])
def test_a_recipe_with_a_ca_file_gets_the_bytes_that_we_get(
    bench: Bench, at_engine: list[str], certificate_folder: Path, recipe: str
):
    need(*{"curl", "wget"} & {recipe})
    at_engine[-2:] = ["--ca-file", str(certificate_folder / "engine.crt")]
    # Without the TAB it stands in every recipe as it was written.
    text = bench.write(recipe, *at_engine, query=QUERY.replace("\t", "  "))
    assert "%20" not in text or recipe == "wget"
    assert bench.run_at_a_terminal(recipe, text) == bench.ask(*at_engine)


@pytest.mark.parametrize("recipe", ["command", "python"])
def test_a_script_without_a_terminal_takes_the_password_from_the_environment(
    bench: Bench, at_engine: list[str], password: dict[str, str], recipe: str
):
    done = bench.run(recipe, bench.write(recipe, *at_engine), password)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == bench.ask(*at_engine)


def test_a_link_is_what_the_engine_answers_to(
    bench: Bench, engine: EmbeddedEngine, at_engine: list[str], certificate_folder: Path, password: dict[str, str]
):
    need("curl")
    link = bench.write("url", "--engine", f"127.0.0.1:{engine.port}").strip()
    login = f"alice:{password['NXQL_TUI_PASSWORD']}"
    curl = subprocess.run(
        ["curl", "--silent", "--cacert", str(certificate_folder / "engine.crt"), "--user", login, link],
        capture_output=True,
        check=True,
    )
    assert curl.stdout == bench.ask(*at_engine)
    assert from_link(link).query == QUERY


# Not trusted


@pytest.mark.parametrize(("recipe", "code"), [("curl", 60), ("wget", 5), ("command", 6), ("python", 1)])
def test_a_recipe_trusts_no_certificate_that_the_system_does_not(
    bench: Bench, at_port: Callable[[int], list[str]], engine: EmbeddedEngine, password: dict[str, str],
    recipe: str, code: int,
):  # fmt: skip
    need(*{"curl", "wget"} & {recipe})
    text = bench.write(recipe, *at_port(engine.port))
    if recipe in ("curl", "wget"):
        # The password comes from the terminal, before anything is sent.
        text = text.replace("--user alice", "--user alice:x").replace("--ask-password", "--password=x")
    done = bench.run(recipe, text, password)
    assert (done.returncode, done.stdout) == (code, b"")


@pytest.mark.parametrize("recipe", ["curl", "wget", "command", "python"])
def test_a_recipe_sends_nothing_to_an_engine_with_another_certificate(
    bench: Bench,
    at_port: Callable[[int], list[str]],
    strange_engine: Callable[[bytes], StrangeEngine],
    password: dict[str, str],
    recipe: str,
):
    need(*{"curl": ("curl", "openssl"), "wget": ("wget", "openssl")}.get(recipe, ()))
    other = strange_engine(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    done = bench.run(recipe, bench.write(recipe, *at_port(other.port), "--fingerprint", "ab" * 32), password)
    assert done.returncode in (1, 6)
    assert done.stdout == b""
    assert b"nothing was sent to it" in done.stderr
    assert not other.was_asked.is_set()


# What is written


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_saved_connection_gives_engine_user_and_known_certificate(
    program: Program, bench: Bench, engine: EmbeddedEngine, recipe: str
):
    address = f"127.0.0.1:{engine.port}"
    save_connection(program.folder / "home" / "config" / "connections.toml", Connection("lab", address, "alice"))
    save_pin(program.folder / "home" / "state" / "known_engines", address, Pin(engine.certificate_der))
    done = program.run("query", "(select (name) (from device))", "--connection", "lab", "--as", recipe)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert str(engine.port) in text
    assert ("alice" in text) is (recipe != "url")
    if recipe not in ("url", "invoke-nxql"):
        assert engine.sha256 in text or engine.sha256.replace(":", "").lower() in text


def test_a_ca_file_is_found_from_everywhere(program: Program, certificate_folder: Path):
    shutil.copy(certificate_folder / "engine.crt", program.folder / "ca.pem")
    where = ("--engine", "engine.example.com", "--user", "alice", "--ca-file", "ca.pem")
    done = program.run("query", "(select (name) (from device))", *where, "--as", "curl")
    assert f"--cacert {program.folder / 'ca.pem'} " in done.stdout.decode()


@pytest.mark.parametrize("recipe", RECIPES)
def test_nobody_is_asked(program: Program, closed_port: int, at_port: Callable[[int], list[str]], recipe: str):
    where = [*at_port(closed_port), "--fingerprint", "ab" * 32]
    done = program.run("query", "(select (name) (from device))", *where, "--as", recipe)
    assert (done.returncode, done.stderr) == (0, b"")


# What is refused


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), b"--engine HOST[:PORT] or --connection NAME"),
        (("--engine", "a", "--connection", "b"), b"no connection 'b'"),
        (("--engine", "a"), b"--user NAME"),
        (("--engine", "a", "--user", "b:c"), b"no colon"),
        (("--demo",), b"nxql-tui serve"),
        (("--engine", "a", "--user", "b", "-o", "answer.csv"), b"--output"),
        (("--engine", "a", "--user", "b", "--fingerprint", "ab"), b"64 hexadecimal digits"),
        (("--engine", "http://a", "--user", "b"), b"http://"),
        (("--connection", "lab"), b"'lab'"),
    ],
)
def test_wrong_usage_is_said(program: Program, arguments: tuple[str, ...], words: bytes):
    done = program.run("query", "(select (name) (from device))", *arguments, "--as", "curl")
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr


def test_what_a_tool_cannot_be_given_is_a_wrong_setting(program: Program):
    done = program.run("query", "(select (name) (from device))", "--hr", *AT_HOME, "--as", "invoke-nxql")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"'powershell'" in done.stderr


def test_a_wrong_query_is_not_written_for_any_tool(program: Program):
    done = program.run("query", "(select (name) (from device) (limit five))", *AT_HOME, "--as", "curl")
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"five" in done.stderr


AT_HOME = ("--engine", "engine.example.com", "--user", "alice")


def test_an_update_needs_leave_and_says_what_it_is(program: Program):
    refused = program.run("query", UPDATE, *AT_HOME, "--as", "curl")
    assert (refused.returncode, refused.stdout) == (9, b"")
    assert b"--allow-update" in refused.stderr
    written = program.run("query", UPDATE, *AT_HOME, "--allow-update", "--as", "curl")
    assert written.returncode == 0
    assert written.stdout.startswith(b"# This is an update: it changes the Engine.\ncurl ")


def test_a_connection_may_give_leave_for_updates(program: Program):
    saved = Connection("lab", "engine.example.com", "alice", allow_update=True)
    save_connection(program.folder / "home" / "config" / "connections.toml", saved)
    assert program.run("query", UPDATE, "--connection", "lab", "--as", "curl").returncode == 0


@pytest.mark.parametrize("recipe", ["url", "power-query"])
def test_an_update_is_not_written_as_something_that_repeats_itself(program: Program, recipe: str):
    done = program.run("query", UPDATE, *AT_HOME, "--allow-update", "--as", recipe)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"more than once" in done.stderr
