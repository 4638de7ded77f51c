from __future__ import annotations

import os
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from nxql_tui.library.draft_store import DraftStore
from nxql_tui.library.drafts import Draft, Drafts, write_drafts
from nxql_tui.library.errors import DraftsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.library.conftest import OtherProgram

DEVICES = Drafts((Draft("(select (name) (from device))"),))
USERS = Drafts((Draft("(select (name) (from user))"), Draft("half")), 1)

EXPLORER = """
import sys
from pathlib import Path
from nxql_tui.library.draft_store import DraftStore
from nxql_tui.library.drafts import Draft, Drafts
store = DraftStore.open(Path(sys.argv[1]))
store.save(Drafts((*store.drafts.tabs, Draft(sys.argv[2])), len(store.drafts.tabs)))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "drafts"


@pytest.fixture
def open_store(folder: Path) -> Iterator[Callable[[], DraftStore]]:
    stores: list[DraftStore] = []

    def run() -> DraftStore:
        stores.append(DraftStore.open(folder))
        return stores[-1]

    yield run
    for store in stores:
        store.close()


def leave(open_store: Callable[[], DraftStore], drafts: Drafts) -> None:
    store = open_store()
    store.save(drafts)
    store.close()


def texts(store: DraftStore) -> list[str]:
    return [tab.text for tab in store.drafts.tabs]


def test_at_first_there_are_no_drafts(open_store: Callable[[], DraftStore]) -> None:
    store = open_store()
    assert (store.drafts, store.notices) == (Drafts(), ())


def test_drafts_left_are_there_on_return(open_store: Callable[[], DraftStore]) -> None:
    leave(open_store, USERS)
    assert open_store().drafts == USERS


def test_drafts_are_for_their_owner_only(open_store: Callable[[], DraftStore], folder: Path) -> None:
    open_store().save(USERS)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_explorers_that_run_leave_each_other_alone(open_store: Callable[[], DraftStore]) -> None:
    first = open_store()
    first.save(DEVICES)
    second = open_store()
    assert second.drafts == Drafts()
    second.save(USERS)
    first.close()
    second.close()
    assert texts(open_store()) == ["(select (name) (from device))", "(select (name) (from user))", "half"]


def test_an_explorer_in_another_program_is_left_alone(
    open_store: Callable[[], DraftStore], folder: Path, start: Callable[..., OtherProgram]
) -> None:
    other = start(EXPLORER, str(folder), "theirs")
    assert open_store().drafts == Drafts()
    assert other.end() == 0


def test_drafts_survive_the_killing_of_their_explorer(
    open_store: Callable[[], DraftStore], folder: Path, start: Callable[..., OtherProgram]
) -> None:
    start(EXPLORER, str(folder), "(select ü").kill()
    store = open_store()
    assert store.drafts == Drafts((Draft("(select ü"),))
    assert store.notices == ()


def test_tabs_of_several_killed_explorers_come_together_the_newest_last(
    open_store: Callable[[], DraftStore], folder: Path, start: Callable[..., OtherProgram]
) -> None:
    others = [start(EXPLORER, str(folder), f"({number})") for number in range(3)]
    for moment, other in enumerate(others):
        (file,) = folder.glob(f"{other.pid}-*.json")
        os.utime(file, (moment, moment))
    others[1].kill()
    others[0].kill()
    assert texts(open_store()) == ["(0)", "(1)"]
    others[2].kill()
    assert texts(open_store()) == ["(2)"]


def test_an_explorer_killed_before_it_kept_anything_leaves_nothing(
    open_store: Callable[[], DraftStore], folder: Path, start: Callable[..., OtherProgram]
) -> None:
    start(
        "import sys\nfrom pathlib import Path\nfrom nxql_tui.library.draft_store import DraftStore\n"
        "store = DraftStore.open(Path(sys.argv[1]))",
        str(folder),
    ).kill()
    (folder / "4711-0.lock").touch()
    (folder / ".4711-0.json.abcd").touch()
    (folder / "4711-0.json").write_bytes(write_drafts(DEVICES))
    store = open_store()
    assert store.drafts == DEVICES
    assert sorted(path.suffix for path in folder.iterdir()) == [".json", ".lock"]


def test_explorers_that_start_at_the_same_moment_share_what_was_left_between_them(
    open_store: Callable[[], DraftStore], folder: Path, start_all: Callable[..., list[OtherProgram]]
) -> None:
    folder.mkdir(parents=True)
    for number in range(6):
        (folder / f"4711-{number}.json").write_bytes(write_drafts(Drafts((Draft(f"({number})"),))))
    others = start_all(4, EXPLORER, str(folder), "own")
    for other in others:
        other.kill()
    assert sorted(texts(open_store())) == [*(f"({number})" for number in range(6)), "own"]


def test_what_is_saved_replaces_what_was(open_store: Callable[[], DraftStore]) -> None:
    store = open_store()
    store.save(USERS)
    store.save(DEVICES)
    assert store.drafts == DEVICES
    store.close()
    assert open_store().drafts == DEVICES


def test_a_closed_tab_does_not_come_back(open_store: Callable[[], DraftStore]) -> None:
    leave(open_store, USERS)
    leave(open_store, Drafts())
    assert open_store().drafts == Drafts()


def test_threads_may_save_at_once(open_store: Callable[[], DraftStore]) -> None:
    store = open_store()
    several = [replace(DEVICES, active=number) for number in range(8)]
    threads = [threading.Thread(target=store.save, args=(drafts,)) for drafts in several]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = store.drafts
    store.close()
    assert open_store().drafts == last


# Trouble


def test_a_damaged_file_is_kept_aside_and_named(open_store: Callable[[], DraftStore], folder: Path) -> None:
    leave(open_store, DEVICES)
    (file,) = folder.glob("*.json")
    file.write_bytes(file.read_bytes()[:-9])
    os.utime(file, (1, 1))
    damaged = file.read_bytes()
    (folder / "4711-0.json").write_bytes(write_drafts(USERS))
    store = open_store()
    aside = folder / f"{file.name}.damaged"
    assert store.notices == (f"{file} was damaged. It is kept as {aside.name}: look into it for lost queries.",)
    assert aside.read_bytes() == damaged
    assert store.drafts == USERS
    store.close()
    assert open_store().notices == ()


def test_a_file_of_a_newer_version_is_left_to_it(open_store: Callable[[], DraftStore], folder: Path) -> None:
    folder.mkdir(parents=True)
    file = folder / "4711-0.json"
    file.write_bytes(b'{"form": 2}')
    assert open_store().notices == (f"{file} holds drafts of a newer nxql-tui. It is left to that one.",)
    assert file.read_bytes() == b'{"form": 2}'


def test_something_that_cannot_be_read_is_left_as_it_is(open_store: Callable[[], DraftStore], folder: Path) -> None:
    (folder / "4711-0.json").mkdir(parents=True)
    (notice,) = open_store().notices
    assert notice.endswith("holds drafts that cannot be read: Is a directory. It is left as it is.")


def test_a_file_in_the_place_of_the_folder_is_an_error(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("x")
    with pytest.raises(DraftsError) as caught:
        DraftStore.open(folder)
    assert str(caught.value) == (
        f"{folder} cannot be used for drafts: File exists. Make it a folder that you may write to."
    )


def test_what_cannot_be_saved_says_so_and_leaves_what_was(open_store: Callable[[], DraftStore], folder: Path) -> None:
    store = open_store()
    store.save(DEVICES)
    away = folder.rename(folder.with_name("away"))
    folder.write_text("x")
    with pytest.raises(DraftsError, match=r"the drafts are not kept: .* Save the queries that you need"):
        store.save(USERS)
    assert store.drafts == DEVICES
    folder.unlink()
    away.rename(folder)
    store.close()
    assert open_store().drafts == DEVICES


def test_a_closed_store_keeps_nothing_more(open_store: Callable[[], DraftStore]) -> None:
    store = open_store()
    store.save(DEVICES)
    store.close()
    store.close()
    with pytest.raises(DraftsError, match="has been closed"):
        store.save(USERS)
    assert open_store().drafts == DEVICES
