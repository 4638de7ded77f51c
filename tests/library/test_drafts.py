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
    Switches,
    merge_drafts,
    read_drafts,
    write_drafts,
)
from nxql_tui.wire.request import Platform

DEVICES = Draft(
    "(select (name) (from device))",
    "all",
    Switches((Platform.WINDOWS, Platform.MOBILE)),
    {1: "x"},
    7,
    labels={1: "model"},
)
USERS = Draft("(select (name) (from user))", switches=Switches(human_readable=True))

DRAFTS = st.builds(
    Drafts,
    st.lists(
        st.builds(
            Draft,
            text=st.text(),
            name=st.text(),
            switches=st.builds(Switches, st.lists(st.sampled_from(Platform)).map(tuple), st.booleans()),
            parameters=st.dictionaries(st.integers(1, 99), st.text()),
            secret_numbers=st.frozensets(st.integers(100, 200)),
            labels=st.dictionaries(st.integers(1, 99), st.text()),
            choices=st.dictionaries(st.integers(1, 99), st.lists(st.text(), max_size=2).map(tuple)),
            cursor=st.integers(0),
        ),
        max_size=3,
    ).map(tuple),
    st.integers(0, 5),
)


@given(DRAFTS)
def test_any_drafts_come_back_as_they_were(drafts: Drafts) -> None:
    assert read_drafts(write_drafts(drafts)) == drafts


def test_secret_values_are_not_written() -> None:
    draft = replace(DEVICES, parameters={1: "open", 2: "kanarienvogel"}, secret_numbers=frozenset({2}))
    written = write_drafts(Drafts((draft,)))
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


@given(
    st.sampled_from(["tabs", "active", "labels", "choices", "text", "name", "platforms", "parameters", "cursor"]),
    VALUES,
)
def test_a_changed_value_is_read_or_damage_and_nothing_else(key: str, value: object) -> None:
    content = json.loads(write_drafts(Drafts((DEVICES, USERS))))
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
    merged = merge_drafts([Drafts((DEVICES,)), Drafts((USERS, replace(USERS, text="x")), 1)])
    assert [tab.text for tab in merged.tabs] == [DEVICES.text, USERS.text, "x"]
    assert merged.active == 2


def test_of_the_same_tabs_the_last_stays() -> None:
    again = replace(DEVICES, cursor=0)
    assert merge_drafts([Drafts((DEVICES, USERS)), Drafts((again,))]) == Drafts((USERS, again), 1)


def test_the_tab_that_was_shown_is_shown_though_a_later_one_holds_the_same() -> None:
    again = replace(DEVICES, cursor=0)
    assert merge_drafts([Drafts((USERS,)), Drafts((DEVICES, again), 0)]) == Drafts((USERS, again), 1)


def test_tabs_of_one_explorer_stay_as_they_are() -> None:
    twice = Drafts((DEVICES, DEVICES), 1)
    assert merge_drafts([twice]) == twice
    assert merge_drafts([]) == Drafts()


@given(st.lists(DRAFTS, max_size=3))
def test_the_tab_that_is_shown_is_there(several: list[Drafts]) -> None:
    merged = merge_drafts(several)
    assert len(several) == 1 or merged.active < max(1, len(merged.tabs))
