"""No command depends on keys that something between the keyboard and the explorer keeps for itself."""

from __future__ import annotations

from itertools import product

import pytest

from nxql_tui.ui.keymap.chosen_keys import choose_keys
from nxql_tui.ui.keymap.presets import PRESETS
from nxql_tui.ui.keymap.registry import COMMANDS, PLACES
from nxql_tui.ui.keymap.workbench import APP
from nxql_tui.ui.palette import OFFERED

FLOW_CONTROL = "ctrl+s ctrl+q"
"""What a line with flow control stops and goes on with."""

TERMINALS = {
    # What `terminal.integrated.commandsToSkipShell` names by itself, on Linux and Windows, also while one debugs, and
    # the first key of every chord.
    "VS Code": "f1 ctrl+e ctrl+p ctrl+f f3 shift+f3 ctrl+g ctrl+j ctrl+k ctrl+m ctrl+q ctrl+up ctrl+down "
    "f5 ctrl+f5 shift+f5 f6 shift+f6 f10 f11 shift+f11 ctrl+pageup ctrl+pagedown ctrl+tab alt+left alt+right"
    " alt+up alt+down",
    # Its help, its menu, its tabs.
    "GNOME Terminal": "f1 f10 shift+f10 f11 ctrl+pageup ctrl+pagedown shift+pageup shift+pagedown shift+home shift+end",
    "Windows Terminal": "f11 ctrl+c ctrl+v ctrl+tab alt+enter alt+f4 alt+left alt+right alt+up alt+down",
    "PuTTY": "ctrl+pageup ctrl+pagedown shift+pageup shift+pagedown alt+f4 alt+space",
    # Its desktops and windows; letters with the option key, which write signs there, are looked at below.
    "Terminal of macOS": "ctrl+up ctrl+down ctrl+left ctrl+right f11",
    # Its windows and tabs, which no page can have.
    "a browser": "ctrl+n ctrl+t ctrl+w f11",
    "a plain terminal": "",
}

_OFFERED_BY_THE_APP = {one.id for one in APP if one.id != "app.palette"} | {"doctor.open"}
_NOT_HEADLESS = "app.suspend"

INNER = {
    "tmux": "ctrl+b",
    "GNU screen": "ctrl+a",
    # All function keys, also with shift, ctrl and alt, and the arrows that move between its windows and splits.
    "Byobu": " ".join(
        ["ctrl+a", "alt+left", "alt+right", "alt+up", "alt+down", "alt+pageup", "alt+pagedown", "shift+left"]
        + ["shift+right", "shift+up", "shift+down", "ctrl+shift+f2"]
        + [f"{held}f{number}" for held in ("", "shift+", "ctrl+", "alt+") for number in range(1, 13)]
    ),
    "nothing": "",
}


def _is_swallowed(key: str, terminal: str, inner: str) -> bool:
    if key.startswith("ctrl+shift+"):
        # Those of nearly every terminal with tabs; and only few can send them.
        return True
    if terminal == "Terminal of macOS" and key.startswith("alt+"):
        return True
    return key in f"{FLOW_CONTROL} {TERMINALS[terminal]} {INNER[inner]}".split()


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(("terminal", "inner"), list(product(TERMINALS, INNER)))
def test_no_command_depends_on_a_key_that_does_not_arrive(terminal: str, inner: str, preset: str) -> None:
    chosen = choose_keys(preset, ())

    def arrives(command_id: str) -> bool:
        return any(not _is_swallowed(key, terminal, inner) for key in chosen.keys_of(command_id).split(",") if key)

    assert arrives("app.palette")
    reached = {one for one in COMMANDS if arrives(one)} | {one.id for one in OFFERED} | _OFFERED_BY_THE_APP
    # One way out of a place is enough.
    reached |= {one for place in PLACES if reached & {*place.leaving} for one in place.leaving}
    assert {one for one in COMMANDS if chosen.keys_of(one)} - reached == set()


async def test_the_palette_offers_what_it_is_said_to(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        workbench = explorer.app.screen
        offered = {command.help for command in explorer.app.get_system_commands(workbench)}
        works = (one for one in OFFERED if workbench.check_action(one.action, ()) is not False)
        for command in (*works, *(COMMANDS[one] for one in _OFFERED_BY_THE_APP - {_NOT_HEADLESS})):
            assert command.explanation in offered
