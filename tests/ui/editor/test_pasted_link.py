"""Links to an Engine that are pasted into the editor."""

from __future__ import annotations

import pytest
from textual import events

from nxql_tui.client.address import parse_address
from nxql_tui.ui.editor.nxql_editor import NxqlEditor
from nxql_tui.ui.pasted_link import read_pasted_link
from nxql_tui.wire.request import Platform, QueryRequest, RequestError, to_link

QUERY = "(select (name)\n  (from device (where device (eq name (string %1)))))"
REQUEST = QueryRequest(QUERY, (Platform.MAC_OS, Platform.MOBILE), {1: "Röhre 1"}, human_readable=True)
ELSEWHERE = "https://engine-9.example.com:1671"


async def paste(explorer, text: str) -> None:
    """As a terminal with bracketed paste does it."""
    explorer.app.post_message(events.Paste(text))
    await explorer.pilot.pause()
    await explorer.pilot.pause()


def tab(explorer):
    return explorer.app.screen.tab


def texts(explorer) -> list[str]:
    return [each.pane.text for each in explorer.app.screen.tabs.tabs]


async def test_an_empty_tab_is_filled(open_explorer, engine_client) -> None:
    async with open_explorer() as explorer:
        await explorer.write(" ")
        await paste(explorer, to_link(engine_client.address.base_url, REQUEST))
        await explorer.wait_for(lambda: explorer.app.screen.query("ParameterField Input"))
        assert texts(explorer) == [QUERY]
        request = tab(explorer).pane.request()
        assert (request.platforms, request.parameters) == (REQUEST.platforms, REQUEST.parameters)
        assert request.human_readable
        head = explorer.app.screen.head.switches
        assert (head.platforms, head.human_readable) == (REQUEST.platforms, True)
        assert explorer.state == "Filled from the link: query, mac_os, mobile, Formatted, %1"
        await explorer.press("ctrl+z")
        assert texts(explorer) == [" "]


async def test_a_tab_that_holds_a_query_keeps_it_and_another_is_opened(open_explorer, engine_client) -> None:
    async with open_explorer(query="(select (id) (from user))") as explorer:
        await paste(explorer, f"<{to_link(engine_client.address.base_url, REQUEST)}>\r\n")
        await explorer.wait_for(lambda: len(texts(explorer)) == 2)
        assert texts(explorer) == ["(select (id) (from user))", QUERY]
        assert tab(explorer).pane.text == QUERY
        assert tab(explorer).pane.request().parameters == REQUEST.parameters
        await explorer.wait_for(lambda: "Filled from the link" in str(tab(explorer).query_one("#state").render()))
        assert explorer.app.screen.focused is tab(explorer).pane.writing.editor


async def test_the_same_link_twice_opens_one_tab(open_explorer, engine_client) -> None:
    async with open_explorer() as explorer:
        await explorer.write("")
        link = to_link(engine_client.address.base_url, REQUEST)
        await paste(explorer, link)
        await explorer.wait_for(lambda: explorer.app.screen.query("ParameterField Input"))
        await paste(explorer, link)
        assert texts(explorer) == [QUERY]


async def test_other_parameters_of_the_same_query_are_not_lost(open_explorer, engine_client) -> None:
    async with open_explorer() as explorer:
        await explorer.write("")
        await paste(explorer, to_link(engine_client.address.base_url, REQUEST))
        await explorer.wait_for(lambda: explorer.app.screen.query("ParameterField Input"))
        explorer.widget("ParameterField Input").value = "typed"
        await explorer.pilot.pause()
        await paste(explorer, to_link(engine_client.address.base_url, REQUEST))
        await explorer.wait_for(lambda: len(texts(explorer)) == 2)
        assert [each.draft.parameters for each in explorer.app.screen.tabs.tabs] == [{1: "typed"}, {1: "Röhre 1"}]


async def test_another_engine_than_the_one_connected_is_named(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.write("")
        await paste(explorer, to_link(ELSEWHERE, REQUEST))
        assert explorer.state.startswith("The link is to engine-9.example.com:1671, not the Engine connected")


async def test_a_link_that_makes_no_question_is_pasted_as_text(open_explorer) -> None:
    link = f"{ELSEWHERE}/2/query?format=csv"
    async with open_explorer() as explorer:
        await explorer.write("")
        await paste(explorer, link)
        assert texts(explorer) == [link]
        (notice,) = explorer.app._notifications
        assert "'query' is missing" in notice.message


async def test_text_with_a_link_in_it_is_text(open_explorer) -> None:
    text = f"; see {to_link(ELSEWHERE, REQUEST)}"
    async with open_explorer() as explorer:
        await explorer.write("")
        await paste(explorer, text)
        assert texts(explorer) == [text]


async def test_what_was_copied_in_here_fills_too(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        await explorer.wait_for(lambda: explorer.app.screen.query("ParameterField Input"))
        explorer.widget("ParameterField Input").value = "X"
        await explorer.pilot.pause()
        await explorer.app.screen.run_action("copy_as")
        await explorer.wait_for(lambda: explorer.app.screen.query("#preview"))
        await explorer.press("down", "enter", "escape")
        await explorer.press("ctrl+n")
        await explorer.press("ctrl+v")
        await explorer.wait_for(lambda: texts(explorer)[-1] == QUERY)
        assert explorer.said(NxqlEditor.LinkPasted) == ["LinkPasted"]
        assert tab(explorer).pane.request().parameters == {1: "X"}


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        (QueryRequest("(select (name)\x1b]52;c;eA==\x07 (from device))"), "'query'"),
        (QueryRequest("(select (name) (from device \u202e))"), "'query'"),
        (QueryRequest(QUERY, parameters={1: "fine", 2: "\x1b[2J"}), "'p2'"),
        (QueryRequest(QUERY, parameters={1: "two\nlines"}), "'p1'"),
    ],
)
async def test_nothing_in_a_link_steers_the_terminal(open_explorer, request_: QueryRequest, named: str) -> None:
    link = to_link(ELSEWHERE, request_)
    async with open_explorer() as explorer:
        await explorer.write("")
        await paste(explorer, link)
        assert texts(explorer) == [link]
        (notice,) = explorer.app._notifications
        assert named in notice.message


def test_line_ends_of_other_systems_become_ours():
    link = read_pasted_link(to_link(ELSEWHERE, QueryRequest("(select (name)\r\n(from device))\r")))
    assert link.draft.text == "(select (name)\n(from device))\n"


@pytest.mark.parametrize(
    ("base", "connected", "is_named"),
    [
        ("https://Engine-1", "engine-1:1671", False),
        ("https://engine-1:1671", "engine-1", False),
        ("https://engine-1:1672", "engine-1", True),
        ("https://alice:secret@engine-1", "engine-1", False),
        ("https://not_a|host", "engine-1", True),
    ],
)
def test_the_engine_is_named_only_when_it_is_another(base: str, connected: str, is_named: bool) -> None:
    note = read_pasted_link(to_link(base, REQUEST)).note(parse_address(connected))
    assert ("not the Engine connected" in note) is is_named
    assert "secret" not in note


def test_without_a_connection_no_engine_is_named():
    assert read_pasted_link(to_link(ELSEWHERE, REQUEST)).note(None).startswith("Filled from the link: query")


def test_a_format_that_is_none_makes_no_question():
    with pytest.raises(RequestError, match="pdf"):
        read_pasted_link(f"{ELSEWHERE}/2/query?query=x&format=pdf")
