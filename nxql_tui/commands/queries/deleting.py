"""`nxql-tui queries delete`."""

from __future__ import annotations

import click

from nxql_tui.commands.exit_codes import ExitCode


@click.command("delete", short_help="Delete a saved query.")
@click.argument("name")
@click.option("--yes", "confirmed", is_flag=True, help="Delete it without a question.")
def command(name: str, confirmed: bool) -> int:
    """Delete your saved query NAME and its file for good; an example that it hid is there again."""
    from nxql_tui.commands.terminal import confirm, has_terminal, say
    from nxql_tui.library.saved_queries import SavedQueries
    from nxql_tui.paths import find_paths

    saved = SavedQueries(find_paths().queries)
    saved.need_own(name)
    if not confirmed:
        if not has_terminal():
            raise click.UsageError("Nobody can be asked without a terminal. Confirm the deletion with --yes.")
        if not confirm(f"Delete the saved query '{name}' and its file for good?"):
            say("Nothing was deleted.")
            return ExitCode.WRONG_USAGE
    saved.delete(name)
    say(f"Deleted '{name}'.")
    return ExitCode.DONE
