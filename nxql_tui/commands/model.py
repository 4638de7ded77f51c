"""`nxql-tui model`: the data model, to be read and searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nxql_tui.commands.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from nxql_tui.nxql.model_entries import ModelEntry

_HEADS = ("NAME", "WHAT", "TYPE", "DESCRIPTION")


@click.command("model", short_help="Look up tables, fields and aggregates of the data model.")
@click.argument("words", metavar="[TABLE | WORDS]", nargs=-1)
@click.option("--examples", is_flag=True, help="Print queries about the table that run.")
@click.option("--select-fields", is_flag=True, help="Print a query that selects every field of the table.")
@click.option(
    "--platform",
    "platforms",
    metavar="NAME[,NAME]",
    multiple=True,
    help="Where these queries are asked: windows, mac_os, mobile; may be repeated. [default: windows]",
)
def command(words: tuple[str, ...], examples: bool, select_fields: bool, platforms: tuple[str, ...]) -> int:
    """List the tables of the data model; the fields, aggregates and links of TABLE; or what WORDS find.

    The columns are name, what it is, its type, and what is known of it; in a pipe they are separated by TAB. When
    nothing is found, names like it are said, and the exit code is 2.
    """
    from nxql_tui.commands.columns import print_rows
    from nxql_tui.commands.options import parse_platforms
    from nxql_tui.commands.standard_output import print_text
    from nxql_tui.nxql.model import load_model

    asked = {platform.value for platform in parse_platforms(platforms)}
    sought = " ".join(words)
    table = sought if sought in load_model().tables else ""
    if examples or select_fields:
        if not table:
            raise click.UsageError("Name a table; all there are: nxql-tui model.")
        known = _platforms_of(table, asked)
        print_text(_queries(table, known) if examples else _select_fields(table, known))
        return ExitCode.DONE
    if platforms:
        raise click.UsageError("--platform is for the queries of --examples and --select-fields.")
    print_rows([_row(entry, is_mixed=not table) for entry in _entries(sought, table)], _HEADS)
    return ExitCode.DONE


def _entries(sought: str, table: str) -> tuple[ModelEntry, ...]:
    """What is listed.

    Raises:
        WrongSettings: Nothing is found.
    """
    from nxql_tui.commands.errors import WrongSettings
    from nxql_tui.nxql.model_entries import EntryKind, aggregate_entries, field_entries, linked_entries, table_entries
    from nxql_tui.nxql.model_search import nearest_entries, search_model

    if not sought:
        return (*table_entries(EntryKind.OBJECT), *table_entries(EntryKind.EVENT))
    if table:
        return (*field_entries(table), *aggregate_entries(table), *linked_entries(table))
    found = search_model(sought)
    if found:
        return found
    near = ", ".join(dict.fromkeys(entry.label for entry in nearest_entries(sought)))
    raise WrongSettings(f"Nothing in the data model is called '{sought}'.{f' Close to it: {near}.' if near else ''}")


def _row(entry: ModelEntry, *, is_mixed: bool) -> tuple[str, ...]:
    kind = f"list of {entry.type}" if entry.is_list else entry.type
    return entry.label if is_mixed else entry.name, entry.kind.value, kind, ". ".join(_facts(entry)) + "."


def _facts(entry: ModelEntry) -> list[str]:
    """What is known of it beside its type, a sentence each."""
    facts = [entry.description]
    if entry.unit:
        facts.append(f"In {entry.unit}")
    if entry.values:
        facts.append(f"One of {', '.join(entry.values)}")
    if entry.is_nullable:
        facts.append("Can be null")
    if entry.alias_of:
        facts.append(f"Same as {entry.alias_of}")
    return [*facts, f"On {', '.join(sorted(entry.platforms))}"]


def _platforms_of(table: str, asked: AbstractSet[str]) -> AbstractSet[str]:
    """Those of the platforms on which a table exists; all on which it does where these are none, which is said."""
    from nxql_tui.commands.terminal import say
    from nxql_tui.nxql.model import load_model

    existing = load_model().tables[table].platforms
    if existing & asked:
        return existing & asked
    needed = ",".join(sorted(existing))
    say(f"{table} does not exist on {', '.join(sorted(asked))}; to ask these queries: --platform {needed}")
    return existing


def _queries(table: str, platforms: AbstractSet[str]) -> str:
    from nxql_tui.nxql.example_queries import examples_of

    return "\n\n".join(f"// {example.title}\n{example.text}" for example in examples_of(table, platforms))


def _select_fields(table: str, platforms: AbstractSet[str]) -> str:
    from nxql_tui.nxql.example_queries import select_all_fields_of

    return select_all_fields_of(table, platforms)
