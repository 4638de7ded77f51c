from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.settings import Settings, SettingsError, load_settings, save_theme

if TYPE_CHECKING:
    from pathlib import Path


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "config.toml") == Settings()


def test_a_saved_theme_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "config" / "config.toml"
    save_theme(path, "nxql-light")
    assert load_settings(path).theme == "nxql-light"


def test_saving_keeps_the_users_comments(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('# mine\ntheme = "old"  # why\n')
    save_theme(path, "new")
    assert path.read_text() == '# mine\ntheme = "new"  # why\n'


def test_a_saved_theme_stands_before_the_keys(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('keys = "vim"\n[keymap]\nanswer.sort = "z"\n')
    save_theme(path, "new")
    settings = load_settings(path)
    assert (settings.theme, settings.keys, settings.keymap) == ("new", "vim", (("answer.sort", ("z",)),))


def test_sizes_are_written_with_a_unit(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('memory_limit = "1.5 GB"\nspool_limit = "2TiB"\n')
    settings = load_settings(path)
    assert (settings.memory_limit, settings.spool_limit) == (1_500_000_000, 2 * 2**40)


def test_keys_are_one_or_several_with_the_id_between_quotes_or_without(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keymap]\n"answer.sort" = "z"\nanswer.find = ["Z", "ctrl+e"]\nanswer.copy = []\n')
    assert load_settings(path).keymap == (
        ("answer.sort", ("z",)),
        ("answer.find", ("Z", "ctrl+e")),
        ("answer.copy", ()),
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("theme =", "Invalid value"),
        ('them = "x"', "did you mean 'theme'?"),
        ("theme = 3", "must be a text"),
        ('memory_limit = "much"', "must be a size"),
        ("spool_limit = 5", "must be a size"),
        ('memory_limit = "1 kB"', "at least 100.0 MB"),
        ("in_flight = 0", "at least 1"),
        ("keymap = 3", "must be a table"),
        ("[keymap]\nanswer.sort = 3", "'answer.sort' in [keymap] must be a key"),
    ],
)
def test_a_mistake_names_the_file_and_the_key(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(content)
    with pytest.raises(SettingsError, match=r"config\.toml") as caught:
        load_settings(path)
    assert said in str(caught.value)


def test_a_file_that_cannot_be_written_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError):
        save_theme(tmp_path / "file" / "config.toml", "x")
