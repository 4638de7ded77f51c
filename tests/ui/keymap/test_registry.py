from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import nxql_tui.ui
from nxql_tui.ui.keymap.registry import COMMANDS, PLACE_OF, PLACES, reach


def _our_classes() -> list[type[DOMNode]]:
    for module in pkgutil.walk_packages(nxql_tui.ui.__path__, "nxql_tui.ui."):
        importlib.import_module(module.name)
    found, left = [], [DOMNode]
    while left:
        subclasses = left.pop().__subclasses__()
        left += subclasses
        found += [one for one in subclasses if one.__module__.startswith("nxql_tui.")]
    return found


def test_every_binding_of_ours_is_a_command_of_the_registry() -> None:
    bound = [binding for kind in _our_classes() for binding in vars(kind).get("BINDINGS", ())]
    assert len(bound) > 100
    for binding in bound:
        assert isinstance(binding, Binding)
        assert binding == COMMANDS[binding.id or ""].binding()


def test_every_command_of_the_registry_is_bound() -> None:
    bound = {binding.id for kind in _our_classes() for binding in vars(kind).get("BINDINGS", ())}
    assert bound == set(COMMANDS)


def test_no_two_commands_have_one_id() -> None:
    ids = [command.id for place in PLACES for command in place.commands]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_what_is_said_of_a_command_can_be_read(command) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", command.id)
    assert command.label
    assert re.fullmatch(r"[A-Z].* .*\.", command.explanation)


def test_every_place_lies_within_places_that_there_are() -> None:
    for place in PLACES:
        assert "everywhere" in reach(place.name)


def test_the_way_out_of_a_place_is_made_of_commands_that_work_there() -> None:
    for place in PLACES:
        for command_id in place.leaving:
            outer = PLACE_OF[command_id].name
            assert outer in reach(place.name) or place.name in reach(outer)


def test_the_registry_is_read_without_textual() -> None:
    program = "import sys, nxql_tui.ui.keymap.registry\nprint('textual' in sys.modules, 'rich' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
