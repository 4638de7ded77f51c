"""The program in a process of its own that has its modules already: a fifth of the time of a fresh interpreter."""

from __future__ import annotations

import atexit
import io
import multiprocessing
import os
import pkgutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import nxql_tui.client
import nxql_tui.commands
import nxql_tui.engine
from nxql_tui.__main__ import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from multiprocessing.connection import Connection
    from pathlib import Path


def run_forked(
    arguments: tuple[str, ...], *, typed: bytes, folder: Path, environment: Mapping[str, str], patience: float
) -> subprocess.CompletedProcess[bytes]:
    """Run it to the end without any terminal, as `subprocess.run` would in a session of its own.

    What an interpreter takes from its environment when it starts is that of the tests' process.

    Args:
        typed: What it finds in its standard input.
        folder: Where it runs.
        environment: All its variables.
        patience: Seconds after which it is ended and this a `TimeoutExpired`.
    """
    typed_end, here = _CONTEXT.Pipe(duplex=False)
    output_here, output_end = _CONTEXT.Pipe(duplex=False)
    errors_here, errors_end = _CONTEXT.Pipe(duplex=False)
    given = (typed_end, output_end, errors_end)
    process = _CONTEXT.Process(target=_be_the_program, args=(arguments, str(folder), dict(environment), *given))
    process.start()
    for end in given:
        end.close()
    with ThreadPoolExecutor(3) as threads:
        threads.submit(_write, here, typed)
        output, errors = threads.submit(_read, output_here), threads.submit(_read, errors_here)
        process.join(patience)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(arguments, patience, output.result(), errors.result())
        return subprocess.CompletedProcess(arguments, process.exitcode, output.result(), errors.result())


def _modules() -> Iterator[str]:
    """Those of every command, of what they ask and of the Engine of its own; not the explorer's."""
    for package in (nxql_tui.commands, nxql_tui.client, nxql_tui.engine):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield module.name


_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(list(_modules()))


def _write(pipe: Connection, typed: bytes) -> None:
    try:
        with open(pipe.fileno(), "wb", closefd=False) as file:
            file.write(typed)
    except BrokenPipeError:
        pass  # It ended without reading all.
    finally:
        pipe.close()


def _read(pipe: Connection) -> bytes:
    with pipe, open(pipe.fileno(), "rb", closefd=False) as file:
        return file.read()


def _be_the_program(
    arguments: tuple[str, ...],
    folder: str,
    environment: dict[str, str],
    typed: Connection,
    output: Connection,
    errors: Connection,
) -> None:
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    for number, end in enumerate((typed, output, errors)):
        os.dup2(end.fileno(), number)
        end.close()
    sys.argv = ["nxql-tui", *arguments]
    # The old ones are of other files, and their encoding that of the tests' environment.
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), "utf-8", "surrogateescape")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), "utf-8", "surrogateescape")
    errors_file = io.BufferedWriter(io.FileIO(2, "w", closefd=False))
    sys.stderr = io.TextIOWrapper(errors_file, "utf-8", "backslashreplace", line_buffering=True)
    try:
        run()
    finally:
        atexit._run_exitfuncs()
