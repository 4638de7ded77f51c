from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Program


def test_a_query_gets_another_name(program: Program, folder: Path) -> None:
    (folder / "old.nxql").write_text("(select (name) (from device))\n")
    done = program.run("queries", "rename", "old", "new")
    assert (done.returncode, done.stderr) == (0, b"'old' is now 'new'.\n")
    assert [file.name for file in folder.iterdir()] == ["new.nxql"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("mine", "other"), "There is a query 'other' already. Choose another name.\n"),
        (("mine", "a:b"), "'a:b' cannot be the name of a query: it holds :. Choose another name."),
        (("mind", "x"), "There is no saved query 'mind'. Did you mean 'mine'?"),
        (("slow-boots", "x"), "'slow-boots' came with the program and stays as it is."),
    ],
)
def test_no_query_is_lost_by_a_name(program: Program, folder: Path, names: tuple[str, str], message: str) -> None:
    for name in ("mine", "other"):
        (folder / f"{name}.nxql").write_text(name)
    done = program.run("queries", "rename", *names)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert {file.name: file.read_text() for file in folder.iterdir()} == {"mine.nxql": "mine", "other.nxql": "other"}
