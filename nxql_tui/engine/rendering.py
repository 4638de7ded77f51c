"""How an answer becomes bytes: csv inside the database, everything else by the writers of the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from nxql_tui.engine.csv_lines import csv_lines
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format
from nxql_tui.wire.tab_csv import header_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nxql_tui.engine.planner.fragments import Fragment
    from nxql_tui.engine.planner.plan import Plan


class Rendering(Protocol):
    """A statement, and what is made of its rows."""

    statement: Fragment
    """What is run."""

    def chunks(self, batches: Iterable[Sequence[tuple[Any, ...]]]) -> Iterator[bytes]:
        """The bytes of the answer, out of its rows in batches."""


def render(plan: Plan, answer_format: Format, *, human_readable: bool) -> Rendering:
    """The rendering of a plan's rows in a format."""
    if answer_format is Format.CSV and not human_readable:
        return _DatabaseCsv(plan)
    return _WrittenRows(plan, answer_format, human_readable=human_readable)


class _DatabaseCsv:
    def __init__(self, plan: Plan) -> None:
        self.statement = csv_lines(plan)
        self._header = header_line(plan.columns)

    def chunks(self, batches: Iterable[Sequence[tuple[Any, ...]]]) -> Iterator[bytes]:
        head = self._header
        for lines in batches:
            yield (head + "".join([line for (line,) in lines])).encode()
            head = ""
        if head:
            yield head.encode()


class _WrittenRows:
    def __init__(self, plan: Plan, answer_format: Format, *, human_readable: bool) -> None:
        self.statement = plan.statement
        self._plan = plan
        self._format = answer_format
        self._human_readable = human_readable

    def chunks(self, batches: Iterable[Sequence[tuple[Any, ...]]]) -> Iterator[bytes]:
        rows = (row for batch in batches for row in batch)
        return write_answer(self._format, self._plan.columns, rows, human_readable=self._human_readable)
