"""The user's settings: `config.toml`."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from nxql_tui.keymap_table import KEYMAP, OwnKeys, keymap_entries
from nxql_tui.private_files import write_private
from nxql_tui.setting import Holds, Setting, Value, WrongSetting, setting, setting_of
from nxql_tui.toml_places import KeyPath, TomlError, lines_of_keys, parse_toml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, with what holds when nothing is."""

    theme: str = setting("nxql-dark", "The name of the colour theme.", Holds.AT_ONCE)
    close_brackets: bool = setting(
        True, "Whether a bracket or quote that is typed brings the one that closes it.", Holds.NEXT_START
    )
    history: bool = setting(
        True,
        "Whether questions are written into the history; without it the explorer starts in private mode.",
        Holds.AT_ONCE,
    )
    history_days: int = setting(
        365, "Questions that are older, in days, are forgotten when the explorer starts.", Holds.NEXT_START, most=36_500
    )
    history_questions: int = setting(
        20_000,
        "Of more than these, the oldest are forgotten when the explorer starts.",
        Holds.NEXT_START,
        most=100_000_000,
    )
    memory_limit: int = setting(
        512 * 10**6,
        "How much of the memory the rows of one answer may take; what is beyond goes to the disk.",
        Holds.NEXT_LOGIN,
        is_size=True,
        least=100 * 10**6,
        most=10**15,
    )
    spool_limit: int = setting(
        20 * 10**9,
        "The size of an answer; one that grows larger is stopped there.",
        Holds.NEXT_LOGIN,
        is_size=True,
        least=10**6,
        most=10**15,
    )
    in_flight: int = setting(
        8, "Of many Engines that are asked at the same time, how many move data.", Holds.NEXT_LOGIN, least=1, most=1_000
    )
    kernel_keyring_hours: int = setting(
        12,
        "How long the kernel's keyring keeps a password that is put there; with 0 it is never asked.",
        Holds.NEXT_LOGIN,
        most=8_760,
    )
    keys: str = setting(
        "default",
        "The set of keys to begin with; [keymap] changes single ones.",
        Holds.NEXT_START,
        choices=("default", "vim"),
    )
    keymap: OwnKeys = ()
    """The user's own keys: ids of commands, each with its keys as they are written in the file."""
    mouse: bool = setting(
        True,
        "Whether clicks and the wheel go to the explorer; without, the terminal selects and copies as everywhere.",
        Holds.AT_ONCE,
    )
    motion: str = setting(
        "auto",
        "How much moves: full; reduced, without animations and with figures once a second; auto, reduced over SSH.",
        Holds.AT_ONCE,
        choices=("auto", "full", "reduced"),
    )
    bell: str = setting(
        "never",
        "Whether the terminal's bell rings when a long question is over while you look at something elsewhere.",
        Holds.AT_ONCE,
        choices=("never", "elsewhere"),
    )
    bell_seconds: int = setting(
        10, "For the bell: a question that took so many seconds is a long one.", Holds.AT_ONCE, most=86_400
    )
    full_repaint: bool = setting(
        False,
        "Whether whole regions of the screen are written anew, not just the cells that changed: for odd terminals.",
        Holds.AT_ONCE,
    )


SETTINGS: Mapping[str, Setting] = {
    known.name: known for declared in fields(Settings) if (known := setting_of(declared)) is not None
}
"""What is known of each setting that is one value, by its name."""


@dataclass(frozen=True, slots=True)
class SettingsMistake:
    """Something in the file of settings that means nothing."""

    path: Path
    what: str
    line: int | None = None
    """Counted from 1; None where the whole file is meant."""
    column: int | None = None
    key: str = ""
    """The key at fault; empty where the file is no TOML."""
    value: object = None
    """What is set there."""

    def __str__(self) -> str:
        place = "".join(f", {name} {number}" for name, number in self._numbers if number)
        return f"{self.path}{place}: {self.what}"

    @property
    def _numbers(self) -> tuple[tuple[str, int | None], ...]:
        return ("line", self.line), ("column", self.column)


class SettingsError(ValueError):
    """The settings file is not usable; the message tells each mistake on a line, with its place."""

    def __init__(self, *mistakes: SettingsMistake) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """What a file of settings holds."""

    settings: Settings
    """Those that can be used; for the others what holds when nothing is set."""
    lines: Mapping[str, int]
    """Where each of those that can be used is set; of keys of one's own the name is `keymap.` and the id."""
    mistakes: tuple[SettingsMistake, ...]
    """What is wrong with the rest, from top to bottom."""


