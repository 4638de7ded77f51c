"""Filters, values and periods as candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.completion import name_offers, value_offers
from nxql_tui.nxql.completion.place import Role
from nxql_tui.nxql.completion.subject import field_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nxql_tui.nxql.completion.candidates import Candidate
    from nxql_tui.nxql.completion.place import OpenBracket
    from nxql_tui.nxql.completion.subject import Subject


def filter_parts(subject: Subject, bracket: OpenBracket) -> Iterator[Candidate]:
    """`(OPERATOR FIELD VALUE)`."""
    operator = bracket.head
    if not bracket.before:
        yield from value_offers.operators(subject.compared(field_name(bracket)))
    elif len(bracket.before) == 1:
        yield from _compared_names(subject, operator, has_value=bool(bracket.after))
    elif len(bracket.before) == 2:
        yield from value_offers.values(subject.compared(field_name(bracket)), operator, subject.place.text)


def _compared_names(subject: Subject, operator: str, *, has_value: bool) -> Iterator[Candidate]:
    """What an operator fits, each with the form of its value where none stands yet."""
    for found in subject.comparable:
        if value_offers.fits(operator, found):
            value = "" if has_value else f" {value_offers.value_pattern(found.type)}"
            yield name_offers.name_candidate(found, found.name + value)
    table = subject.filtered_table
    if table is not None:
        yield from name_offers.dynamic_names(subject, table.name)


def literal_parts(subject: Subject, bracket: OpenBracket) -> Iterable[Candidate]:
    """`(TYPE VALUE)`."""
    around = subject.place.enclosing(Role.FILTER, Role.SET, Role.BETWEEN)
    if around is not None and around.role is Role.BETWEEN:
        return value_offers.moments() if bracket.before else (value_offers.date_time_type(),)
    compared = None if around is None or around.role is Role.SET else subject.compared(field_name(around))
    if not bracket.before:
        return value_offers.literal_types(compared, "" if around is None else around.head)
    if len(bracket.before) == 1:
        return value_offers.literal_values(bracket.head, compared, subject.place.text)
    return ()


def times(bracket: OpenBracket) -> Iterable[Candidate]:
    """`(between T1 T2)`."""
    if len(bracket.before) == 1:
        return value_offers.moments() if bracket.after else value_offers.periods()
    return value_offers.moments() if len(bracket.before) == 2 else ()


def set_parts(subject: Subject, bracket: OpenBracket) -> Iterator[Candidate]:
    """`(set #NAME VALUE)`."""
    if len(bracket.before) == 1:
        yield from name_offers.dynamic_names(subject, subject.asked[0] if subject.asked else None)
    elif len(bracket.before) == 2:
        yield from value_offers.settable_values()
