"""A statement as text: one line that is read as the same statement again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nxql_tui.nxql.tree import Activity, Literal, Name, Nil, Select, TimeBase

if TYPE_CHECKING:
    from nxql_tui.nxql.tree import (
        ActivityTerm,
        Between,
        Compute,
        Filter,
        Having,
        SelectItem,
        Source,
        Statement,
        TimePoint,
        Update,
        Value,
        Where,
    )

_BARE = re.compile(r"[^\s()\"'#/][^\s()\"']*")


def to_text(statement: Statement) -> str:
    """The statement on one line."""
    return _select(statement) if isinstance(statement, Select) else _update(statement)


def _select(select: Select) -> str:
    parts = [f"({' '.join(map(_item, select.fields))})", _source(select.source)]
    if select.order_by is not None:
        parts.append(f"(order_by {name_text(select.order_by.field)} {select.order_by.direction.value})")
    if select.limit is not None:
        parts.append(f"(limit {select.limit.text})")
    return f"(select {' '.join(parts)})"


def _update(update: Update) -> str:
    return f"(update (set {name_text(update.field)} {value_text(update.value)}) {_source(update.source)})"


def _item(item: SelectItem) -> str:
    if isinstance(item, Name):
        return name_text(item)
    return f"({name_text(item.table)} ({' '.join(map(name_text, item.fields))}))"


def _source(source: Source) -> str:
    tables = " ".join(map(name_text, source.tables))
    parts = [f"({tables})" if source.bracketed else tables, *map(_where, source.where), *map(_term, source.activities)]
    if source.between is not None:
        parts.append(_between(source.between))
    parts += map(_having, source.having)
    return f"(from {' '.join(parts)})"


def _term(term: ActivityTerm) -> str:
    if not isinstance(term, Activity):
        return f"({term.connective.value} {' '.join(map(_term, term.members))})"
    parts = ["without" if term.excluded else "with", name_text(term.event), *map(_where, term.where)]
    parts += map(_compute, term.compute)
    if term.between is not None:
        parts.append(_between(term.between))
    parts += map(_having, term.having)
    return f"({' '.join(parts)})"


def _where(where: Where) -> str:
    return f"(where {name_text(where.table)} {' '.join(map(_filter, where.filters))})"


def _filter(condition: Filter) -> str:
    return f"({name_text(condition.operator)} {name_text(condition.field)} {value_text(condition.value)})"


def _compute(compute: Compute) -> str:
    return f"(compute {' '.join(map(name_text, compute.aggregates))})"


def _having(having: Having) -> str:
    return f"(having {' '.join(map(_filter, having.filters))})"


def _between(between: Between) -> str:
    return f"(between {_time(between.start)} {_time(between.end)})"


def _time(time: TimePoint) -> str:
    return time.text if time.base in (TimeBase.NOW, TimeBase.MIDNIGHT) or " " not in time.text else _quoted(time.text)


def value_text(value: Value) -> str:
    """A value as a query writes it."""
    if isinstance(value, Nil):
        return "nil"
    text = _literal_text(value)
    return text if value.type_name is None else f"({name_text(value.type_name)} {text})"


def _literal_text(literal: Literal) -> str:
    if literal.quoted or not _BARE.fullmatch(literal.text):
        return _quoted(literal.text)
    return literal.text


def name_text(name: Name) -> str:
    """A name as a query writes it: `name`, `#"OS Name"`."""
    plain = not name.quoted and _BARE.fullmatch(name.text)
    return f"{'#' if name.dynamic else ''}{name.text if plain else _quoted(name.text)}"


def _quoted(text: str) -> str:
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'
