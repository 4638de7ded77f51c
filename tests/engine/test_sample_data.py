"""What makes the sample believable."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from ipaddress import ip_address
from typing import Any

from nxql_tui.engine.database import EngineDatabase
from nxql_tui.engine.sample.company import CompanySize

NOW = datetime(2026, 11, 23, 10, 30)
Row = dict[str, Any]


def dump(devices: int, seed: int) -> list[tuple[Any, ...]]:
    database = EngineDatabase(CompanySize(devices, seed, NOW))
    try:
        with database.cursor() as cursor:
            return cursor.execute("SELECT * FROM device ORDER BY id").fetchall()
    finally:
        database.close()


def test_the_same_seed_gives_the_same_devices() -> None:
    assert dump(300, 7) == dump(300, 7)


def test_another_seed_gives_other_devices() -> None:
    assert dump(300, 7) != dump(300, 8)


def test_a_larger_company_holds_the_same_devices_and_more() -> None:
    assert dump(600, 7)[:300] == dump(300, 7)


def test_a_company_without_devices_can_be_made() -> None:
    assert dump(0, 1) == []


def test_every_field_of_the_model_has_a_column_of_its_kind(database: EngineDatabase) -> None:
    with database.cursor() as cursor:
        types = {row[0]: row[1] for row in cursor.execute("DESCRIBE device").fetchall()}
    fields = database.catalog.model.tables["device"].fields
    assert len(fields) == 84
    for name, field in fields.items():
        assert types[name].endswith("[]") == field.is_list, name
        assert (types[name] == "TIMESTAMP") == (field.type == "datetime"), name
    assert set(types) - set(fields) == {f"#{name}" for name in database.catalog.tables["device"].dynamic}


def test_a_field_is_null_on_platforms_without_it_and_else_only_where_it_may_be(
    database: EngineDatabase, devices: list[Row]
) -> None:
    for name, field in database.catalog.model.tables["device"].fields.items():
        for platform in ("windows", "mac_os", "mobile"):
            nulls = [row[name] is None for row in devices if row["platform"] == platform]
            if platform not in field.platforms:
                assert all(nulls), (name, platform)
            elif not field.is_nullable:
                assert not any(nulls), (name, platform)


def test_words_are_those_of_the_model(database: EngineDatabase, devices: list[Row]) -> None:
    for name, field in database.catalog.model.tables["device"].fields.items():
        if field.type == "enum" and field.values:
            assert {row[name] for row in devices} - {None} <= set(field.values), name
        if field.type == "boolean":
            assert {row[name] for row in devices} - {None} <= {"yes", "no"}, name


def test_the_three_platforms_have_their_shares(devices: list[Row]) -> None:
    shares = Counter(row["platform"] for row in devices)
    assert abs(shares["windows"] / 2000 - 0.75) < 0.03
    assert abs(shares["mac_os"] / 2000 - 0.17) < 0.03
    assert abs(shares["mobile"] / 2000 - 0.08) < 0.03


def test_names_and_ids_are_unique(devices: list[Row]) -> None:
    for name in ("id", "name", "device_uid"):
        assert len({row[name] for row in devices}) == len(devices), name


def test_a_model_has_one_maker_one_type_and_one_processor(devices: list[Row]) -> None:
    kinds: dict[str, set[tuple[Any, ...]]] = {}
    for row in devices:
        if row["device_model"] is not None:
            kinds.setdefault(row["device_model"], set()).add(
                (row["device_manufacturer"], row["device_type"], row["cpu_model"], row["number_of_cores"])
            )
    assert len(kinds) > 8
    assert all(len(found) == 1 for found in kinds.values())


def test_space_usage_and_capacity_agree(devices: list[Row]) -> None:
    for row in devices:
        for drive in ("system_drive", "total_drive"):
            capacity = row[f"{drive}_capacity"]
            if capacity is not None:
                assert 0 <= row[f"{drive}_free_space"] <= capacity
                assert abs(1 - row[f"{drive}_free_space"] / capacity - row[f"{drive}_usage"]) <= 0.0001


def test_times_follow_each_other_and_none_is_later_than_now(devices: list[Row]) -> None:
    for row in devices:
        if row["last_seen"] is not None:
            assert row["first_seen"] <= row["last_seen"] <= NOW
        if row["platform"] != "mobile":
            assert row["first_seen"] <= row["last_system_boot"] <= row["last_logon_time"] <= row["last_seen"]
            assert row["number_of_days_since_last_seen"] == (NOW - row["last_seen"]).days
            assert row["number_of_days_since_last_boot"] == (NOW - row["last_system_boot"]).days
        if row["platform"] == "windows":
            assert row["last_windows_update"] <= NOW
            assert row["number_of_days_since_last_windows_update"] == (NOW - row["last_windows_update"]).days


def test_most_devices_were_seen_on_the_day_and_some_not_for_long(devices: list[Row]) -> None:
    seen = [row["last_seen"] for row in devices if row["last_seen"] is not None]
    assert sum(moment.date() == NOW.date() for moment in seen) > 1000
    assert any((NOW - moment).days > 30 for moment in seen)
    assert all(moment.isoweekday() < 6 for moment in seen if moment.date() != NOW.date())


def test_every_question_of_a_tutorial_has_an_answer(devices: list[Row]) -> None:
    windows = [row for row in devices if row["platform"] == "windows"]
    assert any(row["system_drive_usage"] > 0.98 for row in windows)
    assert any((row["last_boot_duration"] or 0) > 180_000 for row in windows)
    assert any(
        row["device_type"] == "laptop" and row["number_of_antiviruses"] == 0 and row["firewall_rtp"] == "off"
        for row in windows
    )
    assert any((row["last_logged_on_user"] or "").startswith("zoë.") for row in devices)
    assert any("田中" in (row["last_logged_on_user"] or "") for row in devices)
    assert any(row["ip_addresses"] == [] for row in windows)
    assert any(len(row["ip_addresses"]) == 2 for row in windows)


def test_addresses_are_addresses(devices: list[Row]) -> None:
    for row in devices:
        for address in row["ip_addresses"] or []:
            assert ip_address(address).is_private
        if row["ip_addresses"]:
            assert row["last_ip_address"] in row["ip_addresses"]


def test_a_score_follows_its_measure(devices: list[Row]) -> None:
    for row in devices:
        usage = row["#score:Device Health/Disk/payload"]
        assert usage == row["system_drive_usage"]
        score = row["#score:Device Health/Disk"]
        if usage is None:
            assert score is None
        else:
            assert 0 <= score <= 10
            assert (score == 0) == (usage > 0.925), usage
