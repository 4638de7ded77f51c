"""Random statements of every form, printed, parsed, planned and run: they are answered or refused, never a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nxql_tui.engine.errors import QueryRefused
from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.diagnostics import Severity
from nxql_tui.nxql.model import load_model
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.printer import to_text
from nxql_tui.nxql.tree import (
    Activity,
    ActivityGroup,
    ActivityTerm,
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
    Statement,
    TableFields,
    TimeBase,
    TimePoint,
    TimeUnit,
    Update,
    Value,
    Where,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MODEL = load_model()
NOWHERE = Span(0, 0)
OBJECTS = [table.name for table in MODEL.objects]
EVENTS = [table.name for table in MODEL.events] + list(MODEL.pseudo_events)
DYNAMIC = ["Location", "Cost center", "Asset tag", "score:Device Health/Disk", "nonsense"]
OPERATORS = ["eq", "ne", "gt", "ge", "lt", "le"]
NUMBERS = {"integer", "identifier", "day", "byte", "millisecond", "microsecond", "http_status_code", "bps", "mhz"}
HASHES = {"md5": 32, "sha1": 40, "sha256": 64}
SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def name(text: str, *, dynamic: bool = False) -> Name:
    return Name(text, NOWHERE, dynamic=dynamic)


def literal(kind: str, text: str) -> Literal:
    return Literal(name(kind), text, NOWHERE, quoted=True)


@st.composite
def values(draw: st.DrawFn, kind: str, words: Sequence[str] = ()) -> Value:
    """A value that fits the type, most of the time."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from([Nil(NOWHERE), literal("string", "x"), literal("integer", "7")]))
    if kind in ("enum", "boolean"):
        return literal("enum", draw(st.sampled_from([*words, "yes", "no"])))
    if kind in NUMBERS:
        return literal(kind, str(draw(st.integers(-5, 10**6))))
    if kind in ("percent", "permill"):
        return literal(kind, str(draw(st.integers(0, 100)) / 100))
    if kind == "datetime":
        return literal(kind, draw(st.sampled_from(["now-1d", "midnight", "2026-11-20", "2026-11-20T10:00:00"])))
    if kind == "ip_address":
        return literal(kind, draw(st.sampled_from(["10.10.0.11", "::1"])))
    if kind in HASHES:
        return literal(kind, draw(st.sampled_from("0f")) * HASHES[kind])
    return literal(
        draw(st.sampled_from([kind, "pattern"])), draw(st.sampled_from(["*a*", "?", "", "%_!", "田*", "a\\*"]))
    )


@st.composite
def field_filters(draw: st.DrawFn, table: str) -> Filter:
    operator = name(draw(st.sampled_from(OPERATORS)))
    if table == "device" and draw(st.integers(0, 5)) == 0:
        field = draw(st.sampled_from(DYNAMIC))
        return Filter(operator, name(field, dynamic=True), draw(values("enum", ["Paris"])), NOWHERE)
    facts = MODEL.tables[table].fields[draw(st.sampled_from(sorted(MODEL.tables[table].fields)))]
    return Filter(operator, name(facts.name), draw(values(facts.type, facts.values)), NOWHERE)


@st.composite
def wheres(draw: st.DrawFn, tables: Sequence[str]) -> tuple[Where, ...]:
    chosen = draw(st.lists(st.sampled_from(list(tables)), max_size=3))
    return tuple(
        Where(name(table), tuple(draw(st.lists(field_filters(table), min_size=1, max_size=2))), NOWHERE)
        for table in chosen
    )


@st.composite
def times(draw: st.DrawFn) -> TimePoint:
    base = draw(st.sampled_from([TimeBase.NOW, TimeBase.MIDNIGHT]))
    amount, unit = draw(st.integers(-20, 0)), draw(st.sampled_from(TimeUnit))
    return TimePoint(f"{base.value}{amount}{unit.value}" if amount else base.value, base, NOWHERE, amount, unit)


betweens = st.builds(Between, times(), times(), st.just(NOWHERE))


@st.composite
def havings(draw: st.DrawFn, aggregates: Sequence[str]) -> tuple[Having, ...]:
    if not aggregates or draw(st.booleans()):
        return ()
    chosen = MODEL.aggregates[draw(st.sampled_from(list(aggregates)))]
    operator = name(draw(st.sampled_from(OPERATORS)))
    return (Having((Filter(operator, name(chosen.name), draw(values(chosen.type)), NOWHERE),), NOWHERE),)


@st.composite
def activities(draw: st.DrawFn, tables: Sequence[str], *, may_exclude: bool = True) -> Activity:
    linked = [event for event in EVENTS if set(tables) <= set(_event(event).links)] or EVENTS
    event = _event(draw(st.sampled_from(linked)))
    excluded = may_exclude and draw(st.integers(0, 3)) == 0
    computed = [] if excluded or not event.aggregates else draw(st.lists(st.sampled_from(event.aggregates), max_size=3))
    filtered = event.links if event.name in MODEL.pseudo_events else (event.name, *event.links)
    return Activity(
        event=name(event.name),
        excluded=excluded,
        where=draw(wheres(filtered)),
        compute=(Compute(tuple(map(name, computed)), NOWHERE),) if computed else (),
        between=draw(st.none() | betweens) if event.time_field else None,
        having=draw(havings(computed)),
        span=NOWHERE,
    )


