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

    def show_loading(self, seconds: float, size: int, row_count: int) -> None:
        """A question is under way."""
        facts = ["Loading…", seconds_text(seconds)]
        if size:
            facts.append(size_text(size))
        if row_count:
            facts.append(count_text(row_count, "row"))
        self._show(*facts, "esc cancels")

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

    def show_incomplete(self, seconds: float, row_count: int) -> None:
        """The answer broke off, or was cancelled, and what had arrived stays on the screen."""
        rows = count_text(row_count, "row")
        self._show("INCOMPLETE", f"the first {rows} of an answer that broke off", seconds_text(seconds))

    def show_note(self, sentence: str) -> None:
        """Something else was done, such as an export."""
        self._show(visible_line(sentence))

    def _show(self, *facts: str) -> None:
        self.update(Text(_SEPARATOR.join(facts), no_wrap=True, overflow="ellipsis", end=""))


def _about_older(older_rows: bool) -> tuple[str, ...]:
    return ("below: the answer before",) if older_rows else ()
