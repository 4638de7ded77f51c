from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.commands.conftest import Program


def test_the_path_is_printed_and_nothing_is_made(program: Program):
    done = program.run("config", "path")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == f"{program.folder}/home/config/config.toml\n"
    assert not (program.folder / "home").exists()
