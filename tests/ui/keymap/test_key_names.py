from __future__ import annotations

import string

import pytest
from textual.keys import Keys, _character_to_key

from nxql_tui.ui.keymap.key_names import (
    UnknownKeyError,
    parse_keys,
    said_key,
    writes_text,
    written_key,
    written_keys,
)
from nxql_tui.ui.keymap.registry import COMMANDS

OF_THE_SYSTEM = ("<", "ctrl-at")
"""How the names of Textual begin that are no keys of a keyboard."""


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("s", ("s",)),
        ("S", ("S",)),
        ("shift+s", ("S",)),
        ("F5", ("f5",)),
        ("Ctrl+S", ("ctrl+s",)),
        ("shift+ctrl+left", ("ctrl+shift+left",)),
        ("alt+D", ("alt+shift+d",)),
        ("esc", ("escape",)),
        ("PgDn", ("pagedown",)),
        ("/", ("slash",)),
        ("slash", ("slash",)),
        ("+", ("plus",)),
        ("ctrl++", ("ctrl+plus",)),
        ("ctrl+_", ("ctrl+underscore",)),
        (" ", ("space",)),
        ("ä", ("ä",)),
        ("ctrl+i", ("tab",)),
        ("ctrl+[", ("escape",)),
        ("ctrl+space", ("ctrl+space", "ctrl+@")),
        ("ctrl+@", ("ctrl+space", "ctrl+@")),
    ],
)
def test_a_key_is_read_as_people_write_it(written: str, keys: tuple[str, ...]) -> None:
    assert parse_keys(written) == keys


@pytest.mark.parametrize("written", ["", "foo", "ctrl+foo", "control+s", "ctrl", "ctrl+", "f25", "\x07", "++s"])
def test_what_is_no_key_is_named_whole(written: str) -> None:
    with pytest.raises(UnknownKeyError) as caught:
        parse_keys(written)
    assert str(caught.value) == written


@pytest.mark.parametrize("character", string.printable[:95])
def test_characters_are_called_as_textual_calls_them(character: str) -> None:
    assert parse_keys(character) == (_character_to_key(character),)


def test_every_key_that_textual_names_is_known() -> None:
    for key in Keys:
        if not key.value.startswith(OF_THE_SYSTEM) and key.value != "return":
            assert parse_keys(key.value)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_the_keys_of_a_command_are_read_as_they_are_written(command) -> None:
    keys = {key for key in command.keys.split(",") if key}
    assert keys == {key for written in written_keys(command.keys) for key in parse_keys(written)}


def test_keys_are_written_with_their_signs() -> None:
    assert written_key("ctrl+underscore") == "ctrl+_"
    assert written_keys("ctrl+space,ctrl+@,slash") == ("ctrl+space", "/")


def test_function_keys_are_said_as_they_stand_on_the_keyboard() -> None:
    assert [said_key(keys) for keys in ("f5,ctrl+r", "ctrl+r", "f", "")] == ["F5", "ctrl+r", "f", ""]


def test_letters_and_signs_write_text() -> None:
    assert all(map(writes_text, ("s", "S", "slash", "space")))
    assert not any(map(writes_text, ("ctrl+s", "f5", "enter", "alt+d")))
