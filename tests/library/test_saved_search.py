"""Finding a saved query by what one remembers of it."""

from __future__ import annotations

import pytest

from nxql_tui.library.example_queries import load_examples
from nxql_tui.library.saved_query import SavedQuery
from nxql_tui.library.saved_search import search_saved

OWN = (
    SavedQuery("laptops-in-paris", "(select (name) (from device))", title="Portable devices", group="office"),
    SavedQuery("low-disk", "(select (name) (from device (where device (eq name (pattern alice*)))))"),
    SavedQuery("crashes", "(select (id) (from execution_crash))", description="What broke down, a laptop's too."),
    SavedQuery("laptops", "(select (name) (from device))", is_example=True, group="inventory"),
)


def names(typed: str) -> list[str]:
    return [query.name for query in search_saved(OWN, typed)]


def test_nothing_typed_finds_all_in_their_order():
    assert names("  ") == [query.name for query in OWN]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("laptops", ["laptops", "laptops-in-paris"]),
        ("LAP", ["laptops-in-paris", "laptops", "crashes"]),
        ("paris", ["laptops-in-paris"]),
        ("table", ["laptops-in-paris"]),
        ("devices", ["laptops-in-paris"]),
        ("office", ["laptops-in-paris"]),
        ("broke", ["crashes"]),
        ("alice*", ["low-disk"]),
        ("lip", ["laptops-in-paris"]),
        ("lwdsk", ["low-disk"]),
        ("name device", ["laptops-in-paris", "low-disk", "laptops"]),
        ("paris low", []),
        ("[(*", []),
    ],
)
def test_what_is_typed_finds(typed: str, found: list[str]):
    assert names(typed) == found


def test_an_example_is_found_by_the_letters_of_its_name():
    assert search_saved(load_examples(), "sdnf")[0].name == "system-drive-nearly-full"
