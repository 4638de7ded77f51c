"""What was said can be read again."""

from __future__ import annotations

import re

from nxql_tui.library.drafts import Draft
from nxql_tui.ui.message_log import MOST_KEPT, MessageLog
from nxql_tui.ui.screens.messages import NOTHING_SAID, MessagesScreen


async def _open(explorer) -> list[str]:
    """The lines of the screen, as they are copied."""
    await explorer.pilot.press("alt+i")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, MessagesScreen))
    await explorer.pilot.press("y")
    await explorer.pilot.pause()
    return explorer.app.clipboard.splitlines()


def test_the_newest_comes_first_and_the_oldest_is_forgotten() -> None:
    log = MessageLog()
    for number in range(MOST_KEPT + 2):
        log.note(f"message {number}")
    assert len(log) == MOST_KEPT
    assert [message.text for message in log][:2] == [f"message {MOST_KEPT + 1}", f"message {MOST_KEPT}"]


def test_a_message_is_one_line_and_steers_no_terminal() -> None:
    log = MessageLog()
    log.note("two\nlines\x1b[2J")
    assert str(next(iter(log))).isprintable()


async def test_toasts_notes_and_failures_are_told_with_time_and_word(open_explorer) -> None:
    async with open_explorer() as explorer:
        assert await _open(explorer) == [NOTHING_SAID]
        await explorer.pilot.press("alt+i")
        await explorer.wait_for(lambda: not isinstance(explorer.app.screen, MessagesScreen))
        explorer.app.warn("The disk is [b]slow[/b].")
        await explorer.ask("(select (nam) (from device))")
        explorer.app.screen.tab.note("Saved as 'x'")
        await explorer.pilot.pause()
        note, failure, warning, copied = await _open(explorer)
        assert re.fullmatch(r"\d\d:\d\d:\d\d  note     Saved as 'x'", note)
        assert re.search(r"  error    .*nam", failure)
        assert copied.endswith("clipboard.")
        assert warning.endswith("  warning  The disk is [b]slow[/b].")
        strips = explorer.app.screen._compositor.render_strips()
        shown = "\n".join(strip.text for strip in strips)
        assert all(message.text[:30] in shown for message in [*explorer.app.said][1:])


async def test_the_value_of_a_secret_parameter_is_not_kept(open_explorer) -> None:
    async with open_explorer() as explorer:
        draft = Draft("(select (%1) (from device))", parameters={1: "name_of_the_vault"}, secret_numbers=frozenset({1}))
        await explorer.app.screen.tabs.add(draft)
        await explorer.pilot.press("f5")
        await explorer.wait_for(lambda: explorer.app.screen.tab.query_one("#message").display)
        explorer.widget("ParameterField Input").value = "another_treasure"
        explorer.app.screen.tab.note("about name_of_the_vault and another_treasure")
        await explorer.pilot.pause()
        shown = "\n".join(await _open(explorer))
        assert "error" in shown
        assert "vault" not in shown
        assert "treasure" not in shown
