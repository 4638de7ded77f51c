"""Textual and Rich still have what the frames stand on without their promise."""

from __future__ import annotations

import inspect

from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.strip import SGR_STYLES

from nxql_tui.ui.frames.textual_internals import ATTRIBUTE_CODES, link_of, set_attributes_of


def test_frames_are_displayed_through_the_method_that_is_overridden() -> None:
    assert [*inspect.signature(App._display).parameters] == ["self", "screen", "renderable"]
    assert "render_segments" in inspect.getsource(App._display)


def test_an_app_has_the_attributes_that_are_read() -> None:
    app = App()
    for name in ("_driver", "_batch_count", "_running", "_closed", "_sync_available", "_previous_cursor_position"):
        assert hasattr(app, name), name
    assert hasattr(app.console, "_color_system")


def test_updates_have_the_attributes_that_are_read() -> None:
    assert [*inspect.signature(LayoutUpdate).parameters] == ["strips", "region"]
    assert [*inspect.signature(ChopsUpdate).parameters] == ["chops", "spans", "chop_ends"]


def test_attributes_have_the_bits_that_they_had() -> None:
    assert tuple(SGR_STYLES) == ATTRIBUTE_CODES
    assert set_attributes_of(Style(bold=True, dim=False, underline=True, reverse=True)) == 0b100_1001
    assert link_of(Style(link="there")).endswith(";there")
    assert link_of(Style()) == ""
