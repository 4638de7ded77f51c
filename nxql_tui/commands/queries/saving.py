"""`nxql-tui queries save`."""

from __future__ import annotations

import shlex

import click

from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.query_source import query_source


@click.command("save", short_help="Keep a query under a name.")
@click.argument("name")
@query_source
@click.option("--title", metavar="TEXT", help="One line on what it tells.")
@click.option("--description", metavar="TEXT", help="What to know about it.")
@click.option("--group", metavar="TEXT", help="Queries of one group are listed together.")
@click.option(
    "--platform",
    "platforms",
    metavar="NAME[,NAME]",
    multiple=True,
    help="What it is asked for: windows, mac_os, mobile; may be repeated.",
)
@click.option("--label", "labels", metavar="N=TEXT", multiple=True, help="What people call the parameter %N.")
@click.option("--default", "defaults", metavar="N=VALUE", multiple=True, help="Its value when none is given.")
@click.option(
    "--secret",
    "secrets",
    metavar="N",
    type=click.IntRange(1, 999_999),
    multiple=True,
    help="%N has no default, and its values are written to no file.",
)
@click.option("--replace", "is_replacing", is_flag=True, help="Take the place of your query of this name.")
def command(
    name: str,
    text: str | None,
    file: str | None,
    saved: str | None,
    title: str | None,
    description: str | None,
    group: str | None,
    platforms: tuple[str, ...],
    labels: tuple[str, ...],
    defaults: tuple[str, ...],
    secrets: tuple[int, ...],
    is_replacing: bool,
) -> int:
    """Keep a query under NAME, with what people should know of it.

    It is kept as it stands, with its comments, finished or not. What the options do not say comes with the query
    (`--saved`, or the lines between +++ of a file), else from the one that is replaced.
    """
    from nxql_tui.commands.errors import WrongSettings
    from nxql_tui.commands.queries.draft import Words, draft_query
    from nxql_tui.commands.query_source import read_source
    from nxql_tui.commands.terminal import say
    from nxql_tui.library.errors import QueryExists
    from nxql_tui.library.saved_queries import SavedQueries
    from nxql_tui.paths import find_paths

    queries = SavedQueries(find_paths().queries)
    earlier = queries.find_own(name) if is_replacing else None
    words = Words(title, description, group, platforms, labels, defaults, secrets)
    query = draft_query(name, read_source(text, file, saved), earlier, words)
    try:
        queries.save(query, overwrite=is_replacing)
    except QueryExists as error:
        raise WrongSettings(f"There is a query '{name}' already. Choose another name, or give --replace.") from error
    say(f"Saved '{name}'. Ask it with: nxql-tui query --saved {shlex.quote(name)}")
    return ExitCode.DONE
