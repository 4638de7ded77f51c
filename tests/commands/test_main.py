from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from nxql_tui.accounts.connections import Connection, save_connection

if TYPE_CHECKING:
    from tests.commands.conftest import Program

HEAVY = {"textual", "rich", "httpx", "keyring", "duckdb", "cryptography", "starlette", "uvicorn", "tomlkit"}
"""What only some commands need."""


def _imported_by(*arguments: str) -> set[str]:
    script = (
        "import sys\n"
        "from nxql_tui.commands.main import main\n"
        "code = main(sys.argv[1:])\n"
        "print('MODULES', *sys.modules, file=sys.stderr)\n"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    modules = done.stderr.rpartition("MODULES")[2].split()
    assert "nxql_tui.commands.main" in modules
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--version",),
        ("query", "--help"),
        ("serve", "--help"),
        ("doctor", "--help"),
        ("check", "(select (name) (from device))"),
        ("check", "(select (name) (from device (where"),
        ("format", "(select (name) (from device))"),
        ("check", "--saved", "slow-boots"),
        ("format", "--saved", "slow-boots"),
        ("queries",),
        ("config", "--help"),
        ("config", "path"),
        ("config", "edit", "--help"),
        ("keys",),
        ("keys", "--json"),
        ("connections", "--help"),
        ("connections", "list", "--help"),
        ("connections", "add", "--help"),
        ("connections", "remove", "--help"),
        ("connections", "test", "--help"),
        ("connections", "trust", "--help"),
        ("connections", "engines", "--help"),
        ("connections", "add", "lab", "--user", "alice"),
        ("query",),
        ("query", "(select (name) (from device))", "--as", "curl", "--engine", "a", "--user", "b"),
        ("query", "(select (name) (from device))", "--as", "python", "--engine", "a", "--user", "b"),
        ("nonsense",),
    ],
)
def test_what_needs_no_engine_imports_none_of_the_heavy_libraries(arguments: tuple[str, ...]):
    assert not _imported_by(*arguments) & HEAVY


def test_a_recipe_for_a_saved_connection_needs_no_engine_either(program: Program, monkeypatch: pytest.MonkeyPatch):
    saved = Connection("lab", "engine.example.com:1671", "alice")
    save_connection(program.folder / "home" / "config" / "connections.toml", saved)
    monkeypatch.setenv("NXQL_TUI_HOME", program.environment["NXQL_TUI_HOME"])
    imported = _imported_by("query", "(select (name) (from device))", "--as", "wget", "--connection", "lab")
    # The file of connections has a reader of its own.
    assert imported & HEAVY == {"tomlkit"}


def test_the_list_of_connections_needs_only_the_reader_of_their_file(program: Program, monkeypatch: pytest.MonkeyPatch):
    saved = Connection("lab", "engine.example.com:1671", "alice")
    save_connection(program.folder / "home" / "config" / "connections.toml", saved)
    monkeypatch.setenv("NXQL_TUI_HOME", program.environment["NXQL_TUI_HOME"])
    assert _imported_by("connections", "list") & HEAVY == {"tomlkit"}


def test_the_help_names_every_command(program: Program):
    done = program.run("--help")
    assert done.returncode == 0
    for word in (b"query", b"queries", b"config", b"connections", b"serve", b"check", b"format", b"keys", b"--demo"):
        assert word in done.stdout
    assert done.stderr == b""


def test_the_version_is_that_of_the_package(program: Program):
    assert program.run("--version").stdout.decode() == f"nxql-tui {version('nxql-tui')}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("--nonsense",),
        ("query",),
        ("query", "x", "y"),
        ("query", "x", "--saved", "slow-boots"),
        ("query", "--saved", "slow-boots", "-f", "q.nxql"),
        ("query", "x", "--format", "pdf"),
        ("query", "x", "--timeout", "soon"),
        ("query", "x", "--platform", "linux"),
        ("query", "x", "-p", "1=a", "-p", "1=b"),
        ("query", "x"),
        ("query", "x", "--engine", "a"),
        ("query", "x", "--demo", "--user", "bob"),
        ("serve", "--port", "65536"),
        ("keys", "--sheet", "--json"),
        ("connections", "nonsense"),
        ("connections", "add", "lab"),
        ("connections", "trust"),
        ("--demo", "check", "x"),
        ("--engines", "3"),
        ("--demo", "--engines", "0"),
        ("--demo", "--engines", "51"),
        ("--demo", "--connection", "lab"),
        ("--connection", "lab", "--engines", "2"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_so(program: Program, arguments: tuple[str, ...]):
    done = program.run(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"Error: " in done.stderr


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("quer",), b"No such command 'quer'. Did you mean 'query' or 'queries'?"),
        (("connections", "tset"), b"No such command 'tset'. Did you mean 'test' or"),
        (("queries", "zzzz"), b"No such command 'zzzz'.\n"),
    ],
)
def test_a_mistyped_command_is_told_the_nearest(program: Program, arguments: tuple[str, ...], advice: bytes):
    done = program.run(*arguments)
    assert done.returncode == 2
    assert advice in done.stderr


def test_an_argument_that_is_not_utf_8_is_wrong_usage(program: Program):
    done = subprocess.run(
        [*(part.encode() for part in program.command("check")), b"(select \xff)"],
        capture_output=True,
        check=False,
        env=program.environment,
        cwd=program.folder,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Argument 2 is not UTF-8" in done.stderr


def test_a_password_in_the_arguments_is_refused_and_not_repeated(program: Program):
    done = program.run("query", "x", "--password", "secret-word")
    assert done.returncode == 2
    assert b"secret-word" not in done.stderr
    assert b"--password-command" in done.stderr


def test_the_explorer_without_a_terminal_says_what_to_use_instead(program: Program):
    done = program.run()
    assert done.returncode == 2
    assert b"nxql-tui query" in done.stderr


CRASHING = """
import sys
import nxql_tui.nxql.parser as parser
def fail(text):
    password = "secret-word"
    raise RuntimeError(f"the password is {password}")
parser.parse = fail
from nxql_tui.commands.main import main
sys.exit(main(["check", "x"]))
"""


def test_a_fault_of_ours_leaves_one_sentence_and_a_private_report(program: Program):
    done = subprocess.run(
        [sys.executable, "-c", CRASHING],
        capture_output=True,
        text=True,
        check=False,
        env=program.environment,
        cwd=program.folder,
    )
    (report,) = program.crash_reports
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"nxql-tui stopped on a fault of its own. The report is in {report}.\n"
    assert report.stat().st_mode & 0o777 == 0o600
    assert "RuntimeError" in report.read_text()
    assert "secret-word" not in report.read_text()


def test_a_fault_where_nothing_can_be_written_is_still_one_sentence(program: Program):
    (program.folder / "home").write_text("a file stands where the folder should")
    done = subprocess.run(
        [sys.executable, "-c", CRASHING],
        capture_output=True,
        text=True,
        check=False,
        env=program.environment,
        cwd=program.folder,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "No report could be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_leaves_early_is_nothing_to_talk_about(program: Program):
    child = subprocess.Popen(
        program.command("check", "(" * 50_000),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=program.environment,
        cwd=program.folder,
    )
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait() == 141
