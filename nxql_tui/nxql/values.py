"""From the literals of a query to values that can be compared (`reference/nxql.md` §6, §7)."""

from __future__ import annotations

import ipaddress
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.nxql.leaves import excerpt
from nxql_tui.nxql.tree import Literal, TimeBase, TimePoint, TimeUnit

if TYPE_CHECKING:
    from collections.abc import Callable

TypedValue: TypeAlias = str | int | float | datetime
"""Text, a number, or a date-time without a zone, which is the Engine's."""

PATTERN = "pattern"
"""The head of a literal that is compared as a pattern."""

_INTEGER_TYPES = frozenset({"integer", "identifier", "day", "byte", "millisecond", "microsecond", "http_status_code"})
_NUMBER_TYPES = frozenset({"percent", "permill", "bps", "mhz"})
_TEXT_TYPES = frozenset({"string", "path", "version", "mac_address"})
_HASH_LENGTHS = {"md5": 32, "sha1": 40, "sha256": 64}
PATTERN_TYPES = _TEXT_TYPES
"""Types of fields that a pattern may be compared with."""

LITERAL_TYPES = frozenset(
    {"enum", "boolean", "datetime", "ip_address", PATTERN}
    | _INTEGER_TYPES
    | _NUMBER_TYPES
    | _TEXT_TYPES
    | _HASH_LENGTHS.keys()
)
"""Every head a literal may have; beyond those seen in clients each data type has one of its name [inferred]."""

_INTERCHANGEABLE = (
    frozenset({"enum", "boolean"}),
    frozenset({"percent", "permill"}),
    _TEXT_TYPES,
    _INTEGER_TYPES | {"bps", "mhz"},
)
"""Types whose literals are accepted for one another [inferred]; `(enum yes)` for booleans is [client]."""

_UNITS = {
    TimeUnit.SECOND: timedelta(seconds=1),
    TimeUnit.MINUTE: timedelta(minutes=1),
    TimeUnit.HOUR: timedelta(hours=1),
    TimeUnit.DAY: timedelta(days=1),
    TimeUnit.WEEK: timedelta(weeks=1),
}


class ValueMismatch(ValueError):  # noqa: N818  the name says the state
    """A literal does not fit where it stands; the message is a sentence with the word at fault in single quotes."""


def value_of(literal: Literal, field_type: str, now: datetime) -> TypedValue:
    """The value of a literal that is compared with a field of this type.

    Raises:
        ValueMismatch: It is of a type that cannot be compared with the field, or is no value of its type.
    """
    type_name = literal.type_name.text if literal.type_name is not None else field_type
    if type_name not in LITERAL_TYPES:
        raise ValueMismatch(f"'{excerpt(type_name)}' is no type of value.")
    if type_name == PATTERN:
        if field_type not in PATTERN_TYPES:
            raise ValueMismatch(f"A field of type {field_type} takes no '{PATTERN}'; write ({field_type} …).")
        return literal.text
    if not _fits(type_name, field_type):
        raise ValueMismatch(f"A field of type {field_type} takes no '{type_name}'; write ({field_type} …).")
    return _converted(literal, type_name, now)


def is_pattern(literal: Literal) -> bool:
    """Whether a literal is compared as a pattern."""
    return literal.type_name is not None and literal.type_name.text == PATTERN


def _fits(type_name: str, field_type: str) -> bool:
    return type_name == field_type or any({type_name, field_type} <= group for group in _INTERCHANGEABLE)


def _converted(literal: Literal, type_name: str, now: datetime) -> TypedValue:
    converter = _CONVERTERS.get(type_name)
    if type_name == "datetime":
        return _date_time(literal.text, now)
    if type_name in ("enum", "boolean"):
        # An unquoted keyword writes a blank as `_` (`reference/nxql.md` §6 [client]).
        return literal.text if literal.quoted else literal.text.replace("_", " ")
    if converter is None:
        return literal.text
    try:
        return converter(literal.text)
    except ValueError:
        raise ValueMismatch(f"'{excerpt(literal.text)}' is no {type_name}.") from None


def _whole(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise ValueError
    return int(text)


def _number(text: str) -> float:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", text):
        raise ValueError
    return float(text)


def _address(text: str) -> str:
    return str(ipaddress.ip_address(text))


def _hash(length: int) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if not re.fullmatch(rf"[0-9a-fA-F]{{{length}}}", text):
            raise ValueError
        return text.lower()

    return convert


_CONVERTERS: dict[str, Callable[[str], TypedValue]] = {
    **dict.fromkeys(_INTEGER_TYPES, _whole),
    **dict.fromkeys(_NUMBER_TYPES, _number),
    **{name: _hash(length) for name, length in _HASH_LENGTHS.items()},
    "ip_address": _address,
}


def _date_time(text: str, now: datetime) -> datetime:
    found = re.fullmatch(r"(now|midnight)(?:([+-])([0-9]{1,9})(s|min|m|h|d|w))?", text)
    if found:
        unit = {"m": "min"}.get(found[4] or "d", found[4] or "d")
        return _moved(_base(TimeBase(found[1]), now), int(f"{found[2] or ''}{found[3] or 0}"), TimeUnit(unit), text)
    return _absolute(text)


def resolve_time(time: TimePoint, now: datetime) -> datetime:
    """The moment that a time names, in the zone of `now`.

    Raises:
        ValueMismatch: It is no date, lies beyond all calendars, or still holds a placeholder.
    """
    if time.base in (TimeBase.NOW, TimeBase.MIDNIGHT):
        return _moved(_base(time.base, now), time.amount, time.unit, time.text)
    return _absolute(time.text)


def _base(base: TimeBase, now: datetime) -> datetime:
    return now if base is TimeBase.NOW else now.replace(hour=0, minute=0, second=0, microsecond=0)


def _moved(moment: datetime, amount: int, unit: TimeUnit, text: str) -> datetime:
    try:
        return moment + amount * _UNITS[unit]
    except OverflowError:
        raise ValueMismatch(f"'{excerpt(text)}' lies beyond all calendars.") from None


def _absolute(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueMismatch(f"'{excerpt(text)}' is no date: write 2026-11-23 or 2026-11-23T10:00:00.") from None
    return moment.replace(tzinfo=None)


def pattern_to_regex(pattern: str) -> str:
    """A regular expression for the whole text: `*` any run, `?` one character, a backslash makes them plain.

    Case is the caller's business: patterns ignore it (`reference/nxql.md` §12 [inferred]).
    """
    parts: list[str] = []
    for found in re.finditer(r"\\[*?\\]|[\s\S]", pattern):
        piece = found[0]
        if piece == "*":
            parts.append(".*")
        elif piece == "?":
            parts.append(".")
        else:
            parts.append(re.escape(piece[-1]))
    return f"(?s:{''.join(parts)})"
