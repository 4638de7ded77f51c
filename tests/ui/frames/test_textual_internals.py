"""Textual and Rich still have what the frames stand on without their promise."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.geometry import Region
from textual.strip import SGR_STYLES, Strip

from nxql_tui.ui.frames import textual_internals
from nxql_tui.ui.frames.textual_internals import (
    ATTRIBUTE_CODES,
    SYNC_END,
    SYNC_START,
    link_of,
    set_attributes_of,
    split_graphemes,
)

OF_AN_APP = {"_driver", "_batch_count", "_running", "_closed", "_sync_available", "_previous_cursor_position"}
OF_A_CONSOLE = {"_color_system"}
OF_A_STYLE = {"_attributes", "_set_attributes", "_link", "_link_id"}
STRIP = Strip([Segment("some text")])


def private_names(file: Path) -> set[str]:
    """The private names that are read of anything but the object itself."""
    return {
        node.attr
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and ast.unparse(node.value) not in ("self", "super()")
    }


def test_all_private_names_that_are_read_stand_in_one_file_and_are_looked_for_here() -> None:
    room = Path(textual_internals.__file__).parent
    read = {file.name: names for file in room.glob("*.py") if (names := private_names(file))}
    assert read == {"textual_internals.py": OF_AN_APP | OF_A_CONSOLE | OF_A_STYLE}


def test_frames_are_displayed_through_the_method_that_is_overridden() -> None:
    assert [*inspect.signature(App._display).parameters] == ["self", "screen", "renderable"]
    assert "render_segments" in inspect.getsource(App._display)


def test_an_app_handles_a_new_size_in_the_method_that_goes_before() -> None:
    assert [*inspect.signature(vars(App)["_on_resize"]).parameters] == ["self", "event"]


def test_an_app_has_the_attributes_that_are_read() -> None:
    app = App()
    for name in OF_AN_APP:
        assert hasattr(app, name), name
    for name in OF_A_CONSOLE:
        assert hasattr(app.console, name), name
    assert hasattr(Driver, "is_inline")


def test_a_style_has_the_attributes_that_are_read() -> None:
    for name in OF_A_STYLE:
        assert hasattr(Style(), name), name


def test_an_update_of_a_layout_holds_lines_of_strips_and_where_they_stand() -> None:
    update = LayoutUpdate([[STRIP]], Region(1, 2, 9, 1))
    assert (update.strips, update.region) == ([[STRIP]], Region(1, 2, 9, 1))


def test_an_update_of_parts_holds_strips_by_their_columns_and_which_of_them_to_write() -> None:
    assert [*inspect.signature(ChopsUpdate).parameters] == ["chops", "spans", "chop_ends"]
    update = ChopsUpdate([{0: STRIP}], [(0, 2, 4)], [[9]])
    assert ([*update.chops], [*update.spans], [*update.chop_ends]) == ([{0: STRIP}], [(0, 2, 4)], [[9]])


def test_graphemes_are_told_by_their_places_and_widths() -> None:
    assert split_graphemes("a日e\u0301") == ([(0, 1, 1), (1, 2, 2), (2, 4, 1)], 4)


def test_frames_stand_between_the_marks_of_synchronized_output() -> None:
    assert (SYNC_START, SYNC_END) == ("\x1b[?2026h", "\x1b[?2026l")


def test_attributes_have_the_bits_that_they_had() -> None:
    assert tuple(SGR_STYLES) == ATTRIBUTE_CODES
    assert set_attributes_of(Style(bold=True, dim=False, underline=True, reverse=True)) == 0b100_1001
    assert link_of(Style(link="there")).endswith(";there")
    assert link_of(Style()) == ""
