"""The program installed from its wheel, in a terminal of its own."""

from __future__ import annotations

import fcntl
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
    folder = tmp_path_factory.getbasetemp()
    # All workers of a run share one.
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    program = folder / "installed" / "bin" / "nxql-tui"
    with (folder / "installed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.exists():
            _install(_build_wheel(folder), program.parents[1])
    return program


def _build_wheel(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(_project())],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def _install(wheel: Path, environment: Path) -> None:
    venv.create(environment)
    python = environment / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", wheel],
        check=True,
        capture_output=True,
    )
    # The program comes from the wheel alone; its dependencies are those of the environment that runs the tests.
    site_packages = next((environment / "lib").glob("python*")) / "site-packages"
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")


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
