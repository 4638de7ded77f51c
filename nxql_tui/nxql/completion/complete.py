"""What could be written at the cursor of a query."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nxql_tui.nxql.checker.scope import ALL_PLATFORMS, LearnedNames
from nxql_tui.nxql.completion import clause_offers, filter_offers, name_offers, select_offers, value_offers
from nxql_tui.nxql.completion.candidates import Candidate, CandidateKind, Completion
from nxql_tui.nxql.completion.place import Role, find_place
from nxql_tui.nxql.completion.ranking import ranked
from nxql_tui.nxql.completion.subject import Subject
from nxql_tui.nxql.model import load_model
from nxql_tui.nxql.positions import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from nxql_tui.nxql.completion.place import OpenBracket

_NOTHING_LEARNED = LearnedNames()


def complete(
    text: str,
    offset: int,
    *,
    platforms: Collection[str] = ALL_PLATFORMS,
    learned: LearnedNames = _NOTHING_LEARNED,
) -> Completion:
    """Everything that could be written at an offset of a query, the likeliest first.

    Args:
        text: The query; it may be unfinished.
        offset: Where the cursor stands.
        platforms: Those that are switched on.
        learned: What the Engine has told.
    """
    place = find_place(text, offset)
    if place is None:
        return Completion(Span(offset, offset), ())
    subject = Subject(place, load_model(), frozenset(platforms), learned)
    typed = place.typed
    offers = _offers(subject)
    fitting = ranked(_quotable(offers) if place.is_quoted else offers, typed)
    is_finished = bool(typed) and any(candidate.text == typed for candidate in fitting)
    return Completion(place.replaced, tuple(found for found in fitting if found.text != typed), is_finished)


def _quotable(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Those that can take the place of a text between quotes, with quotes."""
    for candidate in candidates:
        if candidate.kind is CandidateKind.DYNAMIC or candidate.text.startswith('"'):
            yield candidate
        elif candidate.kind is CandidateKind.VALUE and not candidate.text.startswith(("(", "%")):
            yield replace(candidate, written=f'"{candidate.text}"')


def _offers(subject: Subject) -> Iterable[Candidate]:
    bracket = subject.place.innermost
    match bracket.role:
        case Role.TOP:
            return () if bracket.before else clause_offers.skeletons()
        case Role.OPENING:
            return _opening(subject, bracket)
        case Role.SELECT if len(bracket.before) < 2:
            return select_offers.fields_asked(subject, bracket)
        case Role.SELECT | Role.UPDATE | Role.ACTIVITY_GROUP:
            return clause_offers.clauses(subject, bracket)
        case Role.FIELDS:
            return select_offers.fields_asked(subject, bracket)
        case Role.TABLE_FIELDS:
            return select_offers.table_fields(subject, bracket)
        case Role.FIELDS_OF_TABLE:
            return select_offers.fields_of_table(subject, bracket)
        case Role.FROM:
            return clause_offers.clauses(subject, bracket) if len(bracket.before) > 1 else _sources(subject)
        case Role.TABLES:
            return name_offers.further_tables(subject, bracket)
        case _:
            return _inside_clause(subject, bracket)


def _inside_clause(subject: Subject, bracket: OpenBracket) -> Iterable[Candidate]:
    count = len(bracket.before)
    match bracket.role:
        case Role.WHERE:
            return name_offers.tables(subject.restrictable) if count < 2 else value_offers.filters()
        case Role.HAVING:
            return value_offers.filters()
        case Role.FILTER:
            return filter_offers.filter_parts(subject, bracket)
        case Role.LITERAL:
            return filter_offers.literal_parts(subject, bracket)
        case Role.ACTIVITY:
            return name_offers.activity_events(subject) if count < 2 else clause_offers.clauses(subject, bracket)
        case Role.COMPUTE:
            event = subject.activity_event
            return () if event is None else name_offers.aggregates(subject, event, bracket.words[1:])
        case Role.BETWEEN:
            return filter_offers.times(bracket)
        case Role.ORDER_BY:
            return select_offers.order_terms(subject, bracket)
        case Role.LIMIT:
            return (*value_offers.limits(), *value_offers.placeholders(subject.place.text)) if count < 2 else ()
        case Role.SET:
            return filter_offers.set_parts(subject, bracket)
        case _:
            return ()


def _opening(subject: Subject, bracket: OpenBracket) -> Iterable[Candidate]:
    """A bracket in which nothing stands yet."""
    parent = subject.place.brackets[-2]
    if parent.role is Role.TOP:
        return clause_offers.opening_keywords() if not parent.before else ()
    return clause_offers.clause_keywords(subject, parent, bracket)


def _sources(subject: Subject) -> Iterable[Candidate]:
    if subject.place.enclosing(Role.UPDATE) is not None:
        return name_offers.tables(subject.model.objects)
    return name_offers.source_tables(subject)
