"""The emulator of xterm.js, in a process of node."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from witnesses.recording import Recording

HERE = Path(__file__).parent
WHAT_IS_MISSING = (
    "@xterm/headless is not installed: with node and npm, `npm ci --prefix tests/ui/witnesses`"
    " (or `npm ci` beside a copy of its package.json and package-lock.json, and NODE_PATH naming the node_modules)"
)


def is_installed() -> bool:
    """Whether there is node, and for it what package.json names."""
    folders = [HERE / "node_modules", *map(Path, os.environ.get("NODE_PATH", "").split(os.pathsep))]
    return bool(shutil.which("node")) and any((folder / "@xterm" / "headless").is_dir() for folder in folders)


def difference(recording: Recording, file: Path) -> str:
    """The first difference between what the whole shows and what the changes show; empty if there is none.

    Args:
        recording: What is shown.
        file: Where it is written down for node.
    """
    Recording(tuple(replace(step, plain=joined(step.plain)) for step in recording.steps)).store(file)
    with file.open("rb") as steps:
        command = ["node", str(HERE / "xterm_headless.cjs")]
        answer = subprocess.run(command, stdin=steps, check=True, capture_output=True, encoding="utf-8").stdout
    found = json.loads(answer)
    return f"{found['cells']} after {recording.way_to(found['step'])}" if found else ""


def joined(written: str) -> str:
    """The same text with no colour between a letter and its accent: xterm.js would give the accent a cell of its own.

    Textual writes so where a cursor stands on the letter.
    """
    return re.sub(r"((?:\x1b\[[\d;]*m)+)([\u0300-\u036f]+)", r"\2\1", written)
