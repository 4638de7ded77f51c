"""Taking the mouse from the terminal and giving it back while the explorer runs.

Textual (8.2) takes it at start or not at all; what changes that later are private names of its drivers, all of them
here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

_NO_PIXELS = "\x1b[?1016l"
"""Ends the reports in pixels, which Textual begins where a terminal tells sizes in pixels, and never ends."""


def has_mouse(app: App[Any]) -> bool:
    """Whether clicks and the wheel go to the app, and not to the terminal's own selection."""
    driver = app._driver
    return driver is not None and driver._mouse


def have_mouse(app: App[Any], *, wanted: bool) -> None:
    """Take the mouse, or leave it to the terminal; a terminal that is lent and comes back finds it so."""
    driver: Any = app._driver
    if driver is None or driver._mouse is wanted:
        return
    if app.is_headless:
        driver._mouse = wanted
        return
    # Both do nothing for a driver that is to have no mouse.
    driver._mouse = True
    if wanted:
        driver._enable_mouse_support()
        if getattr(driver, "_in_band_window_resize", False):
            driver._enable_mouse_pixels()
    else:
        if getattr(driver, "_mouse_pixels", False):
            driver.write(_NO_PIXELS)
            driver._mouse_pixels = False
        driver._disable_mouse_support()
        driver._mouse = False
