"""Spans of time as people write and read them."""

from __future__ import annotations

import re

SHORTEST_INTERVAL = 5.0
"""Seconds between two questions at least: an Engine serves others too."""

_FACTORS = {"": 1.0, "s": 1.0, "sec": 1.0, "min": 60.0, "m": 60.0, "h": 3600.0}
_INTERVAL = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*([a-z]*)\s*")


def parse_interval(text: str) -> float | None:
    """The seconds of `30s`, `5min`, `1h` or `90`; None for anything else and for less than `SHORTEST_INTERVAL`."""
    found = _INTERVAL.fullmatch(text.lower())
    factor = _FACTORS.get(found[2]) if found else None
    if found is None or factor is None:
        return None
    seconds = float(found[1]) * factor
    return seconds if seconds >= SHORTEST_INTERVAL else None


def interval_text(seconds: float) -> str:
    """`30 s`, `5 min`, `1 h 30 min`."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, left = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "min"), (left, "s"))
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount) or "0 s"
