"""What `compute` computes: every aggregate of the data model as SQL over the rows of one event.

What exactly each counts is nowhere written down; the definitions here are [inferred] from their names and from the
thresholds vendor scores compare them with (`reference/nxql.md` §11 [client]). An average weighs an event by the runs,
connections or requests merged into it; without anything to average it is null, while sums and counts are 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.engine.planner.fragments import Fragment, column_of, identifier, join
from nxql_tui.engine.planner.names import words
from nxql_tui.engine.planner.periods import happened_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nxql_tui.engine.catalog import StoredTable
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.model import Aggregate
    from nxql_tui.nxql.tree import Between, Name

UPTIME = "@uptime"
"""The relation that holds how long each device was on."""
SUCCESSFUL = ("established", "closed")
"""States of a connection that are no failure."""


@dataclass(frozen=True, slots=True)
class ComputedAggregate:
    """An aggregate of a `compute` clause."""

    aggregate: Aggregate
    sql: str
    """Its value over a group of events."""

    @property
    def needs_uptime(self) -> bool:
        """Whether the relation `UPTIME` must stand beside the events."""
        return UPTIME in self.sql


def compute(question: Question, event: StoredTable, names: Sequence[Name]) -> list[ComputedAggregate]:
    """The aggregates of an event, in the order they are named.

    Raises:
        QueryRefused: One of them cannot be computed over this event, or exists on none of the platforms asked.
    """
    return [ComputedAggregate(found, _sql(question, event, found)) for found in _resolve(question, event, names)]


def uptime_join(question: Question, event: StoredTable, between: Between | None) -> Fragment:
    """The relation `UPTIME` joined to the events of devices, over the same period."""
    activity = question.catalog.events["device_activity"]
    device = column_of(activity.source, "@device")
    durations = (
        f"sum({column_of(activity.source, 'duration')}) FILTER ({column_of(activity.source, 'type')} = 'activity')"
    )
    period = [] if between is None else [Fragment("WHERE"), happened_in(question, activity, between)]
    parts = (
        Fragment(f'LEFT JOIN (SELECT {device} AS "device", {durations} AS "uptime"'),
        Fragment(f"FROM {identifier(activity.source)}"),
        *period,
        Fragment(f"GROUP BY {device})"),
        Fragment(f'AS "{UPTIME}" ON "{UPTIME}"."device" = {column_of(event.source, "@device")}'),
    )
    return join(" ", parts)


def _resolve(question: Question, event: StoredTable, names: Sequence[Name]) -> list[Aggregate]:
    valid = {found.name: found for found in question.catalog.model.aggregates_of(event.name)}
    resolved = []
    for name in names:
        aggregate = None if name.dynamic else valid.get(name.text)
        if aggregate is None:
            message = f"'{name}' cannot be computed over {event.name}"
            usable = [found.name for found in valid.values() if found.platforms & question.platforms]
            raise question.refuse_name(name.span, message, name.text, usable)
        if not aggregate.platforms & question.platforms:
            message = f"The aggregate '{name}' does not exist on {words(question.platforms)}"
            raise question.refuse(name.span, message)
        resolved.append(aggregate)
    return resolved


def _sql(question: Question, event: StoredTable, aggregate: Aggregate) -> str:
    sql = _EXPRESSIONS[aggregate.name](event)
    if event.table.platforms & question.platforms <= aggregate.platforms:
        return sql
    # Null for objects whose events are all of another platform.
    known = ", ".join(f"'{platform}'" for platform in sorted(aggregate.platforms))
    return f"CASE WHEN bool_or({column_of(event.source, event.platform_column)} IN ({known})) THEN {sql} END"


def _column(event: StoredTable, name: str) -> str:
    return column_of(event.source, name)


def _count(_event: StoredTable) -> str:
    return "count(*)"


def _count_of(kind: str) -> Callable[[StoredTable], str]:
    return lambda event: f"count(*) FILTER ({_is(event, kind)})"


def _different(table: str) -> Callable[[StoredTable], str]:
    return lambda event: f"count(DISTINCT {_column(event, f'@{table}')})"


def _sum(name: str, kind: str | None = None) -> Callable[[StoredTable], str]:
    def sql(event: StoredTable) -> str:
        condition = "" if kind is None else f" FILTER ({_is(event, kind)})"
        return f"CAST(coalesce(sum({_column(event, name)}){condition}, 0) AS BIGINT)"

    return sql


def _average(name: str, kind: str | None = None) -> Callable[[StoredTable], str]:
    def sql(event: StoredTable) -> str:
        condition = "" if kind is None else f" FILTER ({_is(event, kind)})"
        return f"CAST(round(avg({_column(event, name)}){condition}) AS BIGINT)"

    return sql


def _weighted_average(name: str) -> Callable[[StoredTable], str]:
    def sql(event: StoredTable) -> str:
        value, weight = _column(event, name), _column(event, "cardinality")
        known = f"FILTER ({value} IS NOT NULL)"
        return f"CAST(round(sum({value}::DOUBLE * {weight}) / nullif(sum({weight}) {known}, 0)) AS BIGINT)"

    return sql


def _by_event(**choices: Callable[[StoredTable], str]) -> Callable[[StoredTable], str]:
    """One name that means another column in another event."""
    return lambda event: choices[event.name](event)


def _is(event: StoredTable, kind: str) -> str:
    return f"{_column(event, 'type')} = '{kind}'"


def _first_time(event: StoredTable) -> str:
    return f"min({_column(event, event.table.time_field or '')})"


def _last_time(event: StoredTable) -> str:
    """The end of an event: its `end_time`, else its time and its duration, where it has them."""
    if "end_time" in event.static:
        return f"max({_column(event, 'end_time')})"
    time = _column(event, event.table.time_field or "")
    if "duration" in event.static:
        return f"max(date_trunc('second', {time} + to_milliseconds({_column(event, 'duration')})))"
    return f"max({time})"


def _successful_ratio(event: StoredTable) -> str:
    number = _column(event, "cardinality")
    successful = ", ".join(f"'{state}'" for state in SUCCESSFUL)
    good = f"coalesce(sum({number}) FILTER ({_column(event, 'status')} IN ({successful})), 0)"
    return f"round({good} / nullif(sum({number}), 0), 6)"


def _share_of_uptime(kind: str) -> Callable[[StoredTable], str]:
    def sql(event: StoredTable) -> str:
        high = f"coalesce(sum({_column(event, 'warning_duration')}) FILTER ({_is(event, kind)}), 0)"
        return f'round(least({high} / nullif(max("{UPTIME}"."uptime"), 0), 1.0), 6)'

    return sql


def _share_of_warnings(kind: str) -> Callable[[StoredTable], str]:
    def sql(event: StoredTable) -> str:
        high = f"coalesce(sum({_column(event, 'warning_duration')}) FILTER ({_is(event, kind)}), 0)"
        return f"round(least({high} / nullif(sum({_column(event, 'duration')}), 0), 1.0), 6)"

    return sql


_EXPRESSIONS: dict[str, Callable[[StoredTable], str]] = {
    "activity_start_time": _first_time,
    "activity_stop_time": _last_time,
    "average_boot_duration": _average("duration", "boot"),
    "average_extended_logon_duration": _by_event(
        device_activity=_average("@extended_logon_duration"), user_activity=_average("real_duration", "logon")
    ),
    "average_logon_duration": _by_event(
        device_activity=_average("@logon_duration"), user_activity=_average("duration", "logon")
    ),
    "average_memory_usage_per_execution": _weighted_average("average_memory_usage"),
    "average_network_response_time": _weighted_average("network_response_time"),
    "cumulated_interaction_duration": _by_event(
        device_activity=_sum("@interaction_duration"), user_activity=_sum("duration", "interaction")
    ),
    "cumulated_warning_duration": _sum("warning_duration"),
    "high_application_thread_cpu_time_ratio": _share_of_warnings("high cpu usage"),
    "high_device_io_throughput_time_ratio": _share_of_uptime("high io usage"),
    "high_device_memory_time_ratio": _share_of_uptime("high memory usage"),
    "high_device_overall_cpu_time_ratio": _share_of_uptime("high overall cpu usage"),
    "high_device_page_faults_time_ratio": _share_of_uptime("high number of page faults"),
    "incoming_network_traffic": _sum("incoming_traffic"),
    "incoming_web_traffic": _sum("incoming_traffic"),
    "number_of_application_crashes": _count_of("crash"),
    "number_of_applications": _different("application"),
    "number_of_binaries": _different("binary"),
    "number_of_boots": _count_of("boot"),
    "number_of_connections": _sum("cardinality"),
    "number_of_devices": _different("device"),
    "number_of_errors": _count,
    "number_of_events": _count,
    "number_of_executables": _different("executable"),
    "number_of_executions": _sum("cardinality"),
    "number_of_logons": _count_of("logon"),
    "number_of_packages": _different("package"),
    "number_of_users": _different("user"),
    "number_of_warnings": _count,
    "number_of_web_requests": _sum("cardinality"),
    "outgoing_network_traffic": _sum("outgoing_traffic"),
    "outgoing_web_traffic": _sum("outgoing_traffic"),
    "successful_connections_ratio": _successful_ratio,
    "total_cpu_time": _sum("total_cpu_time"),
    "uptime": _sum("duration", "activity"),
}
