"""One line under the editor: what is wrong with the query, and the key that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text
from textual.message import Message
from textual.widgets import Static

from nxql_tui.nxql.diagnostics import Severity
from nxql_tui.nxql.positions import position_of
from nxql_tui.ui.jump_places import whole_line
from nxql_tui.ui.own_keys import key_of, with_keys
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.geometry import Region

    from nxql_tui.nxql.diagnostics import Diagnostic

_KEYS_OF_WRITING = (
    "{editor.complete} shows what fits here · {query.ask_engine} lets the Engine check · {query.format} lays out"
)
_KEYS_OF_READING = (
    "{answer.filter} keeps what is like this cell · {answer.group} groups · {answer.columns} columns"
    " · {answer.compare} compares"
)
"""What one may want to know while nothing is wrong, and the last line has no room for."""
_ROOMY = 20
"""Lines of a terminal from which on a line less for the rows is a small loss."""
_MARKS = {Severity.ERROR: "✘", Severity.WARNING: "▲", Severity.HINT: "·"}
"""Told apart without colour."""


class ProblemLine(Static):
    """There with some keys while nothing is wrong, so that nothing below moves when something is."""

    DEFAULT_CSS = """
    ProblemLine {
        display: none;
        height: auto;
        min-height: 1;
        max-height: 3;
        padding: 0 1;
        background: $surface;
        &.-error { color: $text-error; }
        &.-warning { color: $text-warning; }
        &.-hint { color: $text-muted; }
    }
    """

    class Followed(Message):
        """The user wants to go to the problem."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id, markup=False)
        self._shown: tuple[object, ...] = ()
        self._offered = _KEYS_OF_WRITING
        self._sentence = ""
        self._keys = ("", "")

    @property
    def is_empty(self) -> bool:
        """Whether no problem is said."""
        return not self._shown or self._shown[0] is None

    def jump_places(self) -> Iterator[tuple[Region, Callable[[], object]]]:
        """To the problem in the query, where there is one."""
        if not self.is_empty:
            yield whole_line(self.content_size.width), self.on_click

    def on_click(self) -> None:
        """Go to the problem."""
        if not self.is_empty:
            self.post_message(self.Followed())

    def take_room(self) -> None:
        """Be there, with the keys of writing."""
        self._offer(_KEYS_OF_WRITING)
        self.display = True

    def offer_keys_of_reading(self) -> None:
        """Name keys of the rows."""
        self._offer(_KEYS_OF_READING)

    def offer_no_keys(self) -> None:
        """Say nothing, where neither those of writing nor those of the rows work."""
        self._offer("")

    def _offer(self, keys: str) -> None:
        self._offered = keys
        if self.is_empty:
            self._show_keys()

    def give_room_back(self) -> None:
        """Vanish where no problem is said and rows are few; elsewhere no row moves because the focus did."""
        if self.is_empty and self.app.size.height < _ROOMY:
            self.display = False

    def show(self, text: str, problems: Sequence[Diagnostic], cursor: int) -> None:
        """Say the problem at the cursor, else the worst one; nothing when there is none."""
        problem = problem_at(problems, cursor) or worst_problem(problems)
        shown = (problem, len(problems), None if problem is None else position_of(text, problem.span.start))
        if shown == self._shown:
            return
        self._shown = shown
        if problem is None:
            self._show_keys()
            return
        self.display = True
        self.set_classes(f"-{problem.severity.value}")
        position = position_of(text, problem.span.start)
        self._sentence = f"{_MARKS[problem.severity]} {position} {visible_line(problem.message)}"
        self._keys = self._keys_for(problem, len(problems))
        self._write()

    def on_resize(self) -> None:
        """Say the keys with as many words as there is room for."""
        if not self.is_empty:
            self._write()

    def _write(self) -> None:
        self.update(_line(self._sentence, self._keys, self.app.size.width - 2))

    def _show_keys(self) -> None:
        self.set_classes("-hint")
        self.update(with_keys(self.app, self._offered))

    def _keys_for(self, problem: Diagnostic, count: int) -> tuple[str, str]:
        """The keys that help, with all their words and with few; a line never breaks inside one."""
        forward, mend = key_of(self.app, "query.next_problem"), key_of(self.app, "query.fix")
        onward = [f"{forward} next of {count}"] if forward and count > 1 else []
        if not (problem.fixes and mend):
            return _joined(onward or [f"{forward} go there"] * bool(forward)), _joined(onward)
        title = visible_line(problem.fixes[0].title)
        return _joined([f"{mend} {title}", *onward]), _joined([f"{mend} fix", *onward])


def problem_at(problems: Sequence[Diagnostic], cursor: int) -> Diagnostic | None:
    """The worst of the problems whose words the cursor is in or beside."""
    return worst_problem([found for found in problems if found.span.start <= cursor <= found.span.end])


def worst_problem(problems: Sequence[Diagnostic]) -> Diagnostic | None:
    """An error before a warning before a hint; of the same kind the first in the text."""
    order = tuple(_MARKS)
    return min(problems, key=lambda found: (order.index(found.severity), found.span.start), default=None)


def next_problem(problems: Sequence[Diagnostic], cursor: int) -> Diagnostic | None:
    """The next problem behind the cursor, then the first again; hints only where there is nothing worse."""
    wanted = [found for found in problems if found.severity is not Severity.HINT] or list(problems)
    behind = [found for found in wanted if found.span.start > cursor]
    return min(behind or wanted, key=lambda found: found.span.start, default=None)


def _joined(keys: list[str]) -> str:
    return "  ".join(key.replace(" ", "\N{NO-BREAK SPACE}") for key in keys)


def _line(sentence: str, keys: tuple[str, str], width: int) -> Text:
    """The sentence with the keys at the right edge; what does not fit in one line goes on in the next."""
    line = Text(sentence, end="")
    fitting = next((words for words in keys if cell_len(sentence) + cell_len(words) + 2 <= width), None)
    if fitting is None:
        return line.append("  ").append(keys[1], "bold")
    return line.append(" " * (width - cell_len(sentence) - cell_len(fitting))).append(fitting, "bold")
