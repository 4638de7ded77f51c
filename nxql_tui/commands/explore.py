"""`nxql-tui`: the explorer."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from nxql_tui.commands.errors import WrongSettings
from nxql_tui.commands.terminal import say
from nxql_tui.terminals import can_be_drawn_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.paths import Paths
    from nxql_tui.ui.app import ExplorerApp
    from nxql_tui.ui.start import ExplorerStart

DEMO_QUERY = """\
(select (name device_type total_ram last_seen)
    (from device
        (where device
            (eq device_type (enum laptop))))
    (order_by last_seen desc)
    (limit 500))"""
"""Stands in the editor of `--demo`: the shape of most questions, ready to be changed."""

COLLECTOR_THRESHOLDS = (2_000, 10, 500)
"""How seldom the collector looks for garbage. A page of a wide answer makes some ten thousand objects, none of them in
cycles: with Python's own numbers a full collection of 25 to 45 ms runs while the next rows are stored."""


def explore(*, demo_engines: int | None, connections: tuple[str, ...], mouse: bool) -> int:
    """Run the explorer until it is left; returns its exit code.

    Args:
        demo_engines: How many Engines of its own it brings; None where it brings none.
        connections: Names of saved connections to connect to at once, several as one fleet.
        mouse: Whether the explorer has the mouse.

    Raises:
        WrongSettings: There is no terminal, or none that can be drawn on, no folder to work in, or no such connection.
        ConnectionsFileError: The file of connections cannot be used.
    """
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        raise WrongSettings("The explorer needs a terminal. Without one, ask with: nxql-tui query")
    if not can_be_drawn_on(os.environ):
        kind = f"TERM is {os.environ['TERM']}" if os.environ.get("TERM") else "TERM is not set"
        raise WrongSettings(f"This terminal cannot show the explorer, for {kind}: ask with nxql-tui query")
    from nxql_tui.commands.engine_choice import saved_connection
    from nxql_tui.commands.precautions import precautions
    from nxql_tui.paths import find_paths
    from nxql_tui.private_files import private_folder
    from nxql_tui.ui.start import ExplorerStart

    paths = find_paths()
    with precautions():
        try:
            private_folder(paths.spools)
        except OSError as error:
            raise WrongSettings(f"{paths.spools} cannot be used for spool files: {error.strerror}.") from error
        if demo_engines is not None:
            return _run_demo(paths, demo_engines, mouse=mouse)
        wanted = tuple(saved_connection(name, paths) for name in dict.fromkeys(connections))
        return _run(ExplorerStart(paths=paths, connect_to=wanted), mouse=mouse)


def _run_demo(paths: Paths, engines: int, *, mouse: bool) -> int:
    from nxql_tui.commands.demo import DEMO_USER, demo_site
    from nxql_tui.ui.start import ExplorerStart

    with demo_site(paths, engines) as (client, fleet):
        # Its data lives as long as the explorer: nothing is lost by trying.
        start = ExplorerStart(
            paths=paths,
            client=client,
            fleet=fleet,
            connection_name="demo",
            user=DEMO_USER,
            allow_update=True,
            query=DEMO_QUERY,
        )
        return _run(start, mouse=mouse)


def _run(start: ExplorerStart, *, mouse: bool) -> int:
    # Textual is the dearest import of all.
    from nxql_tui.ui.app import ExplorerApp
    from nxql_tui.ui.background import end_background
    from nxql_tui.ui.window_title import window_title_kept
    from nxql_tui.uncaught import keep_off_the_screen

    gc.set_threshold(*COLLECTOR_THRESHOLDS)
    app = ExplorerApp(start)
    keep_off_the_screen(app.tell_thread_ended)
    with window_title_kept(sys.stdout, os.environ), _first_fault_told(app):
        app.run(mouse=mouse and app.wants_mouse)
    end_background()
    # The terminal is as it was: what is said now stays to be read.
    if app.crash:
        say(app.crash)
    return app.return_code or 0


@contextmanager
def _first_fault_told(app: ExplorerApp) -> Iterator[None]:
    """The border of the explorer: after a fault, leaving may fail as well, and the first one is what is told."""
    try:
        yield
    except Exception:
        if not app.crash:
            raise


def _is_terminal(stream: TextIO | None) -> bool:
    # The shell may have closed it.
    return stream is not None and stream.isatty()
