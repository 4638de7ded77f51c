"""The dialog that saves a query, alone in an app, over a real folder."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from lone_screen import LARGE, OPEN, SMALL, LoneScreen, LoneScreenApp

from nxql_tui.library.drafts import Draft, Switches
from nxql_tui.library.saved_queries import SavedQueries
from nxql_tui.library.saved_query import SavedParameter, SavedQuery
from nxql_tui.ui.screens.save_query import SaveQueryScreen
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

TEXT = "// Not %9.\n(select (name) (from device (where device (eq name (pattern %1)) (gt total_ram (byte %3)))))"
DRAFT = Draft(TEXT, "laptops", Switches((Platform.WINDOWS, Platform.MAC_OS)), parameters={1: "PAR*"})
LAPTOPS = SavedQuery(
    "laptops",
    "(select (name) (from device))",
    title="Laptops",
    description="Those\nthat are due.",
    group="office",
    parameters=(
        SavedParameter(1, "name", "LYO*", ("PAR*", "LYO*")),
        SavedParameter(3, "memory", secret=True),
    ),
)


@pytest.fixture
def saved(tmp_path: Path) -> SavedQueries:
    return SavedQueries(tmp_path / "queries")


class Dialog(LoneScreen):
    async def read(self) -> None:
        """Wait until what is known of the query is filled in."""
        await self.wait_for(lambda: self.shown.query("#group"))
        await self.wait_for(lambda: self.field("#group").suggester is not None)

    async def fill(self, selector: str, text: str) -> None:
        self.field(selector).value = text
        await self.pilot.pause()

    def field(self, selector: str):
        return self.shown.query(selector).first()

    @property
    def values(self) -> list[str]:
        return [field.value for field in self.shown.query("Input")]


@pytest.fixture
def opened(saved: SavedQueries):
    @asynccontextmanager
    async def run(draft: Draft = DRAFT) -> AsyncIterator[Dialog]:
        app = LoneScreenApp(SaveQueryScreen(draft, saved))
        async with app.run_test(size=SMALL) as pilot:
            dialog = Dialog(app, pilot)
            await dialog.read()
            yield dialog

    return run


async def test_a_query_is_saved_with_what_is_said_about_it(opened, saved):
    async with opened() as dialog:
        await dialog.fill("#title", "Laptops")
        await dialog.fill("#description", "Those that are due.")
        await dialog.fill("#group", "office")
        await dialog.press("f5")
        result = await dialog.result()
    assert result == saved.load("laptops")
    assert result == SavedQuery(
        "laptops",
        TEXT,
        title="Laptops",
        description="Those that are due.",
        group="office",
        platforms=(Platform.WINDOWS, Platform.MAC_OS),
        parameters=(SavedParameter(1, default="PAR*"),),
    )


async def test_every_placeholder_has_a_line_and_comments_have_none(opened, saved):
    async with opened() as dialog:
        await dialog.press("tab", "tab", "tab", "tab", *"who", "tab", "tab", "tab", *"memory", "tab", *"16GB")
        await dialog.press("ctrl+r")
        await dialog.result()
    assert saved.load("laptops").parameters == (
        SavedParameter(1, "who", "PAR*"),
        SavedParameter(3, "memory", "16GB"),
    )


async def test_a_secret_has_no_default(opened, saved):
    async with opened() as dialog:
        toggle = dialog.field("SavedParameterLine Toggle")
        toggle.focus()
        await dialog.press("space")
        default = dialog.field("SavedParameterLine .default")
        await dialog.wait_for(lambda: default.disabled)
        assert default.value == ""
        await dialog.press("f5")
        await dialog.result()
    assert saved.load("laptops").parameters == (SavedParameter(1, secret=True),)


@pytest.mark.parametrize("name", ["", "a/b", "nul", "x" * 61])
async def test_a_bad_name_is_refused_with_the_reason(opened, name):
    async with opened() as dialog:
        await dialog.fill("#name", name)
        await dialog.press("enter")
        await dialog.wait_for(lambda: "cannot be the name of a query" in dialog.message)
        await dialog.fill("#name", "good")
        assert dialog.message == ""
        await dialog.press("enter")
        assert (await dialog.result()).name == "good"


async def test_an_existing_name_asks_before_it_is_replaced(opened, saved):
    saved.save(LAPTOPS)
    async with opened() as dialog:
        await dialog.press("enter")
        await dialog.wait_for(lambda: "There is a query 'laptops' already." in dialog.message)
        assert saved.load("laptops").text == LAPTOPS.text
        assert dialog.field("#replace").has_focus
        await dialog.press("enter")
        await dialog.result()
    assert saved.load("laptops").text == TEXT


async def test_what_was_saved_under_the_name_is_filled_in(opened, saved):
    saved.save(LAPTOPS)
    async with opened() as dialog:
        assert dialog.values == ["laptops", "Laptops", "Those that are due.", "office", "name", "LYO*", "memory", ""]
        await dialog.press("enter")
        await dialog.wait_for(lambda: dialog.field("#replace").has_focus)
        await dialog.press("enter")
        await dialog.result()
    kept = saved.load("laptops")
    assert (kept.title, kept.description, kept.parameters) == (LAPTOPS.title, LAPTOPS.description, LAPTOPS.parameters)


async def test_another_default_joins_the_choices(opened, saved):
    saved.save(LAPTOPS)
    async with opened() as dialog:
        await dialog.fill("#name", "others")
        await dialog.fill("SavedParameterLine .default", "ROM*")
        await dialog.press("enter")
        await dialog.result()
    assert saved.load("others").parameters[0] == SavedParameter(1, "name", "ROM*", ("PAR*", "LYO*", "ROM*"))


async def test_an_older_file_that_is_not_understood_is_left_alone(opened, tmp_path):
    (tmp_path / "queries").mkdir()
    broken = tmp_path / "queries" / "laptops.nxql"
    broken.write_text("+++\ntitle = 1\n+++\n")
    async with opened() as dialog:
        await dialog.press("enter")
        await dialog.wait_for(lambda: dialog.field("#replace").has_focus)
        await dialog.press("enter")
        await dialog.wait_for(lambda: "'title' must be a text" in dialog.message)
        assert dialog.values[0] == "laptops"
    assert broken.read_text() == "+++\ntitle = 1\n+++\n"


async def test_a_folder_that_cannot_be_written_is_a_sentence(opened, tmp_path):
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "laptops.nxql").mkdir()
    async with opened() as dialog:
        await dialog.press("enter")
        await dialog.wait_for(lambda: dialog.message)
        assert dialog.app.result is OPEN


async def test_escape_saves_nothing(opened, tmp_path):
    async with opened() as dialog:
        await dialog.press("escape")
        assert await dialog.result() is None
    assert not (tmp_path / "queries").exists()


async def test_the_group_is_completed(opened):
    async with opened() as dialog:
        dialog.field("#group").focus()
        await dialog.press(*"inv")
        await dialog.wait_for(lambda: dialog.field("#group")._suggestion)
        await dialog.press("right")
        assert dialog.field("#group").value == "inventory"


# Pictures; look at a new one before accepting it


def played(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def play(pilot: Pilot[None]) -> None:
        dialog = Dialog(pilot.app, pilot)
        await dialog.read()
        await dialog.press(*keys)
        if keys:
            await dialog.wait_for(lambda: dialog.field("#replace").has_focus)

    return play


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_picture_of_saving(saved, snap_compare, size) -> None:
    saved.save(LAPTOPS)
    assert snap_compare(LoneScreenApp(SaveQueryScreen(DRAFT, saved)), run_before=played(), terminal_size=size)


def test_the_picture_of_a_name_that_is_taken(saved, snap_compare) -> None:
    saved.save(LAPTOPS)
    assert snap_compare(LoneScreenApp(SaveQueryScreen(DRAFT, saved)), run_before=played("enter"), terminal_size=SMALL)
