from __future__ import annotations

import pytest

from nxql_tui.nxql.model import UNITS, Table, TableKind, load_model
from nxql_tui.nxql.values import LITERAL_TYPES

MODEL = load_model()
TABLES = [*MODEL.tables.values(), *MODEL.pseudo_events.values()]
PLATFORMS = {"windows", "mac_os", "mobile"}

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def test_the_model_is_read_once() -> None:
    assert load_model() is MODEL


@every_table
def test_every_link_names_an_object_table(table: Table) -> None:
    assert set(table.links) <= {known.name for known in MODEL.objects}


@every_table
def test_every_aggregate_of_an_event_is_known(table: Table) -> None:
    assert set(table.aggregates) <= set(MODEL.aggregates)


@every_table
def test_every_field_has_a_type_that_a_literal_can_have(table: Table) -> None:
    assert {field.type for field in table.fields.values()} <= LITERAL_TYPES


@every_table
def test_every_description_is_one_line(table: Table) -> None:
    texts = [table.description, *(field.description for field in table.fields.values())]
    assert all(text.strip() == text and text and "\n" not in text for text in texts)


@every_table
def test_no_field_exists_where_its_table_does_not(table: Table) -> None:
    assert table.platforms <= PLATFORMS
    assert all(field.platforms and field.platforms <= table.platforms for field in table.fields.values())


def test_every_event_says_when_it_happened() -> None:
    for table in MODEL.events:
        assert table.time_field is not None
        assert table.fields[table.time_field].type == "datetime"


def test_a_device_has_its_fields_on_their_platforms() -> None:
    """`reference/nxql.md` §1, data model [doc]."""
    device = MODEL.tables["device"]
    assert len(device.fields) == 84
    assert device.kind is TableKind.OBJECT
    assert device.fields["antivirus_name"].platforms == {"windows"}
    assert device.fields["device_password_required"].platforms == {"mobile"}
    assert device.fields["ip_addresses"].is_list
    assert device.fields["device_type"].values == ("desktop", "laptop", "server", "virtual", "mobile")


def test_a_type_with_a_unit_gives_it_to_its_fields() -> None:
    device = MODEL.tables["device"]
    assert [device.fields[name].unit for name in ("total_ram", "system_drive_usage", "name")] == [
        "bytes",
        "ratio 0–1",
        None,
    ]
    assert set(UNITS) <= LITERAL_TYPES


def test_a_star_stands_for_the_fields_of_the_platforms_asked_in_alphabetical_order() -> None:
    """`reference/nxql.md` §12."""
    device = MODEL.tables["device"]
    names = [field.name for field in device.matching_fields("*", {"mobile"})]
    assert names == sorted(names)
    assert "device_password_required" in names
    assert "antivirus_name" not in names
    assert len(device.matching_fields("*", PLATFORMS)) == 84


@pytest.mark.parametrize(
    ("wildcard", "names"),
    [
        (
            "*antivirus*",
            ["all_antiviruses", "antivirus_name", "antivirus_rtp", "antivirus_up_to_date", "number_of_antiviruses"],
        ),
        ("nam?", ["name"]),
        ("name", ["name"]),
        ("NAME", []),
        ("n.me", []),
    ],
)
def test_a_wildcard_stands_for_the_names_it_fits(wildcard: str, names: list[str]) -> None:
    """`(select (name *antivirus*) (from device))`, `reference/nxql.md` §3.1 [doc]."""
    found = MODEL.tables["device"].matching_fields(wildcard, {"windows"})
    assert [field.name for field in found] == names


def test_installed_packages_stand_behind_with_as_if_they_were_events() -> None:
    """`reference/nxql.md` §3.4 [doc]."""
    assert MODEL.linked_tables("package") == ("device", "package")
    assert [aggregate.name for aggregate in MODEL.aggregates_of("package")] == [
        "number_of_devices",
        "number_of_packages",
    ]


def test_what_is_no_event_has_no_links_and_no_aggregates() -> None:
    assert MODEL.linked_tables("device") == ()
    assert MODEL.aggregates_of("nothing") == ()
