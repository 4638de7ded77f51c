"""`--saved NAME`: asking, checking and printing what is kept under a name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nxql_tui.commands.query_parts import read_parts
from nxql_tui.library.example_queries import load_examples
from nxql_tui.paths import HOME_VARIABLE
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Program

LAPTOPS = """\
+++
title = "Devices of a type"
platforms = ["windows", "mac_os"]

[parameters.1]
label = "how many"

[parameters.2]
label = "type"
default = "laptop"
choices = ["laptop", "desktop"]
+++
// For the help desk: %3 stands only here.
(select (name device_type platform) // what they ask for
    (from device
        (where device (eq device_type (enum %2))))
    (limit %1))
"""


@pytest.fixture
def folder(program: Program) -> Path:
    folder = program.folder / "home" / "config" / "queries"
    folder.mkdir(parents=True)
    (folder / "typed.nxql").write_text(LAPTOPS)
    return folder


def ask(program: Program, *arguments: str, password: dict[str, str]) -> list[dict[str, str]]:
    done = program.run("query", "--format", "json", *arguments, variables=password)
    assert (done.returncode, done.stderr) == (0, b"")
    rows: list[dict[str, str]] = json.loads(done.stdout)
    return rows


def test_a_saved_query_is_asked_with_its_platforms_and_defaults(
    program: Program, folder: Path, at_engine: list[str], password: dict[str, str]
) -> None:
    rows = ask(program, "--saved", "typed", "-p", "5000", *at_engine, password=password)
    assert {row["device_type"] for row in rows} == {"laptop"}
    assert {row["platform"] for row in rows} == {"windows", "mac_os"}


def test_options_come_before_what_is_saved(
    program: Program, folder: Path, at_engine: list[str], password: dict[str, str]
) -> None:
    given = ("--saved", "typed", "-p", "7", "-p", "2=desktop", "--platform", "windows")
    rows = ask(program, *given, *at_engine, password=password)
    assert len(rows) == 7
    assert {(row["device_type"], row["platform"]) for row in rows} == {("desktop", "windows")}


def test_an_example_is_asked_by_its_name(program: Program, at_engine: list[str], password: dict[str, str]) -> None:
    assert ask(program, "--saved", "applications-by-users", *at_engine, password=password)


def test_no_comment_is_sent(monkeypatch: pytest.MonkeyPatch, program: Program, folder: Path) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(program.folder / "home"))
    parts = read_parts(None, None, "typed", (), ("3",))
    assert parts.query == (
        "(select (name device_type platform)\n    (from device\n        (where device (eq device_type (enum %2))))\n"
        "    (limit %1))"
    )
    assert parts.platforms == (Platform.WINDOWS, Platform.MAC_OS)
    assert parts.parameters == {1: "3", 2: "laptop"}


def test_every_example_can_be_asked_without_more_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    for query in load_examples():
        parts = read_parts(None, None, query.name, (), ())
        assert (parts.query, parts.platforms) == (query.sent_text, query.platforms)


def test_a_missing_parameter_is_named_with_its_label_and_number(program: Program, folder: Path) -> None:
    done = program.run("query", "--saved", "typed", "--demo")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Error: %1 (how many) has no value. Give it with --param 1=VALUE." in done.stderr


def test_an_unknown_name_is_answered_with_the_nearest(program: Program, folder: Path) -> None:
    for command in ("query", "check", "format"):
        done = program.run(command, "--saved", "typd")
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr == b"nxql-tui: There is no saved query 'typd'. Did you mean 'typed'?\n"


def test_a_mistake_in_the_file_is_shown_with_its_line(program: Program, folder: Path) -> None:
    (folder / "broken.nxql").write_text("+++\nplatform = ['windows']\n+++\n")
    done = program.run("query", "--saved", "broken", "--demo")
    assert done.returncode == 2
    assert done.stderr.decode() == (
        f"nxql-tui: {folder}/broken.nxql, line 2: 'platform' is not a known key. Did you mean 'platforms'?\n"
    )


def test_a_saved_query_is_checked_for_its_own_platforms(program: Program, folder: Path) -> None:
    assert program.run("check", "--saved", "typed").returncode == 0
    (folder / "phones.nxql").write_text(
        "+++\nplatforms = ['mobile']\n+++\n// x\n(select (last_logon_time) (from device))\n"
    )
    done = program.run("check", "--saved", "phones")
    assert done.stdout.decode().splitlines()[0].startswith("2:10: error: ")
    assert program.run("check", "--saved", "phones", "--platform", "windows").stdout == b""


def test_a_saved_query_is_printed_in_the_standard_layout_with_its_comments(program: Program, folder: Path) -> None:
    done = program.run("format", "--saved", "typed")
    assert done.returncode == 0
    assert done.stdout.decode() == LAPTOPS.rpartition("+++\n")[2]
