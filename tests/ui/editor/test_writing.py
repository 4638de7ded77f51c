"""Writing a query in the real explorer: completion, pairs, marks, fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.client.address import EngineAddress
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.ui.editor.checking import QueryChecked
from nxql_tui.ui.editor.completion_popup import CompletionPopup
from nxql_tui.ui.editor.nxql_editor import NxqlEditor

if TYPE_CHECKING:
    from tests.ui.conftest import Explorer


def editor_of(explorer: Explorer) -> NxqlEditor:
    return explorer.app.screen_stack[0].query_one(NxqlEditor)


def popup_of(explorer: Explorer) -> CompletionPopup:
    return explorer.app.screen_stack[0].query_one(CompletionPopup)


async def type_text(explorer: Explorer, text: str) -> None:
    keys = {" ": "space", "(": "left_parenthesis", ")": "right_parenthesis", "\n": "enter", "_": "underscore"}
    keys |= {'"': "quotation_mark", "%": "percent_sign", "#": "number_sign", "-": "minus", "\t": "tab"}
    await explorer.pilot.press(*(keys.get(character, character) for character in text))


async def begin(explorer: Explorer, marked: str) -> None:
    """Put a text in the editor with the cursor at the `|`."""
    editor = editor_of(explorer)
    editor.focus()
    editor.load_text(marked.replace("|", "", 1))
    editor.go_to(marked.index("|"))
    await explorer.pilot.pause()


def shown(explorer: Explorer) -> str:
    """The text with its cursor."""
    editor = editor_of(explorer)
    return f"{editor.text[: editor.cursor_offset]}|{editor.text[editor.cursor_offset :]}"


async def test_a_query_is_written_from_nothing_with_few_keys(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "|")
        await explorer.press("ctrl+@")
        assert popup_of(explorer).is_open
        await explorer.press("enter")
        assert shown(explorer) == "(select ()\n    (from |)\n    (limit 100))"
        await type_text(explorer, "dev\t")
        assert shown(explorer) == "(select (|)\n    (from device)\n    (limit 100))"
        await type_text(explorer, "nam\t")
        await explorer.ask()
        assert explorer.state.startswith("100 rows")


async def test_the_list_opens_while_typing_and_enter_takes_the_first(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select (name) (from device (where device (eq |))))")
        await type_text(explorer, "devty")
        await explorer.wait_for(lambda: popup_of(explorer).is_open)
        await explorer.press("enter")
        assert shown(explorer) == "(select (name) (from device (where device (eq device_type (enum |)))))"
        await explorer.wait_for(lambda: popup_of(explorer).is_open)


async def test_where_nothing_fits_that_is_said(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, '(select (name) (from device (where device (eq name (string "a|")))))')
        await explorer.press("ctrl+@")
        assert not popup_of(explorer).is_open
        assert explorer.state == "Nothing is known to fit here"


async def test_enter_behind_a_finished_word_is_a_new_line(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select (|) (from device))")
        await type_text(explorer, "name\n")
        assert "(name\n" in editor_of(explorer).text


async def test_enter_belongs_to_the_text_where_no_word_was_begun(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select (name|) (from device))")
        await type_text(explorer, " ")
        await explorer.wait_for(lambda: popup_of(explorer).is_open)
        await explorer.press("enter")
        assert "(name \n" in editor_of(explorer).text


async def test_escape_closes_the_list_and_nothing_else(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select (|) (from device))")
        await type_text(explorer, "na")
        await explorer.wait_for(lambda: popup_of(explorer).is_open)
        await explorer.press("escape")
        assert not popup_of(explorer).is_open
        assert editor_of(explorer).has_focus
        assert shown(explorer) == "(select (na|) (from device))"


async def test_moving_away_closes_the_list(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select (|) (from device))")
        await type_text(explorer, "na")
        await explorer.wait_for(lambda: popup_of(explorer).is_open)
        await explorer.press("home")
        assert not popup_of(explorer).is_open


PAIRS = (
    ("|", "(", "(|)"),
    ("|", "((", "((|))"),
    ("(|)", ")", "()|"),
    ("((|)", ")", "(()|)"),
    ("(select (name|", ")", "(select (name)|"),
    ("|name", "(", "(|name"),
    ("(string |)", '"', '(string "|")'),
    ('(string "|")', "a(b", '(string "a(b|")'),
    ('(string "a|")', '"', '(string "a"|)'),
    ('(string "a"|)', ")", '(string "a")|'),
    ("x|", '"', 'x"|'),
    ("#|", '"', '#"|"'),
)
"""Before, typed, after; the cursor is the `|`."""


async def test_brackets_and_quotes_come_in_pairs(open_explorer) -> None:
    async with open_explorer() as explorer:
        typed = []
        for before, keys, _ in PAIRS:
            await begin(explorer, before)
            await type_text(explorer, keys)
            typed.append((before, keys, shown(explorer)))
        assert typed == list(PAIRS)


async def test_pairs_can_be_switched_off(open_explorer) -> None:
    async with open_explorer() as explorer:
        editor_of(explorer).closes_pairs = False
        await begin(explorer, "|")
        await type_text(explorer, '("')
        assert shown(explorer) == '("|'


async def test_backspace_takes_an_empty_pair(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "a(|)")
        await explorer.press("backspace")
        assert shown(explorer) == "a|"


async def test_a_selection_is_put_between_brackets(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select na|me)")
        await explorer.press("ctrl+up")
        await type_text(explorer, "(")
        assert editor_of(explorer).text == "(select (name))"
        assert editor_of(explorer).selected_text == "name"


async def test_a_new_line_stands_in_as_deep_as_its_brackets(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select (name)|")
        await explorer.press("enter")
        assert shown(explorer) == "(select (name)\n    |"
        await type_text(explorer, "(from device")
        await explorer.press("enter")
        assert editor_of(explorer).text.splitlines()[2].startswith(" " * 8)


async def test_tab_indents_the_lines_of_a_selection_and_shift_tab_takes_it_back(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "|a\nb")
        editor_of(explorer).select_all()
        await explorer.press("tab")
        assert editor_of(explorer).text == "    a\n    b"
        await explorer.press("shift+tab")
        assert editor_of(explorer).text == "a\nb"


async def test_a_selection_grows_outward_and_back(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, '(select (name) (from de|vice (where device (eq name (string "a(b")))))')
        grown = []
        for _ in range(4):
            await explorer.press("ctrl+up")
            grown.append(editor_of(explorer).selected_text)
        assert grown[0] == "device"
        assert grown[1].startswith("from device")
        assert grown[2].startswith("(from device")
        assert grown[3].startswith("select")
        await explorer.press("ctrl+down", "ctrl+down")
        assert editor_of(explorer).selected_text == grown[1]


PARTNERS = (
    ("|(a (b))", 6),
    ("(a (b))|", 0),
    ('(a "(" |(b))', 9),
    ('|(a ")" (b))', 10),
    ("(a\n|(b\n))", 6),
    ("(a (b)|)", 0),
    ("|(a", None),
)
"""A text with the cursor, and the offset of the bracket that belongs to the one at the cursor."""


async def test_the_partner_of_a_bracket_is_found(open_explorer) -> None:
    async with open_explorer() as explorer:
        found = []
        for marked, _ in PARTNERS:
            await begin(explorer, marked)
            editor = editor_of(explorer)
            place = editor.matching_bracket_location
            found.append((marked, None if place is None else editor.offset_of(place)))
        assert found == list(PARTNERS)


async def test_a_mistake_is_marked_and_mended_by_one_key(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select (name device_tpye) (from device) (limit 5))|")
        await explorer.wait_for(lambda: not explorer.widget("#problem").is_empty)
        line = explorer.text_of("#problem")
        assert "1:15 'device_tpye' is no field of device: device_type?" in line
        assert "F12\N{NO-BREAK SPACE}fix" in line
        await explorer.pilot.resize_terminal(120, 40)
        await explorer.wait_for(lambda: "F12\N{NO-BREAK SPACE}write" in explorer.text_of("#problem"))
        await explorer.press("f4")
        assert editor_of(explorer).cursor_offset == len("(select (name ")
        await explorer.press("f12")
        assert editor_of(explorer).text == "(select (name device_type) (from device) (limit 5))"
        await explorer.wait_for(lambda: explorer.widget("#problem").is_empty)
        await explorer.press("ctrl+z")
        assert "device_tpye" in editor_of(explorer).text


async def test_a_switched_off_platform_is_noticed(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select (antivirus_name) (from device) (limit 5))|")
        await explorer.wait_for(lambda: any(isinstance(message, QueryChecked) for message in explorer.messages))
        assert explorer.widget("#problem").is_empty
        explorer.widget("#platform-windows").action_turn()
        explorer.widget("#platform-mobile").action_turn()
        await explorer.wait_for(lambda: not explorer.widget("#problem").is_empty)
        assert "not switched on" in explorer.text_of("#problem")


async def test_marks_stay_on_their_words_while_the_text_before_them_changes(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "|(select (nmae) (from device) (limit 5))")
        await explorer.wait_for(lambda: editor_of(explorer).diagnostics)
        before = editor_of(explorer).diagnostics[0].span
        await type_text(explorer, " ")
        moved = editor_of(explorer).diagnostics[0].span
        assert (moved.start, moved.end) == (before.start + 1, before.end + 1)


async def test_the_query_is_laid_out_and_the_cursor_stays_at_its_word(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select (name) (from device (where device (eq na|me (string x)))) (limit 5))")
        await explorer.press("ctrl+f")
        text = shown(explorer)
        assert text.startswith("(select (name)\n    (from device\n")
        assert "na|me" in text


async def test_the_engine_checks_a_query_without_its_rows(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select (name) (from device))|")
        await explorer.press("f7")
        await explorer.wait_for(lambda: "would answer" in explorer.state)
        assert not explorer.widget("#results").columns


async def test_an_engine_that_is_not_reached_has_not_refused_the_query(
    open_explorer, engine_client, closed_port
) -> None:
    gone = EngineClient(EngineAddress("127.0.0.1", closed_port), engine_client.credential, engine_client.trust)
    async with open_explorer(client=gone) as explorer:
        await begin(explorer, "(select (name) (from device))|")
        await explorer.press("f7")
        await explorer.wait_for(lambda: explorer.state == "The Engine was not reached")
        assert "refuse" in explorer.text_of(".message-text")


async def test_an_engine_that_could_not_say_has_not_refused_the_query(open_explorer, broken_engine) -> None:
    with broken_engine(lambda stream: stream.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")) as busy:
        async with open_explorer(client=busy.client) as explorer:
            await begin(explorer, "(select (name) (from device))|")
            await explorer.press("f7")
            await explorer.wait_for(lambda: explorer.state == "The Engine did not check the query")
            assert "503" in explorer.text_of(".message-text")


async def test_what_the_engine_finds_wrong_is_marked_at_its_word_and_learned(open_explorer, paths) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select (name\n    nonsense) (from device))|")
        await explorer.press("f7")
        await explorer.wait_for(lambda: "would not answer" in explorer.state)
        assert "2:5 The Engine refuses 'nonsense'" in explorer.text_of("#problem")
        assert explorer.text_of(".message-text")
        await explorer.wait_for(paths.learned_names.exists)
        assert "device_type" in paths.learned_names.read_text()


async def test_an_update_is_never_sent_for_a_check(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, '(update (set #"Location" nil) (from device))|')
        await explorer.press("f7")
        assert "Nothing was sent." in explorer.text_of(".message-text")


async def test_nothing_below_moves_while_one_writes(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "(select (name) (from device) (limit 5))|")
        place = explorer.widget("#state").region
        for text in ("(select (nmae) (from device) (limit 5))|", "(select (name) (from device) (limit 5))|"):
            await begin(explorer, text)
            await explorer.wait_for(
                lambda: explorer.widget("#problem").is_empty == ("name" in editor_of(explorer).text)
            )
            assert explorer.widget("#state").region == place


async def test_letters_typed_right_behind_a_new_tab_are_in_it(open_explorer) -> None:
    async with open_explorer() as explorer:
        await begin(explorer, "before|")
        await explorer.pilot.press("ctrl+n", "a", "b", "c")
        await explorer.wait_for(lambda: len(explorer.app.screen.tabs.tabs) == 2)
        await explorer.pilot.pause()
        assert [tab.pane.text for tab in explorer.app.screen.tabs.tabs] == ["before", "abc"]


async def test_comments_are_for_people_and_are_not_sent(open_explorer, paths) -> None:
    query = "// the nonsense of %7\n(select (name\n    nonsense) // again\n    (from device))|"
    async with open_explorer() as explorer:
        await begin(explorer, query)
        assert not explorer.app.screen.query("ParameterField")
        await explorer.ask()
        assert "3:5 The Engine refuses 'nonsense'" in explorer.text_of("#problem")
        (entry,) = StoredHistory(paths.history).search()
        assert entry.text == "(select (name\n    nonsense)\n    (from device))"
