"""The cheat sheet: the keys one needs most, in as many columns and lines as there is room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.ui.keymap.key_names import said_keys
from nxql_tui.ui.keymap.registry import COMMANDS, PLACE_OF

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nxql_tui.ui.keymap.chosen_keys import ChosenKeys

NARROWEST = 25
"""Terminal cells of a column."""
_MOST_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Section:
    """The keys of one part of the explorer."""

    title: str
    needed: tuple[str, ...]
    """The ids of the commands that are always shown, in order."""
    places: tuple[str, ...]
    """Whose other commands are shown where there is room."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a column: a title, a command, or nothing."""

    keys: str = ""
    words: str = ""


SECTIONS = (
    Section(
        "Everywhere",
        (
            *("query.send", "query.cancel", "app.help", "app.palette", "app.jump", "zone.next", "model.browse"),
            *("library.open_screen", "answer.export", "connection.switch", "app.quit"),
        ),
        ("everywhere", "workbench"),
    ),
    Section(
        "Writing",
        ("editor.complete", "query.next_problem", "query.fix", "query.format", "query.ask_engine", "tab.new"),
        ("editor", "parameters"),
    ),
    Section(
        "Answer",
        (
            *("answer.sort", "answer.sort_within", "answer.quick_filter", "answer.filter", "answer.remove_filter"),
            *("answer.remove_filters", "answer.find", "answer.find_next", "answer.undo", "answer.next_page"),
            *("answer.previous_page", "answer.row", "answer.cell", "answer.summary", "answer.group"),
            *("answer.copy", "answer.columns", "answer.hide_column", "answer.compare"),
        ),
        ("answer",),
    ),
    Section(
        "Panels",
        (
            *("panel.close", "panel.next_row", "panel.previous_row", "panel.copy", "row.search", "fleet.ask_again"),
            "fleet.details",
        ),
        ("reading panel", "row panel", "summary", "fleet panel"),
    ),
    Section(
        "Login",
        (
            *("connections.connect", "connections.mark", "connections.search", "connections.new", "connections.edit"),
            *("login.show_password", "doctor.open", "login.details"),
        ),
        ("login", "connections"),
    ),
)
"""In the order in which they are read."""

_ARRANGEMENTS = {
    1: ((0, 1, 2, 3, 4),),
    2: ((0, 1, 4), (2, 3)),
    3: ((0, 1), (2,), (3, 4)),
    4: ((0,), (1,), (2,), (3, 4)),
    5: ((0,), (1,), (2,), (3,), (4,)),
}
"""Which sections stand in which column, by the number of columns."""


def sheet_columns(keys: ChosenKeys, width: int, height: int) -> tuple[tuple[SheetLine, ...], ...]:
    """The columns of a sheet; what is always shown may need more lines than `height`."""
    count = min(max(1, width // NARROWEST), _MOST_COLUMNS)
    column_width = width // count
    columns = []
    for places in _ARRANGEMENTS[count]:
        sections = [SECTIONS[place] for place in places]
        room = height - sum(2 + len(_with_keys(section.needed, keys)) for section in sections) + 1
        lines: list[SheetLine] = []
        for section in sections:
            needed = _with_keys(section.needed, keys)
            more = _with_keys(_others(section), keys)[: max(0, room)]
            room -= len(more)
            lines += [SheetLine()] * bool(lines)
            lines.append(SheetLine(words=section.title))
            lines += (_line(one, keys, column_width) for one in (*needed, *more))
        columns.append(tuple(lines))
    return tuple(columns)


def sheet_text(keys: ChosenKeys, width: int, height: int) -> str:
    """A sheet as plain text."""
    columns = sheet_columns(keys, width, height)
    column_width = width // len(columns)
    rows = []
    for number in range(max(map(len, columns))):
        cells = [plain_line(column[number], column_width) if number < len(column) else "" for column in columns]
        rows.append("".join(cell.ljust(column_width) for cell in cells).rstrip())
    return "\n".join(rows)


def plain_line(line: SheetLine, width: int) -> str:
    """A line of a column, no wider than the column without the blank behind it."""
    text = f"{line.keys:>{keys_width(width)}} {line.words}" if line.keys else line.words
    if len(text) < width:
        return text
    # A word less says more than a part of one.
    return text[:width].rpartition(" ")[0]


def keys_width(column_width: int) -> int:
    """How much of a column its keys take."""
    return max(10, min(column_width // 3, 20))


def _with_keys(command_ids: Sequence[str], keys: ChosenKeys) -> list[str]:
    return [one for one in command_ids if keys.keys_of(one)]


def _others(section: Section) -> list[str]:
    return [one for one in _of_places(section.places) if not any(one in other.needed for other in SECTIONS)]


def _of_places(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from (one for one in COMMANDS if PLACE_OF[one].name == name)


def _line(command_id: str, keys: ChosenKeys, column_width: int) -> SheetLine:
    room = keys_width(column_width)
    held = said_keys(keys.keys_of(command_id))
    shown = held[0]
    for key in held[1:]:
        if len(shown) + 1 + len(key) > room:
            break
        shown = f"{shown} {key}"
    command = COMMANDS[command_id]
    words = command.label
    if len(command.explanation) <= column_width - room - 2:
        words = command.explanation.rstrip(".")
    return SheetLine(shown, words)