def terms(tables: Sequence[str]) -> st.SearchStrategy[ActivityTerm]:
    return st.recursive(
        activities(tables),
        lambda inner: st.builds(
            ActivityGroup,
            st.sampled_from(Connective),
            st.lists(inner, min_size=1, max_size=2).map(tuple),
            st.just(NOWHERE),
        ),
        max_leaves=3,
    )


@st.composite
def names_of(draw: st.DrawFn, table: str) -> tuple[Name, ...]:
    fields = st.sampled_from([*sorted(MODEL.tables[table].fields), "*", "*name*"]).map(name)
    dynamic = st.sampled_from([*DYNAMIC, "*"]).map(lambda text: name(text, dynamic=True))
    return tuple(draw(st.lists(fields | dynamic if table == "device" else fields, min_size=1, max_size=3)))


def orders(tables: Sequence[str]) -> st.SearchStrategy[OrderBy | None]:
    fields = st.sampled_from([field for table in tables for field in sorted(MODEL.tables[table].fields)]).map(name)
    return st.none() | st.builds(OrderBy, fields, st.sampled_from(Direction), st.just(NOWHERE))


limits = st.none() | st.integers(0, 50).map(lambda count: Limit(str(count), count, NOWHERE))


@st.composite
def from_objects(draw: st.DrawFn) -> Statement:
    table = draw(st.sampled_from(OBJECTS))
    source = Source(
        (name(table),),
        draw(wheres([table])),
        tuple(draw(st.lists(terms([table]), max_size=2))),
        draw(st.none() | betweens),
        (),
        NOWHERE,
    )
    return Select(draw(names_of(table)), source, draw(orders([table])), draw(limits), NOWHERE)


@st.composite
def from_events(draw: st.DrawFn) -> Statement:
    event = draw(st.sampled_from([table.name for table in MODEL.events]))
    objects = draw(st.lists(st.sampled_from(MODEL.tables[event].links), max_size=3, unique=True))
    tables = draw(st.permutations([event, *objects]))
    items = tuple(TableFields(name(table), draw(names_of(table)), NOWHERE) for table in tables)
    source = Source(
        tuple(map(name, tables)),
        draw(wheres([event, *MODEL.tables[event].links])),
        (),
        draw(betweens),
        (),
        NOWHERE,
        bracketed=True,
    )
    fields = items if objects or draw(st.booleans()) else draw(names_of(event))
    return Select(fields, source, draw(orders([event])), draw(limits), NOWHERE)


@st.composite
def from_pairs(draw: st.DrawFn) -> Statement:
    event = _event(draw(st.sampled_from([name for name in EVENTS if len(_event(name).links) > 1])))
    tables = draw(st.permutations(event.links))[:2]
    with_event = draw(st.booleans())
    source = Source(
        tuple(map(name, tables)),
        draw(wheres(tables)),
        (draw(activities(tables, may_exclude=False)),) if with_event else (),
        None if with_event else draw(betweens),
        (),
        NOWHERE,
        bracketed=True,
    )
    items = tuple(TableFields(name(table), draw(names_of(table)), NOWHERE) for table in tables)
    return Select(items, source, draw(orders(tables[:1])), draw(limits), NOWHERE)


@st.composite
def of_devices(draw: st.DrawFn) -> Statement:
    source = Source((name("device"),), draw(wheres(["device"])), (), None, (), NOWHERE)
    field = name(draw(st.sampled_from(DYNAMIC)), dynamic=True)
    return Update(field, draw(values("enum", ["Paris", "Sales"])), source, NOWHERE)


def _event(event: str) -> Any:
    found = MODEL.event(event)
    assert found is not None
    return found


STATEMENTS = from_objects() | from_events() | from_pairs()
PLATFORMS = st.sets(st.sampled_from(["windows", "mac_os", "mobile"]), min_size=1).map(sorted).map(tuple)


@given(statement=STATEMENTS, platforms=PLATFORMS)
@settings(SETTINGS, max_examples=200)
def test_a_random_select_is_answered_or_refused(
    statement: Statement, platforms: tuple[str, ...], ask_company: Callable[..., Any]
) -> None:
    text = to_text(statement)
    assert parse(text).is_valid
    try:
        answer = ask_company(text, platforms)
    except QueryRefused:
        return
    assert all(len(row) == len(answer.headings) for row in answer.rows)


@given(statement=STATEMENTS, platforms=PLATFORMS)
@settings(SETTINGS, max_examples=200)
def test_the_checker_finds_no_error_in_what_the_engine_answers(
    statement: Statement, platforms: tuple[str, ...], ask_company: Callable[..., Any]
) -> None:
    text = to_text(statement)
    try:
        ask_company(text, platforms)
    except QueryRefused:
        return
    findings = check(parse(text), platforms=platforms)
    assert [finding.message for finding in findings if finding.severity is Severity.ERROR] == []


@given(statement=STATEMENTS | of_devices(), platforms=PLATFORMS, answer_format=st.sampled_from(["csv", "json", "xml"]))
@settings(SETTINGS, max_examples=60)
def test_a_random_statement_never_gets_a_500(
    statement: Statement, platforms: tuple[str, ...], answer_format: str, small_visitor: Any
) -> None:
    reply = small_visitor.ask(to_text(statement), answer_format, platform=list(platforms), hr="true")
    assert reply.status in {200, 400}
