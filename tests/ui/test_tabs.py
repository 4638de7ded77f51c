"""Several queries side by side."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.ui.editor.nxql_editor import NxqlEditor
from nxql_tui.ui.screens.library import LibraryScreen
from nxql_tui.ui.screens.workbench import WorkbenchScreen
from nxql_tui.ui.widgets.headed_list import HeadedList
from nxql_tui.ui.widgets.tab_bar import TabBar
from nxql_tui.wire.request import Platform, QueryRequest

if TYPE_CHECKING:
    from tests.ui.conftest import Explorer

QUERY = "(select (name) (from device) (limit 3))"


def workbench_of(explorer: Explorer) -> WorkbenchScreen:
    screen = explorer.app.screen_stack[0]
    assert isinstance(screen, WorkbenchScreen)
    return screen


def text_of(explorer: Explorer) -> str:
    return workbench_of(explorer).tab.pane.text


async def new_tab(explorer: Explorer) -> None:
    workbench = workbench_of(explorer)
    count = len(workbench.tabs.tabs)
    await explorer.pilot.press("ctrl+n")
    await explorer.wait_for(lambda: len(workbench.tabs.tabs) == count + 1)
    await explorer.wait_for(lambda: workbench.tab.query_one(NxqlEditor).has_focus)


async def test_a_tab_keeps_its_query_switches_and_answer(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        workbench = workbench_of(explorer)
        assert not workbench.query_one(TabBar).display
        await explorer.ask()
        await new_tab(explorer)
        assert workbench.query_one(TabBar).display
        assert text_of(explorer) == ""
        workbench.head.toggle_platform(Platform.MOBILE)
        await explorer.pilot.press("x")
        await explorer.pilot.press("ctrl+pageup")
        assert text_of(explorer) == QUERY
        assert workbench.tab.answer.has_rows
        assert Platform.MOBILE not in workbench.head.switches.platforms
        await explorer.pilot.press("ctrl+pagedown")
        assert text_of(explorer) == "x"
        assert Platform.MOBILE in workbench.head.switches.platforms


async def test_an_answer_that_comes_while_another_tab_is_seen_takes_no_focus(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        workbench = workbench_of(explorer)
        first = workbench.tab
        await explorer.pilot.press("f5")
        await new_tab(explorer)
        await explorer.wait_for(lambda: first.answer.has_rows)
        assert workbench.tab.query_one(NxqlEditor).has_focus


async def test_a_closed_tab_comes_back_where_it_was(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        workbench = workbench_of(explorer)
        await new_tab(explorer)
        await explorer.pilot.press("a")
        await explorer.pilot.press("ctrl+pageup")
        await workbench.action_close_tab()
        assert [tab.pane.text for tab in workbench.tabs.tabs] == ["a"]
        await workbench.action_reopen_tab()
        assert [tab.pane.text for tab in workbench.tabs.tabs] == [QUERY, "a"]
        assert text_of(explorer) == QUERY


async def test_closing_the_last_tab_leaves_an_empty_one(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        workbench = workbench_of(explorer)
        await workbench.action_close_tab()
        assert text_of(explorer) == ""
        await workbench.action_reopen_tab()
        assert text_of(explorer) == QUERY


async def test_a_tab_is_named(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        workbench = workbench_of(explorer)
        await new_tab(explorer)
        assert workbench.tabs.names == ["device", "empty"]
        workbench.action_rename_tab()
        await explorer.wait_for(lambda: explorer.app.screen is not workbench)
        await explorer.pilot.press("m", "y", "enter")
        await explorer.wait_for(lambda: workbench.tabs.names == ["device", "my"])
        assert " 2 my ×" in str(workbench.query_one(TabBar).render())


async def test_the_line_of_tabs_has_keys_and_mouse(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        workbench = workbench_of(explorer)
        await new_tab(explorer)
        bar = workbench.query_one(TabBar)
        await explorer.pilot.click(TabBar, offset=(3, 0))
        await explorer.wait_for(lambda: workbench.tabs.open_index == 0)
        bar.focus()
        await explorer.pilot.press("x")
        await explorer.wait_for(lambda: len(workbench.tabs.tabs) == 1)
        assert text_of(explorer) == ""


async def test_tabs_are_kept_over_a_restart(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        await new_tab(explorer)
        await explorer.pilot.press("a", "b")
        workbench_of(explorer).tabs.rename("mine")
        await explorer.pilot.pause()
    async with open_explorer(query="(select (name) (from user))") as explorer:
        workbench = workbench_of(explorer)
        assert workbench.tabs.names == ["device", "mine"]
        assert text_of(explorer) == "ab"
        assert workbench.tab.query_one(NxqlEditor).cursor_offset == 2


async def test_the_data_model_is_looked_up_and_a_name_inserted(open_explorer) -> None:
    async with open_explorer(query="(select () (from user))") as explorer:
        workbench = workbench_of(explorer)
        workbench.tab.query_one(NxqlEditor).go_to(9)
        await explorer.pilot.press("f2")
        await explorer.wait_for(lambda: explorer.app.screen is not workbench)
        await explorer.pilot.press(*"full_n")
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: explorer.app.screen is workbench)
        assert text_of(explorer) == "(select (full_name) (from user))"


async def library_of(explorer: Explorer) -> LibraryScreen:
    await explorer.pilot.press("f3")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, LibraryScreen))
    await explorer.wait_for(lambda: explorer.app.screen.query_one("#search").has_focus)
    assert isinstance(explorer.app.screen, LibraryScreen)
    return explorer.app.screen


def subject_of(library: LibraryScreen) -> object:
    """What is highlighted in its list."""
    return library.query_one(HeadedList).subject


async def test_a_saved_query_opens_in_a_new_tab_with_its_labels(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        workbench = workbench_of(explorer)
        library = await library_of(explorer)
        await explorer.pilot.press(*"drive nearly")
        await explorer.wait_for(lambda: getattr(subject_of(library), "name", "") == "system-drive-nearly-full")
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: len(workbench.tabs.tabs) == 2)
        assert workbench.tabs.names[1] == "system-drive-nearly-full"
        await explorer.wait_for(lambda: workbench.tab.query("ParameterField .label"))
        await explorer.pilot.press("f5")
        await explorer.wait_for(lambda: "complete" in str(workbench.tab.query_one("#state").render()))


async def test_a_question_asked_is_found_in_the_library(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        workbench = workbench_of(explorer)
        await explorer.ask()
        library = await library_of(explorer)
        await explorer.pilot.press("tab")
        await explorer.wait_for(lambda: getattr(subject_of(library), "rows", None) == 3)
        await explorer.pilot.press("enter")
        await explorer.wait_for(lambda: len(workbench.tabs.tabs) == 2)
        assert text_of(explorer) == QUERY


async def test_in_private_mode_nothing_is_written_down(open_explorer, paths) -> None:
    async with open_explorer(query=QUERY) as explorer:
        explorer.app.action_toggle_private()
        await explorer.pilot.pause()
        assert explorer.state == "Questions are no longer written down."
        # In front, where nothing cuts it off.
        assert explorer.text_of(".connection").startswith("private  demo")
        await explorer.ask()
        assert explorer.state.startswith("3 rows")
        explorer.app.action_toggle_private()
        assert explorer.state == "Questions are written down again."
    assert not paths.history.exists()


async def test_what_is_old_is_forgotten_when_the_explorer_starts(open_explorer, paths) -> None:
    history = StoredHistory(paths.history)
    for age in (1, 400):
        request = QueryRequest(f"(select (a{age}) (from device))")
        history.record_start(request, connection="x", address="x", asked_at=datetime.now(UTC) - timedelta(days=age))
    async with open_explorer(query=QUERY) as explorer:
        await explorer.wait_for(lambda: len(history.search()) == 1)
    assert [entry.text for entry in history.search()] == ["(select (a1) (from device))"]


async def test_an_answer_that_comes_while_a_tab_opens_takes_no_letter(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        workbench = workbench_of(explorer)
        first = workbench.tab
        await explorer.pilot.press("f5", "f6", "ctrl+n", "a", "b")
        await explorer.wait_for(lambda: first.answer.has_rows)
        await explorer.pilot.press("c")
        assert text_of(explorer) == "abc"
