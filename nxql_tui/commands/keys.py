"""`nxql-tui keys`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click

from nxql_tui.commands.exit_codes import ExitCode

if TYPE_CHECKING:
    from nxql_tui.ui.keymap.chosen_keys import ChosenKeys
    from nxql_tui.ui.keymap.command import Command

_WIDEST_PAGE, _PAGE_HEIGHT = 200, 60
"""What a sheet of paper holds, at most."""
_HEADS = ("COMMAND", "KEYS", "WHERE", "WHAT IT DOES")


@click.command("keys", short_help="List the commands of the explorer with their keys.")
@click.option("--json", "as_json", is_flag=True, help="Write a json array of objects.")
@click.option("--sheet", "as_sheet", is_flag=True, help="Write the cheat sheet of the explorer: one page to print.")
def command(as_json: bool, as_sheet: bool) -> int:
    """List the commands of the explorer with the keys that they have now, your own included.

    The columns are id, keys, where and what it does; in a pipe they are separated by TAB. A key is changed by the id
    under [keymap] in config.toml, as in "answer.sort" = ["s", "ctrl+s"]; a command of one place works in the places
    within it too. When something of that cannot be, it is said, the rest holds, and the exit code is 2.
    """
    from nxql_tui.commands.columns import print_json, print_rows
    from nxql_tui.commands.standard_output import print_text
    from nxql_tui.commands.terminal import say
    from nxql_tui.paths import find_paths
    from nxql_tui.settings import settings_or_defaults
    from nxql_tui.ui.keymap.chosen_keys import choose_keys
    from nxql_tui.ui.keymap.registry import COMMANDS
    from nxql_tui.ui.keymap.sheet import sheet_text

    if as_sheet and as_json:
        raise click.UsageError("Give --sheet or --json, not both.")
    path = find_paths().settings
    settings, mistakes = settings_or_defaults(path)
    chosen = choose_keys(settings.keys, settings.keymap)
    if as_sheet:
        print_text(sheet_text(chosen, min(shutil.get_terminal_size().columns, _WIDEST_PAGE), _PAGE_HEIGHT))
    elif as_json:
        print_json([_entry(one, chosen) for one in COMMANDS.values()])
    else:
        print_rows([_row(one, chosen) for one in COMMANDS.values()], _HEADS)
    mistakes += tuple(f"{path}: {mistake}" for mistake in chosen.mistakes)
    for mistake in mistakes:
        say(mistake)
    return ExitCode.WRONG_USAGE if mistakes else ExitCode.DONE


def _row(one: Command, chosen: ChosenKeys) -> tuple[str, ...]:
    from nxql_tui.ui.keymap.key_names import written_keys
    from nxql_tui.ui.keymap.registry import PLACE_OF

    return one.id, " ".join(written_keys(chosen.keys_of(one.id))), PLACE_OF[one.id].name, one.explanation


def _entry(one: Command, chosen: ChosenKeys) -> dict[str, object]:
    from nxql_tui.ui.keymap.key_names import written_keys
    from nxql_tui.ui.keymap.registry import PLACE_OF

    return {
        "id": one.id,
        "keys": list(written_keys(chosen.keys_of(one.id))),
        "default_keys": list(written_keys(one.keys)),
        "label": one.label,
        "explanation": one.explanation,
        "place": PLACE_OF[one.id].name,
    }
