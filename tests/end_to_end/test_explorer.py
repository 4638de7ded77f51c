"""The main job, done by the installed program in a real terminal."""

from __future__ import annotations

import csv
import json
import re
import signal
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SIZES = [(80, 24), (120, 40)]


def test_the_demo_of_several_engines_opens_on_all_that_its_portal_reaches(open_terminal) -> None:
    terminal = open_terminal("--demo", "--engines", "2", columns=80, lines=24)
    terminal.wait_for("demo ▸ 2 Engines")
    terminal.press("ctrl+q")


@pytest.mark.parametrize(("columns", "lines"), SIZES)
def test_log_in_ask_sort_page_export_and_leave(
    open_terminal, home: Path, tmp_path: Path, columns: int, lines: int
) -> None:
    # The kernel would keep the password longer than the test lasts.
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text("kernel_keyring_hours = 0\n")
    terminal = open_terminal("--demo", columns=columns, lines=lines)
    terminal.wait_for("F5 sends the query")

    terminal.press("f9")
    terminal.wait_for("Log in to a Nexthink Engine")
    terminal.wait_for("this session only")
    terminal.press("admin", "enter")
    terminal.wait_for("F5 sends the query")

    terminal.press("f5")
    terminal.wait_for("rows · Engine .* complete")
    terminal.wait_for(r"< (page )?1 +of \d")

    before = terminal.text
    terminal.press("s")
    terminal.wait_for("▲")
    terminal.press("s")
    terminal.wait_for("▼")
    assert terminal.text != before
    # As the rows came, an export proposes the Engine's own bytes.
    terminal.press("s")
    terminal.wait_until_gone("▼")

    terminal.press("]")
    terminal.wait_for(r"< (page )?2 +of \d")
    terminal.press("[")
    terminal.wait_for(r"< (page )?1 +of \d")

    for place, ending in enumerate(("csv", "html", "xml", "json")):
        terminal.press("f8")
        terminal.wait_for("byte for byte")
        # The choice of the format first: the focus has to move before the keys that are meant for it.
        terminal.press("shift+tab", "shift+tab", "shift+tab")
        terminal.wait_for("→ Next")
        terminal.press(*["right"] * place)
        terminal.wait_for(rf"\(•\) {ending}")
        # json knows no Formatted, so there is one stop fewer on the way back.
        terminal.press(*["tab"] * (2 if ending == "json" else 3))
        # Keys that follow a tab too soon go to whatever has the focus still: the footer tells when the field has it.
        terminal.wait_until_gone("→ Next|space Switch")
        terminal.press("end", "ctrl+u", f"out.{ending}", "f5")
        terminal.wait_until_gone("byte for byte")
        terminal.wait_for(rf"Wrote .* to ~/desk/out\.{ending}")
    work = tmp_path / "desk"
    rows = list(csv.reader((work / "out.csv").read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    assert len(rows) > 100
    assert len(json.loads((work / "out.json").read_text(encoding="utf-8"))) == len(rows) - 1
    assert len(ElementTree.parse(work / "out.xml").getroot().findall("body/r")) == len(rows) - 1
    assert (work / "out.html").read_text(encoding="utf-8").count("<tr>") == len(rows)

    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert b"\x1b[?1049l" in terminal.raw


def test_a_wrong_password_is_told_and_nothing_typed_is_lost(open_terminal) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.press("f9")
    terminal.wait_for("Log in to a Nexthink Engine")
    terminal.press("wrong-canary", "enter")
    shown = terminal.wait_for("Finder access")
    assert "wrong-canary" not in shown
    terminal.press("f9")
    terminal.wait_for("wrong-canary")


def test_a_mistyped_name_is_put_right_with_one_key(open_terminal) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.press("ctrl+a", *["ctrl+k"] * 20)
    terminal.press("\x1b[1;5H", *["ctrl+k"] * 20)
    terminal.press("(select (device_tpye) (from device))", "f5")
    terminal.wait_for("Enter puts the marked name")
    terminal.press("enter")
    terminal.wait_for(r"device_type\)")
    terminal.press("f5")
    terminal.wait_for("complete")


def test_bytes_that_are_no_text_do_not_end_the_program(open_terminal) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.send_bytes(b"\xe9\xff caf\xe9 ")
    terminal.wait_for("�")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(open_terminal, number: signal.Signals) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.signal(number)
    assert terminal.wait_exit() == 128 + number
    assert b"\x1b[?1049l" in terminal.raw
    assert "Traceback" not in terminal.text


def test_a_program_that_is_woken_while_it_ends_ends_all_the_same(open_terminal, home: Path) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.signal(signal.SIGHUP)
    terminal.wait_for_bytes(b"\x1b[?1049l")
    # Until then its own Engine stops.
    while terminal.is_running:
        terminal.signal(signal.SIGCONT)
        terminal.read(0.01)
    assert terminal.wait_exit() == 128 + signal.SIGHUP
    assert terminal.raw.count(b"\x1b[?1049h") == 1
    assert list(home.glob("state/crashes/*")) == []


def test_a_terminal_too_small_says_so_and_comes_back(open_terminal) -> None:
    terminal = open_terminal("--demo", columns=20, lines=5)
    terminal.wait_for("too small")
    terminal.resize(80, 24)
    terminal.wait_for("F5 sends the query")
    terminal.press("f5")
    terminal.wait_for("complete")
    terminal.resize(20, 5)
    terminal.wait_for("too small")
    terminal.resize(120, 40)
    terminal.wait_for("complete")


def test_no_password_is_kept_in_any_file(open_terminal, tmp_path: Path) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.press("f9")
    terminal.wait_for("Log in to a Nexthink Engine")
    terminal.press("wrong-canary", "enter")
    terminal.wait_for("Finder access")
    terminal.press("ctrl+q")
    terminal.wait_exit()
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"wrong-canary" in path.read_bytes()]
    assert not re.search(rb"wrong-canary", terminal.raw)
