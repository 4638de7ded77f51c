"""Every aggregate over every event it can be computed over, worked out a second time in Python."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from world import DAY, NOW, Row, World, grouped, half_up

from nxql_tui.nxql.model import load_model

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MODEL = load_model()
BOTH = ("windows", "mac_os")
SINCE = NOW - 5 * DAY
Value = int | float | None


def total(name: str, kind: str | None = None) -> Callable[[Sequence[Row]], int]:
    return lambda rows: sum(row[name] for row in rows if kind is None or row["type"] == kind)


def mean(name: str, kind: str | None = None) -> Callable[[Sequence[Row]], int | None]:
    def compute(rows: Sequence[Row]) -> int | None:
        found = [row[name] for row in rows if (kind is None or row["type"] == kind) and row[name] is not None]
        return half_up(sum(found) / len(found)) if found else None

    return compute


def weighted(name: str) -> Callable[[Sequence[Row]], int | None]:
    def compute(rows: Sequence[Row]) -> int | None:
        found = [(row[name], row["cardinality"]) for row in rows if row[name] is not None]
        weight = sum(number for _, number in found)
        return half_up(sum(value * number for value, number in found) / weight) if weight else None

    return compute


def different(link: str) -> Callable[[Sequence[Row]], int]:
    return lambda rows: len({row[f"@{link}"] for row in rows})


def count(kind: str | None = None) -> Callable[[Sequence[Row]], int]:
    return lambda rows: sum(kind is None or row["type"] == kind for row in rows)


def first(rows: Sequence[Row]) -> Any:
    return min(row.get("start_time", row.get("time")) for row in rows)


def last(rows: Sequence[Row]) -> Any:
    def end(row: Row) -> Any:
        if "end_time" in row:
            return row["end_time"]
        moment = row.get("start_time", row.get("time"))
        return (moment + timedelta(milliseconds=row.get("duration", 0))).replace(microsecond=0)

    return max(map(end, rows))


def successful(rows: Sequence[Row]) -> float:
    good = sum(row["cardinality"] for row in rows if row["status"] in {"established", "closed"})
    return round(good / sum(row["cardinality"] for row in rows), 6)


def share_of_warnings(rows: Sequence[Row]) -> float | None:
    whole = sum(row["duration"] for row in rows)
    high = sum(row["warning_duration"] for row in rows if row["type"] == "high cpu usage")
    return round(high / whole, 6) if whole else None


PLAIN: dict[str, Callable[[Sequence[Row]], Any]] = {
    "activity_start_time": first,
    "activity_stop_time": last,
    "average_boot_duration": mean("duration", "boot"),
    "average_memory_usage_per_execution": weighted("average_memory_usage"),
    "average_network_response_time": weighted("network_response_time"),
    "cumulated_warning_duration": total("warning_duration"),
    "high_application_thread_cpu_time_ratio": share_of_warnings,
    "incoming_network_traffic": total("incoming_traffic"),
    "incoming_web_traffic": total("incoming_traffic"),
    "number_of_application_crashes": count("crash"),
    "number_of_applications": different("application"),
    "number_of_binaries": different("binary"),
    "number_of_boots": count("boot"),
    "number_of_connections": total("cardinality"),
    "number_of_devices": different("device"),
    "number_of_errors": count(),
    "number_of_events": count(),
    "number_of_executables": different("executable"),
    "number_of_executions": total("cardinality"),
    "number_of_logons": count("logon"),
    "number_of_packages": different("package"),
    "number_of_users": different("user"),
    "number_of_warnings": count(),
    "number_of_web_requests": total("cardinality"),
    "outgoing_network_traffic": total("outgoing_traffic"),
    "outgoing_web_traffic": total("outgoing_traffic"),
    "successful_connections_ratio": successful,
    "total_cpu_time": total("total_cpu_time"),
    "uptime": total("duration", "activity"),
}
OF_ONE_EVENT: dict[tuple[str, str], Callable[[Sequence[Row]], Any]] = {
    ("device_activity", "average_logon_duration"): mean("@logon_duration"),
    ("device_activity", "average_extended_logon_duration"): mean("@extended_logon_duration"),
    ("device_activity", "cumulated_interaction_duration"): total("@interaction_duration"),
    ("user_activity", "average_logon_duration"): mean("duration", "logon"),
    ("user_activity", "average_extended_logon_duration"): mean("real_duration", "logon"),
    ("user_activity", "cumulated_interaction_duration"): total("duration", "interaction"),
}
SHARES_OF_UPTIME = {
    "high_device_io_throughput_time_ratio": "high io usage",
    "high_device_memory_time_ratio": "high memory usage",
    "high_device_overall_cpu_time_ratio": "high overall cpu usage",
    "high_device_page_faults_time_ratio": "high number of page faults",
}
EVENTS = [*MODEL.events, *MODEL.pseudo_events.values()]
CASES = [
    (event.name, aggregate) for event in EVENTS for aggregate in event.aggregates if aggregate not in SHARES_OF_UPTIME
]


def expected(world: World, event: str, aggregate: str, table: str) -> dict[int, Any]:
    compute = OF_ONE_EVENT.get((event, aggregate)) or PLAIN[aggregate]
    rows = (
        world.rows(f"@installed_{event}")
        if event in MODEL.pseudo_events
        else world.events(event, SINCE, NOW, platforms=BOTH)
    )
    known = MODEL.aggregates[aggregate].platforms
    return {
        number: compute(found) if any(row["@platform"] in known for row in found) else None
        for number, found in sorted(grouped(rows, table).items())
    }


def test_every_aggregate_of_the_model_is_tested() -> None:
    assert {aggregate for _, aggregate in CASES} | set(SHARES_OF_UPTIME) == set(MODEL.aggregates)


@pytest.mark.parametrize(("event", "aggregate"), CASES)
def test_an_aggregate_is_what_python_works_out(
    event: str, aggregate: str, ask_company: Callable[..., Any], world: World
) -> None:
    table = MODEL.pseudo_events[event].links[0] if event in MODEL.pseudo_events else MODEL.tables[event].links[-1]
    period = "" if event in MODEL.pseudo_events else "(between now-5d now)"
    query = f"(select (id) (from {table} (with {event} (compute {aggregate}) {period})))"
    platforms = tuple(sorted({*BOTH} & (MODEL.tables[table].platforms)))
    answer = ask_company(query, platforms)
    found = expected(world, event, aggregate, table)
    if len(platforms) == 1:
        found = {
            number: PLAIN[aggregate](rows)
            for number, rows in sorted(grouped(world.events(event, SINCE, NOW, platforms=platforms), table).items())
        }
    assert found
    assert dict(answer.rows) == pytest.approx(found)


@pytest.mark.parametrize(("aggregate", "kind"), SHARES_OF_UPTIME.items())
def test_a_share_of_the_uptime_is_of_the_same_device_and_period(
    aggregate: str, kind: str, ask_company: Callable[..., Any], world: World
) -> None:
    query = f"(select (id) (from device (with device_warning (compute {aggregate}) (between now-5d now))))"
    uptime = {
        number: sum(row["duration"] for row in rows if row["type"] == "activity")
        for number, rows in grouped(world.events("device_activity", SINCE, NOW), "device").items()
    }
    found = {
        number: round(min(1.0, sum(r["warning_duration"] for r in rows if r["type"] == kind) / uptime[number]), 6)
        if uptime.get(number) else None
        for number, rows in grouped(world.events("device_warning", SINCE, NOW), "device").items()
    }  # fmt: skip
    assert any(found.values())
    assert dict(ask_company(query).rows) == pytest.approx(found)
