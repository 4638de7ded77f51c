"""The library, alone in an app, over a real folder and a real database."""

from __future__ import annotations

import sqlite3
import time
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from lone_screen import LARGE, OPEN, SMALL, TINY, LoneScreen, LoneScreenApp

from nxql_tui.library.drafts import Draft, Switches
from nxql_tui.library.history import Outcome
from nxql_tui.library.saved_queries import SavedQueries
from nxql_tui.library.saved_query import SavedParameter, SavedQuery
from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.ui.help.subject import subject_of
from nxql_tui.ui.keymap.dialogs import LIBRARY
from nxql_tui.ui.opened_query import OpenQuery
from nxql_tui.ui.screens.help import HelpScreen
from nxql_tui.ui.screens.library import PRIVATE, WRITTEN_DOWN, LibraryScreen
from nxql_tui.wire.request import Platform, QueryRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

BEGAN = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
DEVICES = "(select (name)\n    (from device)\n    (limit 10))"
USERS = "(select (name) (from user (where user (eq name (pattern %1)))))"
LAPTOPS = SavedQuery(
    "laptops-in-paris",
    "// Ask Alice.\n(select (name)\n    (from device (where device (eq name (pattern %1)) (gt total_ram (byte %3)))))",
    title="Laptops [b]in[/b] Paris",
    description="Those that are due.",
    group="office",
    platforms=(Platform.WINDOWS, Platform.MAC_OS),
    parameters=(
        SavedParameter(1, "name", "PAR*", ("PAR*", "LYO*")),
        SavedParameter(3, "memory", secret=True),
    ),
)


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times are shown as they are where the user is: here."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def saved(tmp_path: Path) -> SavedQueries:
    return SavedQueries(tmp_path / "queries")


@pytest.fixture
def history(tmp_path: Path) -> StoredHistory:
    return StoredHistory(tmp_path / "history.sqlite", patience=0)


@dataclass
class Asked:
    """Writes questions down, one a minute."""

    history: StoredHistory
    minutes: int = 0

    def ask(
        self, text: str, outcome: Outcome | None = Outcome.ANSWERED, rows: int | None = 412, error: str = ""
    ) -> None:
        self.minutes += 1
        request = QueryRequest(text, platforms=(Platform.WINDOWS, Platform.MAC_OS), parameters={1: "alice*"})
        entry = self.history.record_start(
            request, connection="site-eu", address="engine-1:1671", asked_at=BEGAN + timedelta(minutes=self.minutes)
        )
        if outcome is not None:
            self.history.record_end(entry, outcome, rows=rows, seconds=0.42, error=error)


@pytest.fixture
def asked(history: StoredHistory) -> Asked:
    return Asked(history)


class Library(LoneScreen):
    async def read(self) -> None:
        """Wait until the list shows what is looked for."""
        await self.wait_for(lambda: self.shown._lists.is_read and self.headings != ["Reading…"])

    async def search(self, text: str) -> None:
        await self.press(*text)
        await self.read()

    @property
    def rights(self) -> list[str]:
        return [row.right for row in self.list.rows if row.subject is not None]

    @property
    def private_state(self) -> str:
        return str(self.shown.query_one(".dialog").border_subtitle)


@pytest.fixture
def opened(saved: SavedQueries, history: StoredHistory):
    @asynccontextmanager
    async def run(*, size: tuple[int, int] = SMALL, **options: object) -> AsyncIterator[Library]:
        app = LoneScreenApp(LibraryScreen(saved, history, **options))
        async with app.run_test(size=size) as pilot:
            library = Library(app, pilot)
            await library.wait_for_search()
            await library.wait_for(lambda: library.headings != ["Reading…"])
            yield library

    return run


# Saved queries


async def test_it_opens_at_the_users_own_queries_before_the_examples(opened, saved):
    saved.save(LAPTOPS)
    saved.save(SavedQuery("abc", DEVICES))
    async with opened() as library:
        assert library.headings[0] == "Your own"
        assert library.names[:2] == ["abc", "Laptops [b]in[/b] Paris"]
        assert library.rights[:2] == ["", "office"]
        assert "Examples: health" in library.headings
        assert library.highlighted == "abc"


async def test_without_own_queries_the_examples_are_there(opened):
    async with opened() as library:
        assert library.headings[0].startswith("Examples: ")
        assert len(library.names) == len(SavedQueries.read_all(library.shown._saved).queries)


