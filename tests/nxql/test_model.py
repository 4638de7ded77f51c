"""The data model: its invariants, its look-ups, and facts checked against the reference."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from nxql_tui.nxql.model import UNITS, Aggregate, Field, Table, TableKind, load_model
from nxql_tui.nxql.values import LITERAL_TYPES, PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterable

MODEL = load_model()
TABLES = tuple(MODEL.tables.values())
FIELDS = [(table, field) for table in TABLES for field in table.fields.values()]
PLATFORMS = frozenset({"windows", "mac_os", "mobile"})
SOURCES = frozenset({"doc", "client", "inferred"})
FIELD_TYPES = LITERAL_TYPES - {PATTERN}


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DEVICE_FIELDS_ON_WINDOWS_ONLY = words(
    """
    administrator_account_status all_antispywares all_antiviruses all_firewalls antispyware_name antispyware_rtp
    antispyware_up_to_date antivirus_name antivirus_rtp antivirus_up_to_date average_boot_duration
    average_logon_duration disks_smart_index extended_logon_duration_baseline firewall_name firewall_rtp
    highest_local_privilege_reached internet_security_settings last_boot_duration last_extended_logon_duration
    last_logon_duration last_windows_update local_administrators local_power_users number_of_antispyware
    number_of_antiviruses number_of_days_since_last_windows_update number_of_firewalls
    privileges_of_last_logged_on_users sid user_account_control_status windows_updates_status wmi_status
    """
)
DEVICE_FIELDS_ON_COMPUTERS = words(
    """
    bios_serial_number chassis_serial_number cpu_frequency cpu_model device_manufacturer device_model
    device_product_id device_product_version device_serial_number device_uuid distinguished_name
    graphical_card_ram graphical_cards group_name hard_disks ip_addresses last_ip_address last_logged_on_user
    last_logon_time last_system_boot logical_cpu_number logical_drives mac_addresses monitors number_of_cores
    number_of_cpus number_of_days_since_last_boot number_of_days_since_last_seen number_of_graphical_cards
    os_architecture os_build os_version_and_architecture system_drive_capacity system_drive_free_space
    system_drive_usage total_drive_capacity total_drive_free_space total_drive_usage total_ram
    """
)
DEVICE_FIELDS_EVERYWHERE = words(
    """
    database_usage device_type device_uid entity first_seen id last_seen name platform total_active_days
    """
)
DEVICE_FIELDS_ON_MOBILES_ONLY = frozenset({"allow_non_provisionable_devices", "device_password_required"})


def names(things: Iterable[Table | Field | Aggregate]) -> list[str]:
    return [thing.name for thing in things]


def fields_where_only(platforms: set[str]) -> set[str]:
    return {name for name, field in MODEL.tables["device"].fields.items() if field.platforms == platforms}


def all_described() -> list[tuple[str, str]]:
    described = [(table.name, table.description) for table in (*TABLES, *MODEL.pseudo_events.values())]
    described += [(f"{table.name}.{field.name}", field.description) for table, field in FIELDS]
    return described + [(aggregate.name, aggregate.description) for aggregate in MODEL.aggregates.values()]


def test_the_model_is_loaded_once() -> None:
    assert load_model() is MODEL


def test_nothing_of_the_model_can_be_changed() -> None:
    device = MODEL.tables["device"]
    with pytest.raises(FrozenInstanceError):
        device.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        device.fields["other"] = device.fields["name"]  # type: ignore[index]


def test_no_name_stands_twice_in_the_file() -> None:
    def without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), keys
        return dict(pairs)

    text = resources.files("nxql_tui.nxql").joinpath("model.json").read_text(encoding="utf-8")
    json.loads(text, object_pairs_hook=without_repetition)


def test_every_table_is_an_object_or_an_event() -> None:
    assert sorted(names((*MODEL.objects, *MODEL.events))) == sorted(MODEL.tables)
    assert {table.kind for table in MODEL.objects} == {TableKind.OBJECT}
    assert {table.kind for table in MODEL.events} == {TableKind.EVENT}


def test_everything_stands_under_its_own_name() -> None:
    assert all(name == table.name for name, table in (*MODEL.tables.items(), *MODEL.pseudo_events.items()))
    assert all(name == aggregate.name for name, aggregate in MODEL.aggregates.items())
    assert all(name == field.name for table in TABLES for name, field in table.fields.items())


def test_tables_fields_and_aggregates_are_in_alphabetical_order() -> None:
    for ordered in (names(MODEL.objects), names(MODEL.events), *(list(table.fields) for table in TABLES)):
        assert ordered == sorted(ordered)
    for ordered in (list(MODEL.aggregates), *(list(table.aggregates) for table in TABLES)):
        assert ordered == sorted(ordered)


def test_every_description_is_one_short_line_that_says_more_than_the_name() -> None:
    def is_good(name: str, description: str) -> bool:
        return (
            0 < len(description) <= 90
            and description == description.strip()
            and description.isprintable()
            and description[0].isupper()
            and not description.endswith(".")
            and description.lower() != name.rpartition(".")[2].replace("_", " ")
        )

    assert [name for name, description in all_described() if not is_good(name, description)] == []


def test_every_table_has_an_id() -> None:
    assert all(table.fields["id"].type == "identifier" for table in TABLES)


def test_every_field_and_aggregate_has_a_known_type() -> None:
    assert {field.type for _, field in FIELDS} <= FIELD_TYPES
    assert {aggregate.type for aggregate in MODEL.aggregates.values()} <= FIELD_TYPES


def test_every_field_and_aggregate_says_how_it_is_known() -> None:
    assert {field.source for _, field in FIELDS} == SOURCES
    assert {aggregate.source for aggregate in MODEL.aggregates.values()} == SOURCES
    assert all(set(table.link_sources) <= SOURCES for table in TABLES)


def test_the_unit_comes_from_the_type() -> None:
    measured = [field for _, field in FIELDS] + list(MODEL.aggregates.values())
    assert all(thing.unit == UNITS.get(thing.type) for thing in measured)


def test_every_ratio_says_that_it_is_one() -> None:
    ratios = [field for _, field in FIELDS if field.type in ("percent", "permill")]
    ratios_computed = [aggregate for aggregate in MODEL.aggregates.values() if aggregate.type == "permill"]
    assert all("fraction 0–1" in ratio.description or "ratio" in ratio.description for ratio in ratios)
    assert all("fraction 0–1" in ratio.description for ratio in ratios_computed)


def test_only_enums_have_words_and_these_are_lower_case() -> None:
    for table, field in FIELDS:
        assert field.type == "enum" or not field.values, (table.name, field.name)
        assert all(word and word == word.strip().lower() for word in field.values)
        assert len(set(field.values)) == len(field.values)


def test_every_platform_is_known_and_a_field_exists_only_where_its_table_does() -> None:
    for table, field in FIELDS:
        assert field.platforms
        assert field.platforms <= table.platforms <= PLATFORMS, (table.name, field.name)


def test_a_platform_field_has_a_word_for_each_platform_of_its_table() -> None:
    of_platforms = [(table, table.fields["platform"]) for table in TABLES if "platform" in table.fields]
    assert all(set(field.values) == table.platforms for table, field in of_platforms)


def test_another_spelling_differs_from_its_field_in_nothing_but_words() -> None:
    aliases = [(table, field) for table, field in FIELDS if field.alias_of]
    assert [(table.name, field.name) for table, field in aliases] == [("user", "seen_on_mac")]
    for table, field in aliases:
        meant = table.fields[field.alias_of or ""]
        assert meant.alias_of is None
        assert (field.type, field.platforms, field.values) == (meant.type, meant.platforms, meant.values)


def test_objects_have_no_links_time_or_aggregates() -> None:
    assert not any((table.links, table.time_field, table.aggregates) != ((), None, ()) for table in MODEL.objects)


def test_every_link_names_an_object_table_on_a_common_platform() -> None:
    for event in (*MODEL.events, *MODEL.pseudo_events.values()):
        assert event.links
        assert len(set(event.links)) == len(event.links)
        for linked in MODEL.linked_tables(event.name):
            assert linked.kind is TableKind.OBJECT
            assert linked.platforms & event.platforms


def test_every_event_is_linked_to_the_device_it_happened_on() -> None:
    assert all("device" in event.links for event in MODEL.events)


def test_the_time_of_every_event_is_a_field_that_is_never_null() -> None:
    for event in MODEL.events:
        assert event.time_field is not None
        field = event.fields[event.time_field]
        assert field.type == "datetime"
        assert not field.is_nullable
        assert field.platforms == event.platforms


def test_every_event_has_aggregates_and_each_is_known() -> None:
    for event in (*MODEL.events, *MODEL.pseudo_events.values()):
        assert event.aggregates
        assert len(set(event.aggregates)) == len(event.aggregates)
        assert set(event.aggregates) <= MODEL.aggregates.keys()
        assert event.inferred_aggregates <= set(event.aggregates)
        assert all(aggregate.platforms & event.platforms for aggregate in MODEL.aggregates_of(event.name))


def test_every_aggregate_can_be_computed_over_some_event() -> None:
    computed = {name for event in MODEL.events for name in event.aggregates}
    assert computed == MODEL.aggregates.keys()


def test_an_event_counts_objects_of_linked_tables_only() -> None:
    counted = {
        "number_of_applications": "application",
        "number_of_binaries": "binary",
        "number_of_devices": "device",
        "number_of_executables": "executable",
        "number_of_packages": "package",
        "number_of_users": "user",
    }
    for event in (*MODEL.events, *MODEL.pseudo_events.values()):
        for aggregate, table in counted.items():
            assert (aggregate in event.aggregates) == (table in event.links), (event.name, aggregate)


def test_a_pseudo_event_is_an_object_table_without_a_time() -> None:
    """`reference/nxql.md` §3.4 [doc|client]: `with package` means installed packages."""
    installed = MODEL.pseudo_events["package"]
    assert list(MODEL.pseudo_events) == ["package"]
    assert installed.kind is TableKind.EVENT
    assert installed.time_field is None
    assert installed.fields is MODEL.tables["package"].fields
    assert names(MODEL.linked_tables("package")) == ["device", "package"]
    assert names(MODEL.aggregates_of("package")) == ["number_of_devices", "number_of_packages"]


def test_a_device_has_84_fields_each_on_its_platforms() -> None:
    """`reference/data_model.json`, objects, device [doc|client|inferred]."""
    assert len(MODEL.tables["device"].fields) == 84
    assert fields_where_only({"windows"}) == DEVICE_FIELDS_ON_WINDOWS_ONLY
    assert fields_where_only({"windows", "mac_os"}) == DEVICE_FIELDS_ON_COMPUTERS
    assert fields_where_only({"windows", "mac_os", "mobile"}) == DEVICE_FIELDS_EVERYWHERE
    assert fields_where_only({"mobile"}) == DEVICE_FIELDS_ON_MOBILES_ONLY


def test_all_tables_of_the_reference_are_there() -> None:
    """`reference/data_model.json`, objects and events: 12 tables with 191 fields, 13 with 98; 36 aggregates."""
    assert set(names(MODEL.objects)) == words(
        "application binary destination device domain executable package port printer service url_path user"
    )
    assert set(names(MODEL.events)) == words(
        """
        connection device_activity device_error device_performance device_warning execution execution_error
        execution_warning installation port_scan print_job user_activity web_request
        """
    )
    assert sum(len(table.fields) for table in MODEL.objects) == 191
    assert sum(len(table.fields) for table in MODEL.events) == 98
    assert len(MODEL.aggregates) == 36


@pytest.mark.parametrize(
    ("table", "field", "type_name"),
    [
        ("binary", "hash", "md5"),
        ("connection", "network_response_time", "microsecond"),
        ("connection", "incoming_bitrate", "bps"),
        ("device", "average_boot_duration", "millisecond"),
        ("device", "cpu_frequency", "mhz"),
        ("device", "system_drive_usage", "percent"),
        ("device", "total_active_days", "day"),
        ("device_performance", "average_cpu_usage", "permill"),
        ("execution", "binary_path", "path"),
        ("web_request", "http_status", "http_status_code"),
    ],
)
def test_fields_have_the_types_of_the_reference(table: str, field: str, type_name: str) -> None:
    """`reference/data_model.json` [doc|client]; the literals stand in `reference/nxql.md` §6."""
    assert MODEL.tables[table].fields[field].type == type_name


def test_addresses_of_devices_and_paths_of_binaries_are_lists() -> None:
    """`reference/data_model.json` [doc|client], `reference/nxql.md` §4 [client]."""
    lists = {(table.name, field.name) for table, field in FIELDS if field.is_list}
    assert lists == {("binary", "paths"), ("device", "ip_addresses"), ("device", "mac_addresses")}


def test_enums_have_the_words_of_the_reference() -> None:
    """`reference/data_model.json` [doc|client]; the reference's HTTP, TLS and SMART are lower-case here."""

    def enum_words(table: str, field: str) -> tuple[str, ...]:
        return MODEL.tables[table].fields[field].values

    assert enum_words("connection", "status") == ("established", "closed", "rejected", "no host", "no service")
    assert enum_words("device_error", "type") == ("system crash", "hard reset", "smart disk failure")
    assert enum_words("execution_error", "type") == ("crash", "application not responding")
    assert enum_words("web_request", "protocol") == ("http", "tls")


