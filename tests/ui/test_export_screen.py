from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from nxql_tui.results.view import View
from nxql_tui.results.view_export import excel_file
from nxql_tui.results.view_text import parse_columns, parse_condition, parse_sort
from nxql_tui.ui.screens.export import ExportScreen
from nxql_tui.ui.screens.workbench import WorkbenchScreen

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.paths import Paths


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


async def test_the_view_is_written_as_it_is_seen_and_a_side_file_says_of_what(open_explorer, tmp_path: Path) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        answer = explorer.app.screen.tab.answer
        names = [column.name for column in answer.result_set.columns]
        answer.change(
            View(
                sort=parse_sort("-total_ram,name", names),
                filters=(parse_condition("device_type=laptop", names),),
                layout=parse_columns("total_ram,name", names),
            )
        )
        await explorer.settled()
        expected = answer.result_set.page(answer.view, 0, 10_000)
        await open_export(explorer, tmp_path / "laptops.csv")
        # What has been filtered is proposed as it is seen; the way to it is by the keyboard.
        await explorer.press(*["shift+tab"] * 5)
        what = explorer.widget("#what")
        assert what.has_focus
        await explorer.wait_for(lambda: f"This view, {expected.total:,} rows" in str(what.render()))
        assert "(•) This view" in str(what.render())
        assert explorer.widget("#uses-commas").display
        explorer.widget("#path").value = str(tmp_path / "laptops.xlsx")
        await explorer.press("f5")
        await explorer.wait_for(lambda: explorer.widget("#message").display)
        assert "Choose xlsx, or call it .csv" in explorer.text_of("#message")
        explorer.widget("#path").value = str(tmp_path / "laptops.csv")
        await explorer.press("tab", *["right"] * 3)
        assert explorer.widget("#path").value == str(tmp_path / "laptops.json")
        assert not explorer.widget("#uses-commas").display
        await explorer.press("tab", "space", "f5")
        await over(explorer)
        assert f"Wrote {expected.total} rows" in explorer.state
    found = json.loads((tmp_path / "laptops.json").read_text())
    assert [list(row.values()) for row in found] == [[int(row[2]), row[0]] for row in expected.rows]
    about = json.loads((tmp_path / "laptops.json.about.json").read_text())
    assert (about["rows"], about["complete"]) == (expected.total, True)
    assert about["view"] == {
        "columns": ["total_ram", "name"],
        "sort": "-total_ram,name",
        "where": ["device_type = laptop"],
    }
    assert about["engine"].startswith("127.0.0.1")


async def test_the_answer_at_hand_is_not_asked_again_and_its_file_goes_with_it(
    open_explorer, tmp_path: Path, paths: Paths
) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        spool = explorer.app.screen.tab.answer.result_set.spool
        bytes_sent = spool.read_bytes()
        await open_export(explorer, tmp_path / "devices.csv")
        assert "at hand" in explorer.text_of("#hint")
        explorer.widget("#export-formatted").value = True
        await explorer.pilot.pause()
        assert "asked again" in explorer.text_of("#hint")
        explorer.widget("#export-formatted").value = False
        # Whatever would be asked now could not answer.
        explorer.app.screen._subject.client.ask = None
        await explorer.press("f5")
        await over(explorer)
        del explorer.app.screen.tab.connected.client.ask
        await explorer.ask("(select (name) (from device) (limit 1))")
        assert not spool.exists()
    assert (tmp_path / "devices.csv").read_bytes() == bytes_sent
    assert not list(paths.spools.iterdir())


async def test_rows_of_an_incomplete_answer_never_look_whole(open_explorer, tmp_path: Path) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        explorer.app.screen.tab.answer.result_set.is_complete = False
        await explorer.press("f8")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, ExportScreen))
        assert "asked again" in explorer.text_of("#hint")
        assert not explorer.widget("#incomplete").display
        what = explorer.widget("#what")
        what.focus()
        await explorer.press("right")
        assert explorer.widget("#incomplete").display
        assert "INCOMPLETE" in explorer.text_of("#incomplete")
        assert explorer.widget("#path").value.endswith("-incomplete.csv")
        await explorer.press("left")
        assert "incomplete" not in explorer.widget("#path").value


async def test_what_a_format_cannot_hold_is_said(open_explorer, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(excel_file, "MOST_ROWS", 2)
    async with open_explorer() as explorer:
        await explorer.ask()
        await open_export(explorer, tmp_path / "devices.csv")
        explorer.widget("#what").focus()
        await explorer.press("right", "tab", "right", "f5")
        assert "Excel holds" in await said(explorer)
    assert not list(tmp_path.glob("*.xlsx"))


async def test_every_choice_is_seen_on_the_smallest_terminal(open_explorer) -> None:
    async with open_explorer(size=(60, 16)) as explorer:
        await explorer.ask()
        await explorer.press("s")
        explorer.app.screen.action_export()
        await explorer.wait_for(lambda: explorer.app.screen.query("#what") and "rows" in explorer.text_of("#what"))
        shown = "\n".join(strip.text for strip in explorer.app.screen._compositor.render_strips())
        for words in ("byte for byte", "This view, ", "xlsx", ") md", "guard against formulas", "side file"):
            assert words in shown
        for words in ("completes a path", "Export", "Copy as…", "Close"):
            assert words in shown
