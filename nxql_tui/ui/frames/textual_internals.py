"""Every name of Textual and Rich that this room stands on without their promise; a test looks for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import split_graphemes
from rich.color import ColorSystem
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import SGR_STYLES

if TYPE_CHECKING:
    from rich.style import Style
    from textual.app import App
    from textual.driver import Driver
    from textual.geometry import Offset

__all__ = ["SYNC_END", "SYNC_START", "ChopsUpdate", "LayoutUpdate", "split_graphemes"]

ATTRIBUTE_CODES = tuple(SGR_STYLES)
"""The codes that begin attributes, by their bits in a `Style`."""


def set_attributes_of(style: Style) -> int:
    """The bits of the attributes that a style switches on."""
    return style._attributes & style._set_attributes


def link_of(style: Style) -> str:
    """A link with the id that tells its cells apart from those of another, as OSC 8 takes it."""
    return f"id={style._link_id};{style._link}" if style._link else ""


def color_system_of(app: App[Any]) -> ColorSystem:
    """The colours that the terminal is taken to have."""
    return app.console._color_system or ColorSystem.TRUECOLOR


def open_driver(app: App[Any]) -> Driver | None:
    """What writes to a terminal that belongs wholly to this app; None while there is none, or it may not be written."""
    driver = app._driver
    if driver is None or app.is_headless or driver.is_inline:
        return None
    if app._batch_count or not app._running or app._closed:
        return None
    return driver


def brackets_frames(app: App[Any]) -> bool:
    """Whether the terminal shows what stands between two marks at once."""
    return app._sync_available


def note_cursor(app: App[Any], position: Offset) -> None:
    """Tell where the cursor was put, as Textual does when it writes itself."""
    app._previous_cursor_position = position
