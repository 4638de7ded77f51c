"""Reading an answer in a real terminal: filter, summary, copy, export of what is seen."""

from __future__ import annotations

import base64
import csv
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_rows_are_filtered_summarised_copied_and_exported(open_terminal: Callable[..., object], tmp_path: Path) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.press("f5")
    terminal.wait_for("complete")
    terminal.wait_for(r"s Sort")
    terminal.press("/", "p", "a", "r", "-", "enter")
    terminal.wait_for(r"/ par- ×")
    terminal.wait_for(r"filtered from \d+")
    terminal.press("right", "=")
    terminal.wait_for(r"\d+ rows +0 null")
    terminal.press("escape")
    terminal.wait_for(r"NXT-PAR-")
    terminal.press("left", "y")
    terminal.wait_for("Copy")
    name = re.search(r"NXT-PAR-\w+", terminal.text)[0]
    terminal.press("enter")
    terminal.wait_for("ent to")
    (copied,) = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", terminal.raw)
    assert base64.b64decode(copied).decode() == name

    terminal.press("f8")
    terminal.wait_for("byte for byte")
    terminal.wait_for(r"\(•\) This view")
    terminal.press("f5")
    terminal.wait_for("Wrote")
    (exported,) = (tmp_path / "desk").glob("*.csv")
    with exported.open(newline="") as file:
        (head, *rows) = csv.reader(file, delimiter="\t")
    assert "name" in head
    assert rows
    assert all("par-" in "\t".join(row).lower() for row in rows)
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
