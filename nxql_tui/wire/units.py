"""Numbers with their best fitting unit, as `hr=true` writes them, and back.

The texts are [inferred] from a vendor tool that imitates the Finder (`reference/web_api.md` §5, §10).
"""

from __future__ import annotations

import re
from datetime import datetime

_BYTE_UNITS = ("KB", "MB", "GB", "TB")
_BYTE_STEP = 1024
_RATIO_TYPES = frozenset({"percent", "permill"})
_MICROSECONDS = {"millisecond": 1000, "microsecond": 1}

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


def format_quantity(value: float | int | datetime, type_name: str) -> str:
    """The value as people read it; of a type without units as it is."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds")
    if type_name == "byte":
        return _bytes(value)
    if type_name in _RATIO_TYPES:
        return f"{value * 100:.1f}%"
    if type_name in _MICROSECONDS:
        return _duration(round(value * _MICROSECONDS[type_name]))
    if type_name == "mhz":
        return f"{value:.2f} MHz"
    if type_name == "bps":
        return f"{value:.2f} bps"
    return str(value)


def parse_quantity(text: str) -> float | None:
    """The value in base units (bytes, milliseconds, ratio, MHz, bit/s); None when the text is no quantity."""
    if not _QUANTITY.fullmatch(text.strip()):
        return None
    return sum(float(number) * _SCALES[unit] for number, unit in _PART.findall(text))


def _bytes(value: float) -> str:
    if abs(value) < _BYTE_STEP:
        return f"{value:g} bytes"
    amount = float(value)
    for unit in _BYTE_UNITS:
        amount /= _BYTE_STEP
        if abs(amount) < _BYTE_STEP or unit == _BYTE_UNITS[-1]:
            break
    return f"{amount:.2f} {unit}"


def _duration(microseconds: int) -> str:
    sign, size = ("-", -microseconds) if microseconds < 0 else ("", microseconds)
    if size < 1000:
        return f"{sign}{size}μs"
    if size < 1_000_000:
        return f"{sign}{size / 1000:g}ms"
    if size < 60_000_000:
        return f"{sign}{size / 1_000_000:g}s"
    seconds = size // 1_000_000
    parts = ((seconds // 86400, "d"), (seconds // 3600 % 24, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s"))
    return " ".join(f"{sign}{amount}{unit}" for amount, unit in parts if amount)
