from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.library.drafts import (
    Draft,
    Drafts,
    DraftsDamaged,
    DraftsTooNew,
    merge_drafts,
    new_key,
    read_drafts,
    write_drafts,
)
from nxql_tui.wire.request import Platform

DEVICES = Draft("1", "(select (name) (from device))", "all", (Platform.WINDOWS, Platform.MOBILE), {1: "x"}, cursor=7)
USERS = Draft("2", "(select (name) (from user))", human_readable=True)

DRAFTS = st.builds(
    Drafts,
    st.lists(
        st.builds(
            Draft,
            key=st.text(),
            text=st.text(),
            name=st.text(),
            platforms=st.lists(st.sampled_from(Platform)).map(tuple),
            parameters=st.dictionaries(st.integers(1, 99), st.text()),
            secret_numbers=st.frozensets(st.integers(100, 200)),
            human_readable=st.booleans(),
            cursor=st.integers(0),
        ),
        max_size=3,
    ).map(tuple),
    st.text(),
)


@given(DRAFTS)
def test_any_drafts_come_back_as_they_were(drafts: Drafts) -> None:
    assert read_drafts(write_drafts(drafts)) == drafts


def test_secret_values_are_not_written() -> None:
    draft = replace(DEVICES, parameters={1: "open", 2: "kanarienvogel"}, secret_numbers=frozenset({2}))
    written = write_drafts(Drafts((draft,), "1"))
    assert b"kanarienvogel" not in written
    (read,) = read_drafts(written).tabs
    assert (read.parameters, read.secret_numbers) == ({1: "open"}, {2})


@given(st.binary() | st.text().map(str.encode))
def test_other_bytes_are_damage(content: bytes) -> None:
    with pytest.raises(DraftsDamaged):
        read_drafts(content)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.sampled_from(["tabs", "active", "key", "text", "name", "platforms", "parameters", "cursor"]), VALUES)
def test_a_changed_value_is_read_or_damage_and_nothing_else(key: str, value: object) -> None:
    content = json.loads(write_drafts(Drafts((DEVICES, USERS), "1")))
    (content if key in content else content["tabs"][0])[key] = value
    try:
        read_drafts(json.dumps(content).encode())
    except DraftsDamaged:
        return


def test_brackets_without_end_are_damage() -> None:
    with pytest.raises(DraftsDamaged):
        read_drafts(b"[" * 100_000)


def test_drafts_of_a_later_version_are_told_from_damage() -> None:
    with pytest.raises(DraftsTooNew):
        read_drafts(b'{"form": 2, "windows": []}')


# Merging


def test_tabs_of_several_explorers_stand_behind_each_other() -> None:
    merged = merge_drafts([Drafts((DEVICES,), "1"), Drafts((USERS, replace(USERS, key="3", text="x")), "3")])
    assert [tab.text for tab in merged.tabs] == [DEVICES.text, USERS.text, "x"]
    assert merged.active == "3"


def test_of_the_same_tabs_the_last_stays() -> None:
    again = replace(DEVICES, key="9", cursor=0)
    merged = merge_drafts([Drafts((DEVICES, USERS), "1"), Drafts((again,), "9")])
    assert merged == Drafts((USERS, again), "9")


def test_tabs_of_one_key_get_keys_of_their_own() -> None:
    merged = merge_drafts([Drafts((DEVICES,), "1"), Drafts((replace(USERS, key="1"),), "1")])
    assert len({tab.key for tab in merged.tabs}) == 2
    assert merged.active == merged.tabs[1].key


def test_tabs_of_one_explorer_stay_as_they_are() -> None:
    twice = Drafts((DEVICES, replace(DEVICES, key="2")), "2")
    assert merge_drafts([twice]) == twice
    assert merge_drafts([]) == Drafts()


def test_keys_are_never_the_same() -> None:
    assert len({new_key() for _ in range(100)}) == 100
