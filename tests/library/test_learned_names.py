"""Names that Engines have told, kept for each address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.library.learned_names import LONGEST_NAME, MOST_NAMES, load_learned_names, save_learned_names
from nxql_tui.nxql.checker.scope import LearnedNames

if TYPE_CHECKING:
    from pathlib import Path

LEARNED = LearnedNames(
    tables=frozenset({"gadget"}),
    fields={"device": frozenset({"brand_new", "#Ort \N{SNOWMAN}"})},
    aggregates={"execution": frozenset({"number_of_gadgets"})},
)


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "state" / "learned_names.json"
    save_learned_names(path, "engine:1671", LEARNED)
    assert load_learned_names(path, "engine:1671") == LEARNED
    assert path.stat().st_mode & 0o777 == 0o600


def test_each_address_has_names_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "learned_names.json"
    save_learned_names(path, "one", LEARNED)
    save_learned_names(path, "two", LearnedNames(tables=frozenset({"other"})))
    assert load_learned_names(path, "one") == LEARNED
    assert load_learned_names(path, "three") == LearnedNames()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"one": 3}', b'{"one": {"tables": 3, "fields": [], "aggregates": {"a": 1}}}', b"\xff"],
)
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "learned_names.json"
    path.write_bytes(content)
    assert not load_learned_names(path, "one").tables
    save_learned_names(path, "one", LEARNED)
    assert load_learned_names(path, "one") == LEARNED


def test_an_engine_cannot_fill_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "learned_names.json"
    names = frozenset({"x" * (LONGEST_NAME + 1), *(f"name_{number}" for number in range(MOST_NAMES * 2))})
    save_learned_names(path, "one", LearnedNames(tables=names))
    kept = load_learned_names(path, "one").tables
    assert len(kept) == MOST_NAMES
    assert max(map(len, kept)) <= LONGEST_NAME
