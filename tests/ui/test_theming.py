from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.ui.theming import (
    DEFAULT_THEME,
    MONOCHROME_THEME,
    ThemeFileError,
    load_themes,
    read_theme,
    shipped_theme_folder,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_the_shipped_themes_are_found_and_whole() -> None:
    loaded = load_themes(shipped_theme_folder())
    assert not loaded.mistakes
    assert {theme.name for theme in loaded.themes} >= {
        DEFAULT_THEME,
        *("nxql-light", "nxql-contrast", "nxql-colour-blind", "ansi-16", MONOCHROME_THEME),
    }


def test_a_users_theme_is_loaded_beside_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "mine"\nprimary = "#123456"\n')
    assert "mine" in {theme.name for theme in load_themes(shipped_theme_folder(), tmp_path).themes}


def test_a_folder_that_is_not_there_holds_no_themes(tmp_path: Path) -> None:
    assert load_themes(tmp_path / "none").themes == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name = ", "Invalid value"),
        ('primary = "#123456"', "'name' is missing"),
        ('name = "x"', "'primary' is missing"),
        ('name = "x"\nprimary = "#123456"\nacent = "#123456"', "did you mean 'accent'?"),
        ('name = "x"\nprimary = 5', "'primary' must be a text"),
        ('name = "x"\nprimary = "no such colour"', "no such colour"),
        ('name = "x"\nprimary = "#123456"\nvariables = 3', "'variables'"),
        ('name = "x"\nprimary = "#123456"\n[variables]\na = 3', "'variables'"),
        ('name = "x"\nprimary = "#123456"\ndark = "very"', "'dark'"),
        ('name = "x"\nprimary = "#123456"\nansi = "very"', "'ansi'"),
        ('name = "x"\nprimary = "#123456"\ntext_alpha = "much"', "'text_alpha' must be a number"),
        ('name = " "\nprimary = "#123456"', "'name'"),
        ('name = "x"\nprimary = "#123456"\n[variables]\nsyntax-strng = "#123456"', "did you mean 'syntax-string'?"),
        ('name = "x"\nprimary = "#123456"\n[variables]\nsyntax-string = "gren"', "'syntax-string' is no colour"),
        (
            'name = "x"\nprimary = "#123456"\n[variables]\nblock-cursor-text-style = "fat"',
            "bold, underline",
        ),
    ],
)
def test_a_broken_file_is_named_with_its_mistake_and_skipped(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "broken.toml").write_text(content)
    loaded = load_themes(tmp_path)
    assert loaded.themes == ()
    assert len(loaded.mistakes) == 1
    assert "broken.toml" in loaded.mistakes[0]
    assert said in loaded.mistakes[0]


def test_a_file_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'name = "caf\xe9"\nprimary = "#123456"')
    with pytest.raises(ThemeFileError, match=r"latin\.toml"):
        read_theme(tmp_path / "latin.toml")
