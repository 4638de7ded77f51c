"""`nxql-tui connections`: the commands by name."""

from __future__ import annotations

import click

from nxql_tui.commands.lazy_group import LazyGroup

_COMMANDS = {
    "add": "connections.adding",
    "engines": "connections.engines",
    "forget": "connections.forgetting",
    "list": "connections.listing",
    "login": "connections.logging_in",
    "remove": "connections.removing",
    "test": "connections.testing",
    "trust": "connections.trusting",
}


@click.group("connections", cls=LazyGroup, modules=_COMMANDS, short_help="Saved connections and certificates.")
def command() -> None:
    """Look after saved connections and pinned certificates.

    They are the explorer's own: what is saved here stands on its login screen, and the other way round. A password is
    never part of a command line nor written into a file: `login` asks for it, and keeps it in a keyring of this host.
    """
