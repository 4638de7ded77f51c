"""The queries that come with the program, as it is installed from its wheel."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from nxql_tui.library.example_queries import load_examples

if TYPE_CHECKING:
    from pathlib import Path


def test_the_wheel_holds_every_example(installed_program: Path, terminal_environment: dict[str, str]) -> None:
    listed = subprocess.run(
        [installed_program, "queries"], env=terminal_environment, capture_output=True, text=True, check=True
    )
    assert {line.partition("\t")[0] for line in listed.stdout.splitlines()} == {query.name for query in load_examples()}
    for query in load_examples():
        printed = subprocess.run(
            [installed_program, "format", "--saved", query.name],
            env=terminal_environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert printed.stdout == f"{query.text}\n"
