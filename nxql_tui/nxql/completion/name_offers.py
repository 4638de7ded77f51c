"""Tables, fields, aggregates and dynamic names as candidates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nxql_tui.nxql.completion.candidates import Candidate, CandidateKind, with_hole
from nxql_tui.nxql.completion.place import Role
from nxql_tui.nxql.completion.subject import ordered_fields
from nxql_tui.nxql.model import Field, TableKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from nxql_tui.nxql.completion.place import OpenBracket
    from nxql_tui.nxql.completion.subject import Subject
    from nxql_tui.nxql.model import Aggregate, Table

_FIRST_TABLE = "device"
_PLAIN_NAME = re.compile(r"[\w.:/%*?-]+")


def tables(found: Iterable[Table]) -> Iterator[Candidate]:
    """Tables by name."""
    for table in found:
        yield Candidate(table.name, CandidateKind.TABLE, table.description, table.kind.value)


def source_tables(subject: Subject) -> Iterator[Candidate]:
    """Tables for `from`: choosing one moves on to a list of fields that is still empty."""
    hole = _empty_field_list(subject)
    for candidate in tables(_on_platforms(subject, subject.model.tables.values())):
        caret = None if hole is None else hole - subject.place.word.start
        yield Candidate(candidate.label, candidate.kind, candidate.description, candidate.detail, caret=caret)
    yield from learned_names(subject.learned.tables, CandidateKind.TABLE)


def _empty_field_list(subject: Subject) -> int | None:
    """The offset inside the empty brackets of a select before the cursor."""
    select = subject.place.enclosing(Role.SELECT)
    if select is None or len(select.before) < 2:
        return None
    span = select.before[1].span
    return span.start + 1 if span.end - span.start == 2 else None


def further_tables(subject: Subject, tables_of_from: OpenBracket) -> Iterator[Candidate]:
    """Tables for `(from (…))`: an event and its objects, or two objects."""
    there = set(tables_of_from.words)
    known = [table for name in there if (table := subject.model.tables.get(name)) is not None]
    event = next((table for table in known if table.kind is TableKind.EVENT), None)
    if event is not None:
        offered: Iterable[Table] = subject.model.linked_tables(event.name)
    elif known:
        links = {table.name for table in known}
        events = [table for table in subject.model.events if links <= set(table.links)]
        offered = [*subject.model.objects, *events] if len(known) == 1 else events
    else:
        offered = subject.model.tables.values()
    yield from tables(table for table in _on_platforms(subject, offered) if table.name not in there)


def activity_events(subject: Subject) -> Iterator[Candidate]:
    """Events for `with`: those that the objects asked are linked to."""
    names = {table.name for table in subject.known_tables}
    events = [*subject.model.events, *subject.model.pseudo_events.values()]
    linked = [event for event in events if names <= set(event.links)]
    for event in _on_platforms(subject, linked or events):
        is_pseudo = event.name in subject.model.pseudo_events
        detail = "installed" if is_pseudo else event.kind.value
        yield Candidate(event.name, CandidateKind.TABLE, event.description, detail)


def fields(subject: Subject, table: Table, without: Collection[str] = ()) -> Iterator[Candidate]:
    """The fields of a table on the platforms that are switched on, the best known first."""
    for field in ordered_fields(table, subject.platforms):
        if field.name not in without:
            yield name_candidate(field)
    for name in subject.learned.fields.get(table.name, ()):
        if not name.startswith("#") and name not in table.fields and name not in without:
            yield Candidate(name, CandidateKind.FIELD, "the Engine has named it")


def name_candidate(named: Field | Aggregate, pattern: str = "") -> Candidate:
    """A field or aggregate, with its type and unit; `pattern` is what is written, with a `|` for the cursor."""
    kind = CandidateKind.FIELD if isinstance(named, Field) else CandidateKind.AGGREGATE
    return with_hole(named.name, kind, pattern or named.name, named.description, type_of(named))


def type_of(named: Field | Aggregate) -> str:
    """The type of a field or aggregate, and its unit."""
    name = f"list of {named.type}" if isinstance(named, Field) and named.is_list else named.type
    return name if named.unit is None or named.unit.startswith(named.type) else f"{name}, {named.unit}"


def all_fields(subject: Subject, table: Table) -> Candidate:
    """The star."""
    count = len(table.fields_on(subject.platforms))
    return Candidate("*", CandidateKind.FIELD, f"every field of {table.name}: {count} of them")


def aggregates(subject: Subject, event: Table, without: Collection[str] = ()) -> Iterator[Candidate]:
    """What can be computed over an event, the best known first."""
    found = [subject.model.aggregates[name] for name in event.aggregates if name not in without]
    found.sort(key=lambda aggregate: (aggregate.name in event.inferred_aggregates, aggregate.name))
    for aggregate in found:
        yield name_candidate(aggregate)
    learned = subject.learned.aggregates.get(event.name, frozenset())
    yield from learned_names(learned - set(event.aggregates) - set(without), CandidateKind.AGGREGATE)


def dynamic_names(subject: Subject, table: str | None) -> Iterator[Candidate]:
    """The `#names` of the query and those that the Engine has told of the table."""
    told = subject.learned.fields.get(table or "", frozenset())
    names = [*subject.dynamic_names, *sorted(name for name in told if name.startswith("#"))]
    for name in dict.fromkeys(names):
        bare = name.removeprefix("#").strip("\"'")
        written = f"#{bare}" if _PLAIN_NAME.fullmatch(bare) else f'#"{bare}"'
        yield Candidate(written, CandidateKind.DYNAMIC, "category, score or custom field")


def learned_names(names: Iterable[str], kind: CandidateKind) -> Iterator[Candidate]:
    """Names that only the Engine has told."""
    for name in sorted(names):
        yield Candidate(name, kind, "the Engine has named it")


def _on_platforms(subject: Subject, found: Iterable[Table]) -> list[Table]:
    """Those that exist on a platform switched on, before the others; devices, which most questions are about, first."""
    return sorted(found, key=lambda table: (not table.platforms & subject.platforms, table.name != _FIRST_TABLE))
