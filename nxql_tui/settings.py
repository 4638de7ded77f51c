"""The user's settings: `config.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from nxql_tui.private_files import write_private
from nxql_tui.sizes import parse_size, size_text

if TYPE_CHECKING:
    from pathlib import Path


class SettingsError(ValueError):
    """The settings file is not usable; the message names the file and its mistake."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, with what holds when nothing is."""

    theme: str = "nxql-dark"
    """The name of the colour theme."""
    close_brackets: bool = True
    """Whether a bracket or quote that is typed brings the one that closes it."""
    history: bool = True
    """Whether questions are written into the history; without it the explorer starts in private mode."""
    history_days: int = 365
    """Questions that are older are forgotten when the explorer starts."""
    history_questions: int = 20_000
    """Of more than these, the oldest are forgotten when the explorer starts."""
    memory_limit: int = 512 * 10**6
    """Bytes that the rows of one answer may take of the memory; what is beyond goes to the disk."""
    spool_limit: int = 20 * 10**9
    """Bytes of an answer; one that grows larger is stopped there."""
    in_flight: int = 8
    """Of many Engines that are asked at the same time, how many move data."""
    kernel_keyring_hours: int = 12
    """How long the kernel's keyring keeps a password that is put there; with 0 it is never asked."""
    keys: str = "default"
    """The name of the set of keys to begin with."""
    keymap: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The user's own keys: ids of commands, each with its keys as they are written in the file."""
    full_repaint: bool = False
    """Whether whole regions of the screen are written anew, not just the cells that changed: for odd terminals."""


_KINDS = {str: "a text between quotes", bool: "true or false", int: "a whole number"}

_SMALLEST_SIZES = {"memory_limit": 100 * 10**6, "spool_limit": 10**6}
"""The settings that are sizes, written as `"512MB"`; with less than this nothing could be shown."""
_SMALLEST_NUMBERS = {"in_flight": 1}
"""The settings that are numbers of things without which nothing would go on."""


def load_settings(path: Path) -> Settings:
    """Read the settings; a missing file gives the defaults.

    Raises:
        SettingsError: The file cannot be read, is no TOML, or holds a key or value that means nothing.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    keymap = _read_keymap(path, content.pop("keymap", {}))
    known = {field.name: field.default for field in fields(Settings)}
    for key, value in content.items():
        if key not in known:
            near = get_close_matches(key, sorted(known), n=1)
            raise SettingsError(
                f"{path}: there is no setting '{key}'" + (f"; did you mean '{near[0]}'?" if near else "")
            )
        if key in _SMALLEST_SIZES:
            content[key] = _read_size(path, key, value)
        elif type(value) is not type(known[key]):
            kind = _KINDS[type(known[key])]
            raise SettingsError(f"{path}: '{key}' must be {kind}")
        elif key in _SMALLEST_NUMBERS and content[key] < _SMALLEST_NUMBERS[key]:
            raise SettingsError(f"{path}: '{key}' must be at least {_SMALLEST_NUMBERS[key]}")
    return replace(Settings(), **content, keymap=keymap)


def _read_keymap(path: Path, table: object, prefix: str = "") -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: 'keymap' must be a table: [keymap]")
    entries: list[tuple[str, tuple[str, ...]]] = []
    for name, value in table.items():
        match value:
            case str():
                entries.append((prefix + name, (value,)))
            case list() if all(isinstance(key, str) for key in value):
                entries.append((prefix + name, tuple(value)))
            case dict():
                # An id that is written without quotes is a table to TOML.
                entries += _read_keymap(path, value, f"{prefix}{name}.")
            case _:
                raise SettingsError(f"{path}: '{prefix}{name}' in [keymap] must be a key between quotes, or a list")
    return tuple(entries)


def _read_size(path: Path, key: str, value: object) -> int:
    size = parse_size(value) if isinstance(value, str) else None
    if size is None:
        raise SettingsError(f"{path}: '{key}' must be a size between quotes, such as \"512MB\"")
    if size < _SMALLEST_SIZES[key]:
        raise SettingsError(f"{path}: '{key}' must be at least {size_text(_SMALLEST_SIZES[key])}")
    return size


def settings_or_defaults(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The user's settings; the defaults, and why, where the file cannot be used."""
    try:
        return load_settings(path), ()
    except SettingsError as error:
        return Settings(), (str(error),)


def save_theme(path: Path, theme: str) -> None:
    """Keep the user's choice of theme; comments and everything else in the file stay.

    Raises:
        SettingsError: The file cannot be read or written.
    """
    # Only who changes a setting pays for the editor of TOML files.
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        document = tomlkit.parse(text)
        document["theme"] = theme
        write_private(path, tomlkit.dumps(document).encode())
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsError(f"{path}: {error}") from error
