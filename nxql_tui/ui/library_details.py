"""All that is known of a saved query or of a question asked, and its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from nxql_tui.library.history import Outcome
from nxql_tui.ui.editor.token_colours import coloured_query
from nxql_tui.ui.library_rows import moment_text, outcome_text
from nxql_tui.ui.model_details import PLATFORM_NAMES
from nxql_tui.ui.quantities import count_text, seconds_text
from nxql_tui.visible_text import visible_line, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import RenderableType
    from rich.style import Style

    from nxql_tui.library.history import HistoryEntry
    from nxql_tui.library.saved_query import SavedParameter, SavedQuery
    from nxql_tui.wire.request import Platform

_LONGEST_PREVIEW = 20_000
"""Characters of a query that are shown; a longer one is one that nobody reads here."""


def details_of_saved(query: SavedQuery, styles: Mapping[str, Style]) -> RenderableType:
    """What its head says, and the query."""
    head = [Text(visible_line(query.title), style="bold")] if query.title else []
    if query.description:
        head.append(Text(visible_text(query.description)))
    return Group(*head, _grid(_facts_of_saved(query)), Text(), _preview(query.text, styles))


def details_of_question(entry: HistoryEntry, styles: Mapping[str, Style]) -> RenderableType:
    """When and where it was asked, what came of it, and the query."""
    return Group(_grid(_facts_of_question(entry)), Text(), _preview(entry.text, styles))


def _facts_of_saved(query: SavedQuery) -> Iterator[tuple[str, str]]:
    origin = "came with the program" if query.is_example else "your own"
    yield "Name", ", ".join(filter(None, (query.name, origin, query.group)))
    yield "On", _platforms(query.platforms)
    for parameter in query.placeholders:
        yield f"%{parameter.number}", _parameter(parameter)


def _facts_of_question(entry: HistoryEntry) -> Iterator[tuple[str, str]]:
    times = f", {entry.times} times in a row" if entry.times > 1 else ""
    yield "Asked", f"{moment_text(entry.asked_at)}{times}"
    yield "Where", f"{entry.connection}, {entry.address}" if entry.address else entry.connection
    yield "On", _platforms(entry.platforms)
    for number, value in entry.parameters.items():
        yield f"%{number}", value or "empty"
    duration = f" in {seconds_text(entry.seconds)}" if entry.seconds is not None else ""
    yield "Answer", f"{outcome_text(entry)}{duration}"
    if entry.error:
        yield "Error", entry.error
    elif entry.outcome is Outcome.UNFINISHED:
        yield "", "It is under way, or the program ended before it did."


def _parameter(parameter: SavedParameter) -> str:
    """`used from (0–1): 0.9, of 0.8, 0.9, 0.95`."""
    facts = [parameter.default] if parameter.default is not None else []
    if parameter.choices:
        facts.append(f"of {', '.join(parameter.choices)}")
    if parameter.secret:
        facts.append("secret, never kept")
    said = ", ".join(facts) or "no default"
    return f"{parameter.label}: {said}" if parameter.label else said


def _platforms(platforms: Iterable[Platform]) -> str:
    return ", ".join(PLATFORM_NAMES[platform.value] for platform in platforms)


def _grid(facts: Iterable[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    for label, value in facts:
        grid.add_row(Text(label), Text(visible_line(value)))
    return grid


def _preview(text: str, styles: Mapping[str, Style]) -> Text:
    shown = coloured_query(visible_text(text[:_LONGEST_PREVIEW]).expandtabs(4), styles)
    if len(text) > _LONGEST_PREVIEW:
        shown.append(f"\n… and {count_text(len(text) - _LONGEST_PREVIEW, 'character')} more", style="dim")
    return shown
