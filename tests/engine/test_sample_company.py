"""Every table of the sample against the data model, and what makes its activity believable."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from ipaddress import ip_address
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from world import NOW, YESTERDAY, Row, World, grouped

from nxql_tui.engine.database import EngineDatabase
from nxql_tui.engine.sample.company import CompanySize
from nxql_tui.nxql.model import TableKind, load_model

if TYPE_CHECKING:
    from collections.abc import Iterator

MODEL = load_model()
EVENTS = [table.name for table in MODEL.events]
OBJECTS = [table.name for table in MODEL.objects]
BEGINNING = datetime(2026, 11, 15)
WHOLE_NUMBERS = {"integer", "identifier", "day", "byte", "millisecond", "microsecond", "http_status_code", "mhz"}


@pytest.fixture(scope="module")
def twin() -> Iterator[World]:
    """The same company once more, made by one thread."""
    database = EngineDatabase(CompanySize(devices=60, seed=5, now=NOW, days=2, events_per_device_day=20))
    yield World(database)
    database.close()


def in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.get("id", 0), row.get("@device", 0), row.get("@package", 0)))


@pytest.mark.parametrize("table", [*OBJECTS, *EVENTS])
def test_every_field_has_a_column_of_its_kind(table: str, company: EngineDatabase) -> None:
    with company.cursor() as cursor:
        types = {row[0]: row[1] for row in cursor.execute(f'DESCRIBE "{table}"').fetchall()}
    for name, field in MODEL.tables[table].fields.items():
        expected = (
            "VARCHAR[]" if field.is_list
            else "BIGINT" if field.type in WHOLE_NUMBERS
            else "DOUBLE" if field.type in {"percent", "permill", "bps"}
            else "TIMESTAMP" if field.type == "datetime"
            else "VARCHAR"
        )  # fmt: skip
        assert types[name] == expected, name


@pytest.mark.parametrize("table", [*OBJECTS, *EVENTS])
def test_rows_have_ids_of_their_own_and_words_of_the_model(table: str, world: World) -> None:
    rows = world.rows(table)
    assert rows
    assert len({row["id"] for row in rows}) == len(rows)
    for name, field in MODEL.tables[table].fields.items():
        words = set(field.values) or ({"yes", "no"} if field.type == "boolean" else None)
        if words is not None:
            assert {row[name] for row in rows} - {None} <= words, name
        if field.type in {"percent", "permill"} and name != "average_cpu_usage":
            assert all(row[name] is None or 0 <= row[name] <= 1 for row in rows), name
        if field.type in WHOLE_NUMBERS:
            assert all(row[name] is None or row[name] >= 0 for row in rows), name


@pytest.mark.parametrize("table", [*OBJECTS, *EVENTS])
def test_a_field_is_null_where_its_platform_lacks_it_and_else_where_it_may_be(table: str, world: World) -> None:
    for row in world.rows(table):
        platform = row.get("@platform", row.get("platform"))
        if table == "user":
            platform = next(name for name in ("windows", "mac_os", "mobile") if row[f"seen_on_{name}"] == "yes")
        for name, field in MODEL.tables[table].fields.items():
            if platform is not None and platform not in field.platforms:
                assert row[name] is None or (table, name) == ("user", "id"), name
            elif not field.is_nullable:
                assert row[name] is not None, name


@pytest.mark.parametrize("event", EVENTS)
def test_links_lead_to_objects_of_the_same_platform(event: str, world: World) -> None:
    table = MODEL.tables[event]
    for row in world.rows(event):
        assert row["@platform"] in table.platforms
        for linked in table.links:
            found = world.of(row, linked)
            assert found.get("platform", row["@platform"]) == row["@platform"]


@pytest.mark.parametrize("event", [name for name in EVENTS if "binary" in MODEL.tables[name].links])
def test_executable_and_application_are_those_of_the_binary(event: str, world: World) -> None:
    for row in world.rows(event):
        binary = world.of(row, "binary")
        assert binary["executable_name"] == world.of(row, "executable")["name"]
        assert binary["application_name"] == world.of(row, "application")["name"]


@pytest.mark.parametrize("event", EVENTS)
def test_events_lie_between_the_beginning_and_now_and_within_the_life_of_their_device(event: str, world: World) -> None:
    time = MODEL.tables[event].time_field
    assert time is not None
    for row in world.rows(event):
        device = world.of(row, "device")
        assert BEGINNING <= row[time] <= NOW
        assert device["first_seen"] <= row[time] <= device["last_seen"] + timedelta(seconds=1)
        if "end_time" in row and event != "device_performance":
            assert row[time] <= row["end_time"] <= NOW


@pytest.mark.parametrize("table", ["binary", "executable", "application", "destination", "domain", "user"])
def test_objects_were_seen_as_long_as_their_events_say(table: str, world: World) -> None:
    for event in (name for name in EVENTS if table in MODEL.tables[name].links):
        time = MODEL.tables[event].time_field or ""
        for number, rows in grouped(world.rows(event), table).items():
            found = world.object(table, number)
            assert found["first_seen"] <= min(row[time] for row in rows)
            assert found["last_seen"] >= max(row[time] for row in rows).replace(microsecond=0) - timedelta(seconds=1)


def test_times_have_whole_seconds(world: World) -> None:
    for table in (*OBJECTS, *EVENTS):
        for name, field in MODEL.tables[table].fields.items():
            if field.type == "datetime":
                assert all(row[name] is None or row[name].microsecond == 0 for row in world.rows(table)), (table, name)


def test_offices_are_full_on_working_days_and_quiet_at_night(world: World) -> None:
    starts = [row["start_time"] for row in world.rows("execution")]
    by_day = Counter(moment.isoweekday() for moment in starts)
    assert max(by_day[6], by_day[7]) < min(by_day[2], by_day[3], by_day[4]) / 3
    by_hour = Counter(moment.hour for moment in starts)
    assert by_hour[3] < by_hour[11] / 5


def test_activity_has_a_long_tail(world: World) -> None:
    for link in ("device", "binary"):
        sizes = sorted((len(rows) for rows in grouped(world.rows("execution"), link).values()), reverse=True)
        assert sum(sizes[: len(sizes) // 10]) > sum(sizes) * 0.2


def test_crashes_cluster_on_few_devices_and_one_bad_version(world: World) -> None:
    errors = [row for row in world.rows("execution_error") if row["@platform"] == "windows"]
    versions = Counter(
        (world.of(row, "binary")["executable_name"], world.of(row, "binary")["version"]) for row in errors
    )
    assert versions.most_common(1)[0][0] == ("timesheet.exe", "3.2.0")
    devices = Counter(row["@device"] for row in errors).most_common(5)
    assert sum(count for _, count in devices) > len(errors) / 4


def test_threats_ran_on_a_few_devices_and_some_of_them_yesterday(database: EngineDatabase) -> None:
    with database.cursor() as cursor:
        found = cursor.execute(
            """SELECT count(DISTINCT "@device"), count(DISTINCT "@device") FILTER (start_time::DATE = ?)
               FROM execution JOIN "binary" ON "binary".id = "@binary" WHERE threat_level IN ('medium', 'high')""",
            [YESTERDAY.date() - timedelta(days=2)],
        ).fetchone()
    assert found is not None
    assert 10 < found[0] < 150
    assert 0 < found[1] < found[0]


def test_one_service_fails_more_often_than_all_others(world: World) -> None:
    failed: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for row in world.rows("connection"):
        name = world.of(row, "service")["name"]
        asked[name] += 1
        failed[name] += row["status"] in {"rejected", "no host", "no service"}
    shares = {name: failed[name] / asked[name] for name in asked}
    assert max(shares, key=lambda name: shares[name]) == "Contoso Timesheet"
    assert shares["Contoso Timesheet"] > 0.4


def test_texts_are_of_all_kinds(world: World) -> None:
    infos = [row["info"] for row in world.rows("execution_error")]
    notes = [row["#Analyst note"] for row in world.rows("binary") if row["#Analyst note"]]
    assert any(len(row["name"]) > 2000 for row in world.rows("url_path"))
    assert any(not row["name"].isascii() for row in world.rows("domain"))
    assert all("\t" in note and "\n" in note and '"' in note and "<b>" in note for note in notes)
    assert notes
    assert infos
    assert any(row["paths"] == [] for row in world.rows("binary"))


def test_addresses_are_addresses(world: World) -> None:
    assert {ip_address(row["ip_address"]).version for row in world.rows("destination")} == {4, 6}
    for row in world.rows("connection"):
        assert row["destination_ip_address"] == world.of(row, "destination")["ip_address"]
        assert ip_address(row["device_ip_address"]).is_private


def test_a_connection_is_of_the_kind_of_its_port(world: World) -> None:
    assert all(row["type"] == world.of(row, "port")["type"] for row in world.rows("connection"))


def test_pairs_of_devices_and_packages_are_unique_and_of_one_platform(world: World) -> None:
    pairs = world.rows("@installed_package")
    assert len({(row["@device"], row["@package"]) for row in pairs}) == len(pairs)
    for row in pairs:
        assert world.of(row, "device")["platform"] == world.of(row, "package")["platform"] == row["@platform"]


def test_the_number_of_events_is_about_what_was_asked_for(database: EngineDatabase) -> None:
    with database.cursor() as cursor:
        counts = [cursor.execute(f"SELECT count(*) FROM {event}").fetchone() for event in EVENTS]
    number = sum(row[0] for row in counts if row is not None)
    assert number == pytest.approx(2000 * 14 * 50, rel=0.2)


@pytest.mark.parametrize("table", [*OBJECTS, *EVENTS, "@installed_package"])
def test_the_same_seed_gives_the_same_rows_whatever_the_threads(table: str, twin: World) -> None:
    database = EngineDatabase(CompanySize(devices=60, seed=5, now=NOW, days=2, events_per_device_day=20))
    try:
        assert in_order(World(database).rows(table)) == in_order(twin.rows(table))
    finally:
        database.close()


def test_the_same_number_is_the_same_device_in_another_engine(twin: World) -> None:
    size = CompanySize(devices=30, seed=5, now=NOW, days=2, events_per_device_day=20, first_device=51)
    database = EngineDatabase(size)
    try:
        others = {row["id"]: row for row in World(database).rows("device")}
    finally:
        database.close()
    here = {row["id"]: row for row in twin.rows("device")}
    shared = set(here) & set(others)
    assert shared == set(range(51, 61))
    for number in shared:
        for name in ("name", "device_uid", "device_model", "platform", "last_seen", "total_ram"):
            assert here[number][name] == others[number][name]


def test_a_company_of_no_devices_answers_with_empty_tables() -> None:
    database = EngineDatabase(CompanySize(devices=0, seed=1, now=NOW, days=1))
    try:
        world = World(database)
        assert all(world.rows(table.name) == [] for table in MODEL.tables.values() if table.kind is TableKind.EVENT)
    finally:
        database.close()


@pytest.mark.parametrize("event", EVENTS)
def test_events_of_a_day_are_stored_together(event: str, database: EngineDatabase) -> None:
    with database.cursor() as cursor:
        days = [row[0] for row in cursor.execute(f'SELECT moment::DATE FROM "@{event}" ORDER BY rowid').fetchall()]
    steps_back = sum(later < earlier for earlier, later in pairwise(days))
    assert steps_back <= 2
