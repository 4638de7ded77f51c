"""Views as people type them: `total_ram>4GB`, `-total_ram,name`, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nxql_tui.nxql.nearest import nearest_names
from nxql_tui.results.column_layout import ColumnLayout
from nxql_tui.results.errors import NoConditionError, UnknownColumnError
from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.sort_keys import SortDirection, SortKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nxql_tui.results.first_rows import FirstRows
    from nxql_tui.results.view import View

_SPELLINGS = {
    "at several engines": Comparison.AT_SEVERAL_ENGINES,
    "is not null": Comparison.NOT_NULL,
    "is null": Comparison.IS_NULL,
    "contains": Comparison.CONTAINS,
    "lacks": Comparison.LACKS,
    "once": Comparison.ONCE,
    "!=": Comparison.NOT_EQUAL,
    "≠": Comparison.NOT_EQUAL,
    "<=": Comparison.AT_MOST,
    "≤": Comparison.AT_MOST,
    ">=": Comparison.AT_LEAST,
    "≥": Comparison.AT_LEAST,
    "!~": Comparison.LACKS,
    "==": Comparison.IS,
    "=": Comparison.EQUAL,
    "<": Comparison.LESS,
    ">": Comparison.GREATER,
    "~": Comparison.CONTAINS,
}
"""How comparisons are typed; the longer one comes before one that it begins with."""
_SIGN_IN_FRONT = re.compile(r"\s*(!=|<=|>=|!~|==|≠|≤|≥|=|<|>|~)")
_SIGNS = {
    Comparison.EQUAL: "=",
    Comparison.IS: "==",
    Comparison.NOT_EQUAL: "!=",
    Comparison.LESS: "<",
    Comparison.AT_MOST: "<=",
    Comparison.GREATER: ">",
    Comparison.AT_LEAST: ">=",
    Comparison.CONTAINS: "~",
    Comparison.LACKS: "!~",
}


def _pattern(spelling: str) -> str:
    words = r"\s+".join(map(re.escape, spelling.split()))
    # A word is none within another, and needs a blank before the value; a sign does not.
    return rf"(?<=\s){words}(?=\s|$)" if spelling[0].isalpha() else words


_OPERATOR = re.compile("|".join(map(_pattern, _SPELLINGS)), re.IGNORECASE)


def typed_comparison(text: str) -> tuple[Comparison, str] | None:
    """The comparison that a text begins with, and its value: `> 4 GB`; None where it begins with none."""
    found = _SIGN_IN_FRONT.match(text)
    return None if found is None else (_SPELLINGS[found[1]], text[found.end() :].strip())


def column_named(name: str, names: Sequence[str]) -> int:
    """The place of a column, from 0: as it is spelt, else in any case of letters.

    Raises:
        UnknownColumnError: There is none of that name.
    """
    if name in names:
        return names.index(name)
    folded = [one.casefold() for one in names]
    if name.casefold() in folded:
        return folded.index(name.casefold())
    raise UnknownColumnError(name, nearest_names(name, names))


def columns_named(text: str, names: Sequence[str]) -> tuple[int, ...]:
    """The places of the columns in a text such as `name,total_ram`, in that order.

    Raises:
        UnknownColumnError: There is no column of one of the names.
    """
    return tuple(column_named(word, names) for word in _words(text, names))


def parse_condition(text: str, names: Sequence[str]) -> RowFilter:
    """The filter in a text such as `total_ram > 4 GB`, `name ~ paris` or `last_seen is not null`.

    Blanks around the value do not count; a value between double quotes stands as it is.

    Raises:
        NoConditionError: There is no comparison in it, or something behind one that compares with nothing.
        UnknownColumnError: No column is called what stands before the comparison.
    """
    found = _comparison_in(text, names)
    if found is None:
        raise NoConditionError(text)
    name, value = text[: found.start()].strip(), text[found.end() :].strip()
    comparison = _SPELLINGS[" ".join(found[0].lower().split())]
    if value and not comparison.takes_value:
        raise NoConditionError(text)
    return RowFilter(column_named(name, names), comparison, _unquoted(value))


def condition_text(condition: RowFilter, names: Sequence[str]) -> str:
    """The text that `parse_condition` reads so."""
    name = names[condition.column]
    if not condition.comparison.takes_value:
        return f"{name} {condition.comparison.value}"
    value = condition.value
    plain = value == value.strip() and value != "" and _unquoted(value) == value and value[0] not in "=~"
    return f"{name} {_SIGNS[condition.comparison]} " + (value if plain else f'"{value}"')


def parse_sort(text: str, names: Sequence[str]) -> tuple[SortKey, ...]:
    """The keys in a text such as `-total_ram,name`; a minus sorts downwards.

    Raises:
        UnknownColumnError: There is no column of one of the names.
    """
    return tuple(_sort_key(word, names) for word in _words(text, names))


def sort_text(keys: Iterable[SortKey], names: Sequence[str]) -> str:
    """The text that `parse_sort` reads so."""
    return ",".join(f"{'-' if key.direction is SortDirection.DESCENDING else ''}{names[key.column]}" for key in keys)


def parse_columns(text: str, names: Sequence[str]) -> ColumnLayout:
    """The layout that shows the columns in a text such as `name,total_ram`, in that order and no others.

    Raises:
        UnknownColumnError: There is no column of one of the names.
    """
    columns = tuple(dict.fromkeys(columns_named(text, names)))
    return ColumnLayout(moved=columns).show_only(frozenset(columns), len(names))


def first_rows_text(first: FirstRows, names: Sequence[str]) -> str:
    """Which rows of all: `first 100 by total_ram, descending`."""
    keys = (
        f"{names[key.column]}{', descending' if key.direction is SortDirection.DESCENDING else ''}"
        for key in first.sort
    )
    return f"first {first.count} by {' and '.join(keys)}"


def conditions_in_words(view: View, names: Sequence[str]) -> tuple[str, ...]:
    """What is true of the rows that a view lets through."""
    first = () if view.first is None else (f"{first_rows_text(view.first, names)}, of all",)
    search = (f"a cell with each of: {view.search}",) if view.search.strip() else ()
    return (*first, *(condition_text(one, names) for one in view.filters), *search)


def view_words(view: View, names: Sequence[str]) -> dict[str, object]:
    """A view in words, for a reader of what it let through."""
    words: dict[str, object] = {
        "columns": [names[column] for column in view.layout.shown(len(names))],
        "sort": sort_text(view.sort, names),
        "where": [condition_text(one, names) for one in view.filters],
    }
    if view.first is not None:
        words["of_all"] = first_rows_text(view.first, names)
    return {**words, "search": view.search} if view.search else words


def _comparison_in(text: str, names: Sequence[str]) -> re.Match[str] | None:
    """The comparison behind the longest name of a column that the text begins with; else the first there is."""
    body = text.lstrip()
    start = len(text) - len(body)
    for name in sorted(names, key=len, reverse=True):
        if name and body.casefold().startswith(name.casefold()):
            end = start + len(name)
            blanks = len(text[end:]) - len(text[end:].lstrip())
            if found := _OPERATOR.match(text, end + blanks):
                return found
    return _OPERATOR.search(text)


def _sort_key(word: str, names: Sequence[str]) -> SortKey:
    if word.startswith("-") and word not in names:
        return SortKey(column_named(word[1:].strip(), names), SortDirection.DESCENDING)
    return SortKey(column_named(word, names))


def _words(text: str, names: Sequence[str]) -> Iterator[str]:
    """What stands between the commas that belong to no name; a name may have a minus before it."""
    pieces = text.split(",")
    known = frozenset(names)
    longest = 1 + max((name.count(",") for name in known), default=0)
    while pieces:
        ends = range(min(longest, len(pieces)), 0, -1)
        whole = (end for end in ends if ",".join(pieces[:end]).strip().removeprefix("-").strip() in known)
        end = next(whole, 1)
        word = ",".join(pieces[:end]).strip()
        if word:
            yield word
        pieces = pieces[end:]


def _unquoted(value: str) -> str:
    is_quoted = len(value) >= 2 and value[0] == value[-1] == '"'
    return value[1:-1] if is_quoted else value
