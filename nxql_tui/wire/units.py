"""Numbers with their best fitting unit, as `hr=true` writes them, and back.

The texts are [inferred] from a vendor tool that imitates the Finder (`reference/web_api.md` §5, §10).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_DATE_TIME_LENGTH = len("2026-11-23 09:12:44")
_BYTE_UNITS = ("KB", "MB", "GB", "TB")
_LARGEST_UNIT = _BYTE_UNITS[-1]
_BYTE_STEP = 1024
_LARGEST_AMOUNT = 1023.995
"""From here on two decimals show a whole step, which is one of the next unit."""
_BYTE_LADDER = [
    (_LARGEST_AMOUNT * _BYTE_STEP**power, float(_BYTE_STEP**power), unit)
    for power, unit in enumerate(_BYTE_UNITS, start=1)
]
"""For each unit: below how many bytes it is taken, how many bytes it has, and its name."""

_SCALES = {
    "bytes": 1.0,
    **{unit: float(_BYTE_STEP**power) for power, unit in enumerate(_BYTE_UNITS, start=1)},
    "%": 0.01,
    "MHz": 1.0,
    "bps": 1.0,
    "μs": 0.001,
    "µs": 0.001,
    "ms": 1.0,
    "s": 1000.0,
    "min": 60_000.0,
    "h": 3_600_000.0,
    "d": 86_400_000.0,
}
"""What one of each unit is in base units: bytes, milliseconds, ratio, MHz, bit/s."""

_PART = re.compile(r"(-?\d+(?:\.\d+)?) ?(bytes|[KMGT]B|%|MHz|bps|[μµ]s|ms|min|s|h|d)")
_QUANTITY = re.compile(rf"{_PART.pattern}(?: {_PART.pattern})*")


def format_quantity(value: float | datetime, type_name: str) -> str:
    """The value as people read it; of a type without units as it is."""
    if isinstance(value, datetime):
        return date_time_to_read(value)
    text = quantity_text(type_name)
    return str(value) if text is None else text(value)


def quantity_text(type_name: str) -> Callable[[float], str] | None:
    """How finite numbers of a type are written; None for a type without units."""
    return _QUANTITY_TEXTS.get(type_name)


def date_time_to_read(value: datetime) -> str:
    """A date-time as people read it: a blank for the `T`."""
    return value.isoformat(" ")[:_DATE_TIME_LENGTH]


def parse_quantity(text: str) -> float | None:
    """The value in base units (bytes, milliseconds, ratio, MHz, bit/s); None when the text is no quantity."""
    if not _QUANTITY.fullmatch(text.strip()):
        return None
    return sum(float(number) * _SCALES[unit] for number, unit in _PART.findall(text))


def _bytes(value: float) -> str:
    size = abs(value)
    if size < _BYTE_STEP:
        return f"{value:g} bytes"
    for below, scale, unit in _BYTE_LADDER:
        if size < below:
            return f"{value / scale:.2f} {unit}"
    return f"{value / _SCALES[_LARGEST_UNIT]:.2f} {_LARGEST_UNIT}"


def _ratio(value: float) -> str:
    return f"{value * 100:.1f}%"


def _milliseconds(value: float) -> str:
    return _duration(round(value * 1000))


def _microseconds(value: float) -> str:
    return _duration(round(value))


def _megahertz(value: float) -> str:
    return f"{value:.2f} MHz"


def _bits_per_second(value: float) -> str:
    return f"{value:.2f} bps"


def _duration(microseconds: int) -> str:
    sign, size = ("-", -microseconds) if microseconds < 0 else ("", microseconds)
    if size < 1000:
        return f"{sign}{size}μs"
    if size < 1_000_000:
        return f"{sign}{size / 1000:g}ms"
    milliseconds = round(size / 1000)
    if milliseconds < 60_000:
        return f"{sign}{milliseconds / 1000:g}s"
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join([f"{sign}{amount}{unit}" for amount, unit in parts if amount])


_QUANTITY_TEXTS: dict[str, Callable[[float], str]] = {
    "byte": _bytes,
    "percent": _ratio,
    "permill": _ratio,
    "millisecond": _milliseconds,
    "microsecond": _microseconds,
    "mhz": _megahertz,
    "bps": _bits_per_second,
}
