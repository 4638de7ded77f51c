"""What F1 is asked about: the places around the focus, and the keys that work there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.ui.keymap.key_names import said_keys
from nxql_tui.ui.keymap.registry import COMMANDS, PLACE_OF, PLACES, Place, reach
from nxql_tui.ui.keymap.workbench import APP
from nxql_tui.ui.own_keys import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.dom import DOMNode
    from textual.screen import Screen

_OF_TEXTUAL = "moving and writing"
"""What is said over the keys that are no commands of ours."""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """The keys of one place."""

    name: str
    """That of the place."""
    lines: tuple[tuple[str, str], ...]
    """Keys, and what they do; several keys of one thing share a line."""


@dataclass(frozen=True, slots=True)
class HelpSubject:
    """What there is to say where the focus is."""

    places: tuple[str, ...]
    """The names of the places to speak of, the innermost first."""
    groups: tuple[KeyGroup, ...]
    """The innermost first."""

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The keys of all places."""
        return tuple(line for group in self.groups for line in group.lines)


def subject_of(screen: Screen[object]) -> HelpSubject:
    """What to say of a screen as it is now."""
    return HelpSubject(tuple(place.name for place in _places(screen)), _groups(screen))


def place_of(node: DOMNode) -> Place | None:
    """The place that a node is: it says so itself, or brings the commands of that place."""
    own = getattr(node, "help_place", "")
    names = {own} if own else {PLACE_OF[one.id].name for _, one in node._bindings if one.id in PLACE_OF}
    # A kind of panel brings the keys of all panels too.
    innermost = max(names, key=lambda name: len(reach(name)), default="")
    return next((place for place in PLACES if place.name == innermost), None)


def _places(screen: Screen[object]) -> Iterator[Place]:
    """From the focus outwards, as far as a place that stands in one other only."""
    for node in (screen.focused or screen).ancestors_with_self:
        place = place_of(node)
        if place is not None:
            yield place
            if len(place.around) <= 1:
                return


def _groups(screen: Screen[object]) -> tuple[KeyGroup, ...]:
    ours: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not (active.enabled and binding.description):
            continue
        if binding.id in COMMANDS:
            ours.setdefault(binding.id, []).append(binding.key)
        else:
            others.setdefault(binding.tooltip or binding.description, []).append(binding.key)
    # A dialog hides those of the app, and they work all the same.
    ours |= {command.id: [keys] for command in APP if (keys := keys_of(screen.app, command.id))}
    groups: dict[str, list[tuple[str, str]]] = {}
    for command_id in (one for one in COMMANDS if one in ours):
        line = (_said(ours[command_id]), COMMANDS[command_id].explanation)
        groups.setdefault(PLACE_OF[command_id].name, []).append(line)
    innermost_first = sorted(groups, key=lambda name: len(reach(name)), reverse=True)
    # What every field and every list has is known to most.
    groups[_OF_TEXTUAL] = [(_said(keys), explanation) for explanation, keys in others.items()]
    return tuple(KeyGroup(name, tuple(groups[name])) for name in (*innermost_first, _OF_TEXTUAL) if groups[name])


def _said(keys: list[str]) -> str:
    return ", ".join(said_keys(",".join(keys)))
