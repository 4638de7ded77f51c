"""The editor with everything that helps while writing: completion, marks, and the line that says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import VerticalGroup
from textual.widgets import TextArea

from nxql_tui.nxql.checker.scope import ALL_PLATFORMS, LearnedNames
from nxql_tui.nxql.formatter import format_query
from nxql_tui.nxql.positions import Span
from nxql_tui.ui.editor.checking import PAUSE, CheckedQuery, QueryChecked, check_in_background, check_now
from nxql_tui.ui.editor.completion_popup import CompletionPopup
from nxql_tui.ui.editor.nxql_editor import NxqlEditor
from nxql_tui.ui.editor.problem_line import ProblemLine, next_problem, problem_at, worst_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.timer import Timer

    from nxql_tui.nxql.diagnostics import Diagnostic


class WritingArea(VerticalGroup):
    """Checks the text after each pause and marks what was found."""

    def __init__(self, text: str, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._first_text = text
        self._platforms = ALL_PLATFORMS
        self._parameters: Mapping[int, str] = {}
        self._learned = LearnedNames()
        self._told: tuple[Diagnostic, ...] = ()
        self._timer: Timer | None = None
        self._checked_query: CheckedQuery | None = None

    def compose(self) -> ComposeResult:
        """The list that lies over everything, the editor, the line under it."""
        # First: what comes and goes behind others makes Textual draw those before it again.
        yield CompletionPopup(id="completion")
        yield NxqlEditor(self._first_text, id="editor")
        yield ProblemLine(id="problem")

    def on_mount(self) -> None:
        """Connect the list to the editor."""
        self.editor.popup = self.query_one(CompletionPopup)

    @property
    def editor(self) -> NxqlEditor:
        """The editor itself."""
        return self.query_one(NxqlEditor)

    @property
    def text(self) -> str:
        """The query as it stands."""
        return self.editor.text

    @property
    def is_checked(self) -> bool:
        """Whether what is marked and said belongs to the query as it stands."""
        return self._checked_query == self._query()

    def set_surroundings(self, platforms: frozenset[str], parameters: Mapping[int, str], learned: LearnedNames) -> None:
        """Check and complete against these from now on."""
        if (platforms, parameters, learned) == (self._platforms, self._parameters, self._learned):
            return
        self._platforms, self._parameters, self._learned = platforms, parameters, learned
        self.editor.platforms, self.editor.learned = platforms, learned
        self._check_soon()

    # Checking

    @on(TextArea.Changed)
    def _text_changed(self) -> None:
        self._told = ()
        self._check_soon()

    def _check_soon(self) -> None:
        if self._timer is None:
            self._timer = self.set_timer(PAUSE, self._check)
        else:
            self._timer.reset()
            self._timer.resume()

    def _check(self) -> None:
        self._stop_timer()
        check_in_background(self._query(), self.post_message)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _query(self) -> CheckedQuery:
        return CheckedQuery(self.text, self._platforms, dict(self._parameters), self._learned)

    @on(QueryChecked)
    def _checked(self, event: QueryChecked) -> None:
        event.stop()
        if event.query == self._query():
            self._show(event.diagnostics)

    def tell(self, found: Diagnostic) -> None:
        """Mark what the Engine itself has found in the text as it stands."""
        self._told = (found,)
        self._check_at_once()
        self.editor.go_to(found.span.start)

    def _check_at_once(self) -> None:
        self._stop_timer()
        self._show(check_now(self._query()))

    def _show(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self._checked_query = self._query()
        self.editor.show_diagnostics((*self._told, *diagnostics))
        self._show_problem()

    @on(TextArea.SelectionChanged)
    def _show_problem(self) -> None:
        # While one types, the line stays as it is: what is wrong with half a word, and that it comes and goes, would
        # move everything below with every letter.
        if self._checked_query is not None and self.text == self._checked_query.text:
            self.query_one(ProblemLine).show(self.text, self.editor.diagnostics, self.editor.cursor_offset)

    def on_descendant_focus(self) -> None:
        """Take the room of the line before anything is wrong."""
        self.query_one(ProblemLine).take_room()

    def on_descendant_blur(self) -> None:
        """Give the room of the line back where that is worth more than rows that stay in their places."""
        self.query_one(ProblemLine).give_room_back()

    def offer_keys_of_reading(self) -> None:
        """Name keys of the rows while nothing is wrong with the query."""
        self.query_one(ProblemLine).offer_keys_of_reading()

    def offer_no_keys(self) -> None:
        """Leave the line empty while nothing is wrong with the query."""
        self.query_one(ProblemLine).offer_no_keys()

    # What the user asks for

    def go_to_next_problem(self) -> bool:
        """Put the cursor on the next problem; False when there is none."""
        if self._timer is not None:
            self._check_at_once()
        problem = next_problem(self.editor.diagnostics, self.editor.cursor_offset)
        if problem is not None:
            self.editor.focus()
            self.editor.go_to(problem.span.start)
        return problem is not None

    @on(ProblemLine.Followed)
    def _follow(self, event: ProblemLine.Followed) -> None:
        event.stop()
        self.go_to_next_problem()

    def fix_problem(self) -> bool:
        """Make the first fix of the problem that is said; False when there is none."""
        if self._timer is not None:
            self._check_at_once()
        problems = self.editor.diagnostics
        problem = problem_at(problems, self.editor.cursor_offset) or worst_problem(problems)
        if problem is None or not problem.fixes:
            return False
        fix = problem.fixes[0]
        self.editor.focus()
        self.editor.replace_span(fix.span, fix.replacement)
        return True

    def format_text(self) -> None:
        """Lay the query out as the vendor's documentation does; the cursor stays at its word."""
        text = self.text
        laid_out = format_query(text).rstrip("\n")
        if laid_out != text:
            letters = len("".join(text[: self.editor.cursor_offset].split()))
            self.editor.replace_span(Span(0, len(text)), laid_out, _offset_behind(laid_out, letters))

    @on(CompletionPopup.Accepted)
    def _accepted(self, event: CompletionPopup.Accepted) -> None:
        event.stop()
        self.editor.focus()
        self.editor.accept(event.candidate, event.span)


def _offset_behind(text: str, letters: int) -> int:
    """The offset behind so many characters that are no blanks."""
    seen = 0
    for offset, character in enumerate(text):
        if seen == letters:
            return offset
        seen += not character.isspace()
    return len(text)
