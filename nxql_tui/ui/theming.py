"""Colour themes: one TOML file each, shipped with the program or kept in the user's own folder."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.color import Color, ColorParseError
from textual.css.constants import VALID_STYLE_FLAGS
from textual.theme import BUILTIN_THEMES, Theme

from nxql_tui.ui.theme_variables import FOLLOWING

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_THEME = "nxql-dark"
THEME_ENDING = ".toml"
MONOCHROME_THEME = "mono"
"""The theme whose colours are drawn as bold, underline, reverse and dim."""

_FIELDS = frozenset(field.name for field in fields(Theme))
_TRUTH_FIELDS = frozenset(("dark", "ansi"))
_NUMBER_FIELDS = frozenset(("luminosity_spread", "text_alpha"))
_TEXT_FIELDS = _FIELDS - _TRUTH_FIELDS - _NUMBER_FIELDS - {"variables"}
_STYLE_ENDING = "-style"
"""How the name of a variable ends that says bold and the like."""
_NO_COLOURS = ("initial", "transparent")
_SHARE = re.compile(r" +\d+(\.\d+)?%$")
"""Behind a colour: how much of it."""


class ThemeFileError(ValueError):
    """A theme file is not usable; the message names the file and its mistake."""


@dataclass(frozen=True, slots=True)
class LoadedThemes:
    """What the theme folders hold."""

    themes: tuple[Theme, ...]
    """Usable themes, the shipped ones first; a later one of the same name replaces an earlier one."""
    mistakes: tuple[str, ...]
    """One sentence for each file that was skipped."""


def shipped_theme_folder() -> Path:
    """The folder of the shipped themes: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def load_themes(*folders: Path) -> LoadedThemes:
    """Read every `*.toml` of the folders; a broken file is named with its mistake and skipped."""
    themes: list[Theme] = []
    mistakes: list[str] = []
    for folder in folders:
        for path in sorted(folder.glob(f"*{THEME_ENDING}")):
            try:
                themes.append(read_theme(path))
            except ThemeFileError as error:
                mistakes.append(str(error))
    return LoadedThemes(tuple(themes), tuple(mistakes))


def theme_mistake(name: str, own_folder: Path) -> str:
    """What is wrong with the choice of a theme; empty when there is one of that name."""
    loaded = load_themes(shipped_theme_folder(), own_folder)
    names = sorted({*BUILTIN_THEMES, *(theme.name for theme in loaded.themes)})
    if name in names:
        return ""
    near = get_close_matches(name, names, n=1)
    return f"there is no theme '{name}'; " + (f"did you mean '{near[0]}'?" if near else f"there are {', '.join(names)}")


def read_theme(path: Path) -> Theme:
    """Read one theme file.

    Raises:
        ThemeFileError: It cannot be read, is no TOML, or names something that is no part of a theme.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ThemeFileError(f"{path.name}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ThemeFileError(f"{path.name}: {error}") from error
    _check_fields(path, content)
    return _build(path, content)


def _check_fields(path: Path, content: dict[str, Any]) -> None:
    for key in content:
        if key not in _FIELDS:
            raise ThemeFileError(f"{path.name}: '{key}' is no part of a theme{_suggestion(key, _FIELDS)}")
    for key in ("name", "primary"):
        if key not in content:
            raise ThemeFileError(f"{path.name}: '{key}' is missing")
    for key in content:
        _check_kind(path, key, content[key])
    if not content["name"].strip() or "," in content["name"]:
        raise ThemeFileError(f"{path.name}: 'name' must have letters, and no comma")


def _check_kind(path: Path, key: str, value: object) -> None:
    if key in _TEXT_FIELDS and not isinstance(value, str):
        raise ThemeFileError(f"{path.name}: '{key}' must be a text between quotes")
    if key in _TRUTH_FIELDS and not isinstance(value, bool):
        raise ThemeFileError(f"{path.name}: '{key}' must be true or false")
    if key in _NUMBER_FIELDS and type(value) not in (int, float):
        raise ThemeFileError(f"{path.name}: '{key}' must be a number")
    if key == "variables" and not (isinstance(value, dict) and all(isinstance(one, str) for one in value.values())):
        raise ThemeFileError(f"{path.name}: every entry of 'variables' must be a text between quotes")


def _build(path: Path, content: dict[str, Any]) -> Theme:
    try:
        theme = Theme(**content)
        # Colours are parsed here, not at the first paint.
        generated = theme.to_color_system().generate()
    except Exception as error:
        raise ThemeFileError(f"{path.name}: {error}") from error
    # Which of them are told anew depends on the kind of the theme.
    known = generated.keys() | Theme("any", "#000000").to_color_system().generate().keys() | FOLLOWING.keys()
    for name, value in theme.variables.items():
        if name not in known:
            raise ThemeFileError(f"{path.name}: there is no variable '{name}'{_suggestion(name, known)}")
        _check_variable(path, name, value)
    return theme


def _check_variable(path: Path, name: str, value: str) -> None:
    if name.endswith(_STYLE_ENDING):
        wrong = [word for word in value.split() if word not in VALID_STYLE_FLAGS]
        if wrong or not value.strip():
            raise ThemeFileError(f"{path.name}: '{name}' must be words such as bold, underline and reverse")
        return
    colour = _SHARE.sub("", value)
    if colour in _NO_COLOURS or colour == "auto":
        return
    try:
        Color.parse(colour)
    except ColorParseError as error:
        raise ThemeFileError(f"{path.name}: '{name}' is no colour: {error}") from error


def _suggestion(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
