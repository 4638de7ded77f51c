"""The doctor: what works on this host and on the way to the Engine, as it is found out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import Label, Static

from nxql_tui.client.transfer import Cancellation
from nxql_tui.doctor.findings import Status, examine
from nxql_tui.doctor.report import MARKS, finding_lines, plain_report, summary
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.clipboard import CopyingError, send_to_clipboard, sent_sentence
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import DOCTOR
from nxql_tui.ui.screens.sized_screen import SizedScreen
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.reading_text import ReadingText

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.doctor.findings import Entry, Group

_STYLES = {
    Status.OK: "$success",
    Status.WARNING: "$warning",
    Status.FAILED: "bold $error",
    Status.SKIPPED: "$foreground-muted",
}


class DoctorScreen(SizedScreen[None]):
    """Shows each finding as soon as it is known; nothing moves but by its user."""

    DEFAULT_CSS = """
    DoctorScreen .title {
        text-style: bold; color: $primary; padding: 0 1; height: 1; background: $panel; width: 100%;
    }
    DoctorScreen #findings { padding: 0 1; scrollbar-size: 1 1; }
    DoctorScreen #findings:focus { background-tint: $foreground 0%; }
    DoctorScreen #report { height: auto; }
    DoctorScreen #summary { height: 1; width: 100%; padding: 0 1; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(DOCTOR)
    AUTO_FOCUS = "#findings"

    @dataclass
    class Found(Message):
        """Something more is known."""

        run: int
        """Which examination has found it."""
        entry: Entry

    @dataclass
    class Finished(Message):
        """All is known."""

        run: int

    def __init__(self, begin: Callable[[Cancellation], Sequence[Group]], on_fault: Callable[[Exception], str]) -> None:
        """Make the screen.

        Args:
            begin: Tells what to look at, anew for every run; called in the background.
            on_fault: Reports an error that nobody expected, and says where.
        """
        super().__init__()
        self._begin = begin
        self._on_fault = on_fault
        self._run = 0
        self._is_looking = False
        self._cancellation = Cancellation()
        self._entries: list[Entry] = []
        self._lines: list[Content] = []
        self._troubles: list[int] = []
        """The lines where something begins that is not as it should be."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is known by now."""
        return tuple(self._entries)

    @property
    def is_looking(self) -> bool:
        """Whether more is to come."""
        return self._is_looking

    def compose_content(self) -> ComposeResult:
        """The findings under a title, how many are how, keys."""
        yield Label("Doctor   What works on this host and on the way to the Engine", classes="title")
        with ReadingText(id="findings"):
            yield Static(id="report", markup=False)
        yield Label("", id="summary", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin."""
        self.action_run_again()

    def on_unmount(self) -> None:
        """Nobody waits for the rest."""
        self._cancellation.cancel()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the lines anew."""
        super().on_resize(event)
        self._show_all()

    def action_run_again(self) -> None:
        """Look at everything anew."""
        self._cancellation.cancel()
        self._run += 1
        self._is_looking = True
        self._entries.clear()
        self._show_all()
        self.query_one("#findings").scroll_home(animate=False)
        self._cancellation = Cancellation()
        run_in_background(partial(self._look, self._run, self._cancellation), "doctor")

    def action_copy(self) -> None:
        """Hand the report to the terminal's clipboard."""
        try:
            send_to_clipboard(self.app, plain_report(self._entries))
        except CopyingError as error:
            self.notify(str(error), severity="warning", markup=False)
        else:
            self.notify(f"The report was {sent_sentence(os.environ)}.", markup=False)

    def action_next_trouble(self) -> None:
        """Scroll to the next line that is not as it should be; from the last to the first."""
        if not self._troubles:
            self.notify("Nothing is wrong, as far as is known by now.", markup=False)
            return
        findings = self.query_one("#findings")
        here = round(findings.scroll_y)
        is_at_end = here >= findings.max_scroll_y
        below = [line for line in self._troubles if line > here and not is_at_end]
        findings.scroll_to(y=(below or self._troubles)[0], animate=False)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()

    def _look(self, run: int, cancellation: Cancellation) -> None:
        for entry in examine(self._begin(cancellation), self._on_fault):
            if cancellation.is_cancelled:
                return
            self.post_message(self.Found(run, entry))
        self.post_message(self.Finished(run))

    @on(Found)
    def _add(self, event: Found) -> None:
        if event.run == self._run:
            self._entries.append(event.entry)
            self._add_lines(len(self._entries) - 1)
            self._show()

    @on(Finished)
    def _finish(self, event: Finished) -> None:
        if event.run == self._run:
            self._is_looking = False
            self._show()

    def _show_all(self) -> None:
        self._lines.clear()
        self._troubles.clear()
        for index in range(len(self._entries)):
            self._add_lines(index)
        self._show()

    def _add_lines(self, index: int) -> None:
        entry = self._entries[index]
        if not index or self._entries[index - 1].group != entry.group:
            self._lines += [Content(""), Content.styled(entry.group, "bold $primary")][not index :]
        finding = entry.finding
        if finding.status in (Status.WARNING, Status.FAILED):
            self._troubles.append(len(self._lines))
        # One column for the scroll bar, one on each side.
        head, *rest = finding_lines(finding, self.size.width - 3, breaks_words=True)
        word = f"{MARKS[finding.status]} {finding.status}"
        start = head.index(word)
        self._lines.append(Content(head).stylize(_STYLES[finding.status], start, start + len(word)))
        self._lines += [Content(line) for line in rest]

    def _show(self) -> None:
        self.query_one("#report", Static).update(Content("\n").join(self._lines))
        counted = summary(entry.finding for entry in self._entries)
        self.query_one("#summary", Label).update("Looking…" if self._is_looking else counted)
