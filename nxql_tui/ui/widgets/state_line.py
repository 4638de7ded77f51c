"""The line between question and answer: what is going on, or how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Static

from nxql_tui.ui.own_keys import with_short_keys
from nxql_tui.ui.quantities import count_text, seconds_text, size_text
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.timer import Timer

NOTE_SECONDS = 8.0
"""How long a note is shown."""

_SEPARATOR = " · "


class StateLine(Static):
    """One line of plain facts; what went wrong is said in words, not only by colour."""

    DEFAULT_CSS = """
    StateLine {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    _standing: tuple[str, ...] = ()
    _answer: tuple[str, ...] = ()
    _note_timer: Timer | None = None

    def show_ready(self) -> None:
        """Nothing has been asked yet."""
        self._show("Ready", *self._keys("{query.send} sends the query"))

    def show_loading(self, seconds: float, size: int, row_count: int, rate: int) -> None:
        """A question is under way; `rate` is in bytes a second, 0 where it is not known."""
        facts = ["Loading…", seconds_text(seconds), *_arrived(size, row_count)]
        if rate:
            facts.append(f"{size_text(rate)}/s")
        self._show(*facts, *self._keys("{query.cancel} cancels"))

    def show_fleet_loading(self, seconds: float, over: int, engines: int, size: int, row_count: int) -> None:
        """A question to several Engines is under way, and some are over."""
        facts = ["Loading…", seconds_text(seconds), f"{over} of {engines} Engines", *_arrived(size, row_count)]
        self._show(*facts, *self._keys("{query.cancel} cancels"))

    def show_storing(self, seconds: float, size: int, row_count: int) -> None:
        """All has come and is made ready to be sorted and paged."""
        self._show("Storing…", seconds_text(seconds), *_arrived(size, row_count), *self._keys("{query.cancel} stops"))

    def show_updating(self, seconds: float, so_far: str = "") -> None:
        """An update has been sent and its answer is awaited; `so_far` is what became of it elsewhere."""
        facts = [visible_line(so_far)] if so_far else []
        stop = self._keys("{query.cancel} stops waiting, which takes nothing back")
        self._show("Updating…", seconds_text(seconds), *facts, *stop)

    def show_updated(self, updated: int | None, counted: int | None, seconds: float) -> None:
        """An update has been carried out."""
        if updated is None:
            done = "Updated; the Engine does not say how many objects"
        elif counted in (None, updated):
            done = f"Updated {count_text(updated, 'object')}"
        else:
            done = f"Updated {count_text(updated, 'object')}, and {counted:,} were counted before"
        self._show(done, seconds_text(seconds), "written to audit.log")

    def show_answer(
        self,
        row_count: int,
        engine_milliseconds: int | None,
        seconds: float,
        size: int,
        added_limit: int | None = None,
    ) -> None:
        """The answer is complete, as far as the limit goes that the connection added."""
        facts = [count_text(row_count, "row")]
        if added_limit is not None:
            facts.append(f"(limit {added_limit}) added by the connection")
        if engine_milliseconds is not None:
            facts.append(f"Engine {engine_milliseconds:,} ms")
        self._answer = (*facts, f"{seconds_text(seconds)} in all", size_text(size), "complete")
        self._show(*self._answer)

    def show_fleet_answer(self, row_count: int, engines: int, not_asked: int, seconds: float, limit: str) -> None:
        """All Engines that are asked have answered; `limit` says what each was held to, and is empty without one."""
        facts = [count_text(row_count, "row"), count_text(engines, "Engine"), *_missing(not_asked), "complete"]
        self._answer = (*facts, *filter(None, [limit]), seconds_text(seconds))
        self._show(*self._answer)

    def show_fleet_incomplete(
        self, row_count: int, whole: int, engines: int, not_asked: int, reasons: str, limit: str
    ) -> None:
        """Some Engines have not answered, or not whole; their reasons are told."""
        facts = [f"{whole} of {engines} Engines", *_missing(not_asked), count_text(row_count, "row")]
        self._answer = ("INCOMPLETE", *facts, *filter(None, [limit]), reasons)
        self._show(*self._answer)

    def show_cancelled(self, seconds: float, *, older_rows: bool) -> None:
        """The user stopped the question."""
        self._show("Cancelled", f"after {seconds_text(seconds)}", *_about_older(older_rows))

    def show_failed(self, seconds: float, *, older_rows: bool) -> None:
        """There is no answer; the message panel says why."""
        self._show("No answer", f"after {seconds_text(seconds)}", *_about_older(older_rows))

    def show_incomplete(self, seconds: float, row_count: int, reason: str) -> None:
        """A part of the answer has come and stays on the screen."""
        rows = f"only the first {count_text(row_count, 'row')}"
        self._answer = ("INCOMPLETE", rows, reason, seconds_text(seconds))
        self._show(*self._answer)

    def show_standing(self, sentence: str) -> None:
        """What the rows below are, until they are others."""
        self._show(visible_line(sentence))

    def show_answer_again(self) -> None:
        """The rows below are those of the answer again."""
        self._show(*self._answer)

    def show_note(self, sentence: str) -> None:
        """Something was done, such as an export; what stood there comes back after a while."""
        self._write(visible_line(sentence))
        self._note_timer = self.set_timer(NOTE_SECONDS, self.end_note)

    def end_note(self) -> None:
        """Show again what stood there."""
        self._write(*self._standing)

    def _keys(self, words: str) -> tuple[str, ...]:
        said = with_short_keys(self.app, words)
        return (said,) if said else ()

    def _show(self, *facts: str) -> None:
        self._standing = facts
        self._write(*facts)

    def _write(self, *facts: str) -> None:
        if self._note_timer is not None:
            self._note_timer.stop()
            self._note_timer = None
        self.update(Text(_SEPARATOR.join(facts), no_wrap=True, overflow="ellipsis", end=""))


def _arrived(size: int, row_count: int) -> tuple[str, ...]:
    rows = (count_text(row_count, "row"),) if row_count else ()
    return (size_text(size), *rows) if size else rows


def _missing(not_asked: int) -> tuple[str, ...]:
    return (f"{not_asked} not asked",) if not_asked else ()


def _about_older(older_rows: bool) -> tuple[str, ...]:
    return ("below: the answer before",) if older_rows else ()
