"""A question before something is done that cannot be taken back."""

from __future__ import annotations

import pytest
from lone_screen import LoneScreenApp
from textual.content import Content

from nxql_tui.ui.screens.confirmation import Confirmation


@pytest.mark.parametrize("name", ["[b]lab[/b]", "[/b]"])
async def test_a_name_in_the_title_is_no_markup(name: str) -> None:
    app = LoneScreenApp(Confirmation(f"Delete {name}?", "It is gone then.", "Delete"))
    async with app.run_test() as pilot:
        await pilot.pause()
        title = app.screen.query_one(".dialog").border_title
        assert Content.from_markup(title).plain == f"Delete {name}?"