async def test_the_highlighted_query_is_shown_with_its_facts(opened, saved):
    saved.save(LAPTOPS)
    async with opened(size=LARGE) as library:
        for words in (
            "Laptops [b]in[/b] Paris",
            "Those that are due.",
            "laptops-in-paris, your own, office",
            "Windows, macOS",
            "name: PAR*, of PAR*, LYO*",
            "memory: secret, never kept",
            "// Ask Alice.",
            "(from device (where device",
        ):
            assert words in library.screen_text


async def test_what_is_typed_filters_by_name_and_by_text(opened, saved):
    saved.save(LAPTOPS)
    async with opened() as library:
        await library.search("paris")
        assert library.names == ["Laptops [b]in[/b] Paris"]
        assert library.rights == ["own"]
        await library.press("escape")
        await library.search("alice")
        assert library.names == ["Laptops [b]in[/b] Paris"]


async def test_a_search_without_a_match_says_so(opened):
    async with opened() as library:
        await library.search("[b]xyz")
        assert library.headings == ["No saved query has '[b]xyz'"]
        await library.press("enter")
        assert library.app.result is OPEN


async def test_enter_opens_it_with_its_defaults_and_platforms(opened, saved):
    kept = saved.save(LAPTOPS)
    async with opened() as library:
        await library.press("enter")
        draft = Draft(
            kept.text,
            "laptops-in-paris",
            Switches((Platform.WINDOWS, Platform.MAC_OS)),
            parameters={1: "PAR*"},
            secret_numbers=frozenset({3}),
            labels={1: "name", 3: "memory"},
            choices={1: ("PAR*", "LYO*")},
        )
        assert await library.result() == OpenQuery(draft, kept)


async def test_typing_fast_and_enter_opens_what_was_typed(opened, saved):
    saved.save(LAPTOPS)
    async with opened() as library:
        await library.press(*"nearly", "enter")
        result = await library.result()
        assert result.draft.name == "system-drive-nearly-full"


async def test_a_query_is_renamed_and_stays_highlighted(opened, saved):
    saved.save(LAPTOPS)
    saved.save(SavedQuery("abc", DEVICES))
    async with opened() as library:
        await library.press("f7", "end", *"-zzz", "enter")
        await library.wait_for(lambda: "abc-zzz" in library.names)
        assert library.highlighted == "abc-zzz"
        assert saved.load("abc-zzz").text == DEVICES


async def test_a_name_that_cannot_be_is_asked_for_again(opened, saved):
    saved.save(SavedQuery("abc", DEVICES))
    async with opened() as library:
        await library.press("ctrl+n", "end", "/", "enter")
        await library.wait_for(lambda: "cannot be the name of a query" in library.screen_text)
        assert library.app.screen.query_one("#name").value == "abc/"
        await library.press("escape")
        assert library.highlighted == "abc"


async def test_a_query_is_deleted_after_a_question(opened, saved):
    saved.save(SavedQuery("abc", DEVICES))
    saved.save(SavedQuery("def", DEVICES))
    async with opened() as library:
        await library.press("f8")
        assert "'abc' and its file are deleted" in library.screen_text
        await library.press("enter")
        assert library.highlighted == "abc"
        await library.press("f8", "tab", "enter")
        await library.wait_for(lambda: "abc" not in library.names)
        assert library.highlighted == "def"


async def test_examples_are_neither_renamed_nor_deleted(opened):
    async with opened() as library:
        await library.wait_for(lambda: "Open" in library.footer)
        assert "Rename" not in library.footer
        await library.press("f7", "f8", "ctrl+n", "ctrl+o")
        assert library.app.screen is library.shown


async def test_a_file_that_is_not_understood_is_named_with_its_mistake(opened, saved, tmp_path):
    saved.save(SavedQuery("abc", DEVICES))
    (tmp_path / "queries" / "broken.nxql").write_text("+++\ntitle = 1\n+++\n")
    async with opened() as library:
        assert library.headings[0] == "Not understood"
        assert library.highlighted == "abc"
        await library.press("up")
        await library.wait_for(lambda: "'title' must be a text" in library.screen_text)
        await library.press("enter", "f7", "f8")
        assert library.app.result is OPEN


async def test_a_folder_that_cannot_be_read_is_a_sentence(opened, tmp_path):
    (tmp_path / "queries").write_text("")
    async with opened() as library:
        await library.wait_for(lambda: "the folder cannot be read" in library.message)
        assert library.headings == ["Not read"]


# History


