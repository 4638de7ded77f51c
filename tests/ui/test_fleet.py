"""A fleet in the real explorer: real servers, some of which are no good."""

from __future__ import annotations

import json
import shutil
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from broken_engine import cut, unfinished, whole

from nxql_tui.accounts.connections import Connection
from nxql_tui.client.fleet import Fleet, FleetEngine
from nxql_tui.thread_priority import SCREEN_RIGHT_OF_WAY
from nxql_tui.ui.fleet_ending import FleetReady
from nxql_tui.ui.fleet_questions import FleetHeadRead, FleetOver, FleetRowsMerged
from nxql_tui.ui.screens.export import ExportScreen
from nxql_tui.ui.screens.failure_details import FailureDetailsScreen
from nxql_tui.ui.screens.login import LoginScreen
from nxql_tui.ui.screens.workbench import WorkbenchScreen
from nxql_tui.ui.widgets.fleet_line import FleetLine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from broken_engine import Behaviour, BrokenEngine

    from nxql_tui.paths import Paths

QUERY = "(select (name total_ram) (from device))"


def csv(*names: str) -> bytes:
    return b"name\ttotal_ram\n" + b"".join(b"%s\t1024\n" % name.encode() for name in names)


def refuse(stream) -> None:
    stream.sendall(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def fleet_of(broken_engine):
    """Servers by their names, and the fleet of them: `with fleet_of(eu=whole(…), us=cut(…)) as (fleet, servers)`."""

    @contextmanager
    def run(*left_out: str, **behaviours: Behaviour) -> Iterator[tuple[Fleet, dict[str, BrokenEngine]]]:
        with ExitStack() as stack:
            servers = {name: stack.enter_context(broken_engine(one)) for name, one in behaviours.items()}
            engines = (FleetEngine(name, one.client.address, one.client) for name, one in servers.items())
            yield Fleet(tuple(engines), left_out), servers

    return run


@pytest.fixture
def open_fleet(open_explorer):
    def run(fleet: Fleet, **how):
        return open_explorer(client=fleet.spokesman, fleet=fleet, query=how.pop("query", QUERY), **how)

    return run


def line(explorer) -> str:
    return explorer.text_of("#fleet-line")


def panel_lines(explorer) -> list[str]:
    shown = explorer.app.screen_stack[0].query_one("#fleet-engines")
    return [str(shown.get_option_at_index(place).prompt).strip() for place in range(shown.option_count)]


async def test_the_rows_of_all_engines_stand_together_with_their_engine_in_front(fleet_of, open_fleet) -> None:
    with fleet_of("ap", eu=whole(csv("PC1", "PC2")), us=whole(csv("PC3"))) as (fleet, _):
        async with open_fleet(fleet) as explorer:
            assert "eu" in line(explorer)
            await explorer.ask()

            assert sorted(explorer.rows()) == [("eu", "PC1", "1024"), ("eu", "PC2", "1024"), ("us", "PC3", "1024")]
            assert explorer.state.startswith("3 rows · 2 Engines · 1 not asked · complete · ")
            assert line(explorer).split("  ")[:3] == ["eu ✔ 2", "us ✔ 1", "ap ○ not asked"]
            assert line(explorer).endswith("e shows each")
            assert explorer.said(FleetHeadRead, FleetRowsMerged, FleetOver)[-1] == "FleetOver"


async def test_those_that_receive_hold_still_when_rows_are_handed_to_the_screen(
    fleet_of, open_fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fleet_of(eu=whole(csv("PC1")), us=unfinished(csv("PC2"))) as (fleet, _):
        async with open_fleet(fleet) as explorer:
            told: list[str] = []
            monkeypatch.setattr(SCREEN_RIGHT_OF_WAY, "take", lambda: told.append(threading.current_thread().name))
            await explorer.pilot.press("f5")
            await explorer.wait_for(lambda: "1 of 2 Engines" in explorer.state)
            await explorer.settled()
            assert "read-page" in told
            assert {"fleet-eu", "fleet-us"}.intersection(told)


async def test_the_limit_is_said_to_hold_for_each_engine(fleet_of, open_fleet) -> None:
    with fleet_of(eu=whole(csv("PC1")), us=whole(csv("PC2"))) as (fleet, _):
        async with open_fleet(fleet, query="(select (name total_ram) (from device) (limit 1))") as explorer:
            await explorer.ask()
            assert "(limit 1) each, T: of all" in explorer.state


async def test_the_limit_is_said_to_hold_for_each_engine_also_where_one_has_failed(fleet_of, open_fleet) -> None:
    with fleet_of("ap", eu=whole(csv("PC1")), us=refuse) as (fleet, _):
        async with open_fleet(fleet, query="(select (name total_ram) (from device) (limit 1))") as explorer:
            await explorer.ask()
            said = "INCOMPLETE · 1 of 2 Engines · 1 not asked · 1 row · (limit 1) each · us 401 refused"
            assert explorer.state == said


async def test_rows_are_read_sorted_and_filtered_while_a_silent_engine_is_awaited(fleet_of, open_fleet) -> None:
    with fleet_of(eu=whole(csv("PC1", "PC2")), us=unfinished(csv("PC3"))) as (fleet, servers):
        async with open_fleet(fleet) as explorer:
            await explorer.pilot.press("f5")
            await explorer.wait_for(lambda: "1 of 2 Engines" in explorer.state)
            await explorer.settled()
            assert explorer.text_of("#pager .rows").endswith("so far")
            await explorer.press("right", "s", "s")
            assert explorer.column(1) == ["PC2", "PC1"]

            await explorer.press("escape")
            await explorer.wait_for(lambda: "INCOMPLETE" in explorer.state)
            await explorer.settled()
            assert explorer.column(1) == ["PC3", "PC2", "PC1"]
            assert servers["us"].saw_hang_up.wait(30)


async def test_a_failed_engine_hides_no_row_and_the_answer_says_that_it_is_incomplete(fleet_of, open_fleet) -> None:
    with fleet_of(eu=whole(csv("PC1")), us=refuse, ap=cut(csv("PC2"))) as (fleet, _):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            assert sorted(explorer.column(1)) == ["PC1", "PC2"]
            assert explorer.state.startswith("INCOMPLETE · 1 of 3 Engines · 2 rows · us 401 refused, ap broke off")
            assert line(explorer).startswith("eu ✔ 1  us ✘ 401 refused  ap ✘ broke off (1)")
            assert explorer.text_of("#pager .rows").startswith("INCOMPLETE")


async def test_the_list_tells_all_that_is_known_of_an_engine(fleet_of, open_fleet) -> None:
    with fleet_of(eu=whole(csv("PC1")), us=refuse) as (fleet, _):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            await explorer.press("e")
            assert [one.split()[:3] for one in panel_lines(explorer)] == [
                ["✔", "eu", "1"],
                ["✘", "us", "401"],
            ]
            await explorer.press("down", "enter")
            assert isinstance(explorer.app.screen, FailureDetailsScreen)
            assert "refused" in explorer.text_of("FailureDetailsScreen Static")


async def test_only_the_failed_are_asked_again_and_their_rows_join_the_others(fleet_of, open_fleet) -> None:
    with fleet_of(eu=whole(csv("PC1")), us=cut(csv("PC2"))) as (fleet, servers):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            await explorer.press("e")
            servers["us"].behaviour = whole(csv("PC2", "PC3"))
            servers["eu"].behaviour = refuse

            await explorer.press("r")
            await explorer.wait_for(lambda: "complete" in explorer.state.split(" · "))
            await explorer.settled()
            assert explorer.column(1) == ["PC1", "PC2", "PC3"]


async def test_without_a_place_for_the_answers_the_failed_are_not_asked_again_and_all_stays(
    fleet_of, open_fleet
) -> None:
    with fleet_of(eu=whole(csv("PC1")), us=refuse) as (fleet, _):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            before = explorer.state
            shutil.rmtree(explorer.app.screen.tab.spools)
            explorer.app.screen.tab.spools.write_text("")
            await explorer.press("e")
            await explorer.press("r")
            assert "No place for the answers" in explorer.text_of("#message .message-text")
            assert explorer.state == before
            assert not explorer.app.screen.tab.is_asking


async def test_one_engine_is_cancelled_in_the_list_and_the_others_go_on(fleet_of, open_fleet) -> None:
    with fleet_of(eu=unfinished(csv("PC1")), us=unfinished(csv("PC2"))) as (fleet, _):
        async with open_fleet(fleet) as explorer:
            await explorer.pilot.press("f5")
            await explorer.wait_for(lambda: "2 rows" in explorer.state)
            await explorer.press("e", "x")
            await explorer.wait_for(lambda: "1 of 2 Engines" in explorer.state)
            assert "Loading" in explorer.state
            await explorer.press("X")
            await explorer.wait_for(lambda: "INCOMPLETE" in explorer.state)


async def test_an_engine_that_refused_the_user_is_not_asked_by_the_next_question(fleet_of, open_fleet) -> None:
    asked = 0

    def count(stream) -> None:
        nonlocal asked
        asked += 1
        refuse(stream)

    with fleet_of(eu=whole(csv("PC1")), us=count) as (fleet, _):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            await explorer.ask()
            assert asked == 1
            assert "401 refused" in line(explorer)


async def test_where_all_refuse_the_query_the_message_offers_what_the_engines_offer(fleet_of, open_fleet) -> None:
    page = b"<html><body>Unknown name 'nmae'<br/>Options: name, names</body></html>"

    def wrong(stream) -> None:
        stream.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n" % len(page) + page)

    with fleet_of(eu=wrong, us=wrong) as (fleet, _):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            assert explorer.state.startswith("No answer")
            assert explorer.widget("#message").display


async def test_what_came_while_groups_were_looked_at_is_there_when_one_is_back(fleet_of, open_fleet) -> None:
    with fleet_of(eu=whole(csv("PC1")), us=unfinished(csv("PC2"))) as (fleet, _):
        async with open_fleet(fleet) as explorer:
            await explorer.pilot.press("f5")
            await explorer.wait_for(lambda: "1 of 2 Engines" in explorer.state)
            await explorer.settled()
            await explorer.press("g")
            await explorer.press("enter")
            await explorer.wait_for(lambda: explorer.app.screen_stack[0].tab.answer.is_derived)
            explorer.app.screen_stack[0].tab.stop_asking()
            await explorer.wait_for(lambda: explorer.said(FleetOver))
            assert explorer.app.screen_stack[0].tab.answer.is_derived
            await explorer.press("u")
            assert explorer.column(1) == ["PC1", "PC2"]


async def test_each_engines_bytes_are_exported_as_a_file_in_a_folder(fleet_of, open_fleet, tmp_path: Path) -> None:
    with fleet_of(eu=whole(csv("PC1")), us=cut(csv("PC2") + b"PC3")) as (fleet, servers):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            for server in servers.values():
                server.behaviour = refuse
            await explorer.press("f8")
            await explorer.wait_for(lambda: isinstance(explorer.app.screen, ExportScreen))
            path = explorer.widget("#path")
            assert path.value.endswith("-incomplete.csv")
            assert path.cursor_position == len(path.value)
            explorer.widget("#what").focus()
            await explorer.press("right")
            assert "." not in explorer.widget("#path").value
            explorer.widget("#path").value = str(tmp_path / "answers")
            await explorer.press("f5")
            await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))

    folder = tmp_path / "answers"
    assert (folder / "eu.csv").read_bytes() == csv("PC1")
    assert (folder / "us.incomplete.csv").read_bytes() == csv("PC2")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["complete"] is False
    assert [(one["name"], one["rows"], one["complete"]) for one in manifest["engines"]] == [
        ("eu", 1, True),
        ("us", 1, False),
    ]