def test_the_threat_levels_of_the_worked_example_are_words_of_the_enum() -> None:
    """`reference/nxql.md` §4 speaks of medium or high [doc]; the other words are partly guessed [inferred]."""
    for table in ("binary", "domain"):
        assert {"medium", "high"} <= set(MODEL.tables[table].fields["threat_level"].values)


@pytest.mark.parametrize(
    ("table", "field"),
    [
        ("binary", "architecture"),
        ("device", "wmi_status"),
        ("device_activity", "boot_type"),
        ("service", "status"),
        ("web_request", "protocol_version"),
    ],
)
def test_an_enum_whose_words_nobody_has_seen_has_none(table: str, field: str) -> None:
    """`reference/data_model.json` gives these no values."""
    assert MODEL.tables[table].fields[field].type == "enum"
    assert MODEL.tables[table].fields[field].values == ()


def test_a_printer_is_linked_to_print_jobs_but_not_to_executions() -> None:
    """`reference/nxql.md` §3.3 [doc]."""
    assert "printer" in names(MODEL.linked_tables("print_job"))
    assert names(MODEL.linked_tables("execution")) == ["device", "user", "application", "executable", "binary"]


def test_aggregates_that_a_source_names_are_told_from_those_we_added() -> None:
    """`reference/data_model.json`, events: connection names two [client], installation only inferred ones."""
    connection = MODEL.tables["connection"]
    named = set(connection.aggregates) - connection.inferred_aggregates
    assert named == {"average_network_response_time", "successful_connections_ratio"}
    assert MODEL.tables["installation"].inferred_aggregates == set(MODEL.tables["installation"].aggregates)
    assert not MODEL.tables["device_warning"].inferred_aggregates


