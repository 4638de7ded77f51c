"""An app whose keys are the user's own.

Textual can give bindings other keys by their ids (`App.set_keymap`), but not ours: where several commands take turns on
one key it takes that key from all of them, and it can take no command its last key. So every node gets bindings with
the keys that hold when it comes into the app.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.binding import Binding, BindingsMap

from nxql_tui.terminals import given_environment, shows_unicode
from nxql_tui.ui.keymap.chosen_keys import DEFAULT_KEYS, ChosenKeys
from nxql_tui.ui.keymap.key_names import said_key
from nxql_tui.ui.keymap.registry import COMMANDS
from nxql_tui.ui.safe_app import SafeApp

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import App
    from textual.dom import DOMNode
    from textual.widget import Widget


_COMMAND = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")
_FUNCTION_KEY = re.compile(r"\bf(\d+)$")
_DIVIDED = re.compile(r"( · |  )")


class OwnKeysApp(SafeApp):
    """Binds commands to the keys that the user has chosen for them."""

    def __init__(self, crash_reports: Path) -> None:
        super().__init__(crash_reports)
        self.keys = DEFAULT_KEYS
        """Those that hold."""

    def take_keys(self, keys: ChosenKeys) -> None:
        """Let these keys hold from now on; what is on the screen already keeps those it has."""
        self.keys = keys
        self._bindings = rebound(self._bindings, keys)
        palette = keys.keys_of("app.palette").partition(",")[0]
        # What a footer looks for; Textual would have it the same for all apps.
        self.COMMAND_PALETTE_BINDING = palette  # type: ignore[misc]

    def get_key_display(self, binding: Binding) -> str:
        """Say a key as Textual does, but function keys as keyboards and our sentences do."""
        shown = super().get_key_display(binding)
        if not shown.isascii() and not shows_unicode(given_environment()):
            # What looks like the sign of a key in ASCII is another key, as `v` for the arrow down.
            return said_key(binding.key)
        return _FUNCTION_KEY.sub(r"F\1", shown)

    def action_help_quit(self) -> None:
        """Say how to leave: who presses ctrl+c may mean to copy, or to stop something."""
        leave = with_keys(self, "{app.quit} leaves") or with_keys(self, "{app.palette} knows how to leave")
        stop = with_keys(self, "; {query.cancel} stops what is under way")
        self.notify(f"{leave}{stop}.", markup=False)

    def _register_child(self, parent: DOMNode, child: Widget, before: int | None, after: int | None) -> None:
        # Where every widget and screen passes before a key can reach it.
        super()._register_child(parent, child, before, after)
        child._bindings = rebound(child._bindings, self.keys)


def rebound(bindings: BindingsMap, keys: ChosenKeys) -> BindingsMap:
    """The bindings of a node with other keys; those of Textual give way to them."""
    if not keys.changed:
        return bindings
    ids = {binding.id for _, binding in bindings}
    changed = {one: replace(COMMANDS[one], keys=held).binding() for one, held in keys.changed.items() if one in ids}
    if not changed:
        return bindings
    taken = {key for binding in changed.values() for key in binding.key.split(",")}
    bound: list[Binding] = []
    for key, binding in bindings:
        if binding.id is not None and binding.id in changed:
            # Where its first key stood, and in its turn where several share it.
            if changed[binding.id] not in bound:
                bound.append(changed[binding.id])
        elif binding.id is not None or key not in taken:
            bound.append(binding)
    return BindingsMap(bound)


def keys_of(app: App[Any], command_id: str) -> str:
    """The keys of a command, comma-separated; empty where it has none."""
    keys = app.keys if isinstance(app, OwnKeysApp) else DEFAULT_KEYS
    return keys.keys_of(command_id)


def key_of(app: App[Any], command_id: str) -> str:
    """The first key of a command, as it is said in a sentence; empty where it has none."""
    return said_key(keys_of(app, command_id))


def with_keys(app: App[Any], words: str) -> str:
    """Words with keys in the place of commands: `{query.send} sends · {query.cancel} stops`.

    What is said of a command without a key is left out, as far as ` · ` or two blanks divide it from the rest.
    """
    parts = _DIVIDED.split(words)
    dividers = [*parts[1::2], ""]
    said = [
        (_COMMAND.sub(lambda found: key_of(app, found[1]), part), divider)
        for part, divider in zip(parts[::2], dividers, strict=True)
        if all(key_of(app, command_id) for command_id in _COMMAND.findall(part))
    ]
    return "".join(part + divider for part, divider in said[:-1]) + (said[-1][0] if said else "")


def lines_with_keys(app: App[Any], words: str) -> str:
    """The same for words of several lines; a line of which nothing is left is left out."""
    return "\n".join(filter(None, (with_keys(app, line) for line in words.splitlines())))


def with_short_keys(app: App[Any], words: str) -> str:
    """The same where there is little room."""
    return with_keys(app, words).replace("escape", "esc")
