"""Complete queries about a table, made of the data model: examples that run, and a select of all fields.

They hold only what a source knows of (`reference/nxql.md` §3.1 to §3.4), so a real Engine should take them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.nxql.formatter import format_query
from nxql_tui.nxql.model import TableKind, load_model

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from nxql_tui.nxql.model import Aggregate, Field, Table

LIMIT = 100
"""Rows that an example asks for: enough to look at, cheap for any Engine."""

_FIELDS = 5
_FIELDS_BESIDE = 3
"""Fields where there is something else beside them."""
_LINKED_TABLES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A query that runs."""

    title: str
    """What it asks, in a few words."""
    text: str
    """In the standard layout."""


def examples_of(table_name: str, platforms: Collection[str] = ()) -> tuple[Example, ...]:
    """Two or three queries about a table; none where there is no such table.

    Args:
        table_name: What they are about.
        platforms: Those that are switched on. Activity that exists on none of them is left out, but where nothing
            exists on them, or none is named, all count.
    """
    table = load_model().tables.get(table_name)
    if table is None:
        return ()
    wanted = table.platforms & frozenset(platforms) or table.platforms
    made = _about_objects(table, wanted) if table.kind is TableKind.OBJECT else _about_events(table, wanted)
    return tuple(Example(title, format_query(text)) for title, text in made)


def select_all_fields_of(table_name: str, platforms: Collection[str]) -> str:
    """A select of every field that a table has on the platforms, or has at all where it has none on them.

    Raises:
        KeyError: There is no such table.
    """
    table = load_model().tables[table_name]
    fields = table.fields_on(platforms) or table.fields_on(table.platforms)
    return format_query(_select(_names(fields), table.name, _period(table), _newest(table)))


def _about_objects(table: Table, platforms: frozenset[str]) -> Iterator[tuple[str, str]]:
    fields = _known_fields(table, platforms)
    last_seen = "(order_by last_seen desc)" if "last_seen" in (field.name for field in fields) else ""
    title = f"The {LIMIT} {_plural(table)} seen last" if last_seen else f"{LIMIT} {_plural(table)}"
    yield title, _select(_names(fields[:_FIELDS]), table.name, order_by=last_seen)
    event = _best_event(table, platforms)
    if event is not None:
        yield _most_active(table, event, platforms)
    yield _filtered(table, fields, last_seen)


def _about_events(table: Table, platforms: frozenset[str]) -> Iterator[tuple[str, str]]:
    fields = _known_fields(table, platforms)[:_FIELDS]
    title = f"The newest {LIMIT} {_plural(table)} of a day"
    yield title, _select(_names(fields), table.name, _period(table), _newest(table))
    linked = load_model().linked_tables(table.name)[:_LINKED_TABLES]
    decorated = [f"({table.name} ({_names(fields[:_FIELDS_BESIDE])}))"]
    decorated += [f"({other.name} ({_names(_known_fields(other, platforms)[:1])}))" for other in linked]
    names = " ".join((table.name, *(other.name for other in linked)))
    title = f"The same with their {_listed(_plain(other.name) for other in linked)}"
    yield title, _select(" ".join(decorated), f"({names})", _period(table), _newest(table))
    yield _most_active(linked[0], table, platforms)


def _most_active(table: Table, event: Table, platforms: frozenset[str]) -> tuple[str, str]:
    """Objects with what is computed over their events."""
    aggregates = _best_aggregates(event, table)
    fields = _names(_known_fields(table, platforms)[:_FIELDS_BESIDE])
    activity = f"(with {event.name} (compute {' '.join(aggregates)}) (between now-7d now))"
    counted = _plain(aggregates[0]).replace("of events", f"of {_plural(event)}")
    title = f"{_plural(table).capitalize()} by {counted} in a week"
    return title, _select(fields, table.name, activity, f"(order_by {aggregates[0]} desc)")


