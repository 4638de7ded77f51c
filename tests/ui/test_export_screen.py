from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from nxql_tui.ui.screens.export import ExportScreen
from nxql_tui.ui.screens.workbench import WorkbenchScreen

if TYPE_CHECKING:
    from pathlib import Path


class _CellCounter(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.rows += tag == "tr"


def row_count(path: Path) -> int:
    """The rows of an exported file, read by a parser that is not ours."""
    text = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".csv":
            return len(list(csv.reader(text.splitlines(), delimiter="\t"))) - 1
        case ".json":
            return len(json.loads(text))
        case ".xml":
            return len(ElementTree.fromstring(text).findall("body/r"))
    counter = _CellCounter()
    counter.feed(text)
    return counter.rows - 1


async def open_export(explorer, path: object) -> None:
    await explorer.press("f8")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, ExportScreen))
    explorer.widget("#path").value = str(path)
    await explorer.pilot.pause()


async def over(explorer) -> None:
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))


async def said(explorer) -> str:
    await explorer.wait_for(lambda: explorer.widget("#message").display)
    return str(explorer.widget("#message").render())


@pytest.mark.parametrize("ending", ["csv", "html", "xml", "json"])
async def test_the_answer_is_written_in_each_format(open_explorer, tmp_path: Path, ending: str) -> None:
    async with open_explorer() as explorer:
        await explorer.ask("(select (name ip_addresses last_seen) (from device) (limit 30))")
        await open_export(explorer, tmp_path / "devices.csv")
        explorer.widget("#format").value = ending
        await explorer.pilot.pause()
        assert explorer.widget("#path").value == str(tmp_path / f"devices.{ending}")
        explorer.widget("#path").focus()
        await explorer.press("enter")
        await over(explorer)
    path = tmp_path / f"devices.{ending}"
    assert row_count(path) == 30
    assert path.stat().st_mode & 0o777 == 0o600


async def test_formatted_numbers_are_written_when_wanted(open_explorer, tmp_path: Path) -> None:
    async with open_explorer() as explorer:
        await explorer.ask("(select (total_ram) (from device) (limit 3))")
        await open_export(explorer, tmp_path / "ram.csv")
        explorer.widget("#export-formatted").value = True
        await explorer.press("enter")
        await over(explorer)
    assert "GB" in (tmp_path / "ram.csv").read_text()


async def test_an_existing_file_is_asked_about_and_kept(open_explorer, tmp_path: Path) -> None:
    path = tmp_path / "devices.csv"
    path.write_text("mine")
    async with open_explorer() as explorer:
        await explorer.ask()
        await open_export(explorer, path)
        await explorer.press("enter")
        assert "exists" in await said(explorer)
        assert path.read_text() == "mine"
        assert explorer.app.focused.id == "overwrite"
        dialog = explorer.widget(".dialog").content_region
        assert all(dialog.contains_region(button.region) for button in explorer.app.screen.query("Button"))
        await explorer.press("enter")
        await over(explorer)
    assert row_count(path) > 3


@pytest.mark.parametrize("target", ["missing/devices.csv", ".", ""])
async def test_a_path_that_cannot_be_is_told_and_the_dialog_stays(open_explorer, tmp_path: Path, target: str) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        await open_export(explorer, tmp_path / target if target else "")
        await explorer.press("enter")
        assert await said(explorer)
        assert isinstance(explorer.app.screen, ExportScreen)
    assert list(tmp_path.glob("*.csv")) == []


async def test_escape_closes_the_dialog_and_writes_nothing(open_explorer, tmp_path: Path) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        await open_export(explorer, tmp_path / "devices.csv")
        await explorer.press("escape")
        assert isinstance(explorer.app.screen, WorkbenchScreen)
    assert not (tmp_path / "devices.csv").exists()


async def test_the_suggested_name_tells_the_table(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        await explorer.press("f8")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, ExportScreen))
        assert explorer.widget("#path").value.startswith("device-20")
