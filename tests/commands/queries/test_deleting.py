from __future__ import annotations

from typing import TYPE_CHECKING

import pexpect
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Program


@pytest.fixture
def mine(folder: Path) -> Path:
    file = folder / "mine.nxql"
    file.write_text("(select (name) (from device))\n")
    return file


def test_a_query_goes_with_its_file(program: Program, mine: Path) -> None:
    done = program.run("queries", "delete", "mine", "--yes")
    assert (done.returncode, done.stderr) == (0, b"Deleted 'mine'.\n")
    assert not mine.exists()


def test_without_a_terminal_it_is_to_be_confirmed(program: Program, mine: Path) -> None:
    done = program.run("queries", "delete", "mine")
    assert done.returncode == 2
    assert b"Confirm the deletion with --yes." in done.stderr
    assert mine.exists()


@pytest.mark.parametrize(("answer", "said", "is_there"), [("n", "Nothing was deleted.", True), ("y", "Deleted", False)])
def test_a_terminal_is_asked(program: Program, mine: Path, answer: str, said: str, is_there: bool) -> None:
    child = program.open_terminal("queries", "delete", "mine")
    child.expect_exact("Delete the saved query 'mine' and its file for good? [y/N]")
    child.sendline(answer)
    child.expect_exact(said)
    child.expect(pexpect.EOF)
    assert mine.exists() == is_there


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("slow-boots", "'slow-boots' came with the program and stays as it is."),
        ("mind", "There is no saved query 'mind'. Did you mean 'mine'?"),
    ],
)
@pytest.mark.usefixtures("mine")
def test_what_is_not_ones_own_stays(program: Program, name: str, message: str) -> None:
    done = program.run("queries", "delete", name)
    assert done.returncode == 2
    assert message in done.stderr.decode()