async def test_the_merged_rows_are_exported_and_the_side_file_names_each_engine(
    fleet_of, open_fleet, tmp_path: Path
) -> None:
    with fleet_of(eu=whole(csv("PC1")), us=refuse) as (fleet, _):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            await explorer.press("f8")
            await explorer.wait_for(lambda: isinstance(explorer.app.screen, ExportScreen))
            assert explorer.widget("#incomplete").display
            explorer.widget("#side-file").value = True
            explorer.widget("#path").value = str(tmp_path / "all.csv")
            await explorer.press("f5")
            await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))

    assert (tmp_path / "all.csv").read_text() == "engine\tname\ttotal_ram\neu\tPC1\t1024\n"
    about = json.loads((tmp_path / "all.csv.about.json").read_text())
    assert about["complete"] is False
    assert [(one["name"], one["complete"]) for one in about["engines"]] == [("eu", True), ("us", False)]


async def exported(explorer, path: Path, *, each: bool = False) -> None:
    """Write the rows with their side file, or each Engine's answer into a folder."""
    await explorer.press("f8")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, ExportScreen))
    if each:
        explorer.widget("#what").focus()
        await explorer.press("right")
    else:
        explorer.widget("#side-file").value = True
    explorer.widget("#path").value = str(path)
    await explorer.press("f5")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))


