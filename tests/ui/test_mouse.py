"""Taking the mouse from the terminal and giving it back."""

from __future__ import annotations

import inspect

from textual.driver import Driver
from textual.drivers import linux_driver

from nxql_tui.ui.mouse import has_mouse


def test_textual_still_has_the_names_that_this_stands_on() -> None:
    for name in ("_enable_mouse_support", "_disable_mouse_support", "_enable_mouse_pixels"):
        assert "if not self._mouse:\n" in inspect.getsource(getattr(linux_driver.LinuxDriver, name))
    assert "self._mouse = mouse" in inspect.getsource(Driver.__init__)
    source = inspect.getsource(linux_driver.LinuxDriver)
    assert 'self.write("\\x1b[?1016h")\n        self._mouse_pixels = True' in source
    assert "self._in_band_window_resize = True" in source
    assert "1016l" not in source


async def test_the_palette_and_the_setting_give_the_mouse_to_the_terminal_and_take_it_back(open_explorer) -> None:
    async with open_explorer() as explorer:
        app = explorer.app
        commands = {command.title: command for command in app.get_system_commands(app.screen)}
        for has, said in ((False, "The terminal has the mouse"), (True, "The explorer has the mouse")):
            await commands["Mouse"].callback()
            assert has_mouse(app) is has
            assert next(iter(app.said)).text.startswith(said)
        app.action_open_settings()
        await explorer.wait_for(lambda: app.screen.query("#mouse"))
        explorer.widget("#mouse").value = False
        await explorer.pilot.press("f5")
        await explorer.wait_for(lambda: not has_mouse(app))
        assert not app.wants_mouse
