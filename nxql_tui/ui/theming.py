"""Colour themes: one TOML file each, shipped with the program or kept in the user's own folder."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from textual.theme import BUILTIN_THEMES, Theme

DEFAULT_THEME = "nxql-dark"

_FIELDS = frozenset(field.name for field in fields(Theme))
_TEXT_FIELDS = _FIELDS - {"dark", "variables", "luminosity_spread", "text_alpha"}


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
        for path in sorted(folder.glob("*.toml")):
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
            near = get_close_matches(key, sorted(_FIELDS), n=1)
            suggestion = f"; did you mean '{near[0]}'?" if near else ""
            raise ThemeFileError(f"{path.name}: '{key}' is no part of a theme{suggestion}")
    for key in ("name", "primary"):
        if key not in content:
            raise ThemeFileError(f"{path.name}: '{key}' is missing")
    for key in _TEXT_FIELDS & content.keys():
        if not isinstance(content[key], str):
            raise ThemeFileError(f"{path.name}: '{key}' must be a text between quotes")
    if not isinstance(content.get("dark", True), bool):
        raise ThemeFileError(f"{path.name}: 'dark' must be true or false")
    variables = content.get("variables", {})
    if not isinstance(variables, dict) or not all(isinstance(value, str) for value in variables.values()):
        raise ThemeFileError(f"{path.name}: every entry of 'variables' must be a text between quotes")


def _build(path: Path, content: dict[str, Any]) -> Theme:
    try:
        theme = Theme(**content)
        # Colours are parsed here, not at the first paint.
        theme.to_color_system().generate()
    except Exception as error:
        raise ThemeFileError(f"{path.name}: {error}") from error
    return theme
