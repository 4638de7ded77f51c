from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.model import load_model
from nxql_tui.nxql.model_entries import (
    EntryKind,
    ModelEntry,
    aggregate_entries,
    all_entries,
    field_entries,
    linked_entries,
    table_entries,
)
from nxql_tui.nxql.model_search import Match, match_of, nearest_entries, search_model

LETTERS = st.text(st.sampled_from("abdeilnrstuv_. "), max_size=12)
TYPED = LETTERS | st.text(max_size=30) | st.sampled_from(all_entries()).map(lambda entry: entry.label)
TABLES = st.sampled_from(["", *load_model().tables])


def labels(text: str, near: str = "") -> list[str]:
    return [entry.label for entry in search_model(text, near)]


@given(TYPED, TABLES)
def test_whatever_is_typed_is_searched(text: str, near: str):
    found = search_model(text, near)
    assert len({(entry.kind, entry.label) for entry in found}) == len(found)


@given(TYPED)
def test_every_entry_found_matches_every_word(text: str):
    for entry in search_model(text):
        assert all(match_of(word, entry) is not None for word in text.casefold().split())


@given(TYPED)
def test_better_matches_come_first(text: str):
    words = text.casefold().split()
    worst = [max(match_of(word, entry) for word in words) for entry in search_model(text)]
    assert worst == sorted(worst)


@given(TYPED, TYPED)
def test_another_word_only_takes_entries_away(text: str, word: str):
    assert set(labels(f"{text} {word}")) <= set(labels(text)) or not text.strip()


@given(TYPED, TABLES)
def test_a_table_in_view_loses_no_entry(text: str, near: str):
    assert sorted(labels(text, near)) == sorted(labels(text))


@given(st.sampled_from(all_entries()))
def test_an_entry_is_found_by_its_whole_label_before_those_that_only_hold_it(entry: ModelEntry):
    assert match_of(entry.label, search_model(entry.label)[0]) is Match.NAME
    assert entry.label in labels(entry.label)


def test_nothing_typed_finds_nothing():
    assert search_model("") == search_model("  ") == ()


def test_blanks_and_capitals_say_nothing():
    assert labels("  LAST   Seen ") == labels("last seen")


@pytest.mark.parametrize(
    ("word", "table", "field", "match"),
    [
        ("last_seen", "device", "last_seen", Match.NAME),
        ("device.last_seen", "device", "last_seen", Match.NAME),
        ("last", "device", "last_seen", Match.PREFIX),
        ("device.la", "device", "last_seen", Match.PREFIX),
        ("seen", "device", "last_seen", Match.WORD),
        ("dev", "device", "last_seen", Match.WORD),
        ("een", "device", "last_seen", Match.INSIDE),
        ("llu", "device", "last_logged_on_user", Match.ABBREVIATION),
        ("lstsn", "device", "last_seen", Match.ABBREVIATION),
        ("devna", "device", "name", Match.ABBREVIATION),
        ("laptop", "device", "device_type", Match.DESCRIPTION),
        ("byte", "device", "total_ram", Match.DESCRIPTION),
        ("install", "device", "total_ram", Match.DESCRIPTION),
        ("x", "device", "last_seen", None),
        ("sln", "device", "last_seen", None),
    ],
)
def test_how_well_a_word_matches(word: str, table: str, field: str, match: Match | None):
    [entry] = [entry for entry in field_entries(table) if entry.name == field]
    assert match_of(word, entry) is match


def test_the_table_of_that_name_comes_first():
    assert labels("device")[0] == "device"


def test_the_table_in_view_comes_first_among_equals():
    assert labels("last_seen", "user")[0] == "user.last_seen"
    assert labels("last_seen", "device")[0] == "device.last_seen"


def test_an_aggregate_of_the_event_in_view_is_its_own():
    [found] = search_model("number_of_logons", "user_activity")
    assert (found.table, found.kind) == ("user_activity", EntryKind.AGGREGATE)
    assert search_model("number_of_logons", "device")[0].table == ""


def test_a_mistyped_name_is_close_to_the_right_one():
    assert "device" in [entry.label for entry in nearest_entries("deviec")]
    assert "last_seen" in [entry.name for entry in nearest_entries("lsat seen")]


@given(TYPED)
def test_whatever_is_mistyped_something_or_nothing_is_close(text: str):
    assert set(nearest_entries(text)) <= set(all_entries())


def test_every_part_of_the_model_is_an_entry():
    model = load_model()
    kinds = [entry.kind for entry in all_entries()]
    assert kinds.count(EntryKind.OBJECT) == len(model.objects)
    assert kinds.count(EntryKind.EVENT) == len(model.events)
    assert kinds.count(EntryKind.AGGREGATE) == len(model.aggregates)
    assert kinds.count(EntryKind.FIELD) == sum(len(table.fields) for table in model.tables.values())


def test_entries_know_what_the_model_knows():
    fields = {entry.name: entry for entry in field_entries("device")}
    assert fields["total_ram"].unit == "bytes"
    assert fields["ip_addresses"].is_list
    assert fields["device_type"].values[0] == "desktop"
    assert fields["device_type"].label == "device.device_type"
    assert fields["last_seen"].is_nullable
    assert fields["last_seen"].source == "client"


def test_another_spelling_is_found_but_not_listed():
    assert "seen_on_mac" not in [entry.name for entry in field_entries("user")]
    [spelling] = [entry for entry in search_model("seen_on_mac") if entry.name == "seen_on_mac"]
    assert spelling.alias_of == "seen_on_mac_os"


def test_links_are_seen_from_both_sides():
    assert "printer" in [entry.name for entry in linked_entries("print_job")]
    assert [entry.name for entry in linked_entries("printer")] == ["print_job"]


def test_an_aggregate_that_no_source_names_for_its_event_is_assumed():
    event = load_model().tables["connection"]
    for entry in aggregate_entries("connection"):
        assert entry.name not in event.inferred_aggregates or entry.source == "inferred"


def test_installed_packages_have_aggregates():
    assert [entry.name for entry in aggregate_entries("package")] == ["number_of_devices", "number_of_packages"]


def test_of_no_table_there_are_no_entries():
    assert field_entries("nonsense") == aggregate_entries("nonsense") == linked_entries("nonsense") == ()


def test_tables_are_listed_by_name():
    for kind in (EntryKind.OBJECT, EntryKind.EVENT):
        names = [entry.name for entry in table_entries(kind)]
        assert names == sorted(names)