def read_settings(path: Path) -> ReadSettings:
    """Read the settings and every mistake; a missing file gives the defaults.

    Raises:
        SettingsError: The file cannot be read, or is no TOML.
    """
    text = _read_text(path)
    content = _parse(path, text)
    places = lines_of_keys(text)
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    mistakes: list[SettingsMistake] = []
    for key, value in content.items():
        line = places[key,]
        try:
            values[key] = _read(key, value)
            lines[key] = line
        except WrongSetting as error:
            mistakes.append(SettingsMistake(path, str(error), line, key=key, value=value))
    if KEYMAP in values:
        own_keys, wrong = _read_keymap(values.pop(KEYMAP))
        values[KEYMAP] = tuple((".".join(place), keys) for place, keys in own_keys.items())
        lines |= {f"{KEYMAP}.{'.'.join(place)}": places[KEYMAP, *place] for place in own_keys}
        for place in wrong:
            what = f"'{'.'.join(place)}' in [{KEYMAP}] must be a key between quotes, or a list of keys"
            mistakes.append(SettingsMistake(path, what, places[KEYMAP, *place], key=KEYMAP))
    return ReadSettings(replace(Settings(), **values), lines, tuple(sorted(mistakes, key=lambda one: one.line or 0)))


def load_settings(path: Path) -> Settings:
    """Read the settings; a missing file gives the defaults.

    Raises:
        SettingsError: The file cannot be read, is no TOML, or holds keys or values that mean nothing.
    """
    read = read_settings(path)
    if read.mistakes:
        raise SettingsError(*read.mistakes)
    return read.settings


def settings_or_defaults(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The user's settings, with the defaults for those that cannot be used, and why they cannot."""
    try:
        read = read_settings(path)
    except SettingsError as error:
        return Settings(), tuple(map(str, error.mistakes))
    return read.settings, tuple(map(str, read.mistakes))


def save_settings(path: Path, values: Mapping[str, Value]) -> None:
    """Keep what the user has set, by the names of the settings; comments and everything else in the file stay.

    Raises:
        SettingsError: The file cannot be read, understood or written.
    """
    # Only who changes a setting pays for the editor of TOML files.
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    text = _read_text(path)
    _parse(path, text)
    try:
        document = tomlkit.parse(text)
        for name, value in values.items():
            document[name] = SETTINGS[name].written(value)
        write_private(path, tomlkit.dumps(document).encode())
    except TOMLKitError as error:
        raise SettingsError(SettingsMistake(path, f"it is not TOML: {error}.")) from error
    except OSError as error:
        raise SettingsError(SettingsMistake(path, f"it cannot be written: {error.strerror}.")) from error


def _read_keymap(table: Mapping[str, Any]) -> tuple[dict[KeyPath, tuple[str, ...]], list[KeyPath]]:
    """The keys by their places in the table, and the places where something else stands."""
    entries = dict(keymap_entries(table))
    right = {place: keys for place, keys in entries.items() if keys is not None}
    return right, [place for place in entries if place not in right]


def _read(key: str, value: object) -> object:
    """The value of a setting.

    Raises:
        WrongSetting: There is no such setting, or it does not take this; the message is half a sentence with its name.
    """
    if key in SETTINGS:
        try:
            return SETTINGS[key].read(value)
        except WrongSetting as error:
            raise WrongSetting(f"'{key}' {error}") from None
    if key == KEYMAP:
        if not isinstance(value, dict):
            raise WrongSetting(f"'{KEYMAP}' must be a table: [{KEYMAP}]")
        return value
    near = get_close_matches(key, (*SETTINGS, KEYMAP), n=1)
    if near:
        raise WrongSetting(f"there is no setting '{key}'; did you mean '{near[0]}'?")
    raise WrongSetting(f"there is no setting '{key}'; all there are: nxql-tui config show")


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError(SettingsMistake(path, f"it cannot be read: {error.strerror}.")) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsError(SettingsMistake(path, "it is not UTF-8. Save it as UTF-8.", line)) from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return parse_toml(text)
    except TomlError as error:
        what = f"it is not TOML: {error}."
        raise SettingsError(SettingsMistake(path, what, error.line, error.column)) from error
