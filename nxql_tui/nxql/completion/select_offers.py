"""What a select asks for and how it is ordered, as candidates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nxql_tui.nxql.completion import name_offers
from nxql_tui.nxql.completion.candidates import Candidate, CandidateKind
from nxql_tui.nxql.completion.place import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.nxql.completion.place import OpenBracket
    from nxql_tui.nxql.completion.subject import Subject


def fields_asked(subject: Subject, bracket: OpenBracket) -> Iterator[Candidate]:
    """The fields of a select from one table; its tables where there are several."""
    tables = subject.known_tables
    if len(subject.asked) > 1:
        for candidate in name_offers.tables(tables):
            text = f"({candidate.label} (name))"
            yield replace(candidate, written=text, caret=len(text) - len("name))"))
        return
    there = bracket.words if bracket.role is Role.FIELDS else ()
    if not tables:
        yield Candidate("name", CandidateKind.FIELD, "the name of most objects", "string")
        yield Candidate("*", CandidateKind.FIELD, "every field")
    for table in tables:
        yield from name_offers.fields(subject, table, there)
        if not there:
            yield name_offers.all_fields(subject, table)
    yield from name_offers.dynamic_names(subject, subject.asked[0] if subject.asked else None)


def table_fields(subject: Subject, bracket: OpenBracket) -> Iterator[Candidate]:
    """`(TABLE FIELD…)` in a select from several tables."""
    if not bracket.before:
        yield from name_offers.tables(subject.known_tables)
        return
    table = subject.table_named(bracket.head)
    if table is not None:
        yield from name_offers.fields(subject, table, bracket.words[1:])
        yield from name_offers.dynamic_names(subject, table.name)


def fields_of_table(subject: Subject, bracket: OpenBracket) -> Iterator[Candidate]:
    """The inner brackets of `(TABLE (FIELD…))`."""
    table = subject.table_named(subject.place.brackets[-2].head)
    if table is not None:
        yield from name_offers.fields(subject, table, bracket.words)
        yield from name_offers.dynamic_names(subject, table.name)


def order_terms(subject: Subject, bracket: OpenBracket) -> Iterator[Candidate]:
    """What computed columns and fields to order by, and the direction."""
    if len(bracket.before) == 1:
        for name in dict.fromkeys(subject.computed):
            if name in subject.model.aggregates:
                yield name_offers.name_candidate(subject.model.aggregates[name])
        for table in subject.known_tables:
            offered = list(name_offers.fields(subject, table))
            yield from sorted(offered, key=lambda candidate: candidate.label not in subject.selected)
    elif len(bracket.before) == 2:
        yield Candidate("desc", CandidateKind.WORD, "the largest or newest first")
        yield Candidate("asc", CandidateKind.WORD, "the smallest or oldest first")
