from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from nxql_tui.settings import SETTINGS

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Program

    Run = Callable[..., subprocess.CompletedProcess[bytes]]


def test_without_a_file_every_setting_is_a_default(program: Program):
    done = program.run("config", "show")
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert 'memory_limit = "512MB"  # default' in lines
    assert [line for line in lines if line.endswith("# default")] == [line for line in lines if " = " in line]
    assert list(tomllib.loads(done.stdout.decode())) == list(SETTINGS)


def test_what_is_set_names_its_line(program: Program, file: Path):
    file.write_text('# mine\nspool_limit = "2 GiB"\nhistory = false\n')
    lines = program.run("config", "show").stdout.decode().splitlines()
    assert f'spool_limit = "2GiB"  # {file}:2' in lines
    assert f"history = false  # {file}:3" in lines


def test_above_each_setting_stands_what_it_is_for(program: Program):
    lines = program.run("config", "show").stdout.decode().splitlines()
    for setting in SETTINGS.values():
        place = next(number for number, line in enumerate(lines) if line.startswith(f"{setting.name} = "))
        assert lines[place - 1] == f"# {setting.words}"


def test_what_is_printed_may_stand_in_the_file(program: Program, file: Path):
    (file.parent / "themes").mkdir()
    (file.parent / "themes" / "mine.toml").write_text("name = 'a \"strange\" name'\nprimary = '#ff0000'\n")
    file.write_text("theme = 'a \"strange\" name'\nhistory_days = 3\n")
    printed = program.run("config", "show").stdout
    file.write_bytes(printed)
    again = program.run("config", "show").stdout
    assert tomllib.loads(again.decode()) == tomllib.loads(printed.decode())
    assert tomllib.loads(printed.decode())["theme"] == 'a "strange" name'


def test_mistakes_are_said_and_what_is_right_is_shown(program: Program, file: Path):
    file.write_text("histroy = false\nhistory_days = 3\n")
    done = program.run("config", "show")
    assert done.returncode == 2
    assert f"history_days = 3  # {file}:2" in done.stdout.decode().splitlines()
    assert done.stderr.decode() == f"{file}, line 1: there is no setting 'histroy'; did you mean 'history'?\n"


def test_in_place_of_a_theme_that_is_not_there_the_one_that_holds_is_shown(run_here: Run, file: Path):
    file.write_text('theme = "nosuch"\n')
    done = run_here("config", "show")
    assert done.returncode == 2
    assert 'theme = "nxql-dark"  # default' in done.stdout.decode().splitlines()
    assert b"there is no theme 'nosuch'" in done.stderr


def test_a_file_that_is_no_toml_shows_nothing(program: Program, file: Path):
    file.write_text("theme = \n")
    done = program.run("config", "show")
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"{file}, line 1, column 9: it is not TOML" in done.stderr.decode()


def test_keys_of_ones_own_are_shown_with_their_lines(program: Program, file: Path):
    file.write_text('[keymap]\nanswer.sort = "z"\n"answer.find" = ["Z", "ctrl+e"]\n')
    printed = program.run("config", "show").stdout.decode()
    assert f'"answer.sort" = ["z"]  # {file}:2' in printed.splitlines()
    file.write_text(printed)
    assert tomllib.loads(printed)["keymap"] == {"answer.sort": ["z"], "answer.find": ["Z", "ctrl+e"]}
    assert program.run("config", "check").returncode == 0


def test_keys_of_ones_own_that_cannot_be_are_said_and_not_shown(run_here: Run, file: Path):
    file.write_text(
        '[keymap]\n"query.sent" = "f6"\n"answer.sort" = "z"\n"answer.find" = "f5"\n"answer.undo" = "ctl+u"\n'
    )
    done = run_here("config", "show")
    assert done.returncode == 2
    assert tomllib.loads(done.stdout.decode())["keymap"] == {"answer.sort": ["z"]}
    assert done.stderr.count(b"config.toml, line ") == 3
