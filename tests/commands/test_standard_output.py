"""Standard output that cannot take what a command prints, whichever command it is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from nxql_tui.commands.main import main, program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NO_ROOM = "nxql-tui: Standard output cannot be written: No space left on device.\n"


def _commands_of(group: click.Group, *names: str) -> Iterator[tuple[str, ...]]:
    yield names
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands_of(command, *names, name)
        else:
            yield *names, name


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("NXQL_TUI_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def _run_on_full_disk(arguments: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> int:
    with monkeypatch.context() as patched, Path("/dev/full").open("w", encoding="utf-8") as full:
        patched.setattr(sys, "stdout", full)
        return main(arguments)


def test_no_room_for_the_help_of_a_command_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = list(_commands_of(program))
    assert {(), ("query",), ("connections",), ("connections", "trust")} <= set(commands)
    for command in commands:
        assert _run_on_full_disk([*command, "--help"], monkeypatch) == 7, command
        assert capsys.readouterr().err == NO_ROOM


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("check", "(select"),
        ("config", "path"),
        ("query", "(select (name) (from device))", "--as", "curl", "--engine", "engine.example.com", "--user", "alice"),
    ],
)
def test_no_room_for_what_is_printed_is_said(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert _run_on_full_disk(arguments, monkeypatch) == 7
    assert capsys.readouterr().err == NO_ROOM
    assert not list(home.rglob("crash*.txt"))


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("check", "--help"), ("config", "path")])
def test_a_closed_standard_output_is_said_of_helps_too(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # As the shell's `>&-` leaves it.
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", None)
        assert main(arguments) == 7
    assert capsys.readouterr().err == "nxql-tui: Standard output is closed.\n"