def side_file_of(path: Path) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(path.with_name(f"{path.name}.about.json").read_text())
    return about


async def test_files_name_the_engines_that_were_not_asked_and_are_complete_all_the_same(
    fleet_of, open_fleet, tmp_path: Path
) -> None:
    with fleet_of("ap", eu=whole(csv("PC1")), us=whole(csv("PC2"))) as (fleet, _):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            await exported(explorer, tmp_path / "all.csv")
            await exported(explorer, tmp_path / "answers", each=True)
            assert "INCOMPLETE" not in explorer.state

    left_out = ("ap", None, None, False, "not asked: its Portal does not reach it")
    for about in (side_file_of(tmp_path / "all.csv"), json.loads((tmp_path / "answers/manifest.json").read_text())):
        assert about["complete"] is True
        assert [one["name"] for one in about["engines"]] == ["eu", "us", "ap"]
        last = about["engines"][-1]
        assert tuple(last[key] for key in ("name", "address", "rows", "complete", "error")) == left_out
    assert {one.name for one in (tmp_path / "answers").iterdir()} == {"eu.csv", "us.csv", "manifest.json"}


async def test_the_side_file_tells_of_the_rows_on_the_screen_whatever_a_later_question_came_to(
    fleet_of, open_fleet, tmp_path: Path
) -> None:
    with fleet_of(eu=whole(csv("PC1", "PC2")), us=whole(csv("PC3"))) as (fleet, servers):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            for server in servers.values():
                server.behaviour = cut(b"")
            await explorer.ask()
            assert explorer.state.startswith("No answer")
            await exported(explorer, tmp_path / "all.csv")

    about = side_file_of(tmp_path / "all.csv")
    assert about["complete"] is True
    assert [(one["name"], one["rows"], one["complete"]) for one in about["engines"]] == [
        ("eu", 2, True),
        ("us", 1, True),
    ]


