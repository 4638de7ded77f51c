"""`nxql-tui serve`: the embedded Engine for other clients."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nxql_tui.commands.engine_count import MOST_ENGINES
from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.standard_output import print_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from types import FrameType


DEFAULT_PORT = 1671
"""The port of an Engine on premises (`reference/web_api.md` §1 [doc])."""
_EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("serve", short_help="Run an Engine of our own for other clients.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="The port to listen at; 0 picks a free one.",
)
@click.option(
    "--engines",
    metavar="N",
    type=click.IntRange(1, MOST_ENGINES),
    default=1,
    show_default=True,
    help="Engines on consecutive ports, or free ones; two or more with a Portal that lists them.",
)
@click.option(
    "--devices", metavar="N", type=click.IntRange(min=0), default=2000, show_default=True, help="Sample devices."
)
@click.option(
    "--days", metavar="N", type=click.IntRange(min=1), default=14, show_default=True, help="Days of activity."
)
@click.option(
    "--events-per-device-day",
    metavar="N",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="Events of all kinds, on average.",
)
@click.option(
    "--database",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Hold the data in this new file instead of memory; it is removed at the end.",
)
@click.option("--seed", metavar="N", type=int, default=1, show_default=True, help="The same seed, the same devices.")
@click.option("--user", metavar="NAME", default="admin", show_default=True, help="Who may ask.")
@click.option("--password-command", metavar="COMMAND", help="A program whose first line of output is the password.")
@click.option("--certificate", metavar="FILE", type=_EXISTING_FILE, help="A certificate of your own, in PEM.")
@click.option("--key", metavar="FILE", type=_EXISTING_FILE, help="Its key, where that is another file.")
@click.option("--no-license", is_flag=True, help="Answer 403, as an Engine without a licence for the Web API.")
@click.option(
    "--now",
    metavar="TIME",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]),
    help="Let the sample data end at this time: 2026-11-23T10:15:00. [default: the time of the start]",
)
def command(
    host: str,
    port: int,
    engines: int,
    devices: int,
    days: int,
    events_per_device_day: int,
    database: Path | None,
    seed: int,
    user: str,
    password_command: str | None,
    certificate: Path | None,
    key: Path | None,
    no_license: bool,
    now: datetime | None,
) -> int:
    """Run an Engine with sample devices until Ctrl+C, for curl, wget or any other client.

    When it accepts questions it prints its address and the SHA-256 of its certificate. The password is that of
    --password-command, else of the variable NXQL_TUI_PASSWORD, else admin; that last one only for this computer.
    The user `reader`, with the same password, may ask but not edit categories. A browser finds an editor at
    /2/editor/nxql_editor.html.
    """
    # The Engine and its imports are needed only when the command line is right.
    from nxql_tui.commands.passwords import given_password
    from nxql_tui.commands.precautions import precautions
    from nxql_tui.engine.settings import DEFAULT_PASSWORD, EngineSettings
    from nxql_tui.engine.site import EmbeddedSite
    from nxql_tui.paths import find_paths

    with precautions():
        settings = EngineSettings(
            host=host,
            port=port,
            devices=devices,
            days=days,
            events_per_device_day=events_per_device_day,
            database=database,
            seed=seed,
            user=user,
            password=given_password(password_command) or DEFAULT_PASSWORD,
            licensed=not no_license,
            now=now,
            certificate=certificate,
            key=key,
            certificate_folder=find_paths().certificates,
        )
        with _told_to_end() as end, EmbeddedSite(settings, engines) as site:
            if not end.is_set():
                lines = [f"Engine ready at {engine.url}" for engine in site.engines]
                if site.portal_url is not None:
                    lines.append(f"Portal ready at {site.portal_url}")
                print_text("\n".join([*lines, f"Certificate SHA-256 {site.engines[0].sha256}"]))
            end.wait()
    return ExitCode.DONE


@contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """An event that Ctrl+C, SIGTERM and a terminal that goes set; each has its usual effect the second time."""
    end = threading.Event()
    numbers = [signal.SIGINT, signal.SIGTERM, *_hang_up()]
    earlier = {number: signal.getsignal(number) for number in numbers}

    def tell(number: int, _frame: FrameType | None) -> None:
        end.set()
        signal.signal(number, earlier[signal.Signals(number)])

    for number in numbers:
        signal.signal(number, tell)
    try:
        yield end
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _hang_up() -> list[signal.Signals]:
    """SIGHUP where there is one; `nohup` has it ignored, and so it stays."""
    number = getattr(signal, "SIGHUP", None)
    return [number] if number is not None and signal.getsignal(number) is not signal.SIG_IGN else []
