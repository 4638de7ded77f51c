"""`nxql-tui queries`: the commands by name."""

from __future__ import annotations

import click

from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.lazy_group import LazyGroup

_COMMANDS = {
    "delete": "queries.deleting",
    "list": "queries.listing",
    "rename": "queries.renaming",
    "save": "queries.saving",
}


@click.group(
    "queries", cls=LazyGroup, modules=_COMMANDS, invoke_without_command=True, short_help="Saved queries and examples."
)
@click.pass_context
def command(context: click.Context) -> int:
    """List your saved queries and the examples, or look after them.

    Without a command it lists them. They are the explorer's own: what is saved here stands in its library, and the
    other way round. Yours are the files NAME.nxql in the folder `queries` beside your settings.
    """
    if context.invoked_subcommand is not None:
        return ExitCode.DONE
    from nxql_tui.commands.queries.listing import print_list

    return print_list()