async def test_the_history_is_one_key_away_and_shows_the_newest_first(opened, asked):
    asked.ask(DEVICES)
    asked.ask(USERS, Outcome.REFUSED, None, "The Engine says: [b]no[/b]")
    async with opened() as library:
        await library.press("tab")
        await library.wait_for(lambda: library.headings == ["2 questions"])
        assert library.names == [
            f"2026-11-23 09:17  user  {USERS}",
            "2026-11-23 09:16  device  (select (name) (from device) (limit 10))",
        ]
        assert library.rights == ["site-eu  refused", "site-eu  412 rows"]
        await library.press("tab")
        assert library.headings[0].startswith("Examples")


async def test_the_highlighted_question_is_shown_with_its_facts(opened, asked):
    asked.ask(USERS, Outcome.REFUSED, None, "The Engine says: [b]no[/b]")
    asked.ask(USERS, Outcome.REFUSED, None, "The Engine says: [b]no[/b]")
    async with opened(shows_history=True, size=LARGE) as library:
        for words in (
            "2026-11-23 09:17, 2 times in a row",
            "site-eu, engine-1:1671",
            "Windows, macOS",
            "%1     alice*",
            "refused in 0.4 s",
            "The Engine says: [b]no[/b]",
            "(select (name) (from user",
        ):
            assert words in library.screen_text


async def test_a_question_without_an_end_says_so(opened, asked):
    asked.ask(DEVICES, None)
    async with opened(shows_history=True) as library:
        assert library.rights == ["site-eu  unfinished"]


async def test_the_history_is_searched_as_one_types(opened, asked):
    asked.ask(DEVICES)
    asked.ask(USERS)
    async with opened(shows_history=True) as library:
        await library.search("limit")
        assert [row.subject.text for row in library.list.rows if row.subject] == [DEVICES]
        await library.search("xyz")
        assert library.headings == ["No question asked has 'limitxyz'"]


async def test_enter_asks_for_what_was_asked(opened, asked):
    asked.ask(USERS)
    async with opened(shows_history=True) as library:
        await library.press("enter")
        switches = Switches((Platform.WINDOWS, Platform.MAC_OS))
        assert await library.result() == OpenQuery(Draft(USERS, switches=switches, parameters={1: "alice*"}))


async def test_enter_waits_for_what_is_being_looked_for(opened, asked):
    asked.ask(DEVICES)
    asked.ask(USERS)
    async with opened(shows_history=True) as library:
        await library.press(*"limit", "enter")
        result = await library.result()
        assert result.draft.text == DEVICES


async def test_a_question_is_forgotten(opened, asked, history):
    asked.ask(DEVICES)
    asked.ask(USERS)
    asked.ask("(select (name) (from binary))")
    async with opened(shows_history=True) as library:
        await library.press("down", "f8")
        await library.wait_for(lambda: library.headings == ["2 questions"])
        assert library.highlighted.endswith("(limit 10))")
        assert USERS not in [entry.text for entry in history.search()]


async def test_the_history_is_read_on_at_its_end(opened, asked):
    for number in range(103):
        asked.ask(f"(select (name) (from device) (limit {number}))")
    async with opened(shows_history=True) as library:
        assert library.headings == ["The newest 100 questions"]
        while "(limit 3))" not in library.highlighted:
            await library.press("pagedown")
        await library.wait_for(lambda: library.headings == ["103 questions"])
        assert "(limit 3))" in library.highlighted


async def test_a_history_that_is_held_by_another_program_is_a_sentence(opened, asked, tmp_path):
    asked.ask(DEVICES)
    with closing(sqlite3.connect(tmp_path / "history.sqlite")) as holder:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        holder.execute("UPDATE question SET rows = 1")
        async with opened(shows_history=True) as library:
            await library.press("f8")
            await library.wait_for(lambda: "is held by another program" in library.message)
        holder.rollback()


async def test_nothing_asked_yet(opened):
    async with opened(shows_history=True) as library:
        assert library.headings == ["Nothing has been asked yet"]
        await library.press("enter", "f8", "down")
        assert library.app.result is OPEN


# Both


async def test_escape_forgets_what_is_typed_and_then_closes(opened):
    async with opened() as library:
        await library.search("drive")
        await library.press("escape")
        assert library.shown.query_one("#search").value == ""
        await library.press("escape")
        assert await library.result() is None


async def test_its_key_closes_it_whatever_is_typed(opened):
    async with opened() as library:
        await library.press(*"drive", "f3")
        assert await library.result() is None


@pytest.mark.parametrize("key", ["f9", "ctrl+t"])
async def test_private_mode_is_shown_and_turned(opened, key):
    told: list[bool] = []
    async with opened(set_private=told.append) as library:
        assert library.private_state == WRITTEN_DOWN
        await library.press("down", key)
        assert library.private_state == PRIVATE
        await library.press(key)
        assert told == [True, False]