def _filtered(table: Table, fields: list[Field], order_by: str) -> tuple[str, str]:
    """Objects restricted by their rarest enum whose words are known, else by their best known field."""
    enums = [field for field in fields if field.values and field.source != "inferred"]
    others = (field for field in fields if field.type in ("string", "integer", "boolean"))
    field = min(enums, key=_spread) if enums else next(others)
    operator, value, words = _condition(field)
    title = f"{_plural(table).capitalize()} whose {_plain(field.name.removeprefix(f'{table.name}_'))} {words}"
    shown = fields[:_FIELDS] if field in fields[:_FIELDS] else [*fields[: _FIELDS - 1], field]
    where = f"(where {table.name} ({operator} {field.name} {value}))"
    return title, _select(_names(shown), table.name, where, order_by)


def _condition(field: Field) -> tuple[str, str, str]:
    """An operator, a value and what both say in words."""
    if field.values:
        return "eq", f'(enum "{field.values[0]}")', f"is {field.values[0]}"
    if field.type == "boolean":
        return "eq", '(enum "yes")', "is yes"
    if field.type == "integer":
        return "gt", "(integer 1000)", "is above 1000"
    return "eq", '(pattern "*a*")', "holds an a"


def _select(fields: str, tables: str, clause: str = "", order_by: str = "") -> str:
    return f"(select ({fields}) (from {tables} {clause}) {order_by} (limit {LIMIT}))"


def _period(table: Table) -> str:
    return "(between now-1d now)" if table.kind is TableKind.EVENT else ""


def _newest(table: Table) -> str:
    return f"(order_by {table.time_field} desc)" if table.time_field else ""


def _known_fields(table: Table, platforms: frozenset[str]) -> list[Field]:
    """The fields on the platforms, the best known first: a name, a type, then what many tables have.

    Identifiers say nothing to a person and are left out.
    """

    def fame(field: Field) -> tuple[bool, bool, bool, bool, int, int, str]:
        return (
            field.name not in ("name", table.time_field),
            "name" in table.fields or not (field.name.endswith("_name") or field.name.startswith(f"{table.name}_")),
            not (field.type == "enum" and field.name.removeprefix(f"{table.name}_") in ("type", "status")),
            field.source == "inferred",
            -_spread(field),
            -len(field.platforms & platforms),
            field.name,
        )

    return sorted((field for field in table.fields_on(platforms) if field.type != "identifier"), key=fame)


def _spread(field: Field) -> int:
    """How many tables have a field of that name."""
    return sum(field.name in table.fields for table in load_model().tables.values())


def _best_event(table: Table, platforms: frozenset[str]) -> Table | None:
    """The event linked to an object that sources say most about; None when none is on the platforms."""
    events = [event for event in load_model().events if table.name in event.links and event.platforms & platforms]
    return min(
        events, key=lambda event: (len(event.inferred_aggregates) / len(event.aggregates), event.name), default=None
    )


def _best_aggregates(event: Table, table: Table) -> list[str]:
    """What counts the events, and another number about them where there is one."""
    linked = {f"number_of_{_plural(other)}" for other in load_model().linked_tables(event.name)}
    numbers = [
        aggregate
        for aggregate in load_model().aggregates_of(event.name)
        if aggregate.type != "datetime" and aggregate.name != f"number_of_{_plural(table)}"
    ]

    def fame(aggregate: Aggregate) -> tuple[bool, bool, bool, str]:
        is_assumed = aggregate.name in event.inferred_aggregates
        counts_others = not _plural(event).endswith(_plain(aggregate.name).removeprefix("number of "))
        return aggregate.name in linked, is_assumed, counts_others, aggregate.name

    first = min(numbers, key=lambda aggregate: (aggregate.type != "integer", fame(aggregate)))
    others = (aggregate for aggregate in numbers if aggregate is not first)
    second = sorted(others, key=lambda aggregate: (aggregate.type == "integer", fame(aggregate)))[:1]
    return [aggregate.name for aggregate in (first, *second)]


def _names(fields: Iterable[Field]) -> str:
    return " ".join(field.name for field in fields)


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _plural(table: Table) -> str:
    plain = _plain(table.name)
    return f"{plain[:-1]}ies" if plain.endswith("y") else f"{plain}s"


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
