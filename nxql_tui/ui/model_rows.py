"""What the data model browser lists: all tables, one table, its examples, what a search finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.example_queries import examples_of
from nxql_tui.nxql.model_entries import (
    EntryKind,
    aggregate_entries,
    field_entries,
    linked_entries,
    table_entries,
)
from nxql_tui.nxql.model_search import Match, match_of, nearest_entries, search_model
from nxql_tui.ui.widgets.headed_list import ListRow
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from nxql_tui.nxql.model_entries import ModelEntry

OFF = "(off)"
"""Stands beside what exists on no platform that is switched on: dimming alone would say it by colour only."""


def rows_of_all_tables(platforms: Collection[str]) -> list[ListRow]:
    """The tables with the number of their fields, objects before events."""
    objects = _group("Objects", table_entries(EntryKind.OBJECT), platforms)
    return [*objects, *_group("Events", table_entries(EntryKind.EVENT), platforms)]


def rows_of_table(table: str, platforms: Collection[str]) -> list[ListRow]:
    """Fields, aggregates and linked tables."""
    fields, aggregates, linked = field_entries(table), aggregate_entries(table), linked_entries(table)
    kinds = {entry.kind for entry in linked}
    rows = list(_group(_counted(fields, "field"), fields, platforms))
    rows += _group(f"{_counted(aggregates, 'aggregate')} for compute", aggregates, platforms)
    rows += _group("Linked objects" if kinds == {EntryKind.OBJECT} else "Linked events", linked, platforms)
    return rows


def rows_of_examples(table: str, platforms: Collection[str]) -> list[ListRow]:
    """Queries about a table."""
    examples = examples_of(table, platforms)
    return [ListRow(f"Queries about {table}"), *(ListRow(example.title, "", example) for example in examples)]


def rows_of_search(text: str, table: str, platforms: Collection[str]) -> list[ListRow]:
    """What a search finds: in the table that is open, then elsewhere; or names close to what is typed."""
    found = search_model(text, table)
    rows = list(_found(found, text, table, platforms)) or [ListRow(f"Nothing is called '{visible_line(text.strip())}'")]
    if not found or any((match_of(word, found[0]) or 0) > Match.INSIDE for word in text.casefold().split()):
        close = (entry for entry in nearest_entries(text) if entry not in found)
        rows += _group("Close to it", close, platforms, is_mixed=True)
    return rows


def _counted(entries: Collection[object], word: str) -> str:
    """A number with its word: `1 field`, `84 fields`."""
    return f"{len(entries)} {word}{'' if len(entries) == 1 else 's'}"


def _is_off(entry: ModelEntry, platforms: Collection[str]) -> bool:
    """Whether an entry exists on no platform that is switched on."""
    return not entry.platforms & frozenset(platforms)


def _found(found: Collection[ModelEntry], text: str, table: str, platforms: Collection[str]) -> Iterator[ListRow]:
    if not table:
        yield from _group(f"{len(found)} found", found, platforms, is_mixed=True)
        return
    own = [entry for entry in found if entry.table == table]
    # Whoever types the whole name of another table wants that one, wherever they are.
    named = [entry for entry in found if entry.is_table and entry.name == text.strip().casefold() != table]
    others = [entry for entry in found if entry.table != table and entry not in named]
    yield from _group("Table", named, platforms, is_mixed=True)
    yield from _group(f"In {table}", own, platforms)
    yield from _group("Elsewhere", others, platforms, is_mixed=True)


def _group(
    heading: str, entries: Iterable[ModelEntry], platforms: Collection[str], *, is_mixed: bool = False
) -> Iterator[ListRow]:
    """A heading and its entries; where entries of all kinds and tables are mixed, they say what they are."""
    rows = [
        _row(entry, entry.label if is_mixed else entry.name, _kind(entry) if is_mixed else _size(entry), platforms)
        for entry in entries
    ]
    if rows:
        yield ListRow(heading)
        yield from rows


def _row(entry: ModelEntry, left: str, right: str, platforms: Collection[str]) -> ListRow:
    off = _is_off(entry, platforms)
    return ListRow(left, f"{right} {OFF}" if off else right, entry, is_dimmed=off)


def _kind(entry: ModelEntry) -> str:
    return entry.type if entry.kind is EntryKind.FIELD else entry.kind.value


def _size(entry: ModelEntry) -> str:
    return _counted(field_entries(entry.name), "field") if entry.is_table else entry.type
