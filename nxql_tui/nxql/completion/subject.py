"""What the query around the cursor is about: its tables, its event, the field of a filter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.nxql.checker.scope import ALL_PLATFORMS, LearnedNames
from nxql_tui.nxql.completion.place import Role, find_place, groups_in
from nxql_tui.nxql.forms import Group
from nxql_tui.nxql.leaves import name_of
from nxql_tui.nxql.lexer import Token
from nxql_tui.nxql.model import TableKind, load_model

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from nxql_tui.nxql.completion.place import OpenBracket, Place
    from nxql_tui.nxql.model import Aggregate, DataModel, Field, Table


_DYNAMIC_NAME = re.compile(r"""(?<![^\s()])#(?:"[^"\n]+"|'[^'\n]+'|[^\s()"'%*][^\s()"']*)""")
_SOURCES = ("doc", "client", "inferred")
"""The best known first."""
_FIRST_FIELDS = ("name", "start_time", "time")
"""What most selects begin with."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A place in a query together with everything known of names."""

    place: Place
    model: DataModel
    platforms: frozenset[str]
    """Those that are switched on."""
    learned: LearnedNames
    """What the Engine of this connection has told."""

    @property
    def asked(self) -> tuple[str, ...]:
        """The tables behind `from`, wherever it stands."""
        for group in groups_in(self.place.forms):
            if group.head == "from" and len(group.items) > 1:
                first = group.items[1]
                names = first.items if isinstance(first, Group) else [first]
                return tuple(name_of(name).text for name in names if isinstance(name, Token))
        return ()

    @property
    def known_tables(self) -> tuple[Table, ...]:
        """Those of the tables asked that the data model holds."""
        return tuple(self.model.tables[name] for name in self.asked if name in self.model.tables)

    @property
    def asked_event(self) -> Table | None:
        """The event among the tables asked."""
        return next((table for table in self.known_tables if table.kind is TableKind.EVENT), None)

    @property
    def activity_event(self) -> Table | None:
        """The event of the `with` around the cursor."""
        activity = self.place.enclosing(Role.ACTIVITY)
        return None if activity is None or len(activity.words) < 2 else self.model.event(activity.words[1])

    @property
    def restrictable(self) -> tuple[Table, ...]:
        """The tables that a `where` at the cursor may be about."""
        if self.place.enclosing(Role.ACTIVITY) is not None:
            event = self.activity_event
            return () if event is None else _distinct((event, *self.model.linked_tables(event.name)))
        event = self.asked_event
        linked = () if event is None else self.model.linked_tables(event.name)
        return _distinct((*self.known_tables, *linked))

    @property
    def computed(self) -> tuple[str, ...]:
        """Every aggregate that is computed anywhere in the query."""
        return tuple(
            name_of(item).text
            for group in groups_in(self.place.forms)
            if group.head == "compute"
            for item in group.items[1:]
            if isinstance(item, Token)
        )

    @property
    def selected(self) -> frozenset[str]:
        """The names that the select asks for, those of every table together."""
        select = self.place.enclosing(Role.SELECT)
        asked = select.before[1] if select is not None and len(select.before) > 1 else None
        if isinstance(asked, Token):
            return frozenset({name_of(asked).text})
        inner = () if asked is None else (asked, *groups_in(asked.items))
        return frozenset(name_of(item).text for group in inner for item in group.items if isinstance(item, Token))

    @property
    def dynamic_names(self) -> tuple[str, ...]:
        """The `#names` that stand in the query, but the one at the cursor."""
        at_cursor = self.place.word.start
        found = _DYNAMIC_NAME.finditer(self.place.text)
        return tuple(dict.fromkeys(name[0] for name in found if name.start() != at_cursor))

    @property
    def filtered_table(self) -> Table | None:
        """The table of the `where` around the cursor."""
        where = self.place.enclosing(Role.WHERE)
        return None if where is None or len(where.words) < 2 else self.table_named(where.words[1])

    @property
    def comparable(self) -> tuple[Field | Aggregate, ...]:
        """What a filter at the cursor can be about: the fields of its table, or what is computed."""
        table = self.filtered_table
        if table is not None:
            return tuple(ordered_fields(table, self.platforms))
        if self.place.enclosing(Role.HAVING) is None:
            return ()
        names = dict.fromkeys(self.computed)
        return tuple(self.model.aggregates[name] for name in names if name in self.model.aggregates)

    def compared(self, name: str | None) -> Field | Aggregate | None:
        """What a filter at the cursor is about; None when nothing is known of it."""
        table = self.filtered_table
        if name is None or table is None:
            return next((found for found in self.comparable if found.name == name), None)
        return table.fields.get(name)

    def table_named(self, name: str) -> Table | None:
        """A table of the data model; `package` after `with` has the fields of the object table."""
        return self.model.tables.get(name) or self.model.pseudo_events.get(name)


def field_name(condition: OpenBracket) -> str | None:
    """The field of a filter, before the cursor or, with the cursor on the operator, behind it."""
    items = (*condition.before, *condition.after)
    place = 1 if condition.before else 0
    named = items[place] if len(items) > place else None
    return name_of(named).text if isinstance(named, Token) else None


def _distinct(tables: Iterable[Table]) -> tuple[Table, ...]:
    return tuple({table.name: table for table in tables}.values())


def ordered_fields(table: Table, platforms: Collection[str]) -> list[Field]:
    """The fields of a table, those that most queries use first."""
    found = table.fields_on(platforms) or tuple(table.fields.values())
    return sorted(found, key=lambda field: (field.name not in _FIRST_FIELDS, _SOURCES.index(field.source)))


def table_around(text: str, offset: int) -> str:
    """The table that an offset of a query is about: that of its `where`, its event, else the first one asked.

    Empty where the query names none that the data model holds.
    """
    place = find_place(text, offset)
    if place is None:
        return ""
    subject = Subject(place, load_model(), ALL_PLATFORMS, LearnedNames())
    near = subject.filtered_table or subject.activity_event
    if near is not None:
        return near.name
    return subject.known_tables[0].name if subject.known_tables else ""