def test_neither_links_nor_aggregates_belong_to_what_is_no_event() -> None:
    assert MODEL.linked_tables("device") == ()
    assert MODEL.aggregates_of("device") == ()
    assert MODEL.linked_tables("no_such_event") == ()


def test_fields_on_a_platform_are_in_alphabetical_order() -> None:
    on_mobile = names(MODEL.tables["device"].fields_on(["mobile"]))
    assert on_mobile == sorted(DEVICE_FIELDS_EVERYWHERE | DEVICE_FIELDS_ON_MOBILES_ONLY)


def test_a_field_on_one_of_several_platforms_is_among_them() -> None:
    device = MODEL.tables["device"]
    assert set(device.fields_on(["windows", "mobile"])) == set(device.fields.values())
    assert device.fields_on([]) == ()


def test_a_star_stands_for_each_field_once_under_one_spelling() -> None:
    user = MODEL.tables["user"]
    assert user.matching_fields("*", PLATFORMS) == user.fields_on(PLATFORMS)
    assert names(user.matching_fields("seen_on_mac*", PLATFORMS)) == ["seen_on_mac_os"]


@pytest.mark.parametrize(
    ("wildcard", "platforms", "matching"),
    [
        ("*antivirus*", ["windows"], "all_antiviruses antivirus_name antivirus_rtp antivirus_up_to_date "
         "number_of_antiviruses"),
        ("*antivirus*", ["mac_os", "mobile"], ""),
        ("last_*_duration", ["windows"], "last_boot_duration last_extended_logon_duration last_logon_duration"),
        ("?id", ["windows"], "sid"),
        ("*_u?id", ["windows"], "device_uuid"),
        ("entit?", ["mobile"], "entity"),
        ("*ENTITY*", ["windows"], ""),
        ("entity", ["windows"], "entity"),
        ("?", ["windows"], ""),
        ("", ["windows"], ""),
        (".*", ["windows"], ""),
        ("[a-z]*", ["windows"], ""),
    ],
)  # fmt: skip
def test_a_wildcard_stands_for_the_fields_it_matches(wildcard: str, platforms: list[str], matching: str) -> None:
    """`reference/nxql.md` §3.1 [doc]."""
    assert names(MODEL.tables["device"].matching_fields(wildcard, platforms)) == matching.split()
