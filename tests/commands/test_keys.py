from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nxql_tui.ui.keymap.registry import COMMANDS

if TYPE_CHECKING:
    from tests.commands.conftest import Program


def settle(program: Program, text: str) -> None:
    path = program.folder / "home" / "config" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)


def test_every_command_is_listed_with_its_keys(program: Program) -> None:
    done = program.run("keys")
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert [row[0] for row in rows] == list(COMMANDS)
    assert ["query.send", "f5 ctrl+r", "workbench", "Send the query to the Engine."] in rows
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_keys_of_the_user_are_listed(program: Program) -> None:
    settle(program, 'keys = "vim"\n[keymap]\n"answer.sort" = ["z", "/"]\n"answer.find" = []\n')
    entries = {entry["id"]: entry for entry in json.loads(program.run("keys", "--json").stdout)}
    assert entries["answer.sort"] == {
        "id": "answer.sort",
        "keys": ["z", "/"],
        "default_keys": ["s"],
        "label": "Sort",
        "explanation": "Sort by the column of the cursor: up, down, off.",
        "place": "answer",
    }
    assert entries["answer.find"]["keys"] == []
    assert entries["answer.top"]["keys"] == ["ctrl+home", "g"]


def test_what_cannot_be_is_said_and_the_rest_is_listed(program: Program) -> None:
    settle(program, '[keymap]\n"answer.sort" = "f5"\n"answer.find" = "Z"\n')
    done = program.run("keys")
    assert done.returncode == 2
    assert "config.toml: f5 cannot be 'answer.sort' (answer): it is 'query.send' (workbench)" in done.stderr.decode()
    assert "\nanswer.find\tZ\t" in done.stdout.decode()


def test_settings_that_cannot_be_read_are_said(program: Program) -> None:
    settle(program, "[keymap]\n3 = 4\n")
    done = program.run("keys")
    assert done.returncode == 2
    assert b"'3' in [keymap] must be a key" in done.stderr
    assert len(done.stdout.splitlines()) == len(COMMANDS)


def test_the_cheat_sheet_is_a_page_to_print_with_the_keys_of_the_user(program: Program) -> None:
    settle(program, '[keymap]\n"answer.sort" = "z"\n')
    lines = program.run("keys", "--sheet").stdout.decode().splitlines()
    assert lines[0].split() == ["Everywhere", "Answer", "Panels"]
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 60
    assert "z Sort" in lines[1]
