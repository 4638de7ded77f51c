"""Device queries, each with its rows computed again in Python from a dump of the whole table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]
NOW = datetime(2026, 11, 23, 10, 30)
MIDNIGHT = datetime(2026, 11, 23)
ALL = ("windows", "mac_os", "mobile")


@dataclass(frozen=True)
class Case:
    query: str
    columns: tuple[str, ...]
    keep: Callable[[Row], bool] = lambda row: True
    platforms: tuple[str, ...] = ("windows",)
    order: str = "id"
    descending: bool = False
    limit: int | None = None


def like(value: str | None, pattern: str) -> bool:
    return value is not None and fnmatchcase(value.lower(), pattern.lower())


CASES = [
    Case("(select (name) (from device))", ("name",)),
    Case("(select (name device_uid) (from device))", ("name", "device_uid"), platforms=ALL),
    Case("(select (name) (from device))", ("name",), platforms=("mac_os",)),
    Case("(select (name device_type) (from device))", ("name", "device_type"), platforms=("mobile", "mac_os")),
    Case("(select id (from device))", ("id",)),
    Case("(select (id) (from device) (limit 5))", ("id",), limit=5),
    Case("(select (id) (from device) (limit 0))", ("id",), limit=0),
    Case("(select (id) (from device) (limit 999999999999999999))", ("id",)),
    Case("(select (name name) (from device) (limit 3))", ("name", "name"), limit=3),
    Case(
        '(select (id name) (from device (where device (eq name (string "NXT-PAR-L00001")))))',
        ("id", "name"),
        lambda row: row["name"] == "NXT-PAR-L00001",
    ),
    Case(
        '(select (id) (from device (where device (eq name (string "nxt-par-l00001")))))',
        ("id",),
        lambda row: False,
    ),
    Case(
        '(select (id) (from device (where device (eq name (pattern "nxt-par-l*")))))',
        ("id",),
        lambda row: like(row["name"], "NXT-PAR-L*"),
    ),
    Case(
        "(select (id) (from device (where device (eq name (pattern '*-?0001?')))))",
        ("id",),
        lambda row: like(row["name"], "*-?0001?"),
    ),
    Case(
        "(select (id) (from device (where device (ne name (pattern '*-L*')))))",
        ("id",),
        lambda row: not like(row["name"], "*-L*"),
    ),
    Case(
        '(select (id) (from device (where device (eq last_logged_on_user (pattern "ZOË.MÜLLER*")))))',
        ("id",),
        lambda row: like(row["last_logged_on_user"], "zoë.müller*"),
        ALL,
    ),
    Case(
        '(select (id last_logged_on_user) (from device (where device (eq last_logged_on_user (pattern "田中*")))))',
        ("id", "last_logged_on_user"),
        lambda row: like(row["last_logged_on_user"], "田中*"),
    ),
    Case(
        '(select (id) (from device (where device (eq local_administrators (pattern "*\\\\*")))))',
        ("id",),
        lambda row: "\\" in row["local_administrators"],
    ),
    Case(
        '(select (id) (from device (where device (eq device_model (pattern "100%")))))',
        ("id",),
        lambda row: False,
    ),
    Case(
        '(select (id) (from device (where device (eq cpu_model (pattern "*")))))',
        ("id",),
    ),
    Case(
        "(select (id) (from device (where device (eq device_type (enum laptop)))))",
        ("id",),
        lambda row: row["device_type"] == "laptop",
    ),
    Case(
        '(select (id) (from device (where device (ne device_type (enum "laptop")))))',
        ("id",),
        lambda row: row["device_type"] != "laptop",
        ALL,
    ),
    Case(
        "(select (id) (from device (where device (eq highest_local_privilege_reached (enum power_user)))))",
        ("id",),
        lambda row: row["highest_local_privilege_reached"] == "power user",
    ),
    Case(
        '(select (id) (from device (where device (eq highest_local_privilege_reached (enum "power user")))))',
        ("id",),
        lambda row: row["highest_local_privilege_reached"] == "power user",
    ),
    Case(
        "(select (id) (from device (where device (eq platform (enum mac_os)))))",
        ("id",),
        lambda row: row["platform"] == "mac_os",
        ALL,
    ),
    Case(
        '(select (id) (from device (where device (eq antivirus_up_to_date (enum "no")))))',
        ("id",),
        lambda row: row["antivirus_up_to_date"] == "no",
    ),
    Case(
        "(select (id) (from device (where device (eq device_password_required (enum no)))))",
        ("id",),
        lambda row: row["device_password_required"] == "no",
        ("mobile",),
    ),
    Case(
        "(select (id) (from device (where device (gt system_drive_usage (percent 0.95)))))",
        ("id",),
        lambda row: row["system_drive_usage"] is not None and row["system_drive_usage"] > 0.95,
        ALL,
    ),
    Case(
        "(select (id) (from device (where device (ge number_of_cores (integer 8)))))",
        ("id",),
        lambda row: row["number_of_cores"] >= 8,
    ),
    Case(
        "(select (id) (from device (where device (lt total_ram (byte 8589934592)))))",
        ("id",),
        lambda row: row["total_ram"] < 8589934592,
    ),
    Case(
        "(select (id) (from device (where device (le average_boot_duration (millisecond 20000)))))",
        ("id",),
        lambda row: row["average_boot_duration"] is not None and row["average_boot_duration"] <= 20000,
    ),
    Case(
        "(select (id) (from device (where device (eq cpu_frequency (mhz 2600)))))",
        ("id",),
        lambda row: row["cpu_frequency"] == 2600,
    ),
    Case(
        "(select (id) (from device (where device (gt total_active_days (day 500)))))",
        ("id",),
        lambda row: row["total_active_days"] > 500,
        ALL,
    ),
    Case(
        "(select (name) (from device (where device (eq id (identifier 42)))))",
        ("name",),
        lambda row: row["id"] == 42,
        ALL,
    ),
    Case(
        "(select (id) (from device (where device (ge last_seen (datetime 2026-11-22)))))",
        ("id",),
        lambda row: row["last_seen"] is not None and row["last_seen"] >= datetime(2026, 11, 22),
        ALL,
    ),
    Case(
        "(select (id) (from device (where device (lt last_system_boot (datetime 2026-10-01T12:30:00)))))",
        ("id",),
        lambda row: row["last_system_boot"] < datetime(2026, 10, 1, 12, 30),
    ),
    Case(
        "(select (id) (from device (where device (eq ip_addresses (ip_address '172.16.0.3')))))",
        ("id",),
        lambda row: "172.16.0.3" in row["ip_addresses"],
    ),
    Case(
        "(select (id mac_addresses) (from device (where device (eq mac_addresses (pattern '3c:52:a*')))))",
        ("id", "mac_addresses"),
        lambda row: any(like(address, "3C:52:A*") for address in row["mac_addresses"]),
    ),
    Case(
        "(select (id) (from device (where device (ne mac_addresses (pattern '*:02')))))",
        ("id",),
        lambda row: row["mac_addresses"] is not None and not any(like(card, "*:02") for card in row["mac_addresses"]),
        ALL,
    ),
    Case(
        "(select (id) (from device (where device (ne ip_addresses (ip_address 172.16.0.3)))))",
        ("id",),
        lambda row: row["ip_addresses"] is not None and "172.16.0.3" not in row["ip_addresses"],
        ALL,
    ),
    Case(
        "(select (id) (from device (where device (gt ip_addresses (ip_address 172.0.0.0)))))",
        ("id",),
        lambda row: any(address > "172.0.0.0" for address in row["ip_addresses"]),
    ),
    Case(
        "(select (id) (from device (where device (eq last_logged_on_user nil))))",
        ("id",),
        lambda row: row["last_logged_on_user"] is None,
        ALL,
    ),
    Case(
        "(select (id) (from device (where device (ne average_logon_duration nil))))",
        ("id",),
        lambda row: row["average_logon_duration"] is not None,
    ),
    Case(
        '(select (id) (from device (where device (eq local_power_users (string "")))))',
        ("id",),
        lambda row: row["local_power_users"] == "",
    ),
    Case(
        '(select (id) (from device (where device (ne last_logged_on_user (string "x")))))',
        ("id",),
        lambda row: row["last_logged_on_user"] not in {None, "x"},
    ),
    Case(
        "(select (id) (from device (where device (eq device_type (enum laptop))"
        ' (eq device_manufacturer (string "HP")))))',
        ("id",),
        lambda row: row["device_type"] == "laptop" and row["device_manufacturer"] == "HP",
    ),
    Case(
        "(select (id) (from device (where device (ge id (identifier 10)) (le id (identifier 20)))))",
        ("id",),
        lambda row: 10 <= row["id"] <= 20,
        ALL,
    ),
    Case(
        "(select (id) (from device (where device (eq device_type (enum server)))"
        " (where device (eq device_type (enum virtual)))))",
        ("id",),
        lambda row: row["device_type"] in {"server", "virtual"},
    ),
    Case(
        "(select (id) (from device (where device (eq device_type (enum desktop)) (gt system_drive_usage (percent 0.9)))"
        " (where device (eq antivirus_rtp (enum off)))))",
        ("id",),
        lambda row: (
            (row["device_type"] == "desktop" and row["system_drive_usage"] > 0.9) or row["antivirus_rtp"] == "off"
        ),
    ),
    Case(
        '(select (id) (from device (where device (gt name (string "NXT-PAR")))) (order_by name asc) (limit 7))',
        ("id",),
        lambda row: row["name"] > "NXT-PAR",
        order="name",
        limit=7,
    ),
    Case(
        "(select (name) (from device) (order_by name desc) (limit 10))",
        ("name",),
        order="name",
        descending=True,
        limit=10,
    ),
    Case("(select (name) (from device) (limit 10) (order_by name asc))", ("name",), order="name", limit=10),
    Case(
        "(select (id) (from device) (order_by system_drive_usage desc))",
        ("id",),
        platforms=ALL,
        order="system_drive_usage",
        descending=True,
    ),
    Case(
        "(select (id) (from device) (order_by system_drive_usage asc))",
        ("id",),
        platforms=ALL,
        order="system_drive_usage",
    ),
    Case("(select (id) (from device) (order_by device_model))", ("id",), order="device_model"),
    Case(
        "(select (id) (from device) (order_by last_seen desc) (limit 20))",
        ("id",),
        platforms=("mobile",),
        order="last_seen",
        descending=True,
        limit=20,
    ),
    Case("(select (id) (from device) (order_by last_logged_on_user asc))", ("id",), order="last_logged_on_user"),
    Case(
        "(select (id) (from device (between midnight-1d now)))",
        ("id",),
        lambda row: (
            row["last_seen"] is not None
            and row["last_seen"] >= MIDNIGHT - timedelta(days=1)
            and row["first_seen"] < NOW
        ),
        ALL,
    ),
    Case(
        "(select (id) (from device (between now-400d now-300d)))",
        ("id",),
        lambda row: row["last_seen"] >= NOW - timedelta(days=400) and row["first_seen"] < NOW - timedelta(days=300),
    ),
    Case(
        "(select (id) (from device (where device (eq device_type (enum laptop))) (between 2026-11-01 2026-11-08)))",
        ("id",),
        lambda row: (
            row["device_type"] == "laptop"
            and row["last_seen"] >= datetime(2026, 11, 1)
            and row["first_seen"] < datetime(2026, 11, 8)
        ),
    ),
    Case("(select (name #Location) (from device))", ("name", "#Location"), platforms=ALL),
    Case(
        '(select (id) (from device (where device (eq #Location (enum "Zürich")))))',
        ("id",),
        lambda row: row["#Location"] == "Zürich",
    ),
    Case(
        "(select (id #'Cost center') (from device (where device (eq #'Cost center' (enum 'Research & Development')))))",
        ("id", "#Cost center"),
        lambda row: row["#Cost center"] == "Research & Development",
    ),
    Case(
        '(select (id) (from device (where device (eq #"Cost center" nil))))',
        ("id",),
        lambda row: row["#Cost center"] is None,
    ),
    Case(
        '(select (id #"score:Device Health/Disk") (from device'
        ' (where device (lt #"score:Device Health/Disk" (integer 3)))))',
        ("id", "#score:Device Health/Disk"),
        lambda row: row["#score:Device Health/Disk"] is not None and row["#score:Device Health/Disk"] < 3,
        ALL,
    ),
    Case(
        '(select (id #"Asset tag") (from device (where device (eq #"Asset tag" (pattern "it-1000*"))))'
        ' (order_by #"Asset tag" desc))',
        ("id", "#Asset tag"),
        lambda row: like(row["#Asset tag"], "IT-1000*"),
        order="#Asset tag",
        descending=True,
    ),
    Case('(select (name "last_seen" "device_type") (from device))', ("name", "last_seen", "device_type")),
    Case("(select (name antivirus_name) (from device))", ("name", "antivirus_name"), platforms=ALL),
    Case("select (name) (from device (where device (eq id (identifier 7))", ("name",), lambda row: row["id"] == 7, ALL),
    Case("(select(name)(from device(where device(eq id(identifier 7)))))", ("name",), lambda row: row["id"] == 7, ALL),
    Case("(select (name) // all\n (from device) (limit 2))", ("name",), limit=2),
]


def expected_rows(case: Case, devices: list[Row]) -> list[tuple[Any, ...]]:
    kept = [row for row in devices if row["platform"] in case.platforms and case.keep(row)]
    known = sorted((row for row in kept if row[case.order] is not None), key=lambda row: row[case.order],
                   reverse=case.descending)  # fmt: skip
    unknown = [row for row in kept if row[case.order] is None]
    rows = [tuple(row[column] for column in case.columns) for row in known + unknown]
    return rows if case.limit is None else rows[: case.limit]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.query)
def test_a_query_gives_the_rows_python_finds(case: Case, select: Callable[..., Any], devices: list[Row]) -> None:
    answer = select(case.query, case.platforms)
    assert answer.rows == expected_rows(case, devices)
    assert answer.headings == [column.removeprefix("#") for column in case.columns]


NOTHING_FOUND = ("nxt-par-l00001", "100%", "(limit 0)")


def test_the_queries_of_the_table_find_something(devices: list[Row]) -> None:
    empty = [case.query for case in CASES if not expected_rows(case, devices)]
    assert len(empty) == len(NOTHING_FOUND)
    assert all(any(text in query for text in NOTHING_FOUND) for query in empty)


def test_a_star_gives_every_static_field_of_the_platform_in_alphabetical_order(
    select: Callable[..., Any], database: Any
) -> None:
    fields = database.catalog.model.tables["device"].fields
    for platform in ALL:
        answer = select("(select (*) (from device) (limit 1))", (platform,))
        assert answer.headings == sorted(name for name, field in fields.items() if platform in field.platforms)


def test_a_star_over_all_platforms_gives_all_84_fields(select: Callable[..., Any]) -> None:
    assert len(select("(select * (from device) (limit 1))", ALL).headings) == 84


def test_a_wildcard_gives_the_fields_it_matches(select: Callable[..., Any]) -> None:
    answer = select("(select (name *antivirus*) (from device) (limit 1))")
    assert answer.headings == [
        "name",
        "all_antiviruses",
        "antivirus_name",
        "antivirus_rtp",
        "antivirus_up_to_date",
        "number_of_antiviruses",
    ]


def test_a_hash_and_a_star_give_all_dynamic_fields(select: Callable[..., Any]) -> None:
    assert select("(select (#*) (from device) (limit 1))").headings == [
        "Location",
        "Cost center",
        "Asset tag",
        "score:Device Health/Disk",
        "score:Device Health/Disk/payload",
        "action:Get Startup Impact/HighImpactCount",
        "action:Get Startup Impact/ExecutionDate",
    ]


def test_a_wildcard_works_among_dynamic_fields_too(select: Callable[..., Any]) -> None:
    assert select('(select (#"score:*/payload") (from device) (limit 1))').headings == [
        "score:Device Health/Disk/payload"
    ]


def test_parameters_fill_names_and_values(select: Callable[..., Any], devices: list[Row]) -> None:
    answer = select('(select (id #%1) (from device (where device (eq #%1 (enum "%2")))))', p1="Location", p2="Zürich")
    assert answer.headings == ["id", "Location"]
    expected = [row["id"] for row in devices if row["#Location"] == "Zürich" and row["platform"] == "windows"]
    assert [row[0] for row in answer.rows] == expected


def test_fields_of_a_platform_are_null_on_the_others(select: Callable[..., Any]) -> None:
    answer = select("(select (platform antivirus_name) (from device))", ALL)
    assert {platform for platform, name in answer.rows if name is None} == {"mac_os", "mobile"}


def test_a_column_named_with_its_table_is_headed_so(select: Callable[..., Any]) -> None:
    assert select("(select ((device (id name))) (from device) (limit 1))").headings == ["device/id", "device/name"]
