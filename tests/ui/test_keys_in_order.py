"""Keys that come at once, as over a slow line, have their effect in the order in which they were pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from waiting import wait_for

from nxql_tui.ui.editor.nxql_editor import NxqlEditor
from nxql_tui.ui.themed_app import ThemedApp
from nxql_tui.ui.widgets.steady_input import SteadyInput

if TYPE_CHECKING:
    from textual.app import ComposeResult

BURST = ("m", "o", "r", "backspace", "o", "r", "e", "left", "left", "x", "end", "z")


class Fields(ThemedApp[None]):
    def compose(self) -> ComposeResult:
        yield SteadyInput("old", id="line")
        yield NxqlEditor("", id="text")


@pytest.mark.parametrize(
    ("field", "keys", "typed"), [("#line", ("ctrl+u", *BURST), "mooxrez"), ("#text", BURST, "mooxrez")]
)
async def test_letters_do_not_overtake_editing_keys(field: str, keys: tuple[str, ...], typed: str) -> None:
    app = Fields()
    async with app.run_test() as pilot:
        widget = app.query_one(field)
        widget.focus()
        await pilot.pause()
        for key in keys:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await wait_for(pilot, lambda: "z" in _text(widget))
        assert _text(widget) == typed


def _text(widget: object) -> str:
    return widget.value if isinstance(widget, SteadyInput) else widget.text