async def test_private_mode_that_cannot_be_turned_is_shown(opened):
    async with opened(is_private=True) as library:
        await library.press("f9")
        assert library.private_state == PRIVATE
        assert "Private" not in library.footer


async def test_the_arrows_scroll_a_long_query(opened, saved):
    saved.save(SavedQuery("long", "\n".join(f"// {number}" for number in range(100))))
    async with opened() as library:
        await library.press("f6", "end")
        await library.wait_for(lambda: "// 99" in library.screen_text)
        await library.press("f6", *"full")
        assert library.shown.query_one("#search").value == "full"


async def test_what_a_terminal_would_obey_is_shown(opened, saved, asked):
    saved.save(SavedQuery("evil", "(select \x1b[2J\x07)", title="a\x1b]0;title\x07"))
    asked.ask("(select \x1b[2J)", Outcome.FAILED, None, "\x1b[31mno")
    async with opened() as library:
        assert "␛" in library.screen_text
        assert "\x1b" not in library.screen_text
        await library.press("tab")
        await library.wait_for(lambda: "␛[31mno" in library.screen_text)
        assert "\x1b" not in library.screen_text


async def test_the_footer_and_the_help_say_what_can_be_done(opened, saved):
    saved.save(LAPTOPS)
    async with opened(set_private=print) as library:
        await library.wait_for(lambda: "Open" in library.footer)
        for words in ("⏎ Open", "History", "f7 Rename", "f8 Delete", "f9 Private", "f6 Text", "esc Close"):
            assert words in library.footer
        await library.press("f1")
        await library.wait_for(lambda: isinstance(library.app.screen, HelpScreen))
        lines = dict(reversed(line) for line in subject_of(library.shown).lines)
        assert lines["Open the query in a new tab."] == "enter"
        assert lines["Give the saved query another name."] == "F7, ctrl+n, alt+r"


async def test_it_fits_on_a_tiny_terminal(opened, saved):
    saved.save(LAPTOPS)
    async with opened(size=TINY) as library:
        assert "▸ Laptops" in library.screen_text
        assert "Those that are due." in library.screen_text


def test_no_key_is_a_letter_or_one_that_a_terminal_keeps():
    kept = {"ctrl+s", "ctrl+q", "ctrl+z", "ctrl+c", "ctrl+b", "ctrl+a"}
    keys = {key for command in LIBRARY for key in command.keys.split(",")}
    assert not keys & kept
    assert not [key for key in keys if len(key) == 1]
    # Terminals keep some keys with alt: they are one more way, never the only one.
    assert not [command.id for command in LIBRARY if all(key.startswith("alt+") for key in command.keys.split(","))]


# Pictures; look at a new one before accepting it


def played(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def play(pilot: Pilot[None]) -> None:
        library = Library(pilot.app, pilot)
        await library.wait_for(lambda: pilot.app.shown.query("#search"))
        await library.wait_for(lambda: pilot.app.shown.query_one("#search").has_focus)
        await library.read()
        for key in keys:
            await library.press(key)
        if pilot.app.screen is pilot.app.shown:
            await library.read()
            await library.wait_for(lambda: "esc" in library.footer)

    return play


@pytest.fixture
def app(saved: SavedQueries, asked: Asked, history: StoredHistory) -> LoneScreenApp:
    saved.save(LAPTOPS)
    saved.save(SavedQuery("low disk", DEVICES))
    asked.ask(DEVICES)
    asked.ask(DEVICES)
    asked.ask("(select (name device_type system_drive_usage) (from device) (limit 500))", rows=1)
    asked.ask("(select (id) (from connection (between now-1d now)))", Outcome.CANCELLED, None)
    asked.ask(USERS, Outcome.REFUSED, None, "Field 'nmae' does not exist in table 'user'. Did you mean 'name'?")
    return LoneScreenApp(LibraryScreen(saved, history, set_private=lambda _: None))


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_picture_of_saved_queries(app, snap_compare, size) -> None:
    assert snap_compare(app, run_before=played("down"), terminal_size=size)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_picture_of_the_history(app, snap_compare, size) -> None:
    assert snap_compare(app, run_before=played("tab"), terminal_size=size)


def test_the_picture_of_a_search(app, snap_compare) -> None:
    assert snap_compare(app, run_before=played(*"drive", "f9"), terminal_size=SMALL)


def test_the_picture_of_deleting(app, snap_compare) -> None:
    assert snap_compare(app, run_before=played("f8"), terminal_size=SMALL)
