"""`nxql-tui config show`."""

from __future__ import annotations

import click


@click.command("show", short_help="Print every setting, and where its value comes from.")
def command() -> int:
    """Print every setting with the value that holds, what it is for, and where the value comes from.

    What is printed is TOML that may stand in the file of settings. When something in the file means nothing it is said
    on standard error, and the exit code is 2.
    """
    from nxql_tui.commands.config.mistakes import say_mistakes
    from nxql_tui.commands.config.settings_text import text_of_read
    from nxql_tui.commands.standard_output import StandardOutput
    from nxql_tui.paths import find_paths
    from nxql_tui.ui.own_files import read_what_holds

    paths = find_paths()
    output = StandardOutput()
    read = read_what_holds(paths)
    output.write(text_of_read(paths.settings, read).encode())
    output.finish()
    return say_mistakes(paths)
