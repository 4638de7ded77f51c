"""The screen of the settings, alone in an app, over a real file."""

from __future__ import annotations

import stat
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from lone_screen import OPEN, SMALL, TINY, LoneScreen, LoneScreenApp

from nxql_tui.setting import Holds
from nxql_tui.settings import SETTINGS, Settings, load_settings, read_settings
from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.settings import SettingsScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

THEMES = ("nord", "nxql-dark", "nxql-light")


class Form(LoneScreen):
    def field(self, name: str):
        return self.shown.query_one(f"#{name}")

    async def fill(self, name: str, text: str) -> None:
        """Type into a field, in the place of what is there."""
        self.field(name).focus()
        self.field(name).value = text
        await self.pilot.pause()

    async def turn(self, name: str, key: str) -> None:
        self.field(name).focus()
        await self.press(key)

    def mistake(self, name: str) -> str:
        static = self.shown.query_one(f"#row-{name} .mistake")
        return str(static.render()) if static.display else ""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def opened(file: Path):
    @asynccontextmanager
    async def run(size: tuple[int, int] = SMALL) -> AsyncIterator[Form]:
        app = LoneScreenApp(SettingsScreen(file, read_settings(file), THEMES))
        async with app.run_test(size=size) as pilot:
            form = Form(app, pilot)
            await form.wait_for(lambda: app.screen is app.shown and app.shown.focused is not None)
            yield form

    return run


async def test_every_setting_has_a_field_with_what_it_is_for(opened):
    async with opened() as form:
        words = [str(static.render()) for static in form.shown.query("FormRow .words")]
        assert [bool(form.field(name)) for name in SETTINGS] == [True] * len(SETTINGS)
        assert len(words) == len(SETTINGS)
        for shown, setting in zip(words, SETTINGS.values(), strict=True):
            assert shown.startswith(setting.words)
            assert ("Holds from" in shown) == (setting.holds is not Holds.AT_ONCE)


async def test_what_is_changed_is_kept_beside_the_comments(opened, file: Path):
    file.write_text("# mine\nhistory_days = 3  # short\n")
    async with opened() as form:
        await form.fill("history_days", "30")
        await form.fill("memory_limit", "2 GiB")
        await form.turn("history", "space")
        await form.turn("theme", "right")
        await form.press("f5")
        kept = await form.result()
    assert file.read_text().startswith("# mine\nhistory_days = 30  # short\n")
    assert load_settings(file) == Settings(theme="nxql-light", history=False, history_days=30, memory_limit=2**31)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert kept.words == "Saved. From the next login: memory_limit. From the next start: history_days."


async def test_what_was_not_changed_is_not_written(opened, file: Path):
    async with opened() as form:
        await form.press("f5")
        assert await form.result() is None
    assert not file.exists()


async def test_a_wrong_value_is_named_at_the_field_and_nothing_is_lost(opened, file: Path):
    async with opened() as form:
        await form.fill("history_days", "7")
        await form.fill("in_flight", "many")
        await form.press("f5")
        assert form.mistake("in_flight") == "'in_flight' must be a whole number"
        assert form.app.focused is form.field("in_flight")
        assert (form.app.result, form.field("in_flight").value) == (OPEN, "many")
        assert not file.exists()
        await form.fill("in_flight", "3")
        await form.press("f5")
        await form.result()
    assert load_settings(file) == Settings(history_days=7, in_flight=3)


async def test_a_field_that_is_left_is_looked_at(opened):
    async with opened() as form:
        await form.fill("memory_limit", "1 kB")
        await form.press("down")
        assert form.mistake("memory_limit") == "'memory_limit' must be at least 100.0 MB"


async def test_a_mistake_of_the_file_is_shown_with_its_value_and_mended(opened, file: Path):
    file.write_text("\nin_flight = 0\n")
    async with opened() as form:
        assert form.mistake("in_flight") == "Line 2: 'in_flight' must be at least 1"
        assert form.field("in_flight").value == "0"
        await form.fill("in_flight", "8")
        await form.press("f5")
        await form.result()
    assert load_settings(file) == Settings()


async def test_a_theme_that_is_not_there_stays_what_the_file_says(opened, file: Path):
    file.write_text('theme = "lost"\n')
    async with opened() as form:
        assert form.field("theme").value == "lost"
        await form.press("f5")
        assert await form.result() is None
    assert file.read_text() == 'theme = "lost"\n'


async def test_leaving_asks_only_where_something_was_changed(opened, file: Path):
    file.write_text("in_flight = 0\n")
    async with opened() as form:
        await form.fill("history_days", "7")
        await form.press("escape")
        await form.wait_for(lambda: isinstance(form.app.screen, Confirmation))
        await form.press("escape")
        assert form.app.result is OPEN
        await form.fill("history_days", "365")
        await form.press("escape")
        assert await form.result() is None
    assert file.read_text() == "in_flight = 0\n"


async def test_a_file_that_cannot_be_written_loses_nothing(opened, file: Path):
    async with opened() as form:
        file.mkdir()
        await form.fill("history_days", "7")
        await form.press("f5")
        await form.wait_for(lambda: form.app._notifications)
        assert "it cannot be read" in next(iter(form.app._notifications)).message
        assert (form.app.result, form.field("history_days").value) == (OPEN, "7")


@pytest.mark.parametrize("size", [SMALL, TINY])
async def test_every_line_can_be_reached_and_is_seen_with_its_words(opened, size: tuple[int, int]):
    async with opened(size) as form:
        for setting in SETTINGS.values():
            assert form.app.focused is form.field(setting.name)
            row = form.shown.query_one(f"#row-{setting.name}")
            await form.wait_for(
                lambda row=row: form.shown.query_one("SettingsFields").region.contains_region(row.region)
            )
            await form.press("down")
        assert form.app.focused is form.shown.query_one("#save")
