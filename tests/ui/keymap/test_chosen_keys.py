from __future__ import annotations

import pytest

from nxql_tui.ui.keymap.chosen_keys import ChosenKeys, choose_keys
from nxql_tui.ui.keymap.presets import PRESETS
from nxql_tui.ui.keymap.registry import COMMANDS


def choose(preset: str = "default", **keys: str) -> ChosenKeys:
    """The keys that hold, of commands whose ids have `_of_` for their dot; several keys with blanks between them."""
    return choose_keys(preset, [(name.replace("_of_", "."), written.split()) for name, written in keys.items()])


def test_without_a_wish_all_is_as_it_was() -> None:
    chosen = choose_keys("default", ())
    assert chosen == ChosenKeys({})
    assert chosen.keys_of("query.send") == "f5,ctrl+r"


def test_a_command_gets_the_keys_that_are_written() -> None:
    assert choose(answer_of_sort="z ctrl+s") == ChosenKeys({"answer.sort": "z,ctrl+s"}, own=("answer.sort",))


def test_a_command_without_a_key_can_get_one() -> None:
    assert choose(library_of_save="ctrl+s") == ChosenKeys({"library.save": "ctrl+s"}, own=("library.save",))


def test_a_key_can_be_taken_away() -> None:
    assert choose(answer_of_watch="").keys_of("answer.watch") == ""


def test_two_commands_can_change_their_keys() -> None:
    assert choose(answer_of_sort="f", answer_of_filter="s").mistakes == ()


def test_commands_that_take_turns_on_a_key_may_do_so_on_another() -> None:
    assert choose(library_of_show_history="f9", library_of_show_saved="f9", library_of_private="tab").mistakes == ()


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (
            {"answer_of_sort": "f5"},
            "f5 cannot be 'answer.sort' (answer): it is 'query.send' (workbench). It keeps s.",
        ),
        (
            {"query_of_send": "f8"},
            "f8 cannot be 'query.send' (workbench): it is 'answer.export' (workbench). It keeps f5 and ctrl+r.",
        ),
        (
            {"query_of_cancel": "ctrl+down"},
            "ctrl+down cannot be 'query.cancel' (workbench): it is 'editor.select_less' (editor). It keeps escape.",
        ),
        (
            {"answer_of_sort": "Z", "answer_of_filter": "Z"},
            "Z cannot be 'answer.filter' (answer): it is 'answer.sort' (answer). It keeps f.",
        ),
        (
            {"library_of_save": "f5"},
            "f5 cannot be 'library.save' (workbench): it is 'query.send' (workbench). It has no key.",
        ),
        ({"query_of_send": "s"}, "s cannot be 'query.send' (workbench): it writes text there."),
        ({"app_of_help": "?"}, "? cannot be 'app.help' (everywhere): it writes text there."),
        ({"query_of_send": "enter"}, "enter cannot be 'query.send' (workbench): a text that is typed there needs it."),
        ({"save_of_save": "left"}, "left cannot be 'save.save' (save query): a text that is typed there needs it."),
        ({"export_of_close": ""}, "'export.close' (export) needs a key: nothing else leads out of there."),
        ({"panel_of_close": "q", "answer_of_close_panel": "q"}, "needs a key that writes no text"),
        ({"app_of_quit": "", "app_of_palette": ""}, "'app.palette' (everywhere) needs a key"),
        ({"answer_of_sort": "ctrl+foo"}, "'answer.sort': there is no key 'ctrl+foo'."),
        ({"answer_of_srot": "z"}, "There is no command 'answer.srot'; did you mean 'answer.sort'?"),
        ({"sort": "z"}, "There is no command 'sort'; did you mean 'answer.sort'?"),
        ({"xyzzy": "z"}, "There is no command 'xyzzy'."),
    ],
)
def test_what_cannot_be_is_said(wish: dict[str, str], said: str) -> None:
    mistakes = choose(**wish).mistakes
    assert len(mistakes) == 1
    assert said in mistakes[0]


def test_what_cannot_be_leaves_the_rest_as_it_is_wanted() -> None:
    assert choose(answer_of_sort="f5", answer_of_watch="Z").changed == {"answer.watch": "Z"}


def test_of_a_chain_of_wishes_all_that_rest_on_a_wrong_one_fall() -> None:
    """The filter takes the key of the sort, which must stay where it is."""
    chosen = choose(answer_of_filter="s", answer_of_sort="f5")
    assert chosen.changed == {}
    assert len(chosen.mistakes) == 2


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_has_no_mistake(preset: str) -> None:
    """It gives way without a word, so what is left is looked at."""
    chosen = choose_keys(preset, ())
    assert chosen.mistakes == ()
    assert chosen.changed == {one: keys for one, keys in PRESETS[preset].items() if keys != COMMANDS[one].keys}
    # As a user's own they would be told of.
    assert choose_keys("default", [(one, keys.split(",")) for one, keys in PRESETS[preset].items()]).mistakes == ()


def test_the_users_own_keys_go_over_those_of_the_preset() -> None:
    chosen = choose("vim", answer_of_sort="ctrl+d", answer_of_group="B")
    assert chosen.mistakes == ()
    assert [chosen.keys_of(f"answer.{name}") for name in ("sort", "group", "half_down", "half_up")] == [
        "ctrl+d",
        "B",
        "",
        "ctrl+u",
    ]


def test_an_unknown_preset_is_named_with_the_nearest() -> None:
    assert choose("vin").mistakes == ("There is no set of keys 'vin'; did you mean 'vim'? 'default' is used.",)
