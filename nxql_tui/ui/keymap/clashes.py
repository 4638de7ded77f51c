"""What keys cannot be: those of another command, those that a text needs, none where one must get out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.ui.keymap.key_names import writes_text, written_key
from nxql_tui.ui.keymap.registry import COMMANDS, PLACE_OF, PLACES, Place, reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_OF_A_LINE = frozenset({"backspace", "delete", "left", "right", "home", "end"})
"""What every field to type in needs for itself."""
_OF_THE_EDITOR = _OF_A_LINE | {"enter", "tab", "up", "down", "pageup", "pagedown"}
"""What the query needs, which has several lines."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why the keys of a command cannot be as they are wanted."""

    command_id: str
    """Whose keys must change."""
    sentence: str
    is_of_preset: bool = False
    """Whether a preset wants it: it gives way to the user's own keys, and nothing is said."""


def find_fault(changed: Mapping[str, str], own: Sequence[str]) -> Fault | None:
    """The first thing that cannot be; None where all can.

    Args:
        changed: The keys of the commands that have others, by id.
        own: The ids of those that the user has changed; of two that clash the later one is at fault.
    """
    held = {one: frozenset(filter(None, changed.get(one, COMMANDS[one].keys).split(","))) for one in COMMANDS}
    for command_id in changed:
        if command_id not in own:
            for sentence in _clashes(command_id, held):
                return Fault(command_id, sentence, is_of_preset=True)
    for command_id in reversed(own):
        for sentence in (*_typed(command_id, held), *_clashes(command_id, held), *_without_way_out(command_id, held)):
            return Fault(command_id, sentence)
    return None


_Held = dict[str, frozenset[str]]
"""The keys that each command would have."""


def _clashes(command_id: str, held: _Held) -> Iterator[str]:
    place, new = PLACE_OF[command_id], held[command_id] - _defaults(command_id)
    for other, keys in held.items():
        if other == command_id or not _meet(place, PLACE_OF[other]) or _take_turns(command_id, other):
            continue
        for key in sorted(new & keys):
            yield f"{written_key(key)} cannot be {_named(command_id)}: it is {_named(other)}."


def _meet(one: Place, other: Place) -> bool:
    """Whether there is something that has the focus where the keys of both work."""
    return one.name in reach(other.name) or other.name in reach(one.name)


def _take_turns(one: str, other: str) -> bool:
    """Whether two commands share a key by themselves: then never both can be done."""
    return bool(_defaults(one) & _defaults(other))


def _typed(command_id: str, held: _Held) -> Iterator[str]:
    place = PLACE_OF[command_id]
    if not place.is_typed_in:
        return
    needed = _OF_THE_EDITOR if place.name in ("everywhere", "workbench", "editor") else _OF_A_LINE
    for key in sorted(held[command_id] - _defaults(command_id)):
        if writes_text(key):
            yield f"{written_key(key)} cannot be {_named(command_id)}: it writes text there."
        elif key in needed:
            yield f"{written_key(key)} cannot be {_named(command_id)}: a text that is typed there needs it."


def _without_way_out(command_id: str, held: _Held) -> Iterator[str]:
    for place in PLACES:
        if command_id not in place.leaving:
            continue
        is_typed_in = any(one.is_typed_in for one in PLACES if place.name in reach(one.name))
        ways = frozenset[str]().union(*(held[one] for one in place.leaving))
        if not any(not (is_typed_in and writes_text(key)) for key in ways):
            what = "a key that writes no text" if ways else "a key"
            yield f"{_named(command_id)} needs {what}: nothing else leads out of there."


def _defaults(command_id: str) -> frozenset[str]:
    return frozenset(filter(None, COMMANDS[command_id].keys.split(",")))


def _named(command_id: str) -> str:
    return f"'{command_id}' ({PLACE_OF[command_id].name})"
