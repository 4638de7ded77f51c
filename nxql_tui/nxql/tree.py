"""The syntax tree of NXQL.

Every node is immutable and carries the span of the text it was read from. Nodes keep what was *written*: names
are not resolved against a data model, literals keep their text, placeholders stay `%1`.

```
Statement
├── Select   fields, source, order_by, limit
└── Update   field, value, source
Source       tables, where…, activities…, between, having…
Activity     with or without an event: where…, compute…, between, having…
ActivityGroup  `(and …)` / `(or …)` around activities
```
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from nxql_tui.nxql.positions import Span


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a table, field, aggregate, operator or literal type, as written."""

    text: str
    """The name without its `#` and without quotes; may hold `*`, `?` or a placeholder."""
    span: Span
    """Covers the `#` and the quotes as well."""
    dynamic: bool = False
    """Written with a leading `#` (`reference/nxql.md` §8)."""
    quoted: bool = False
    """Written between quotes, single or double."""

    @property
    def is_wildcard(self) -> bool:
        """Whether the name stands for several names, as `*antivirus*` does."""
        return "*" in self.text

    def __str__(self) -> str:
        return f"#{self.text}" if self.dynamic else self.text


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as written: `(string "x")`, `(enum yes)`, `42`, `%1`."""

    type_name: Name | None
    """The literal's head; None for a bare value."""
    text: str
    """The value without its quotes, escapes resolved."""
    span: Span
    """The whole literal with its brackets."""
    quoted: bool = False
    """Whether the value stood between quotes."""


@dataclass(frozen=True, slots=True)
class Nil:
    """The word `nil`: no value."""

    span: Span


Value: TypeAlias = Literal | Nil


@dataclass(frozen=True, slots=True)
class Filter:
    """One comparison: `(OPERATOR FIELD VALUE)`."""

    operator: Name
    field: Name
    value: Value
    span: Span


@dataclass(frozen=True, slots=True)
class Where:
    """`(where TABLE FILTER…)`: its filters all hold; several of one table are alternatives."""

    table: Name
    filters: tuple[Filter, ...]
    span: Span


class TimeBase(StrEnum):
    """What a time is counted from."""

    NOW = "now"
    MIDNIGHT = "midnight"
    ABSOLUTE = "absolute"
    """The text itself is a date or a date and time."""
    PLACEHOLDER = "placeholder"
    """The text holds a placeholder, so nothing is known before it is filled."""


class TimeUnit(StrEnum):
    """The unit of an offset, by its canonical spelling."""

    SECOND = "s"
    MINUTE = "min"
    HOUR = "h"
    DAY = "d"
    WEEK = "w"


@dataclass(frozen=True, slots=True)
class TimePoint:
    """A moment: `now`, `midnight-1d`, `2026-11-23T10:00:00`, `(datetime 2026-11-23)`."""

    text: str
    """As written, without brackets and quotes."""
    base: TimeBase
    span: Span
    amount: int = 0
    """Signed number of units added to the base; `now-7d` has -7."""
    unit: TimeUnit = TimeUnit.DAY


@dataclass(frozen=True, slots=True)
class Between:
    """`(between T1 T2)`: from T1, up to but without T2."""

    start: TimePoint
    end: TimePoint
    span: Span


@dataclass(frozen=True, slots=True)
class Compute:
    """`(compute AGGREGATE…)`."""

    aggregates: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Having:
    """`(having FILTER…)`: conditions on computed aggregates, all of which hold."""

    filters: tuple[Filter, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Activity:
    """`(with EVENT …)` or `(without EVENT …)`."""

    event: Name
    excluded: bool
    """True for `without`: objects that have no such event."""
    where: tuple[Where, ...]
    compute: tuple[Compute, ...]
    between: Between | None
    having: tuple[Having, ...]
    span: Span


class Connective(StrEnum):
    """How the members of a group combine."""

    AND = "and"
    OR = "or"


@dataclass(frozen=True, slots=True)
class ActivityGroup:
    """`(and (with …) (without …))` or `(or …)`."""

    connective: Connective
    members: tuple[ActivityTerm, ...]
    span: Span


ActivityTerm: TypeAlias = "Activity | ActivityGroup"


@dataclass(frozen=True, slots=True)
class Source:
    """`(from TABLE…)`: the tables asked and everything that restricts them."""

    tables: tuple[Name, ...]
    where: tuple[Where, ...]
    activities: tuple[ActivityTerm, ...]
    """All of them hold."""
    between: Between | None
    having: tuple[Having, ...]
    span: Span
    bracketed: bool = False
    """Whether the tables stood in brackets of their own, as for decorated events and pairs of objects."""


@dataclass(frozen=True, slots=True)
class TableFields:
    """`(TABLE (FIELD…))` in a select list over several tables."""

    table: Name
    fields: tuple[Name, ...]
    span: Span


SelectItem: TypeAlias = Name | TableFields


class Direction(StrEnum):
    """Which end of an order comes first."""

    ASCENDING = "asc"
    DESCENDING = "desc"


@dataclass(frozen=True, slots=True)
class OrderBy:
    """`(order_by FIELD asc|desc)`."""

    field: Name
    direction: Direction
    """Ascending when none is written."""
    span: Span


@dataclass(frozen=True, slots=True)
class Limit:
    """`(limit N)`."""

    text: str
    """As written; may be a placeholder."""
    count: int | None
    """None when the text is no whole number."""
    span: Span


@dataclass(frozen=True, slots=True)
class Select:
    """A `select` statement."""

    fields: tuple[SelectItem, ...]
    source: Source
    order_by: OrderBy | None
    limit: Limit | None
    span: Span


@dataclass(frozen=True, slots=True)
class Update:
    """An `update` statement: sets or clears a category or custom field."""

    field: Name
    value: Value
    source: Source
    span: Span


Statement: TypeAlias = Select | Update
