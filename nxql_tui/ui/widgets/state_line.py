"""The line between question and answer: what is going on, or how it went."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from nxql_tui.ui.quantities import count_text, seconds_text, size_text
from nxql_tui.visible_text import visible_line

_SEPARATOR = " · "


class StateLine(Static):
    """One line of plain facts; what went wrong is said in words, not only by colour."""

    DEFAULT_CSS = """
    StateLine {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
    }
    """

    def show_ready(self) -> None:
        """Nothing has been asked yet."""
        self._show("Ready", "F5 sends the query")

    def show_loading(self, seconds: float, size: int, row_count: int, rate: int) -> None:
        """A question is under way; `rate` is in bytes a second, 0 where it is not known."""
        facts = ["Loading…", seconds_text(seconds), *_arrived(size, row_count)]
        if rate:
            facts.append(f"{size_text(rate)}/s")
        self._show(*facts, "esc cancels")

    def show_storing(self, seconds: float, size: int, row_count: int) -> None:
        """All has come and is made ready to be sorted and paged."""
        self._show("Storing…", seconds_text(seconds), *_arrived(size, row_count), "esc stops")

    def show_updating(self, seconds: float) -> None:
        """An update has been sent and its answer is awaited."""
        self._show("Updating…", seconds_text(seconds), "esc stops waiting, which takes nothing back")

    def show_updated(self, updated: int | None, counted: int | None, seconds: float) -> None:
        """An update has been carried out."""
        if updated is None:
            done = "Updated; the Engine does not say how many objects"
        elif counted in (None, updated):
            done = f"Updated {count_text(updated, 'object')}"
        else:
            done = f"Updated {count_text(updated, 'object')}, and {counted:,} were counted before"
        self._show(done, seconds_text(seconds), "written to audit.log")

    def show_answer(self, row_count: int, engine_milliseconds: int | None, seconds: float, size: int) -> None:
        """The answer is complete."""
        facts = [count_text(row_count, "row")]
        if engine_milliseconds is not None:
            facts.append(f"Engine {engine_milliseconds:,} ms")
        self._show(*facts, f"{seconds_text(seconds)} in all", size_text(size), "complete")

    def show_cancelled(self, seconds: float, *, older_rows: bool) -> None:
        """The user stopped the question."""
        self._show("Cancelled", f"after {seconds_text(seconds)}", *_about_older(older_rows))

    def show_failed(self, seconds: float, *, older_rows: bool) -> None:
        """There is no answer; the message panel says why."""
        self._show("No answer", f"after {seconds_text(seconds)}", *_about_older(older_rows))

    def show_incomplete(self, seconds: float, row_count: int, reason: str) -> None:
        """A part of the answer has come and stays on the screen."""
        self._show("INCOMPLETE", f"only the first {count_text(row_count, 'row')}", reason, seconds_text(seconds))

    def show_note(self, sentence: str) -> None:
        """Something else was done, such as an export."""
        self._show(visible_line(sentence))

    def _show(self, *facts: str) -> None:
        self.update(Text(_SEPARATOR.join(facts), no_wrap=True, overflow="ellipsis", end=""))


def _arrived(size: int, row_count: int) -> tuple[str, ...]:
    rows = (count_text(row_count, "row"),) if row_count else ()
    return (size_text(size), *rows) if size else rows


def _about_older(older_rows: bool) -> tuple[str, ...]:
    return ("below: the answer before",) if older_rows else ()
