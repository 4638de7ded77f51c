from __future__ import annotations

from typing import TYPE_CHECKING

import pexpect
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Program


def test_without_a_file_the_defaults_hold(program: Program):
    done = program.run("config", "check")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"The defaults hold" in done.stderr


@pytest.mark.parametrize("content", ["", 'theme = "nxql-light"\n', 'theme = "nord"\nmemory_limit = "1GB"\n'])
def test_a_file_without_mistakes_ends_with_0(program: Program, file: Path, content: str):
    file.write_text(content)
    done = program.run("config", "check")
    assert (done.returncode, done.stderr.decode()) == (0, f"Nothing is wrong with {file}\n")


def test_each_mistake_is_a_line_with_its_place(program: Program, file: Path):
    file.write_text("in_flihgt = 3\n\nhistory = 1\n")
    done = program.run("config", "check")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        f"{file}, line 1: there is no setting 'in_flihgt'; did you mean 'in_flight'?\n"
        f"{file}, line 3: 'history' must be true or false\n"
    )


def test_a_theme_that_is_not_there_is_a_mistake(program: Program, file: Path):
    file.write_text('theme = "nxql-drak"\n')
    done = program.run("config", "check")
    assert done.returncode == 2
    assert done.stderr.decode() == f"{file}, line 1: there is no theme 'nxql-drak'; did you mean 'nxql-dark'?\n"


def test_a_theme_of_ones_own_is_none(program: Program, file: Path):
    (file.parent / "themes").mkdir()
    (file.parent / "themes" / "mine.toml").write_text('name = "mine"\nprimary = "#ff0000"\n')
    file.write_text('theme = "mine"\n')
    assert program.run("config", "check").returncode == 0


def test_a_mistake_cannot_steer_the_terminal(program: Program, file: Path):
    file.write_text('"a\\u001b[2J" = 1\n')
    assert b"\x1b" not in program.run("config", "check").stderr


def test_a_command_that_is_not_there_is_a_mistake_with_its_line(program: Program, file: Path):
    file.write_text('[keymap]\n"query.send" = "f5"\n"query.sent" = "f6"\n')
    done = program.run("config", "check")
    assert done.returncode == 2
    assert done.stderr.decode() == f"{file}, line 3: There is no command 'query.sent'; did you mean 'query.send'?\n"


def test_a_terminal_whose_locale_is_c_is_told_in_ascii(program: Program, file: Path):
    file.write_text('"th\u00e8me" = 1\n', encoding="utf-8")
    child = program.open_terminal("config", "check", variables={"LC_ALL": "C"})
    child.expect(pexpect.EOF)
    assert child.before.isascii()
    assert b"there is no setting 'th?me'" in child.before.replace(b"\r\n", b"")
