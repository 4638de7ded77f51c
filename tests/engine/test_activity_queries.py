"""Queries of every form over events and objects, each with its rows computed again in Python from whole tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import pytest
from world import ALL, DAY, FRIDAY, MIDNIGHT, NOW, YESTERDAY, Row, World, by, grouped, half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BOTH = ("windows", "mac_os")
WEEK = NOW - 7 * DAY


@dataclass(frozen=True)
class Case:
    """A query and a second way to its rows."""

    query: str
    expected: Callable[[World], Sequence[tuple[Any, ...]]]
    platforms: tuple[str, ...] = ("windows",)


def like(value: str | None, pattern: str) -> bool:
    return value is not None and fnmatchcase(value.lower(), pattern.lower())


def of(threats: Sequence[str]) -> Callable[[World], Callable[[Row], bool]]:
    return lambda world: lambda event: world.of(event, "binary")["threat_level"] in threats


def newest(events: list[Row], number: int) -> list[Row]:
    """The newest events, the newest first."""
    return sorted(events, key=by("start_time", "id"), reverse=True)[:number]


def oldest_first(events: list[Row]) -> list[Row]:
    return sorted(events, key=by("start_time", "id"))


def devices_with(world: World, groups: dict[int, list[Row]], platforms: tuple[str, ...] = ("windows",)) -> list[Row]:
    return [device for device in world.objects("device", platforms) if device["id"] in groups]


# --- plain events

PLAIN_EVENTS = [
    Case(
        "(select (id start_time) (from execution (between midnight-1d midnight)))",
        lambda w: [(e["id"], e["start_time"]) for e in w.events("execution", YESTERDAY, MIDNIGHT)],
    ),
    Case(
        "(select (id) (from execution (between now-15m now)))",
        lambda w: [(e["id"],) for e in w.events("execution", NOW - timedelta(minutes=15), NOW)],
    ),
    Case(
        "(select (id) (from execution (between now-2h now-1h)) (limit 7))",
        lambda w: [
            (e["id"],) for e in newest(w.events("execution", NOW - timedelta(hours=2), NOW - timedelta(hours=1)), 7)
        ],
    ),
    Case(
        "(select (start_time id) (from connection (between now-7d now)) (order_by start_time asc) (limit 100))",
        lambda w: [(e["start_time"], e["id"]) for e in oldest_first(newest(w.events("connection", WEEK, NOW), 100))],
    ),
    Case(
        "(select (id) (from connection (between now-1w now)) (limit 50) (order_by start_time desc))",
        lambda w: [
            (e["id"],)
            for e in sorted(
                newest(w.events("connection", WEEK, NOW), 50), key=lambda e: (-e["start_time"].timestamp(), e["id"])
            )
        ],
    ),
    Case(
        "(select (id) (from connection (where connection (eq status (enum rejected))) (between now-7d now)))",
        lambda w: [(e["id"],) for e in w.events("connection", WEEK, NOW, lambda e: e["status"] == "rejected")],
    ),
    Case(
        '(select (id) (from connection (where connection (eq status (enum "no host")))'
        " (where connection (eq status (enum no_service))) (between now-7d now)))",
        lambda w: [
            (e["id"],) for e in w.events("connection", WEEK, NOW, lambda e: e["status"] in ("no host", "no service"))
        ],
    ),
    Case(
        "(select (id) (from connection (where connection (eq type (enum tcp)) (gt incoming_traffic (byte 100000)))"
        " (where device (eq device_type (enum laptop))) (between now-7d now)))",
        lambda w: [
            (e["id"],)
            for e in w.events("connection", WEEK, NOW)
            if e["type"] == "tcp" and e["incoming_traffic"] > 100000 and w.of(e, "device")["device_type"] == "laptop"
        ],
    ),
    Case(
        "(select (id) (from connection (where port (ge port_number (integer 80)) (le port_number (integer 443)))"
        " (between midnight-1d now)) (order_by start_time asc) (limit 1000))",
        lambda w: [
            (e["id"],)
            for e in oldest_first(
                newest(
                    [e for e in w.events("connection", YESTERDAY, NOW) if 80 <= w.of(e, "port")["port_number"] <= 443],
                    1000,
                )
            )
        ],
    ),
    Case(
        "(select (id outgoing_traffic) (from connection (between midnight-1d now)) (order_by outgoing_traffic desc) (limit 20))",
        lambda w: [
            (e["id"], e["outgoing_traffic"])
            for e in sorted(
                newest(w.events("connection", YESTERDAY, NOW), 20),
                key=lambda e: (-e["outgoing_traffic"], e["start_time"], e["id"]),
            )
        ],
    ),
    Case(
        "(select (id http_status) (from web_request (where web_request (ge http_status (http_status_code 400)))"
        " (between now-7d now)))",
        lambda w: [
            (e["id"], e["http_status"])
            for e in w.events(
                "web_request", WEEK, NOW, lambda e: e["http_status"] is not None and e["http_status"] >= 400
            )
        ],
    ),
    Case(
        "(select (id) (from web_request (where web_request (eq http_status nil)) (between now-7d now)) (limit 30))",
        lambda w: [
            (e["id"],) for e in newest(w.events("web_request", WEEK, NOW, lambda e: e["http_status"] is None), 30)
        ],
    ),
    Case(
        "(select (id) (from web_request (where web_request (ne http_status nil)) (where domain (eq protocol (enum tls)))"
        " (between midnight-1d now)) (limit 30))",
        lambda w: [
            (e["id"],)
            for e in newest(
                [
                    e
                    for e in w.events("web_request", YESTERDAY, NOW)
                    if e["http_status"] is not None and w.of(e, "domain")["protocol"] == "tls"
                ],
                30,
            )
        ],
    ),
    Case(
        "(select (id type) (from device_error (between now-7d now)))",
        lambda w: [(e["id"], e["type"]) for e in w.events("device_error", WEEK, NOW, platforms=BOTH)],
        BOTH,
    ),
    Case(
        '(select (id) (from device_error (where device_error (eq type (enum "system crash"))) (between now-7d now)))',
        lambda w: [(e["id"],) for e in w.events("device_error", WEEK, NOW, lambda e: e["type"] == "system crash")],
    ),
    Case(
        "(select (id) (from execution_error (where execution_error (eq type (enum crash)))"
        " (where executable (eq name (pattern '*e*'))) (between now-7d now)))",
        lambda w: [
            (e["id"],)
            for e in w.events("execution_error", WEEK, NOW)
            if e["type"] == "crash" and like(w.of(e, "executable")["name"], "*e*")
        ],
    ),
    Case(
        "(select (id startup_duration) (from execution (between midnight-1d midnight)) (limit 40))",
        lambda w: [
            (e["id"], e["startup_duration"] if e["@platform"] == "windows" else None)
            for e in newest(w.events("execution", YESTERDAY, MIDNIGHT, platforms=BOTH), 40)
        ],
        BOTH,
    ),
    Case(
        "(select (id) (from user_activity (where user (eq user_type (enum domain))) (between 2026-11-20 2026-11-21)))",
        lambda w: [
            (e["id"],)
            for e in w.events("user_activity", FRIDAY, FRIDAY + DAY)
            if w.of(e, "user")["user_type"] == "domain"
        ],
    ),
    Case(
        '(select (id) (from installation (between (datetime 2026-11-20T08:00:00) "2026-11-20 12:00")))',
        lambda w: [
            (e["id"],) for e in w.events("installation", FRIDAY + timedelta(hours=8), FRIDAY + timedelta(hours=12))
        ],
    ),
    Case("(select (id) (from print_job (between now midnight)))", lambda w: []),
    Case("(select (id) (from port_scan (between now-7d now)) (limit 0))", lambda w: []),
    Case(
        "(select (id) (from device_performance (where device_performance (gt normalized_cpu_usage (permill 0.5)))"
        " (between now-7d now)))",
        lambda w: [
            (e["id"],) for e in w.events("device_performance", WEEK, NOW, lambda e: e["normalized_cpu_usage"] > 0.5)
        ],
    ),
]

# --- decorated events

DECORATED_EVENTS = [
    Case(
        "(select ((device (name)) (user (name)) (execution (start_time)))"
        " (from (execution device user) (between midnight-1d midnight)) (order_by start_time desc) (limit 100))",
        lambda w: [
            (w.of(e, "device")["name"], w.of(e, "user")["name"], e["start_time"])
            for e in sorted(
                newest(w.events("execution", YESTERDAY, MIDNIGHT), 100),
                key=lambda e: (-e["start_time"].timestamp(), e["id"]),
            )
        ],
    ),
    Case(
        "(select ((execution (id)) (binary (executable_name)) (device name))"
        ' (from (binary user device execution) (where binary (ne threat_level (enum "none detected"))) (between now-7d now)))',
        lambda w: [
            (e["id"], w.of(e, "binary")["executable_name"], w.of(e, "device")["name"])
            for e in w.events("execution", WEEK, NOW)
            if w.of(e, "binary")["threat_level"] != "none detected"
        ],
    ),
    Case(
        "(select ((device (name)) (device (device_type))) (from (connection device) (between now-1h now)))",
        lambda w: [
            (w.of(e, "device")["name"], w.of(e, "device")["device_type"])
            for e in w.events("connection", NOW - timedelta(hours=1), NOW)
        ],
    ),
    Case(
        "(select ((web_request (id http_status)) (domain (name threat_level)))"
        " (from (web_request domain) (where domain (eq threat_level (enum high))) (where web_request (gt outgoing_traffic (byte 0)))"
        " (between now-7d now)) (limit 25))",
        lambda w: [
            (e["id"], e["http_status"], w.of(e, "domain")["name"], w.of(e, "domain")["threat_level"])
            for e in newest(
                [
                    e
                    for e in w.events("web_request", WEEK, NOW)
                    if w.of(e, "domain")["threat_level"] == "high" and e["outgoing_traffic"] > 0
                ],
                25,
            )
        ],
    ),
    Case(
        "(select ((print_job (id)) (printer (name)) (user (name))) (from (print_job printer user) (between now-7d now)))",
        lambda w: [
            (e["id"], w.of(e, "printer")["name"], w.of(e, "user")["name"]) for e in w.events("print_job", WEEK, NOW)
        ],
    ),
    Case(
        "(select ((installation (time type)) (package (name version)) (device (name)))"
        " (from (installation package device) (between now-7d now)) (order_by time asc))",
        lambda w: [
            (e["time"], e["type"], w.of(e, "package")["name"], w.of(e, "package")["version"], w.of(e, "device")["name"])
            for e in sorted(w.events("installation", WEEK, NOW), key=by("time", "id"))
        ],
    ),
    Case(
        "(select ((device (#Location)) (execution_error (id))) (from (execution_error device)"
        " (where device (eq #Location (enum Paris))) (between now-7d now)))",
        lambda w: [
            ("Paris", e["id"])
            for e in w.events("execution_error", WEEK, NOW)
            if w.of(e, "device")["#Location"] == "Paris"
        ],
    ),
    Case(
        "(select ((execution (id))) (from (execution) (between now-30m now)))",
        lambda w: [(e["id"],) for e in w.events("execution", NOW - timedelta(minutes=30), NOW)],
    ),
    Case(
        "(select ((connection (id)) (application (name)) (destination (name)) (port (port_number)))"
        " (from (connection application destination port) (where application (eq name (pattern '*o*')))"
        " (where connection (eq type (enum udp))) (where device (eq device_type (enum desktop))) (between now-7d now)) (limit 15))",
        lambda w: [
            (e["id"], w.of(e, "application")["name"], w.of(e, "destination")["name"], w.of(e, "port")["port_number"])
            for e in newest(
                [
                    e
                    for e in w.events("connection", WEEK, NOW)
                    if like(w.of(e, "application")["name"], "*o*")
                    and e["type"] == "udp"
                    and w.of(e, "device")["device_type"] == "desktop"
                ],
                15,
            )
        ],
    ),
    Case(
        "(select ((device (name)) (execution_warning (id))) (from (execution_warning device) (between now-7d now)) (order_by name asc))",
        lambda w: [
            (w.of(e, "device")["name"], e["id"])
            for e in sorted(
                w.events("execution_warning", WEEK, NOW, platforms=BOTH),
                key=lambda e: (w.of(e, "device")["name"].encode(), e["start_time"], e["id"]),
            )
        ],
        BOTH,
    ),
]


# --- objects with and without activity


def counted(
    w: World, groups: dict[int, list[Row]], value: Callable[[list[Row]], Any], platforms: tuple[str, ...] = ("windows",)
) -> list[tuple[Any, ...]]:
    return [(device["name"], value(groups[device["id"]])) for device in devices_with(w, groups, platforms)]


def threatened(w: World) -> dict[int, list[Row]]:
    return grouped(w.events("execution", YESTERDAY - 2 * DAY, MIDNIGHT, of(("medium", "high"))(w)), "device")


OBJECTS = [
    Case(
        "(select (name) (from device (with execution (between midnight-1d midnight))))",
        lambda w: [
            (d["name"],) for d in devices_with(w, grouped(w.events("execution", YESTERDAY, MIDNIGHT), "device"))
        ],
    ),
    Case(
        "(select (name) (from device (with execution (where binary (eq threat_level (enum medium)))"
        " (where binary (eq threat_level (enum high))) (compute number_of_binaries) (between midnight-3d midnight))))",
        lambda w: counted(w, threatened(w), lambda events: len({e["@binary"] for e in events})),
    ),
    Case(
        "(select (name) (from device (with execution (between now-7d now) (compute number_of_executions number_of_users))))",
        lambda w: [
            (d["name"], sum(e["cardinality"] for e in events), len({e["@user"] for e in events}))
            for groups in [grouped(w.events("execution", WEEK, NOW), "device")]
            for d in devices_with(w, groups)
            for events in [groups[d["id"]]]
        ],
    ),
    Case(
        "(select (name) (from device (where device (eq device_type (enum laptop))) (with execution_error"
        " (where execution_error (eq type (enum crash))) (compute number_of_errors) (between now-7d now)))"
        " (order_by number_of_errors desc) (limit 5))",
        lambda w: sorted(
            [
                (d["name"], len(groups[d["id"]]), d["id"])
                for groups in [
                    grouped(w.events("execution_error", WEEK, NOW, lambda e: e["type"] == "crash"), "device")
                ]
                for d in devices_with(w, groups)
                if d["device_type"] == "laptop"
            ],
            key=lambda row: (-row[1], row[2]),
        )[:5],
    ),
    Case(
        "(select (name) (from device (without connection (between midnight-1d now))))",
        lambda w: [
            (d["name"],)
            for groups in [grouped(w.events("connection", YESTERDAY, NOW), "device")]
            for d in w.objects("device")
            if d["id"] not in groups
        ],
    ),
    Case(
        "(select (id) (from device (with execution (between now-7d now)) (without execution_error (between now-7d now))))",
        lambda w: [
            (d["id"],)
            for w1, w2 in [
                (
                    grouped(w.events("execution", WEEK, NOW), "device"),
                    grouped(w.events("execution_error", WEEK, NOW), "device"),
                )
            ]
            for d in w.objects("device")
            if d["id"] in w1 and d["id"] not in w2
        ],
    ),
    Case(
        "(select (id) (from device (and (with execution_error (between now-7d now)) (with device_error (between now-7d now)))))",
        lambda w: [
            (d["id"],)
            for w1, w2 in [
                (
                    grouped(w.events("execution_error", WEEK, NOW), "device"),
                    grouped(w.events("device_error", WEEK, NOW), "device"),
                )
            ]
            for d in w.objects("device")
            if d["id"] in w1 and d["id"] in w2
        ],
    ),
    Case(
        "(select (id) (from device (or (with execution_error (compute number_of_errors) (between now-7d now))"
        " (without device_activity (between now-7d now)))))",
        lambda w: [
            (d["id"], len(w1[d["id"]]) if d["id"] in w1 else None)
            for w1, w2 in [
                (
                    grouped(w.events("execution_error", WEEK, NOW), "device"),
                    grouped(w.events("device_activity", WEEK, NOW), "device"),
                )
            ]
            for d in w.objects("device")
            if d["id"] in w1 or d["id"] not in w2
        ],
    ),
    Case(
        "(select (id) (from device (with execution (compute number_of_events) (between midnight-1d midnight)"
        " (having (gt number_of_events (integer 5))))))",
        lambda w: [
            (d["id"], len(groups[d["id"]]))
            for groups in [grouped(w.events("execution", YESTERDAY, MIDNIGHT), "device")]
            for d in devices_with(w, groups)
            if len(groups[d["id"]]) > 5
        ],
    ),
    Case(
        "(select (id) (from device (with execution (compute number_of_events) (between midnight-1d midnight))"
        " (having (ge number_of_events (integer 2)) (le number_of_events (integer 9)))))",
        lambda w: [
            (d["id"], len(groups[d["id"]]))
            for groups in [grouped(w.events("execution", YESTERDAY, MIDNIGHT), "device")]
            for d in devices_with(w, groups)
            if 2 <= len(groups[d["id"]]) <= 9
        ],
    ),
    Case(
        "(select (executable_name) (from binary (where binary (eq threat_level (enum high)))"
        " (with execution (compute number_of_devices) (between now-7d now))))",
        lambda w: [
            (b["executable_name"], len({e["@device"] for e in groups[b["id"]]}))
            for groups in [grouped(w.events("execution", WEEK, NOW), "binary")]
            for b in w.objects("binary")
            if b["threat_level"] == "high" and b["id"] in groups
        ],
    ),
    Case(
        "(select (name) (from user (with web_request (where domain (eq threat_level (enum high)))"
        " (compute number_of_web_requests incoming_web_traffic) (between now-7d now))))",
        lambda w: [
            (u["name"], sum(e["cardinality"] for e in events), sum(e["incoming_traffic"] for e in events))
            for groups in [
                grouped(
                    [e for e in w.events("web_request", WEEK, NOW) if w.of(e, "domain")["threat_level"] == "high"],
                    "user",
                )
            ]
            for u in sorted(w.rows("user"), key=by("id"))
            if u["id"] in groups
            for events in [groups[u["id"]]]
        ],
    ),
    Case(
        "(select (name) (from application (with connection (where destination (eq name (pattern '*'))) (where port (lt port_number (integer 1024)))"
        " (compute outgoing_network_traffic successful_connections_ratio) (between now-7d now))) (order_by name asc))",
        lambda w: sorted(
            (
                a["name"],
                sum(e["outgoing_traffic"] for e in events),
                round(
                    sum(e["cardinality"] for e in events if e["status"] in ("established", "closed"))
                    / sum(e["cardinality"] for e in events),
                    6,
                ),
            )
            for groups in [
                grouped(
                    [e for e in w.events("connection", WEEK, NOW) if w.of(e, "port")["port_number"] < 1024],
                    "application",
                )
            ]
            for a in w.objects("application")
            if a["id"] in groups
            for events in [groups[a["id"]]]
        ),
    ),
    Case(
        "(select (name) (from package (with package (compute number_of_devices) (where device (eq device_type (enum laptop))))))",
        lambda w: [
            (p["name"], len({pair["@device"] for pair in groups[p["id"]]}))
            for groups in [
                grouped(
                    [
                        pair
                        for pair in w.rows("@installed_package")
                        if pair["@platform"] == "windows" and w.of(pair, "device")["device_type"] == "laptop"
                    ],
                    "package",
                )
            ]
            for p in w.objects("package")
            if p["id"] in groups
        ],
    ),
    Case(
        "(select (name) (from device (with package (where package (eq type (enum update))) (compute number_of_packages))))",
        lambda w: [
            (d["name"], len({pair["@package"] for pair in groups[d["id"]]}))
            for groups in [
                grouped(
                    [
                        pair
                        for pair in w.rows("@installed_package")
                        if pair["@platform"] == "windows" and w.of(pair, "package")["type"] == "update"
                    ],
                    "device",
                )
            ]
            for d in devices_with(w, groups)
        ],
    ),
    Case(
        "(select (name) (from device (without package (where package (eq name (pattern '*a*'))))))",
        lambda w: [
            (d["name"],)
            for groups in [
                grouped(
                    [pair for pair in w.rows("@installed_package") if like(w.of(pair, "package")["name"], "*a*")],
                    "device",
                )
            ]
            for d in w.objects("device")
            if d["id"] not in groups
        ],
    ),
    Case(
        "(select (id) (from device (with execution (where device (eq device_type (enum desktop))) (where execution (eq privilege_level (enum administrator))) (between now-7d now))))",
        lambda w: [
            (d["id"],)
            for groups in [
                grouped(w.events("execution", WEEK, NOW, lambda e: e["privilege_level"] == "administrator"), "device")
            ]
            for d in devices_with(w, groups)
            if d["device_type"] == "desktop"
        ],
    ),
    Case(
        "(select (name) (from device (with user_activity (compute average_logon_duration number_of_logons) (between now-7d now))))",
        lambda w: [
            (
                d["name"],
                half_up(sum(logons) / len(logons)) if logons and d["platform"] == "windows" else None,
                len(logons) if d["platform"] == "windows" else None,
            )
            for groups in [grouped(w.events("user_activity", WEEK, NOW, platforms=BOTH), "device")]
            for d in devices_with(w, groups, BOTH)
            for logons in [[e["duration"] for e in groups[d["id"]] if e["type"] == "logon"]]
        ],
        BOTH,
    ),
    Case(
        "(select (id) (from device (between midnight-1d now)))",
        lambda w: [
            (d["id"],)
            for d in w.objects("device", ALL)
            if d["last_seen"] is not None and d["last_seen"] >= YESTERDAY and d["first_seen"] < NOW
        ],
        ALL,
    ),
    Case(
        "(select (id) (from user (between midnight-1d now)))",
        lambda w: [
            (u["id"],)
            for u in sorted(w.rows("user"), key=by("id"))
            if u["seen_on_windows"] == "yes"
            and u["last_seen"] is not None
            and u["last_seen"] >= YESTERDAY
            and u["first_seen"] < NOW
        ],
    ),
    Case(
        "(select (seen_on_windows) (from user))",
        lambda w: [
            (u["seen_on_windows"],) for u in sorted(w.rows("user"), key=by("id")) if u["seen_on_mobile"] == "yes"
        ],
        ("mobile",),
    ),
    Case("(select (name) (from printer))", lambda w: [(p["name"],) for p in sorted(w.rows("printer"), key=by("id"))]),
    Case(
        "(select (id) (from binary (where binary (eq paths (pattern '*program*')))))",
        lambda w: [(b["id"],) for b in w.objects("binary") if any(like(path, "*program*") for path in b["paths"])],
    ),
]

# --- two objects


def pairs(events: list[Row], first: str, second: str) -> dict[tuple[int, int], list[Row]]:
    found: dict[tuple[int, int], list[Row]] = {}
    for event in events:
        found.setdefault((event[f"@{first}"], event[f"@{second}"]), []).append(event)
    return dict(sorted(found.items()))


PAIRS = [
    Case(
        "(select ((device (name)) (binary (executable_name))) (from (device binary) (with execution"
        " (where binary (eq threat_level (enum high))) (between now-7d now))))",
        lambda w: [
            (w.object("device", d)["name"], w.object("binary", b)["executable_name"])
            for d, b in pairs(w.events("execution", WEEK, NOW, of(("high",))(w)), "device", "binary")
        ],
    ),
    Case(
        "(select ((user (name)) (device (name))) (from (user device) (with user_activity (compute number_of_logons) (between now-7d now))) (limit 20))",
        lambda w: [
            (w.object("user", u)["name"], w.object("device", d)["name"], sum(e["type"] == "logon" for e in events))
            for (u, d), events in pairs(w.events("user_activity", WEEK, NOW), "user", "device").items()
        ][:20],
    ),
    Case(
        "(select ((device (id)) (package (id))) (from (device package) (with package (where package (eq name (pattern '*o*')))"
        " (where device (eq device_type (enum laptop))))))",
        lambda w: [
            pair
            for pair in pairs(
                [p for p in w.rows("@installed_package") if p["@platform"] == "windows"], "device", "package"
            )
            if like(w.object("package", pair[1])["name"], "*o*")
            and w.object("device", pair[0])["device_type"] == "laptop"
        ],
    ),
    Case(
        "(select ((device (id)) (application (id))) (from (device application) (between midnight-1d now)))",
        lambda w: sorted(
            {
                (e["@device"], e["@application"])
                for table in (
                    "connection",
                    "execution",
                    "execution_error",
                    "execution_warning",
                    "port_scan",
                    "web_request",
                )
                for e in w.events(table, YESTERDAY, NOW)
            }
        ),
    ),
    Case(
        "(select ((application (name)) (domain (name))) (from (application domain) (where domain (eq threat_level (enum high)))"
        " (with web_request (between now-7d now))) (limit 10))",
        lambda w: [
            (w.object("application", a)["name"], w.object("domain", d)["name"])
            for a, d in pairs(
                [e for e in w.events("web_request", WEEK, NOW) if w.of(e, "domain")["threat_level"] == "high"],
                "application",
                "domain",
            )
        ][:10],
    ),
    Case(
        "(select ((device (name)) (destination (name))) (from (device destination) (with connection (compute number_of_connections)"
        " (between now-7d now)) (having (gt number_of_connections (integer 3)))) (order_by number_of_connections desc) (limit 30))",
        lambda w: [
            row[:3]
            for row in sorted(
                (
                    (w.object("device", d)["name"], w.object("destination", t)["name"], total, d, t)
                    for (d, t), events in pairs(w.events("connection", WEEK, NOW), "device", "destination").items()
                    for total in [sum(e["cardinality"] for e in events)]
                    if total > 3
                ),
                key=lambda row: (-row[2], row[3], row[4]),
            )
        ][:30],
    ),
]

CASES = PLAIN_EVENTS + DECORATED_EVENTS + OBJECTS + PAIRS


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.query)
def test_a_query_of_any_form_gives_the_rows_that_python_gives(
    case: Case, ask_company: Callable[..., Any], world: World
) -> None:
    answer = ask_company(case.query, case.platforms)
    expected = [tuple(row)[: len(answer.headings)] for row in case.expected(world)]
    assert answer.rows == [pytest.approx(row) for row in expected]
