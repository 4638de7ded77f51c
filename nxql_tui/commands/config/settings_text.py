"""All settings as TOML, each below what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tomlkit

from nxql_tui.keymap_table import KEYMAP
from nxql_tui.settings import SETTINGS
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.setting import Setting, Value
    from nxql_tui.settings import ReadSettings

_KEYMAP_WORDS = "Keys of your own; nxql-tui keys lists the ids of all commands and how keys are written."


def text_of_read(path: Path, read: ReadSettings) -> str:
    """Every setting with the value that holds, and behind it where that comes from."""

    def origin(name: str) -> str:
        return visible_line(f"{path}:{read.lines[name]}") if name in read.lines else "default"

    parts = [
        f"# {setting.words}\n{_line(setting, getattr(read.settings, name))}  # {origin(name)}\n"
        for name, setting in SETTINGS.items()
    ]
    if read.settings.keymap:
        own_keys = (
            f"{tomlkit.key(command_id).as_string()} = {tomlkit.item(list(keys)).as_string()}"
            f"  # {origin(f'{KEYMAP}.{command_id}')}\n"
            for command_id, keys in read.settings.keymap
        )
        parts.append(f"# {_KEYMAP_WORDS}\n[{KEYMAP}]\n{''.join(own_keys)}")
    return "\n".join(parts)


def text_to_begin_with() -> str:
    """A file that sets nothing: every setting stands in a comment, with the value that holds all the same."""
    heading = "# Settings of nxql-tui. Take the # from a line to set what it says; nxql-tui config check looks at it.\n"
    parts = (f"# {setting.words}\n# {_line(setting, setting.default)}\n" for setting in SETTINGS.values())
    own_keys = f'# {_KEYMAP_WORDS}\n# [{KEYMAP}]\n# "query.send" = ["f5", "ctrl+r"]\n'
    return "\n".join((heading, *parts, own_keys))


def _line(setting: Setting, value: Value) -> str:
    return f"{setting.name} = {tomlkit.item(setting.written(value)).as_string()}"
