"""All that is known of one entry of the data model, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from nxql_tui.nxql.model_entries import EntryKind, aggregate_entries
from nxql_tui.ui.model_rows import OFF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from nxql_tui.nxql.model_entries import ModelEntry

PLATFORM_NAMES: Mapping[str, str] = {"windows": "Windows", "mac_os": "macOS", "mobile": "mobile"}
SOURCES: Mapping[str, str] = {"doc": "documented", "client": "seen in clients", "inferred": "assumed"}
"""How a fact is known, in words."""

_KINDS: Mapping[EntryKind, str] = {
    EntryKind.OBJECT: "table of objects",
    EntryKind.EVENT: "table of events",
    EntryKind.AGGREGATE: "aggregate for compute",
}


class _Name:
    """A name, broken behind its underscores where it is too long for one line."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines at the width there is."""
        lines = [""]
        for part in re.findall("[^_]*_|[^_]+", self._name):
            if lines[-1] and len(lines[-1]) + len(part) > options.max_width:
                lines.append("")
            lines[-1] += part
        yield Text("\n".join(lines), style="bold", overflow="fold")


def details_of(entry: ModelEntry, platforms: Collection[str]) -> RenderableType:
    """Name, kind, description and one line for each fact that is known."""
    kind = f"field of {entry.table}" if entry.kind is EntryKind.FIELD else _KINDS[entry.kind]
    facts = Table.grid(padding=(0, 1), expand=True)
    facts.add_column(no_wrap=True, style="dim")
    facts.add_column(ratio=1, overflow="fold")
    for label, value in _facts(entry, platforms):
        facts.add_row(label, value)
    return Group(_Name(entry.name), Text(kind, style="dim"), Text(), Text(f"{entry.description}."), Text(), facts)


def _facts(entry: ModelEntry, platforms: Collection[str]) -> Iterator[tuple[str, Text]]:
    if entry.type:
        yield "Type", Text(_type(entry))
    if entry.unit:
        yield "Unit", Text(entry.unit)
    if entry.values:
        yield "Values", Text(", ".join(entry.values))
    if entry.is_nullable:
        yield "Null", Text("possible")
    if entry.alias_of:
        yield "Same as", Text(entry.alias_of)
    yield "On", _platforms(entry, platforms)
    if entry.is_table:
        yield from _facts_of_table(entry)
    elif entry.kind is EntryKind.AGGREGATE:
        yield "Over", Text(", ".join(entry.tables))
    if entry.source:
        yield "Known", Text(SOURCES[entry.source])


def _facts_of_table(entry: ModelEntry) -> Iterator[tuple[str, Text]]:
    aggregates = aggregate_entries(entry.name)
    if aggregates:
        yield "Computes", Text(f"{len(aggregates)} aggregates")
    if entry.tables:
        yield ("Objects" if entry.kind is EntryKind.EVENT else "Events"), Text(", ".join(entry.tables))
    if entry.table_sources:
        yield "Links", Text(", ".join(SOURCES[source] for source in entry.table_sources))


def _type(entry: ModelEntry) -> str:
    return f"list of {entry.type}" if entry.is_list else entry.type


def _platforms(entry: ModelEntry, switched_on: Collection[str]) -> Text:
    """The platforms in words; those that are switched off are dimmed and say so."""
    names = [
        Text(name) if platform in switched_on else Text(f"{name} {OFF}", style="dim")
        for platform, name in PLATFORM_NAMES.items()
        if platform in entry.platforms
    ]
    return Text(", ").join(names)
