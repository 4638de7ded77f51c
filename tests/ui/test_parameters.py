"""Values of parameters: proposed, given before, taken from the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.library.saved_queries import SavedQueries
from nxql_tui.library.saved_query import SavedParameter, SavedQuery
from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.ui.opened_query import open_saved
from nxql_tui.ui.widgets.parameter_field import ParameterField

if TYPE_CHECKING:
    from tests.ui.conftest import Explorer

QUERY = (
    "(select (name device_type) (from device (where device (eq device_type (enum %1)))) (order_by name asc) (limit 3))"
)


def field_of(explorer: Explorer, number: int = 1) -> ParameterField:
    fields = explorer.app.screen_stack[0].tab.query(ParameterField)
    return next(field for field in fields if field.number == number)


async def proposes(explorer: Explorer, number: int = 1) -> ParameterField:
    """Wait until values are proposed."""
    await explorer.wait_for(lambda: explorer.app.screen_stack[0].tab.query(ParameterField))
    field = field_of(explorer, number)
    await explorer.wait_for(lambda: field.input.suggester is not None)
    return field


async def test_values_given_before_are_proposed_the_newest_first(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        field = field_of(explorer)
        for value in ("desktop", "laptop"):
            field.input.value = value
            await explorer.ask()
    async with open_explorer() as explorer:
        await explorer.write(f" {QUERY}")
        field = await proposes(explorer)
        field.input.value = ""
        field.input.focus()
        await explorer.press("down")
        assert field.value == "laptop"
        await explorer.press("down")
        assert field.value == "desktop"
        await explorer.press("up")
        assert field.value == "laptop"


async def test_choices_of_a_saved_query_come_first(open_explorer, paths) -> None:
    query = SavedQuery("by-type", QUERY, parameters=(SavedParameter(1, "kind", "laptop", ("laptop", "server")),))
    saved = SavedQueries(paths.queries).save(query)
    async with open_explorer() as explorer:
        await explorer.app.screen.tabs.add(open_saved(saved).draft)
        field = await proposes(explorer)
        assert field.value == "laptop"
        field.input.focus()
        await explorer.press("down")
        assert field.value == "server"
        await explorer.press("down")
        assert field.value == "laptop"


async def test_a_secret_is_neither_shown_nor_proposed(open_explorer, paths) -> None:
    query = SavedQuery("hidden", QUERY, parameters=(SavedParameter(1, "kind", secret=True),))
    saved = SavedQueries(paths.queries).save(query)
    async with open_explorer() as explorer:
        await explorer.app.screen.tabs.add(open_saved(saved).draft)
        await explorer.wait_for(lambda: explorer.app.screen.tab.query(ParameterField))
        field = field_of(explorer)
        assert field.input.password
        field.input.value = "laptop"
        await explorer.pilot.press("f5")
        await explorer.wait_for(lambda: "complete" in str(explorer.app.screen.tab.query_one("#state").render()))
        (entry,) = StoredHistory(paths.history).search()
        assert entry.parameters == {}
    assert all(b"laptop" not in draft.read_bytes() for draft in paths.drafts.glob("*.json"))


async def test_a_cell_of_the_answer_becomes_a_value(open_explorer) -> None:
    async with open_explorer(
        query="(select (name device_type) (from device) (order_by name asc) (limit 3))"
    ) as explorer:
        await explorer.ask()
        await explorer.press("v")
        assert "write %1" in explorer.state
        await explorer.write(QUERY)
        await explorer.wait_for(lambda: explorer.app.screen.tab.query(ParameterField))
        explorer.widget("#results").focus()
        await explorer.press("right", "v")
        assert field_of(explorer).value == explorer.column(1)[0].strip()
        assert explorer.state.startswith("%1 is now")


async def test_a_cell_goes_to_the_field_that_was_used_last(open_explorer) -> None:
    query = "(select (name) (from device (where device (eq name (string %1)) (eq device_type (enum %2)))))"
    async with open_explorer(query="(select (name) (from device) (limit 1))") as explorer:
        await explorer.ask()
        await explorer.write(query)
        await explorer.wait_for(lambda: len(explorer.app.screen.tab.query(ParameterField)) == 2)
        field_of(explorer, 2).input.focus()
        await explorer.pilot.pause()
        explorer.widget("#results").focus()
        await explorer.press("v")
        assert (field_of(explorer, 1).value, bool(field_of(explorer, 2).value)) == ("", True)
