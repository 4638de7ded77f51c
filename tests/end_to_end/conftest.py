"""The program installed from its wheel, in a terminal of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from emulated_terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _project() -> Path:
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def installed_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `nxql-tui` of a fresh environment that holds the wheel, and the dependencies of this one."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(_project())],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
    )
    # The program comes from the wheel alone; its dependencies are those of the environment that runs the tests.
    site_packages = next((environment / "lib").glob("python*")) / "site-packages"
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return environment / "bin" / "nxql-tui"


@pytest.fixture
def terminal_environment(tmp_path: Path) -> dict[str, str]:
    """A plain terminal over SSH with files of its own."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "SSH_CONNECTION": "127.0.0.1 1 127.0.0.1 2",
        "NXQL_TUI_HOME": str(tmp_path / "nxql-tui"),
    }


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of the program's own files."""
    return tmp_path / "nxql-tui"


@pytest.fixture
def open_program(terminal_environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Start a program in a terminal of its own."""
    terminals: list[Terminal] = []
    folder = tmp_path / "desk"
    folder.mkdir()

    def start(*arguments: str, columns: int = 80, lines: int = 24, **variables: str) -> Terminal:
        terminal = Terminal(arguments, {**terminal_environment, **variables}, folder, columns, lines)
        terminals.append(terminal)
        return terminal

    yield start
    for terminal in terminals:
        terminal.close()


@pytest.fixture
def open_terminal(open_program: Callable[..., Terminal], installed_program: Path) -> Callable[..., Terminal]:
    """Start the installed program in a terminal of its own."""
    return partial(open_program, str(installed_program))
