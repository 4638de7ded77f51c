"""Operators, values and times as candidates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nxql_tui.nxql.checker.conditions import BOOLEAN_WORDS, EQUALITY, OPERATORS
from nxql_tui.nxql.completion.candidates import Candidate, CandidateKind, with_hole
from nxql_tui.nxql.model import Field
from nxql_tui.nxql.placeholders import find_placeholders
from nxql_tui.nxql.values import LITERAL_TYPES, PATTERN, PATTERN_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.nxql.model import Aggregate

_OPERATOR_WORDS = {
    "eq": "equal; with a pattern: like it",
    "ne": "not equal",
    "gt": "greater than",
    "ge": "greater than or equal",
    "lt": "less than",
    "le": "less than or equal",
}
_WORD_TYPES = ("enum", "boolean")
_EXAMPLES = {
    "percent": "(percent 0.|)",
    "permill": "(permill 0.|)",
    "ip_address": '(ip_address "|")',
    "datetime": "(datetime |)",
}
_ABOUT_PATTERNS = "* is any text, ? one character"
_PLAIN_WORD = re.compile(r"[\w.:/%+-]+")

SPANS = (
    ("now-1d now", "the last 24 hours"),
    ("now-7d now", "the last 7 days"),
    ("now-30d now", "the last 30 days"),
    ("now-1h now", "the last hour"),
    ("midnight now", "today"),
    ("midnight-1d midnight", "yesterday"),
    ("midnight-7d midnight", "the last 7 whole days"),
)
"""Periods that people ask for."""
MOMENTS = (
    ("now", "this moment"),
    ("midnight", "the beginning of today"),
    ("now-1h", "an hour ago"),
    ("now-1d", "24 hours ago"),
    ("now-7d", "7 days ago"),
    ("now-30d", "30 days ago"),
    ("midnight-1d", "the beginning of yesterday"),
    ("midnight-7d", "the beginning of the day 7 days ago"),
)
"""Moments that people ask for."""


def operators(named: Field | Aggregate | None) -> Iterator[Candidate]:
    """The comparisons that fit a field."""
    fitting = EQUALITY if named is not None and named.type in _WORD_TYPES else OPERATORS
    for operator in fitting:
        yield Candidate(operator, CandidateKind.OPERATOR, _OPERATOR_WORDS[operator])


def filters() -> Iterator[Candidate]:
    """The comparisons with their brackets."""
    for operator in OPERATORS:
        yield with_hole(f"({operator} …)", CandidateKind.OPERATOR, f"({operator} |)", _OPERATOR_WORDS[operator])


def fits(operator: str, named: Field | Aggregate) -> bool:
    """Whether a field can be compared so: words have no order."""
    return operator in EQUALITY or named.type not in _WORD_TYPES


def value_pattern(field_type: str) -> str:
    """How a value of a type is written, with a `|` for the cursor."""
    if field_type in _EXAMPLES:
        return _EXAMPLES[field_type]
    return f'({field_type} "|")' if field_type in PATTERN_TYPES else f"({field_type} |)"


def values(named: Field | Aggregate | None, operator: str, text: str) -> Iterator[Candidate]:
    """Whole values for a field, with their brackets."""
    types = ("string", "integer") if named is None else (named.type,)
    if named is not None:
        for word in words_of(named):
            yield Candidate(f"({named.type} {_quoted(word)})", CandidateKind.VALUE, f"a word of {named.name}")
    if "datetime" in types:
        for moment in moments():
            yield Candidate(f"(datetime {moment.label})", CandidateKind.VALUE, moment.description)
    if PATTERN_TYPES.intersection(types) and operator in EQUALITY:
        yield with_hole('(pattern "*…*")', CandidateKind.VALUE, '(pattern "*|*")', _ABOUT_PATTERNS)
    for name in types:
        pattern = value_pattern(name)
        yield with_hole(pattern.replace("|", "…"), CandidateKind.VALUE, pattern, f"a value of type {name}")
        for placeholder in placeholders(text):
            yield Candidate(f"({name} {placeholder.label})", CandidateKind.VALUE, placeholder.description)
    if operator in EQUALITY:
        yield Candidate("nil", CandidateKind.VALUE, "no value at all")


def literal_types(named: Field | Aggregate | None, operator: str) -> Iterator[Candidate]:
    """The types of value for a field."""
    if named is None:
        names = sorted(LITERAL_TYPES)
    else:
        names = [named.type]
        if named.type in PATTERN_TYPES and operator in EQUALITY:
            names.append(PATTERN)
    for name in names:
        pattern = '(pattern "*|*")' if name == PATTERN else value_pattern(name)
        description = _ABOUT_PATTERNS if name == PATTERN else f"a value of type {name}"
        yield with_hole(name, CandidateKind.VALUE, pattern[1:-1], description)


def literal_values(type_name: str, named: Field | Aggregate | None, text: str) -> Iterator[Candidate]:
    """What can stand behind the type inside the brackets of a value."""
    if type_name == "datetime":
        yield from moments()
    elif type_name in _WORD_TYPES:
        words = words_of(named) if named is not None else (BOOLEAN_WORDS if type_name == "boolean" else ())
        for word in words:
            yield Candidate(_quoted(word), CandidateKind.VALUE, "" if named is None else f"a word of {named.name}")
    elif type_name == PATTERN:
        yield with_hole('"*…*"', CandidateKind.VALUE, '"*|*"', _ABOUT_PATTERNS)
    elif type_name in PATTERN_TYPES:
        yield with_hole('"…"', CandidateKind.VALUE, '"|"', "a text")
    yield from placeholders(text)


def date_time_type() -> Candidate:
    """The brackets of a time."""
    return with_hole("datetime", CandidateKind.VALUE, "datetime |", "a date, or a date and time")


def settable_values() -> Iterator[Candidate]:
    """What a category or custom field can be set to."""
    yield with_hole('(enum "…")', CandidateKind.VALUE, '(enum "|")', "a keyword of the category")
    yield with_hole('(string "…")', CandidateKind.VALUE, '(string "|")', "a text")
    yield Candidate("nil", CandidateKind.VALUE, "clears it")


def words_of(named: Field | Aggregate) -> tuple[str, ...]:
    """The words that an enum or a boolean can be, as far as they are known."""
    known = named.values if isinstance(named, Field) else ()
    return known or (BOOLEAN_WORDS if named.type == "boolean" else ())


def placeholders(text: str) -> Iterator[Candidate]:
    """The placeholders of the text, and the next one."""
    numbers = find_placeholders(text)
    for number in numbers:
        yield Candidate(f"%{number}", CandidateKind.VALUE, f"parameter {number}")
    following = next(number for number in range(1, len(numbers) + 2) if number not in numbers)
    yield Candidate(f"%{following}", CandidateKind.VALUE, f"parameter {following}, new")


def periods() -> Iterator[Candidate]:
    """Both times of a `between`."""
    for period, words in SPANS:
        yield Candidate(period, CandidateKind.TIME, words)
    yield from moments()


def moments() -> Iterator[Candidate]:
    """One time."""
    for moment, words in MOMENTS:
        yield Candidate(moment, CandidateKind.TIME, words)


def limits() -> Iterator[Candidate]:
    """Numbers of rows."""
    for count in ("100", "10", "1000", "10000"):
        yield Candidate(count, CandidateKind.VALUE, "rows at most")
    yield Candidate("0", CandidateKind.VALUE, "only the headers: checks the query")


def _quoted(word: str) -> str:
    return word if _PLAIN_WORD.fullmatch(word) else f'"{word}"'
