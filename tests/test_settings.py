from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from nxql_tui.settings import (
    SETTINGS,
    Settings,
    SettingsError,
    load_settings,
    read_settings,
    save_settings,
    settings_or_defaults,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_a_missing_file_gives_the_defaults(file: Path) -> None:
    assert load_settings(file) == Settings()


def test_what_is_set_holds_and_its_line_is_known(file: Path) -> None:
    file.write_text('\n"history" = false\nhistory_days = 30\n')
    read = read_settings(file)
    assert read.settings == Settings(history=False, history_days=30)
    assert (read.lines, read.mistakes) == ({"history": 2, "history_days": 3}, ())


def test_sizes_are_written_with_a_unit(file: Path) -> None:
    file.write_text('memory_limit = "1.5 GB"\nspool_limit = "2TiB"\n')
    settings = load_settings(file)
    assert (settings.memory_limit, settings.spool_limit) == (1_500_000_000, 2 * 2**40)


def test_a_byte_order_mark_is_no_mistake(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfhistory = false\r\n")
    assert not load_settings(file).history


# Saving


def test_a_saved_setting_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "config" / "config.toml"
    save_settings(path, {"theme": "nxql-light"})
    save_settings(path, {"memory_limit": 2 * 2**30})
    assert load_settings(path) == Settings(theme="nxql-light", memory_limit=2 * 2**30)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_saving_keeps_the_users_comments(file: Path) -> None:
    file.write_text('# mine\ntheme = "old"  # why\n')
    save_settings(file, {"theme": "new"})
    save_settings(file, {"history_days": 3})
    assert file.read_text() == '# mine\ntheme = "new"  # why\nhistory_days = 3\n'


def test_a_setting_that_is_saved_stands_above_all_tables(file: Path) -> None:
    file.write_text("history = false\n\n[keymap]\nx = 'y'\n")
    save_settings(file, {"in_flight": 3})
    assert file.read_text() == "history = false\nin_flight = 3\n\n[keymap]\nx = 'y'\n"


def test_a_file_that_cannot_be_written_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"config\.toml: it cannot be"):
        save_settings(tmp_path / "file" / "config.toml", {"theme": "x"})


def test_a_broken_file_is_left_as_it_is(file: Path) -> None:
    file.write_text("theme = \n")
    with pytest.raises(SettingsError, match="line 1"):
        save_settings(file, {"theme": "x"})
    assert file.read_text() == "theme = \n"


def test_keys_are_one_or_several_with_the_id_between_quotes_or_without(file: Path) -> None:
    file.write_text('[keymap]\n"answer.sort" = "z"\nanswer.find = ["Z", "ctrl+e"]\nanswer.copy = []\n')
    assert load_settings(file).keymap == (
        ("answer.sort", ("z",)),
        ("answer.find", ("Z", "ctrl+e")),
        ("answer.copy", ()),
    )


# Mistakes


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('them = "x"', "there is no setting 'them'; did you mean 'theme'?"),
        ('colour_of_the_sky = "x"', "there is no setting 'colour_of_the_sky'; all there are: nxql-tui config show"),
        ("theme = 3", "'theme' must be a text between quotes"),
        ("history = 1", "'history' must be true or false"),
        ("history_days = true", "'history_days' must be a whole number"),
        ("history_days = -1", "'history_days' must be at least 0"),
        ("history_days = 1_000_000", "'history_days' must be at most 36,500"),
        ('memory_limit = "much"', "'memory_limit' must be a size between quotes, such as \"512MB\""),
        ("spool_limit = 5", "'spool_limit' must be a size between quotes, such as \"512MB\""),
        ('memory_limit = "1 kB"', "'memory_limit' must be at least 100.0 MB"),
        ("in_flight = 0", "'in_flight' must be at least 1"),
        ("theme.dark = true", "'theme' must be a text between quotes"),
        ("keymap = 3", "'keymap' must be a table: [keymap]"),
        ("keymap.answer.sort = 3", "'answer.sort' in [keymap] must be a key between quotes, or a list of keys"),
        ('keys = "emacs"', "'keys' must be one of: default, vim"),
        ('[keymaps]\na = "b"', "there is no setting 'keymaps'; did you mean 'keymap'?"),
    ],
)
def test_a_mistake_names_file_line_key_and_what_to_try(file: Path, content: str, said: str) -> None:
    file.write_text(f"# first\n\n{content}\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    assert str(caught.value) == f"{file}, line 3: {said}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"history = true\ntheme = = 3\n", "line 2, column 9: it is not TOML: Invalid value."),
        (b"theme = \n", "line 1, column 9: it is not TOML: Invalid value."),
        (b"history = true\ntheme = '\xff'\n", "line 2: it is not UTF-8. Save it as UTF-8."),
    ],
)
def test_a_file_that_is_not_understood_names_the_place(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    assert str(caught.value) == f"{file}, {said}"


def test_a_folder_in_its_place_cannot_be_read(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError, match=r"config\.toml: it cannot be read: Is a directory"):
        load_settings(file)


def test_all_mistakes_are_told_from_top_to_bottom(file: Path) -> None:
    file.write_text('them = """\nhistory = 3\n"""\nin_flight = 0\nhistory = 3\n[themes]\n')
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    assert [mistake.line for mistake in caught.value.mistakes] == [1, 4, 5, 6]
    assert len(str(caught.value).splitlines()) == 4


def test_a_mistake_takes_nothing_from_the_settings_that_are_right(file: Path) -> None:
    file.write_text("histroy_days = 5\nhistory = false\n")
    settings, mistakes = settings_or_defaults(file)
    assert settings == Settings(history=False)
    assert len(mistakes) == 1


# What is known of them


def test_every_setting_says_in_a_sentence_what_it_is_for() -> None:
    assert set(SETTINGS) >= {"theme", "history", "memory_limit"}
    assert all(setting.words.endswith(".") for setting in SETTINGS.values())


def test_every_default_is_a_value_that_may_stand_in_the_file() -> None:
    for setting in SETTINGS.values():
        assert setting.read(setting.written(setting.default)) == setting.default
