"""A random statement, printed and read, is the same statement."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.printer import to_text
from nxql_tui.nxql.tree import (
    Activity,
    ActivityGroup,
    Between,
    Compute,
    Connective,
    Direction,
    Filter,
    Having,
    Limit,
    Literal,
    Name,
    Nil,
    OrderBy,
    Select,
    Source,
    TableFields,
    TimeBase,
    TimePoint,
    TimeUnit,
    Update,
    Where,
)

NOWHERE = Span(0, 0)
nowhere = st.just(NOWHERE)
KEYWORDS = {
    "select",
    "from",
    "order_by",
    "limit",
    "where",
    "with",
    "without",
    "and",
    "or",
    "between",
    "having",
    "nil",
    "set",
}

words = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda word: word not in KEYWORDS)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(lambda text: not text.endswith("\\"))
tables = st.builds(Name, words, nowhere)
names = (
    tables
    | st.builds(Name, texts.filter(bool), nowhere, dynamic=st.booleans(), quoted=st.just(True))
    | st.builds(Name, words | st.just("*") | st.just("%1"), nowhere, dynamic=st.just(True))
)
literals = st.builds(Literal, st.none() | tables, texts, nowhere, quoted=st.just(True)) | st.builds(
    Literal, st.none() | tables, words, nowhere
)
values = literals | st.builds(Nil, nowhere)
filters = st.builds(Filter, tables, names, values, nowhere)
some_filters = st.lists(filters, min_size=1, max_size=2).map(tuple)
wheres = st.lists(st.builds(Where, tables, some_filters, nowhere), max_size=2).map(tuple)
havings = st.lists(st.builds(Having, some_filters, nowhere), max_size=1).map(tuple)


def time(base: TimeBase, amount: int, unit: TimeUnit) -> TimePoint:
    text = base.value if not amount else f"{base.value}{amount:+d}{unit.value}"
    return TimePoint(text, base, NOWHERE, amount, unit if amount else TimeUnit.DAY)


times = st.builds(
    time, st.sampled_from([TimeBase.NOW, TimeBase.MIDNIGHT]), st.integers(-99, 99), st.sampled_from(TimeUnit)
) | st.dates().filter(lambda day: day.year >= 1000).map(
    lambda day: TimePoint(day.isoformat(), TimeBase.ABSOLUTE, NOWHERE)
)
betweens = st.none() | st.builds(Between, times, times, nowhere)
computes = st.lists(st.builds(Compute, st.lists(tables, min_size=1, max_size=2).map(tuple), nowhere), max_size=1).map(
    tuple
)
activities = st.builds(Activity, tables, st.booleans(), wheres, computes, betweens, havings, nowhere)
terms = st.recursive(
    activities,
    lambda inner: st.builds(
        ActivityGroup, st.sampled_from(Connective), st.lists(inner, min_size=1, max_size=2).map(tuple), nowhere
    ),
    max_leaves=3,
)
activity_terms = st.lists(terms, max_size=2).map(tuple)
sources = st.builds(
    Source, tables.map(lambda name: (name,)), wheres, activity_terms, betweens, havings, nowhere
) | st.builds(
    Source,
    st.lists(tables, min_size=1, max_size=3).map(tuple),
    wheres,
    activity_terms,
    betweens,
    havings,
    nowhere,
    bracketed=st.just(True),
)
some_names = st.lists(names, min_size=1, max_size=3).map(tuple)
table_fields = st.lists(st.builds(TableFields, tables, some_names, nowhere), min_size=1, max_size=2).map(tuple)
selects = st.builds(
    Select,
    some_names | table_fields,
    sources,
    st.none() | st.builds(OrderBy, names, st.sampled_from(Direction), nowhere),
    st.none() | st.integers(0, 10**9).map(lambda count: Limit(str(count), count, NOWHERE)),
    nowhere,
)
updates = st.builds(Update, names, values, sources, nowhere)


def without_spans(node: Any) -> Any:
    """The same tree as if it had been read nowhere."""
    if isinstance(node, tuple):
        return tuple(map(without_spans, node))
    if not is_dataclass(node) or isinstance(node, type):
        return node
    changes = {field.name: without_spans(getattr(node, field.name)) for field in fields(node) if field.name != "span"}
    return replace(node, **changes, span=NOWHERE)


@given(selects | updates)
def test_a_statement_printed_and_read_is_the_same(statement: Select | Update) -> None:
    parsed = parse(to_text(statement))
    assert parsed.is_valid, [found.message for found in parsed.diagnostics]
    assert without_spans(parsed.statement) == statement
