"""Dialogs on the smallest and on large terminals."""

from __future__ import annotations

import pytest
from lone_screen import TINY, LoneScreen, LoneScreenApp
from tour import CERTIFICATE

from nxql_tui.client.address import parse_address
from nxql_tui.ui.screens.first_meeting import FirstMeetingScreen
from nxql_tui.ui.screens.model_browser import ModelBrowserScreen


async def test_all_of_a_first_meeting_is_seen_on_the_smallest_terminal() -> None:
    app = LoneScreenApp(FirstMeetingScreen(parse_address("engine-1"), CERTIFICATE, "It is self-signed."))
    async with app.run_test(size=TINY) as pilot:
        lone = LoneScreen(app, pilot)
        await lone.wait_for(lambda: app.screen is app.shown)
        text = lone.screen_text
        for words in ("engine-1:1671 is not known yet", "It is self-signed.", "Key", "82:53:7D:BB", "0E:42:8D:0A"):
            assert words in text
        for words in ("has been sent.", "Leave", "Trust this once", "Trust and remember"):
            assert words in text


@pytest.mark.parametrize(("width", "left"), [(80, 0), (120, 0), (200, 100)])
async def test_the_data_model_stands_beside_the_query_where_there_is_room_for_both(width: int, left: int) -> None:
    app = LoneScreenApp(ModelBrowserScreen(("windows",)))
    async with app.run_test(size=(width, 40)) as pilot:
        lone = LoneScreen(app, pilot)
        await lone.wait_for_search()
        region = app.screen.query_one(".dialog").region
        assert (region.x, region.right) == (left, width)
