"""The log that commands keep."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Program

QUERY = "(select (name) (from device) (limit 1))"


def log_of(program: Program) -> Path:
    return program.folder / "home" / "state" / "nxql-tui.log"


def test_a_question_that_is_answered_leaves_no_log(
    program: Program, at_engine: list[str], password: dict[str, str]
) -> None:
    assert program.run("query", QUERY, *at_engine, variables=password).returncode == 0
    assert not log_of(program).exists()


def test_a_failure_is_logged_by_kind_and_exit_code(program: Program, at_engine: list[str]) -> None:
    assert program.run("query", QUERY, *at_engine, variables={"NXQL_TUI_PASSWORD": "wrong"}).returncode == 4
    log = log_of(program).read_text()
    assert "gave no answer: RefusedError, status 401" in log
    assert "ends with exit code 4: nxql_tui.client.errors.RefusedError" in log


def test_more_is_logged_where_more_is_wanted_and_no_value_of_an_argument(
    program: Program, at_engine: list[str], password: dict[str, str]
) -> None:
    done = program.run("--log-level", "debug", "query", QUERY, *at_engine, "--timeout", "4711", variables=password)
    assert (done.returncode, done.stderr) == (0, b"")
    log = log_of(program).read_text()
    assert "query --log-level text --engine --user --fingerprint --timeout\n" in log
    assert "answered: status 200" in log
    assert not any(value in log for value in (QUERY, "alice", "4711", at_engine[-1]))


@pytest.mark.parametrize("arguments", [("--log-level", "loud", "check", "x"), ("check", "--log-level", "info", "x")])
def test_a_level_that_is_none_or_stands_behind_the_command_is_wrong_usage(
    program: Program, arguments: tuple[str, ...]
) -> None:
    assert program.run(*arguments).returncode == 2


def test_what_asks_nobody_logs_nothing(program: Program) -> None:
    assert program.run("--log-level", "debug", "check", QUERY).returncode == 0
    assert not log_of(program).exists()


def test_a_log_that_cannot_be_written_stops_nothing(
    program: Program, at_engine: list[str], password: dict[str, str]
) -> None:
    log_of(program).mkdir(parents=True)
    done = program.run("--log-level", "debug", "query", QUERY, *at_engine, variables=password)
    assert (done.returncode, done.stderr) == (0, b"")


CRASHING = """
import sys
import nxql_tui.client.account as account
def fail(*_):
    raise RuntimeError("the password is secret-word")
account.exchange = fail
from nxql_tui.commands.main import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_fault_is_logged_with_the_name_of_its_report(
    program: Program, at_engine: list[str], password: dict[str, str]
) -> None:
    # No fingerprint: looking at the certificate would go the way that is broken here.
    done = subprocess.run(
        [sys.executable, "-c", CRASHING, "query", QUERY, *at_engine[:4]],
        capture_output=True,
        text=True,
        check=False,
        env={**program.environment, **password},
        cwd=program.folder,
    )
    (report,) = program.crash_reports
    assert done.stderr == f"nxql-tui stopped on a fault of its own. The report is in {report}.\n"
    log = log_of(program).read_text()
    assert f"CRITICAL nxql_tui.crash_report {done.stderr.strip()} It was builtins.RuntimeError at fail" in log
    assert "secret-word" not in log


LIMITS = """
import sys
from pathlib import Path
import nxql_tui.client.account as account
def show(*_):
    print(Path("/proc/self/limits").read_text(), file=sys.stderr)
    sys.exit(0)
account.exchange = show
from nxql_tui.commands.main import main
main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_the_memory_of_what_holds_a_password_is_not_dumped(
    program: Program, at_engine: list[str], password: dict[str, str]
) -> None:
    resource = pytest.importorskip("resource")

    def allow_dumps() -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

    done = subprocess.run(
        [sys.executable, "-c", LIMITS, "query", QUERY, *at_engine[:4]],
        capture_output=True,
        text=True,
        check=False,
        env={**program.environment, **password},
        cwd=program.folder,
        preexec_fn=allow_dumps,
    )
    (limit,) = (line for line in done.stderr.splitlines() if line.startswith("Max core file size"))
    assert limit.split()[4] == "0"
