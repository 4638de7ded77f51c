"""What stays of the first line where there is little room."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from nxql_tui.ui.connection_title import ConnectionTitle

FLEET = ConnectionTitle("site-europe", "12 Engines", "alice", is_fleet=True, is_production=True)
ENGINE = ConnectionTitle("lab", "engine-1.example.com:1671", "alice")


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (42, "PRODUCTION site-europe ▸ 12 Engines  alice"),
        (41, "PRODUCTION site-europe ▸ 12 Engines"),
        (34, "PRODUCTION site-euro… ▸ 12 Engines"),
        (27, "PRODUCTION si… ▸ 12 Engines"),
        (26, "PRODUCTION 12 Engines"),
    ],
)
def test_of_a_fleet_the_user_goes_first_and_then_the_name(width: int, shown: str) -> None:
    assert FLEET.within(width) == shown


def test_of_an_engine_the_user_goes_first() -> None:
    assert ENGINE.within(40) == "lab ▸ engine-1.example.com:1671  alice"
    assert ENGINE.within(36) == "lab ▸ engine-1.example.com:1671"


def test_that_questions_are_not_written_down_is_said_where_there_is_room() -> None:
    private = replace(FLEET, is_private=True)
    assert private.within(30) == "private  PRODUCTION 12 Engines"
    assert private.within(29) == "PRODUCTION 12 Engines"


def test_letters_that_take_two_cells_count_as_two() -> None:
    title = ConnectionTitle("東京東京東京", "2 Engines", "alice", is_fleet=True)
    assert all(cell_len(title.within(width)) <= width for width in range(15, 40))


def test_a_name_steers_no_terminal() -> None:
    assert "\x1b" not in ConnectionTitle("a\x1b[2J", "2 Engines", "alice", is_fleet=True).within(17)


async def test_production_and_the_number_of_engines_are_always_seen(open_explorer) -> None:
    async with open_explorer() as explorer:
        explorer.app.screen.head.show_connection(
            ConnectionTitle("site-europe", "5 Engines", "alice", is_fleet=True, is_production=True, is_private=True)
        )
        for columns in (60, 79, 80):
            await explorer.pilot.resize_terminal(columns, 24)
            first_line = explorer.app.screen._compositor.render_strips()[0].text
            assert len(first_line) == columns
            assert "PRODUCTION " in first_line
            assert "5 Engines" in first_line
