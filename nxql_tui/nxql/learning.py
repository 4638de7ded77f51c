"""What an Engine tells of its names when it refuses one (`reference/nxql.md` §9 [doc])."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from nxql_tui.nxql.checker.scope import ALL_PLATFORMS, LearnedNames
from nxql_tui.nxql.completion.place import Role, find_place
from nxql_tui.nxql.completion.subject import Subject
from nxql_tui.nxql.corrections import find_name
from nxql_tui.nxql.model import load_model

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def learn(known: LearnedNames, text: str, wrong: str, options: Collection[str]) -> LearnedNames:
    """What is known after an Engine has offered names for a wrong one.

    Which kind of names they are follows from the place of the wrong one: a table behind `from`, an aggregate in
    `compute`, else a field of the table around it. Where that is not plain, nothing is learned.
    """
    span = find_name(text, wrong)
    place = None if span is None else find_place(text, span.end)
    if place is None or not options:
        return known
    subject = Subject(place, load_model(), ALL_PLATFORMS, known)
    match place.innermost.role:
        case Role.FROM | Role.TABLES:
            return replace(known, tables=known.tables | frozenset(options))
        case Role.ACTIVITY | Role.WHERE:
            return replace(known, tables=known.tables | frozenset(options))
        case Role.COMPUTE:
            event = place.enclosing(Role.ACTIVITY)
            return known if event is None or len(event.words) < 2 else _with_aggregates(known, event.words[1], options)
        case _:
            table = _table_around(subject)
            return known if table is None else _with_fields(known, table, options)


def _table_around(subject: Subject) -> str | None:
    """The table whose fields stand at the place."""
    place = subject.place
    where = place.enclosing(Role.WHERE)
    if place.innermost.role is Role.FILTER:
        return where.words[1] if where is not None and len(where.words) > 1 else None
    if place.innermost.role is Role.TABLE_FIELDS:
        return place.innermost.head or None
    if place.innermost.role is Role.FIELDS_OF_TABLE:
        return place.brackets[-2].head or None
    if place.innermost.role in (Role.SELECT, Role.FIELDS, Role.ORDER_BY, Role.SET) and len(subject.asked) == 1:
        return subject.asked[0]
    return None


def _with_fields(known: LearnedNames, table: str, names: Collection[str]) -> LearnedNames:
    return replace(known, fields=_added(known.fields, table, names))


def _with_aggregates(known: LearnedNames, event: str, names: Collection[str]) -> LearnedNames:
    return replace(known, aggregates=_added(known.aggregates, event, names))


def _added(known: Mapping[str, frozenset[str]], key: str, names: Collection[str]) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({**known, key: known.get(key, frozenset()) | frozenset(names)})
