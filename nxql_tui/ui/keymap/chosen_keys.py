"""The keys that hold: those of a preset, and over them the user's own where they can."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from nxql_tui.ui.keymap.clashes import find_fault
from nxql_tui.ui.keymap.key_names import UnknownKeyError, parse_keys, written_keys
from nxql_tui.ui.keymap.presets import PRESETS
from nxql_tui.ui.keymap.registry import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class ChosenKeys:
    """Keys in the place of those that the commands bring."""

    changed: Mapping[str, str]
    """The keys of each command that has others, comma-separated as Textual calls them; empty takes them away."""
    mistakes: tuple[str, ...] = ()
    """What could not be done, a sentence each."""
    own: tuple[str, ...] = ()
    """The ids of the commands whose keys are as the user wants them."""

    def keys_of(self, command_id: str) -> str:
        """The keys that a command has."""
        return self.changed.get(command_id, COMMANDS[command_id].keys)


_HOW_WRITTEN = "Keys are written as ctrl+s, f5, enter, / or S."

DEFAULT_KEYS = ChosenKeys({})


def choose_keys(preset: str, wanted: Iterable[tuple[str, Sequence[str]]]) -> ChosenKeys:
    """The keys that hold.

    Args:
        preset: The name of the keys to begin with.
        wanted: The ids of commands, each with its keys as the user has written them.
    """
    mistakes: list[str] = []
    begun = PRESETS.get(preset)
    if begun is None:
        mistakes.append(f"There is no set of keys '{preset}'{_or_nearest(preset, PRESETS)} 'default' is used.")
    changed = dict(begun or {})
    own: list[str] = []
    for command_id, written in wanted:
        if command_id not in COMMANDS:
            mistakes.append(f"There is no command '{command_id}'{_or_nearest(command_id, COMMANDS)}")
            continue
        try:
            keys = [key for one in written for key in parse_keys(one)]
        except UnknownKeyError as error:
            mistakes.append(f"'{command_id}': there is no key '{error}'. {_HOW_WRITTEN}")
            continue
        changed[command_id] = ",".join(dict.fromkeys(keys))
        own.append(command_id)
    mistakes += _withdraw(changed, own, begun or {})
    others = {one: keys for one, keys in changed.items() if keys != COMMANDS[one].keys}
    return ChosenKeys(others, tuple(mistakes), tuple(own))


def _withdraw(changed: dict[str, str], own: list[str], begun: Mapping[str, str]) -> list[str]:
    """Take back what cannot be, until all that is left can; says why."""
    sentences = []
    while (fault := find_fault(changed, own)) is not None:
        command_id = fault.command_id
        changed.pop(command_id)
        if command_id in own:
            own.remove(command_id)
            changed |= {command_id: begun[command_id]} if command_id in begun else {}
        if not fault.is_of_preset:
            held = changed.get(command_id, COMMANDS[command_id].keys)
            sentences.append(f"{fault.sentence} {_what_holds(held)}")
    return sentences


def _what_holds(keys: str) -> str:
    written = written_keys(keys)
    if not written:
        return "It has no key."
    return f"It keeps {' and '.join(written)}."


def _or_nearest(name: str, known: Iterable[str]) -> str:
    by_words = {word: one for one in known for word in (one.rpartition(".")[2], one)}
    near = [by_words[word] for word in get_close_matches(name, by_words, n=1)]
    return f"; did you mean '{near[0]}'?" if near else "."
