from __future__ import annotations

import pytest
from textual import events
from textual.command import CommandPalette
from textual.widgets import Input

from nxql_tui.ui.questions import FirstPageRead, QuestionAnswered, QuestionFailed
from nxql_tui.ui.screens.help import HelpScreen
from nxql_tui.ui.screens.workbench import WorkbenchScreen
from nxql_tui.ui.widgets.query_pane import QueryPane
from nxql_tui.ui.widgets.results_table import ResultsTable


async def test_one_key_sends_the_query_that_stands_in_the_editor(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        assert "complete" in explorer.state
        assert "Engine" in explorer.state
        assert len(explorer.column(0)) == 100
        assert explorer.said(QueryPane.Submitted, QuestionAnswered, QuestionFailed) == ["Submitted", "QuestionAnswered"]


async def test_the_first_page_is_shown_before_the_answer_is_stored(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        assert explorer.said(FirstPageRead, QuestionAnswered) == ["FirstPageRead", "QuestionAnswered"]


async def test_numbers_sort_as_numbers_up_down_and_off(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask("(select (name total_ram) (from device) (order_by name asc))")
        as_sent = explorer.column(1)
        await explorer.press("right", "s")
        ascending = [int(cell) for cell in explorer.column(1)]
        assert ascending == sorted(ascending)
        await explorer.press("s")
        descending = [int(cell) for cell in explorer.column(1)]
        assert descending == sorted(descending, reverse=True)
        assert descending[0] > ascending[0]
        await explorer.press("s")
        assert explorer.column(1) == as_sent


async def test_the_title_of_the_sorted_column_says_which_way(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        table = explorer.widget("#results")
        labels = []
        for _ in range(3):
            await explorer.press("s")
            labels.append(table.ordered_columns[0].label.plain.strip())
        assert labels == ["name ▲", "name ▼", "name"]


async def test_a_click_on_a_title_sorts_by_its_column(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask("(select (name) (from device) (order_by name desc))")
        newest_first = explorer.column(0)
        await explorer.pilot.click("#results", offset=(4, 0))
        await explorer.settled()
        assert explorer.said(ResultsTable.ViewRequested) == ["ViewRequested"]
        assert explorer.column(0) != newest_first
        assert explorer.column(0) == sorted(explorer.column(0))


async def test_pages_are_turned_by_key_to_the_last_and_back(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask("(select (name) (from device) (order_by name asc))")
        total = int(explorer.state.split(" ")[0].strip().replace(",", ""))
        names = [explorer.column(0)]
        for _ in range((total - 1) // 100):
            await explorer.press("right_square_bracket")
            names.append(explorer.column(0))
        everything = [name for page in names for name in page]
        assert len(everything) == total
        assert everything == sorted(everything)
        await explorer.press("left_curly_bracket")
        assert explorer.column(0) == names[0]
        await explorer.press("right_curly_bracket")
        assert explorer.column(0) == names[-1]
        await explorer.press("left_square_bracket")
        assert explorer.column(0) == names[-2]


async def test_a_page_is_gone_to_by_its_number(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask("(select (name) (from device) (order_by name asc))")
        first = explorer.column(0)
        await explorer.press("G", "2", "enter")
        assert explorer.column(0)[0] > first[-1]
        assert isinstance(explorer.app.focused, ResultsTable)
        await explorer.press("G", *"999999", "enter")
        assert "of" in explorer.text_of("#pager .rows")
        assert explorer.column(0)


async def test_rows_a_page_can_be_chosen(open_explorer) -> None:
    async with open_explorer(size=(120, 40)) as explorer:
        await explorer.ask()
        await explorer.pilot.click("#size-50")
        await explorer.settled()
        assert len(explorer.column(0)) == 50
        explorer.widget("#results").focus()
        await explorer.press("p")
        assert len(explorer.column(0)) == 100
        await explorer.press("p")
        assert len(explorer.column(0)) == 200


async def test_inputs_appear_and_vanish_with_the_placeholders_and_keep_their_values(open_explorer) -> None:
    async with open_explorer() as explorer:

        async def shown(query: str) -> list[tuple[int, str]]:
            await explorer.write(query)
            await explorer.pilot.pause()
            return [(field.number, field.value) for field in explorer.app.screen.query("ParameterField")]

        assert await shown("(select (%2 %11) (from device))") == [(2, ""), (11, "")]
        explorer.app.screen.query("ParameterField Input").first(Input).value = "name"
        await explorer.pilot.pause()
        assert await shown("(select (name) (from device))") == []
        assert await shown("(select (%1 %2) (from device))") == [(1, ""), (2, "name")]


async def test_a_parameter_fills_its_placeholder_at_the_engine(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.write("(select (name) (from device (where device (eq device_type (enum %1)))))")
        await explorer.wait_for(lambda: explorer.app.screen.query("ParameterField"))
        await explorer.press("f5")
        assert "'%1' has no value" in explorer.text_of("#message .message-text")
        assert isinstance(explorer.app.focused, Input)
        await explorer.press(*"laptop")
        await explorer.ask()
        assert "complete" in explorer.state
        assert explorer.column(0)


async def test_platform_switches_decide_which_devices_are_asked(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask("(select (platform) (from device))")
        assert set(explorer.column(0)) == {"windows"}
        explorer.widget("#platform-windows").value = False
        explorer.widget("#platform-mobile").value = True
        await explorer.ask()
        assert set(explorer.column(0)) == {"mobile"}


async def test_without_a_platform_nothing_is_sent(open_explorer) -> None:
    async with open_explorer() as explorer:
        explorer.widget("#platform-windows").value = False
        await explorer.press("f5")
        assert "No platform" in explorer.text_of("#message .message-text")
        assert explorer.app.focused.id == "platform-windows"
        assert explorer.said(QueryPane.Submitted) == []


async def test_formatted_answers_carry_units_and_sort_by_size(open_explorer) -> None:
    async with open_explorer() as explorer:
        explorer.widget("#formatted").value = True
        await explorer.ask(
            "(select (system_drive_free_space) (from device (where device (ne system_drive_free_space nil))))"
        )
        assert all(cell.endswith(("GB", "MB", "TB", "KB", "bytes")) for cell in explorer.column(0))
        await explorer.press("s")
        scale = {"bytes": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
        sizes = [float(cell.split()[0]) * scale[cell.split()[1]] for cell in explorer.column(0)]
        assert sizes == sorted(sizes)


async def test_an_error_page_shows_its_message_and_its_options(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask("(select (name device_tpye) (from device))")
        assert "'device_tpye'" in explorer.text_of("#message .message-text")
        assert "No answer" in explorer.state


async def test_choosing_an_option_replaces_the_wrong_word(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask("(select (name device_tpye) (from device))")
        await explorer.press("enter")
        assert explorer.widget("#editor").text == "(select (name device_type) (from device))"
        await explorer.ask()
        assert "complete" in explorer.state
        explorer.widget("#editor").undo()
        assert "device_tpye" in explorer.widget("#editor").text


@pytest.mark.parametrize(
    "query", [")))", "(((", "select", "%", "\x00", "(select (nope) (from nothing))", '"', "🙂", "(" * 5000]
)
async def test_nonsense_gets_a_message_and_keeps_the_query(open_explorer, query: str) -> None:
    async with open_explorer() as explorer:
        await explorer.ask(query)
        assert explorer.text_of("#message .message-text").strip()
        assert explorer.widget("#editor").text == query


async def test_an_update_is_refused_before_anything_is_sent(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.write('(update (set #Location (enum "Paris")) (from device))')
        await explorer.press("f5")
        assert "does not allow updates" in explorer.text_of("#message .message-text")
        assert explorer.said(QuestionAnswered, QuestionFailed) == []


async def test_an_answer_without_rows_shows_its_header(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask("(select (name last_seen) (from device) (limit 0))")
        table = explorer.widget("#results")
        assert [column.label.plain.strip() for column in table.ordered_columns] == ["name", "last_seen"]
        assert "0 rows" in explorer.state


async def test_a_second_question_replaces_the_first(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.press("f5", "f5", "f5")
        await explorer.wait_for(lambda: "complete" in explorer.state)
        assert len(explorer.column(0)) == 100


async def test_leaving_keeps_no_answer_on_disk(open_explorer, paths) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
    assert [path for path in paths.spools.rglob("*") if path.is_file()] == []


async def test_every_zone_is_reached_by_one_key(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        explorer.widget("#editor").focus()
        await explorer.pilot.pause()
        visited = []
        for _ in range(2):
            await explorer.press("f6")
            visited.append(explorer.app.focused.id)
        assert visited == ["results", "editor"]


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (59, 24), (200, 60)])
async def test_no_size_of_the_terminal_is_too_much_for_it(open_explorer, size: tuple[int, int]) -> None:
    async with open_explorer(size=size) as explorer:
        await explorer.ask()
        notice = explorer.widget("#too-small")
        too_small = size[0] < 60
        assert notice.styles.display == ("block" if too_small else "none")
        if too_small:
            assert "too small" in explorer.text_of("#too-small")


async def test_the_palette_comes_back_from_under_its_help(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.press("f10")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, CommandPalette))
        await explorer.press("f1")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, HelpScreen))
        await explorer.press("f10")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, CommandPalette))
        assert len(explorer.app.screen_stack) == 2


async def test_the_palette_knows_the_commands(open_explorer) -> None:
    async with open_explorer() as explorer:
        titles = {command.title for command in explorer.app.get_system_commands(explorer.app.screen)}
        assert {"Send", "Export", "Platform mobile", "Formatted"} <= titles


async def test_help_is_shown_and_hidden_by_one_key(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.press("f1")
        assert isinstance(explorer.app.screen, HelpScreen)
        await explorer.press("f1")
        assert isinstance(explorer.app.screen, WorkbenchScreen)


async def test_keys_in_a_burst_take_effect_in_their_order(open_explorer) -> None:
    names = {"(": "left_parenthesis", ")": "right_parenthesis", " ": "space"}
    async with open_explorer() as explorer:
        await explorer.write("")
        for character in "(select (name) (from device) (limit 7))":
            explorer.app.post_message(events.Key(names.get(character, character), character))
        explorer.app.post_message(events.Key("f5", None))
        await explorer.wait_for(lambda: "complete" in explorer.state)
        await explorer.settled()
        assert len(explorer.column(0)) == 7


@pytest.mark.parametrize("selector", ["#editor", "#results"])
async def test_a_window_that_was_too_small_has_its_focus_again(open_explorer, selector: str) -> None:
    async with open_explorer() as explorer:
        await explorer.ask()
        focused = explorer.widget(selector)
        focused.focus()
        await explorer.pilot.resize_terminal(50, 24)
        await explorer.wait_for(lambda: not focused.has_focus)
        await explorer.pilot.resize_terminal(80, 24)
        await explorer.wait_for(lambda: focused.has_focus)
        await explorer.press("f8")
        await explorer.wait_for(lambda: len(explorer.app.screen_stack) > 1)
        await explorer.pilot.resize_terminal(50, 24)
        await explorer.pilot.resize_terminal(80, 24)
        await explorer.press("escape")
        await explorer.wait_for(lambda: focused.has_focus)
