from __future__ import annotations

from typing import TYPE_CHECKING

import pexpect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Program


def test_examples_are_listed_with_group_and_title(program: Program) -> None:
    done = program.run("queries")
    assert (done.returncode, done.stderr) == (0, b"")
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert ["slow-boots", "health", "Slow boots"] in rows
    assert all(len(row) == 3 for row in rows)


def test_queries_of_ones_own_stand_among_them(program: Program, folder: Path) -> None:
    (folder / "mine.nxql").write_text('+++\ntitle = "My \\u001b[2J own"\n+++\n(select (name) (from device))\n')
    assert program.run("queries").stdout.decode().splitlines()[0] == "mine\t\tMy ␛[2J own"


def test_a_file_with_a_mistake_is_named_and_the_others_are_listed(program: Program, folder: Path) -> None:
    (folder / "broken.nxql").write_text("+++\ntitle = 5\n+++\n")
    done = program.run("queries")
    assert done.returncode == 2
    assert done.stderr.decode() == f"{folder}/broken.nxql, line 2: 'title' must be a text between quotes.\n"
    assert b"slow-boots" in done.stdout


def test_on_a_terminal_columns_stand_below_one_another(program: Program) -> None:
    child = program.open_terminal("queries")
    child.expect(pexpect.EOF)
    lines = child.before.decode().splitlines()
    assert len({line.index("  health") for line in lines if "  health  " in line}) == 1
