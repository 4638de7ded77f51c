"""`nxql-tui config`: the commands by name."""

from __future__ import annotations

import click

from nxql_tui.commands.lazy_group import LazyGroup

_COMMANDS = {
    "check": "config.checking",
    "edit": "config.editing",
    "path": "config.path",
    "show": "config.showing",
}


@click.group("config", cls=LazyGroup, modules=_COMMANDS, short_help="The settings: show, check and edit them.")
def command() -> None:
    """Look after the settings, which stand in the file config.toml.

    The explorer has a screen for them too: "Settings" in the palette.
    """
