from __future__ import annotations

import stat
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from nxql_tui.settings import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Program


@pytest.fixture
def editor(tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """The variable for an editor that is a Python program, which gets the path of the file."""

    def make(program: str) -> dict[str, str]:
        script = tmp_path / "an editor.py"
        script.write_text(f"import os, pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{program}\n")
        return {"EDITOR": f"{sys.executable} '{script}'"}

    return make


def test_without_a_file_one_is_made_with_every_setting_in_a_comment(program: Program, editor):
    done = program.run("config", "edit", variables=editor("print(path.read_text())"))
    assert done.returncode == 0
    file = program.folder / "home" / "config" / "config.toml"
    text = file.read_text()
    assert tomllib.loads(text) == {}
    without_hashes = [line.removeprefix("# ") for line in text.splitlines() if " = " in line]
    assert list(tomllib.loads("\n".join(without_hashes[: len(SETTINGS)]))) == list(SETTINGS)
    assert done.stdout.decode() == f"{text}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_was_written_is_looked_at_and_stays(program: Program, file: Path, editor):
    file.write_text("history = true\n")
    done = program.run("config", "edit", variables=editor("path.write_text('histroy = 1\\n')"))
    assert done.returncode == 2
    assert done.stderr.decode() == f"{file}, line 1: there is no setting 'histroy'; did you mean 'history'?\n"
    assert file.read_text() == "histroy = 1\n"


def test_what_is_right_is_said_too(program: Program, file: Path, editor):
    done = program.run("config", "edit", variables=editor("path.write_text('history = false\\n')"))
    assert (done.returncode, done.stderr.decode()) == (0, f"Nothing is wrong with {file}\n")


def test_an_editor_that_puts_another_file_in_the_place_leaves_it_private(program: Program, file: Path, editor):
    replacing = "new = path.with_suffix('.new'); new.write_text(''); new.chmod(0o644); new.replace(path)"
    program.run("config", "edit", variables=editor(replacing))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_visual_is_asked_before_editor(program: Program, editor):
    variables = editor("print('this one')")
    done = program.run("config", "edit", variables={"VISUAL": variables["EDITOR"], "EDITOR": "no-such-editor"})
    assert (done.returncode, done.stdout) == (0, b"this one\n")


def test_without_an_editor_it_is_said_what_to_set(program: Program, file: Path):
    done = program.run("config", "edit", variables={"EDITOR": " ", "VISUAL": ""})
    assert done.returncode == 2
    assert done.stderr.decode() == (
        f"nxql-tui: No editor is named. Set EDITOR, for instance EDITOR=nano, or edit {file}\n"
    )
    assert not file.exists()


@pytest.mark.parametrize(("command", "said"), [("no-such-editor", b"cannot be started"), ("false", b"with status 1")])
def test_an_editor_that_fails_is_named(program: Program, file: Path, command: str, said: bytes):
    file.write_text("history = true\n")
    done = program.run("config", "edit", variables={"EDITOR": command})
    assert done.returncode == 2
    assert said in done.stderr
    assert file.read_text() == "history = true\n"


def test_the_editor_gets_no_password(program: Program, editor):
    variables = editor("print(os.environ.get('NXQL_TUI_PASSWORD'))")
    done = program.run("config", "edit", variables={**variables, "NXQL_TUI_PASSWORD": "secret"})
    assert done.stdout == b"None\n"
