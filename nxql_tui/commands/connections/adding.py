"""`nxql-tui connections add`: its options."""

from __future__ import annotations

from pathlib import Path

import click

from nxql_tui.accounts.connection import Colour, TrustSource
from nxql_tui.commands.connections.draft import ConnectionDraft
from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.options import positive_seconds

_EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("add", short_help="Save a connection.")
@click.argument("name")
@click.option(
    "--engine", "engines", metavar="HOST[:PORT]", multiple=True, help="Its Engine; repeated, the Engines of a site."
)
@click.option("--portal", metavar="HOST[:PORT]", help="The Portal that lists its Engines.")
@click.option("--user", metavar="NAME", required=True, help="Who asks.")
@click.option(
    "--platform",
    "platforms",
    metavar="NAME[,NAME]",
    multiple=True,
    help="What the explorer switches on after the login: windows, mac_os, mobile; may be repeated.",
)
@click.option(
    "--row-limit", metavar="N", type=click.IntRange(min=1), help="What a query without a limit of its own is sent with."
)
@click.option("--time-limit", metavar="SECONDS", type=positive_seconds, help="Give up when an answer takes longer.")
@click.option("--proxy", metavar="URL", help="http://[USER@]HOST:PORT or socks5://…; none goes straight.")
@click.option("--ca-file", metavar="FILE", type=_EXISTING_FILE, help="Trust certificates signed by these, in PEM.")
@click.option(
    "--trust",
    type=click.Choice([source.value for source in TrustSource]),
    help="Trust what this system trusts and no pin, or the pinned certificate only.",
)
@click.option("--server-name", metavar="NAME", help="The name in its certificate, where that is not the address.")
@click.option("--client-certificate", metavar="FILE", type=_EXISTING_FILE, help="A certificate of yours, in PEM.")
@click.option("--client-key", metavar="FILE", type=_EXISTING_FILE, help="Its key, where that has a file of its own.")
@click.option(
    "--tag", "tags", metavar="WORD", multiple=True, help="A word to find it by; 'production' looks dangerous."
)
@click.option("--colour", type=click.Choice([colour.value for colour in Colour]), help="The colour of the first line.")
@click.option("--allow-update", is_flag=True, help="Let updates through; each is still to be confirmed.")
@click.option("--password-command", metavar="COMMAND", help="A program whose first line of output is the password.")
@click.option("--replace", is_flag=True, help="Take the place of a connection of this name.")
def command(
    name: str,
    engines: tuple[str, ...],
    portal: str | None,
    user: str,
    platforms: tuple[str, ...],
    row_limit: int | None,
    time_limit: float | None,
    proxy: str | None,
    ca_file: Path | None,
    trust: str | None,
    server_name: str | None,
    client_certificate: Path | None,
    client_key: Path | None,
    tags: tuple[str, ...],
    colour: str | None,
    allow_update: bool,
    password_command: str | None,
    replace: bool,
) -> int:
    """Save a connection under NAME: to one Engine, to several, or to all that a Portal lists.

    Everything is looked at before it is written; nobody is asked anything over the network. A password is neither
    asked nor kept here: `nxql-tui connections login NAME` does that, and so does the explorer when you log in.
    """
    draft = ConnectionDraft(
        name=name,
        engines=engines,
        portal=portal,
        user=user,
        platforms=platforms,
        row_limit=row_limit,
        time_limit=time_limit,
        proxy=proxy,
        ca_file=ca_file,
        trust=trust,
        server_name=server_name,
        client_certificate=client_certificate,
        client_key=client_key,
        tags=tags,
        colour=colour,
        allow_update=allow_update,
        password_command=password_command,
    )
    connection = draft.checked()
    # The writer of the file is needed only for what is right.
    from nxql_tui.commands.connections.saving import save_new

    save_new(connection, replaces=replace)
    return ExitCode.DONE
