"""Tables, what restricts them, and their activity (`reference/nxql.md` §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.checker.conditions import check_filter
from nxql_tui.nxql.checker.names import check_aggregate, check_once, find_event, find_table
from nxql_tui.nxql.checker.periods import check_between
from nxql_tui.nxql.checker.scope import has_placeholder, listed, severity_of
from nxql_tui.nxql.corrections import nearest_fixes
from nxql_tui.nxql.diagnostics import Fix
from nxql_tui.nxql.model import TableKind
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.tree import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nxql_tui.nxql.checker.scope import Scope
    from nxql_tui.nxql.model import Table
    from nxql_tui.nxql.tree import ActivityTerm, Having, Name, Source, Where

MOST_OBJECTS = 2
"""Object tables that can stand together without an event (`reference/nxql.md` §3.5 [doc])."""


class Tables:
    """The tables that a statement is from."""

    def __init__(self, scope: Scope, source: Source) -> None:
        self.names = source.tables
        found = [(name, find_table(scope, name)) for name in source.tables]
        self.by_name = {name.text: table for name, table in found}
        """None for a table nothing is known of."""
        known = [(name, table) for name, table in found if table is not None]
        self.events = [(name, table) for name, table in known if table.kind is TableKind.EVENT]
        self.objects = [(name, table) for name, table in known if table.kind is TableKind.OBJECT]
        self.are_known = len(known) == len(found)

    @property
    def event(self) -> Table | None:
        """The event that is asked for; None when objects are, or nobody knows."""
        return self.events[0][1] if self.events else None

    @property
    def are_objects(self) -> bool:
        """Whether objects are asked for, and nothing unknown."""
        return self.are_known and not self.events


def check_source(scope: Scope, source: Source, tables: Tables) -> None:
    """Everything in the brackets of `from`."""
    _check_tables(scope, tables)
    _check_wheres(scope, source.where, tables.by_name, tables.event)
    for term in source.activities:
        _check_place(scope, term.span, "with", tables)
    for having in source.having:
        _check_place(scope, having.span, "having", tables)
    for activity in activities_of(source.activities):
        _check_activity(scope, activity, tables)
    if source.between is not None:
        check_between(scope, source.between)
    computed = computed_names(source)
    for having in source.having:
        _check_having(scope, having, computed)
    if scope.is_whole:
        _check_missing(scope, source, tables)


def activities_of(terms: Iterable[ActivityTerm]) -> Iterator[Activity]:
    """The activities, groups unpacked."""
    for term in terms:
        if isinstance(term, Activity):
            yield term
        else:
            yield from activities_of(term.members)


def computed_names(source: Source) -> list[Name]:
    """Every aggregate that is computed."""
    return [
        name
        for activity in activities_of(source.activities)
        for compute in activity.compute
        for name in compute.aggregates
    ]


def _check_tables(scope: Scope, tables: Tables) -> None:
    check_once(scope, tables.names, "asked")
    for name, _ in tables.events[1:]:
        scope.findings.error(name.span, f"'{name}' cannot stand beside {tables.events[0][0]}: one event at most.")
    if tables.are_objects:
        for name, _ in tables.objects[MOST_OBJECTS:]:
            scope.findings.error(name.span, f"'{name}' is one too many: without an event two objects at most.")
    if tables.event is not None:
        for name, _ in tables.objects:
            _check_link(scope, name, tables.event)


def _check_link(scope: Scope, name: Name, event: Table) -> None:
    if name.text in event.links or name.text not in scope.model.tables:
        return
    message = f"'{name.text}' is not linked to {event.name}, which is linked to {listed(event.links)}."
    scope.findings.add(severity_of(*event.link_sources), name.span, message)


def _check_wheres(scope: Scope, wheres: Iterable[Where], asked: dict[str, Table | None], event: Table | None) -> None:
    for where in wheres:
        table = _restricted_table(scope, where.table, asked, event)
        for condition in where.filters:
            check_filter(scope, table, condition)


def _restricted_table(scope: Scope, name: Name, asked: dict[str, Table | None], event: Table | None) -> Table | None:
    """The table that a `where` is about; an event may be restricted by every object it is linked to [doc]."""
    if name.text in asked or has_placeholder(name.text):
        return asked.get(name.text)
    links = event.links if event is not None else ()
    known = scope.model.tables.get(name.text)
    if name.text in links:
        return known
    right_names = [*asked, *links]
    if known is None:
        if name.text not in scope.learned.tables:
            scope.findings.unknown(name, "table that can be restricted here", right_names)
    elif event is not None and known.kind is TableKind.OBJECT:
        _check_link(scope, name, event)
    elif all(table is not None for table in asked.values()):
        fixes = tuple(Fix(f"write '{right}'", name.span, right) for right in asked) if len(asked) == 1 else ()
        message = f"'{name.text}' is not among the tables asked: {listed(asked)}."
        scope.findings.error(name.span, message, *fixes)
    return known


def _check_activity(scope: Scope, activity: Activity, tables: Tables) -> None:
    event = find_event(scope, activity.event)
    if event is not None:
        for name, table in tables.objects:
            if table.name not in event.links:
                message = f"'{activity.event}' is not linked to {name.text}, only to {listed(event.links)}."
                scope.findings.add(severity_of(*event.link_sources), activity.event.span, message)
        if event.name in scope.model.pseudo_events and activity.between is not None:
            message = f"An installed {event.name} has no time: 'between' may be refused here."
            scope.findings.warning(activity.between.span, message)
    _check_wheres(scope, activity.where, {activity.event.text: event}, event)
    names = [name for compute in activity.compute for name in compute.aggregates]
    check_once(scope, names, "computed")
    for compute in activity.compute:
        if activity.excluded:
            scope.findings.warning(compute.span, "'compute' has nothing to compute over events that are not there.")
    if event is not None:
        for name in names:
            check_aggregate(scope, event, name)
    if activity.between is not None:
        check_between(scope, activity.between)
    for having in activity.having:
        _check_having(scope, having, names)


def _check_having(scope: Scope, having: Having, computed: Sequence[Name]) -> None:
    names = {name.text for name in computed}
    for condition in having.filters:
        check_filter(scope, None, condition)
        name = condition.field
        if name.text in names or has_placeholder(name.text) or any(has_placeholder(text) for text in names):
            continue
        fixes = nearest_fixes(name.text, name.span, names)
        question = f": {fixes[0].replacement}?" if fixes else "; only what is computed can be compared."
        scope.findings.warning(name.span, f"'{name.text}' is not computed{question}", *fixes)


def _check_place(scope: Scope, span: Span, keyword: str, tables: Tables) -> None:
    """Events have no activity of their own."""
    if tables.event is not None:
        message = f"'{keyword}' belongs to a select from objects, and {tables.event.name} is an event."
        scope.findings.error(span, message)


def _check_missing(scope: Scope, source: Source, tables: Tables) -> None:
    if tables.event is not None and source.between is None:
        fix = _last_clause(scope, source.span, "(between now-1d now)")
        name = tables.events[0][0]
        scope.findings.error(
            name.span, f"'{name.text}' needs a period: 'between' is missing, as in (between now-1d now).", fix
        )
    if len(tables.objects) == MOST_OBJECTS and tables.are_objects and not source.activities and source.between is None:
        scope.findings.warning(
            source.span, "Two objects are joined by what happened: add (with EVENT …) or (between now-7d now)."
        )


def _last_clause(scope: Scope, span: Span, clause: str) -> Fix:
    """The edit that adds a clause inside a bracket that may lack its closing one."""
    unclosed = scope.unclosed_brackets(span)
    end = span.end if unclosed else span.end - 1
    # All that is open inside it is closed first.
    return Fix(f"add {clause}", Span(end, end), f"{')' * (unclosed - 1)} {clause}")
