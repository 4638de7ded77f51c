"""`with` and `without`: the events of each object, grouped and computed over (`reference/nxql.md` §3.4, §12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.engine.planner.aggregates import compute, uptime_join
from nxql_tui.engine.planner.comparisons import compare, compare_nil
from nxql_tui.engine.planner.event_rows import linked_id, which_events
from nxql_tui.engine.planner.fragments import Fragment, all_of, any_of, column_of, identifier, join
from nxql_tui.engine.planner.names import resolve_event
from nxql_tui.engine.planner.selection import KEY, SelectedColumn
from nxql_tui.nxql.model import Field
from nxql_tui.nxql.tree import Activity, Connective, Nil
from nxql_tui.wire.cells import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nxql_tui.engine.catalog import StoredTable
    from nxql_tui.engine.planner.aggregates import ComputedAggregate
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.model import Aggregate
    from nxql_tui.nxql.tree import ActivityTerm, Having, Name


@dataclass(frozen=True, slots=True)
class GroupedEvents:
    """The events of one `with`, a row for each object or pair of objects that has some."""

    name: str
    """What it is called beside the object tables."""
    statement: Fragment
    """Its columns are the key of each object table, named after it, and the aggregates by name."""
    aggregates: tuple[ComputedAggregate, ...]
    """As `compute` names them, in its order."""

    @property
    def columns(self) -> list[SelectedColumn]:
        """The columns it adds to the answer, headed by the aggregate (`reference/nxql.md` §3.4 [client])."""
        found = [computed.aggregate for computed in self.aggregates]
        return [
            SelectedColumn(column_of(self.name, each.name), each.name, Column(each.name, each.type)) for each in found
        ]

    def key(self, table: StoredTable) -> str:
        """The column that holds the id of an object of that table."""
        return column_of(self.name, table.name)


@dataclass(frozen=True, slots=True)
class Activities:
    """All `with` and `without` of a query over one object table."""

    groups: tuple[GroupedEvents, ...]
    condition: Fragment
    """Which objects have, and have not, the activity asked for."""


def plan_activities(question: Question, table: StoredTable, terms: Sequence[ActivityTerm]) -> Activities:
    """The activity that objects must have or not have; all of the terms hold.

    Raises:
        QueryRefused: A name or value means nothing, or an event is not linked to the table.
    """
    planner = _ActivityPlanner(question, table)
    condition = all_of(planner.condition(term) for term in terms)
    return Activities(tuple(planner.groups), condition)


def group_events(question: Question, name: str, tables: Sequence[StoredTable], activity: Activity) -> GroupedEvents:
    """The events of one `with`, grouped by objects of these tables.

    Raises:
        QueryRefused: A name or value means nothing, or the event is not linked to one of the tables.
    """
    event = resolve_event(question, activity.event)
    for table in tables:
        _check_link(question, event, table, activity.event)
    aggregates = compute(question, event, [name for clause in activity.compute for name in clause.aggregates])
    keys = [linked_id(event, table) for table in tables]
    columns = [f"{key} AS {identifier(table.name)}" for key, table in zip(keys, tables, strict=True)]
    columns += [f"{computed.sql} AS {identifier(name)}" for name, computed in _by_name(aggregates).items()]
    parts = [Fragment(f"SELECT {', '.join(columns)} FROM {identifier(event.source)}")]
    if any(computed.needs_uptime for computed in aggregates):
        parts.append(uptime_join(question, event, activity.between))
    parts += [
        Fragment("WHERE"),
        which_events(question, event, activity.where, activity.between),
        Fragment(f"GROUP BY {', '.join(keys)}"),
    ]
    grouped = GroupedEvents(name, join(" ", parts), tuple(aggregates))
    return _having(question, grouped, activity.having)


def filter_computed(question: Question, groups: Sequence[GroupedEvents], havings: Iterable[Having]) -> list[Fragment]:
    """The conditions of `having`, which stands in a `with` or beside it [inferred].

    It compares what `compute` of one `with` names; filters in one `having` and several of them all hold [inferred].

    Raises:
        QueryRefused: An aggregate is not computed, or by several `with`, or a value does not fit it.
    """
    conditions: list[Fragment] = []
    for having in havings:
        for condition in having.filters:
            aggregate, column = _computed(question, groups, condition.field)
            if isinstance(condition.value, Nil):
                conditions.append(compare_nil(question, condition.operator, column))
            else:
                field = _as_field(aggregate)
                conditions.append(compare(question, condition.operator, field, column, condition.value))
    return conditions


class _ActivityPlanner:
    """Numbers the activities of a query while their terms become a condition."""

    def __init__(self, question: Question, table: StoredTable) -> None:
        self._question = question
        self._table = table
        self.groups: list[GroupedEvents] = []

    def condition(self, term: ActivityTerm) -> Fragment:
        if isinstance(term, Activity):
            return self._presence(term)
        conditions = [self.condition(member) for member in term.members]
        return all_of(conditions) if term.connective is Connective.AND else any_of(conditions)

    def _presence(self, activity: Activity) -> Fragment:
        if activity.excluded and activity.compute:
            first = activity.compute[0].aggregates[0]
            raise self._question.refuse(
                first.span, f"'{first}' cannot be computed over events that objects are without"
            )
        grouped = group_events(self._question, f"activity {len(self.groups) + 1}", (self._table,), activity)
        self.groups.append(grouped)
        return Fragment(f"{grouped.key(self._table)} IS {'' if activity.excluded else 'NOT '}NULL")


def join_activities(table: StoredTable, groups: Iterable[GroupedEvents]) -> Fragment:
    """The activities joined to the objects; an object without one has nulls there."""
    joins = (
        Fragment(
            f"LEFT JOIN ({grouped.statement.sql}) AS {identifier(grouped.name)} "
            f"ON {grouped.key(table)} = {column_of(table.source, KEY)}",
            grouped.statement.values,
        )
        for grouped in groups
    )
    return join(" ", joins)


def _having(question: Question, grouped: GroupedEvents, havings: Sequence[Having]) -> GroupedEvents:
    if not havings:
        return grouped
    condition = all_of(filter_computed(question, [grouped], havings))
    opening = Fragment("SELECT * FROM (")
    closing = Fragment(f") AS {identifier(grouped.name)} WHERE {condition.sql}", condition.values)
    return GroupedEvents(grouped.name, join("", (opening, grouped.statement, closing)), grouped.aggregates)


def _computed(question: Question, groups: Sequence[GroupedEvents], name: Name) -> tuple[Aggregate, str]:
    known = [(grouped, computed) for grouped in groups for computed in _by_name(grouped.aggregates).values()]
    found = [
        (computed.aggregate, column_of(grouped.name, computed.aggregate.name))
        for grouped, computed in known
        if not name.dynamic and computed.aggregate.name == name.text
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise question.refuse(name.span, f"'{name}' is computed by several 'with': put the 'having' inside one of them")
    options = [computed.aggregate.name for _, computed in known]
    raise question.refuse_name(
        name.span, f"'{name}' is not computed, so 'having' cannot compare it", name.text, options
    )


def _check_link(question: Question, event: StoredTable, table: StoredTable, name: Name) -> None:
    if table.name not in event.table.links:
        events = [each.name for each in question.catalog.events.values() if table.name in each.table.links]
        raise question.refuse(name.span, f"The event '{name}' is not linked to {table.name}", sorted(events))


def _by_name(aggregates: Iterable[ComputedAggregate]) -> dict[str, ComputedAggregate]:
    return {computed.aggregate.name: computed for computed in aggregates}


def _as_field(aggregate: Aggregate) -> Field:
    return Field(aggregate.name, aggregate.type, aggregate.description, aggregate.platforms)
