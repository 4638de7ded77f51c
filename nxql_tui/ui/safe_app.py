"""An app that leaves the terminal as it was and nobody in the dark, however it ends."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on
from textual.message import Message
from textual.widgets import Input

from nxql_tui.crash_report import tell_crash
from nxql_tui.ui.frames.changed_cells_app import ChangedCellsApp
from nxql_tui.ui.terminal_input import accept_any_bytes
from nxql_tui.ui.terminal_output import write_what_is_shown
from nxql_tui.ui.themed_app import ThemedApp
from nxql_tui.uncaught import note_loop_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from rich.console import RenderableType

_log = logging.getLogger(__name__)


def _do_nothing(_number: int, _frame: FrameType | None) -> None:
    pass


class SafeApp(ThemedApp[int], ChangedCellsApp[int]):
    """Ends on signals in good order, reports faults without the values of variables, and tells what went wrong."""

    @dataclass
    class Report(Message):
        """Something that happens beside the screen did not work."""

        sentence: str

    def __init__(self, crash_reports: Path) -> None:
        accept_any_bytes()
        write_what_is_shown()
        super().__init__()
        self._crash_reports = crash_reports
        self.crash = ""
        """What to say of a fault that ended the app, once the terminal is as it was."""

    def on_mount(self) -> None:
        """Hear signals, and what nobody awaits."""
        self._catch_signals()

    def on_ready(self) -> None:
        """Spare the collector what stays: all that has been imported and mounted.

        It goes through everything again and again while rows are made: 70 ms for what is here now, and 600 ms beside a
        busy DuckDB, in which no key is answered.
        """
        gc.freeze()

    def _catch_signals(self) -> None:
        # By default these end the program at once and leave the terminal raw, or tell nobody why it has ended.
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(note_loop_error)
        if sys.platform != "win32":
            for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self._leave_on, number)

    @contextmanager
    def deaf_to_interrupts(self) -> Iterator[None]:
        """Within the block ctrl+c is for the program that has the terminal, and not for this one."""
        if sys.platform == "win32":
            yield
            return
        loop = asyncio.get_running_loop()
        loop.remove_signal_handler(signal.SIGINT)
        # A handler, not SIG_IGN: what is ignored here would be ignored by the other program too.
        signal.signal(signal.SIGINT, _do_nothing)
        try:
            yield
        finally:
            # What was pressed meanwhile still lies before the loop: it is read in its next turn, and heard after that.
            loop.call_soon(loop.call_soon, loop.add_signal_handler, signal.SIGINT, self._leave_on, signal.SIGINT)

    def exit(self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End; from here on stopping and continuing are the shell's."""
        if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
            # Textual would answer, and take the terminal back that it has given away.
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            signal.signal(signal.SIGCONT, signal.SIG_DFL)
        super().exit(result, return_code, message)

    def _leave_on(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def report_from_thread(self, sentence: str) -> None:
        """Say a sentence from any thread."""
        self.post_message(self.Report(sentence))

    @on(events.DescendantFocus)
    def _steady_cursor(self, event: events.DescendantFocus) -> None:
        """Let no cursor blink, that of Textual's palette neither: over SSH each blink would travel, for nothing."""
        if isinstance(event.widget, Input):
            event.widget.cursor_blink = False

    @on(Report)
    def _show_report(self, event: Report) -> None:
        self.warn(event.sentence)

    def warn(self, sentence: str) -> None:
        """Say a sentence on the screen and in the log."""
        _log.warning("%s", sentence)
        self.notify(sentence, severity="warning", timeout=15, markup=False)

    def tell_thread_ended(self, error: BaseException) -> None:
        """Report that something beside the screen has ended on a fault; any thread may call this."""
        self.report_from_thread(tell_crash(self._crash_reports, error, "A part of nxql-tui"))

    def panic(self, *_renderables: RenderableType) -> None:
        """End as on any other fault: what an error draws of itself may hold a password."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        # Textual's own report prints local variables, and a password may be one.
        if not self.crash:
            self.crash = tell_crash(self._crash_reports, sys.exc_info()[1] or self._exception)
        self._close_messages_no_wait()