async def test_the_rows_of_a_watch_are_of_all_engines_and_nobody_has_counted_each(
    fleet_of, open_fleet, tmp_path: Path
) -> None:
    with fleet_of("ap", eu=whole(csv("PC1")), us=whole(csv("PC2"))) as (fleet, servers):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            servers["us"].behaviour = whole(csv("PC2", "PC3"))
            await explorer.press("W")
            await explorer.pilot.press("enter")
            await explorer.wait_for(lambda: "of 3 rows" in explorer.state)
            await explorer.settled()
            await exported(explorer, tmp_path / "all.csv")
            await exported(explorer, tmp_path / "answers", each=True)

    assert (tmp_path / "answers/us.csv").read_bytes() == csv("PC2", "PC3")
    told = [(one["name"], one["rows"], one["complete"]) for one in side_file_of(tmp_path / "all.csv")["engines"]]
    assert told == [("eu", None, True), ("us", None, True), ("ap", None, False)]


async def test_answers_stay_those_of_their_fleet_when_somebody_logs_in_to_another(
    fleet_of, open_fleet, tmp_path: Path
) -> None:
    with (
        fleet_of("ap", eu=whole(csv("PC1")), us=cut(csv("PC2"))) as (fleet, _),
        fleet_of("away", other=refuse) as (other, _),
    ):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            rules = (Connection("other-site", user="admin"),)
            ready = FleetReady(other.members[0].client, other, rules, (), "", is_complete=True, notes=())
            explorer.app.post_message(LoginScreen.LoggedIn(ready))
            await explorer.wait_for(lambda: explorer.app.screen.tab.connected.terms.connection == "other-site")

            await explorer.press("e")
            assert [one.split()[1] for one in panel_lines(explorer)] == ["eu", "us", "ap"]
            assert "away" not in line(explorer)
            await exported(explorer, tmp_path / "answers", each=True)

    manifest = json.loads((tmp_path / "answers/manifest.json").read_text())
    assert manifest["asked"] != "other-site"
    assert "other-site" not in manifest["asked"]
    assert [one["name"] for one in manifest["engines"]] == ["eu", "us", "ap"]


async def test_engines_that_are_asked_again_for_an_export_take_no_more_of_the_disk_than_others(
    fleet_of, open_fleet, paths: Paths, tmp_path: Path
) -> None:
    asked = 0

    def refuse_later(stream) -> None:
        nonlocal asked
        asked += 1
        refuse(stream)

    paths.settings.parent.mkdir(parents=True, exist_ok=True)
    paths.settings.write_text('spool_limit = "1MB"\n')
    with fleet_of(eu=whole(csv("PC1")), us=whole(csv("PC2")), ap=whole(csv("PC3"))) as (fleet, servers):
        async with open_fleet(fleet) as explorer:
            await explorer.ask()
            servers["us"].behaviour = whole(csv("PC2") + b"x" * 2_000_000)
            servers["ap"].behaviour = refuse_later
            await explorer.press("f8")
            await explorer.wait_for(lambda: isinstance(explorer.app.screen, ExportScreen))
            explorer.widget("#what").focus()
            await explorer.press("right")
            explorer.widget("#export-formatted").value = True
            explorer.widget("#path").value = str(tmp_path / "answers")
            await explorer.press("f5")
            await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
            await explorer.ask()
            assert asked == 1

    engines = {one["name"]: one for one in json.loads((tmp_path / "answers/manifest.json").read_text())["engines"]}
    assert [engines[name]["complete"] for name in ("eu", "us", "ap")] == [True, False, False]
    assert "larger" in engines["us"]["error"]


async def test_a_single_engine_shows_no_line_of_engines(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        assert not explorer.app.screen.query_one(FleetLine).display
        await explorer.press("e")
        assert "One Engine is asked" in explorer.state
