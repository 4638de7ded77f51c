"""Scales with round edges: numbers, bytes, durations and times cut into stretches of equal width."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, count
from math import floor, isfinite, log10
from typing import TYPE_CHECKING

from nxql_tui.results.columns import ColumnKind
from nxql_tui.results.summary.figures import MILLISECONDS_A_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nxql_tui.results.columns import ResultColumn

MOST_BINS = 20
"""Of numbers; there are at least half as many where the values differ enough."""
MOST_TIME_BINS = 40

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  the Engine's own time, without a zone
_FIRST_MONDAY = 4 * 86_400.0
"""Seconds from `EPOCH` to the first Monday behind it: weeks begin there."""

_CALENDAR_BEGINS, _CALENDAR_ENDS = -62_135_596_800, 253_402_300_799
"""The years 1 and 9999, in seconds from `EPOCH`."""

_NEARLY = 1e-9
"""Keeps 0.3 in the stretch that begins with it: 0.3 / 0.1 is a little less than 3."""

_SECOND, _MINUTE, _HOUR, _DAY = 1.0, 60.0, 3600.0, 86_400.0
_CLOCK_STEPS = (
    *(amount * _SECOND for amount in (1, 2, 5, 10, 15, 30)),
    *(amount * _MINUTE for amount in (1, 2, 5, 10, 15, 30)),
    *(amount * _HOUR for amount in (1, 2, 3, 6, 12)),
)
"""Seconds, up to half a day."""


@dataclass(frozen=True, slots=True)
class Bins:
    """Stretches of equal width, side by side."""

    step: float
    """The width of each; 0 where all values are the same."""
    first: int
    """The place of the first, counted in steps from the origin."""
    count: int
    origin: float = 0.0

    @property
    def edges(self) -> tuple[float, ...]:
        """Where they begin, and where the last one ends."""
        return tuple(self.origin + (self.first + place) * self.step for place in range(self.count + 1))

    def place_in_sql(self, key: str) -> str:
        """The place of a number among them, from 0, in SQL; null for null."""
        place = "0"
        if self.count > 1:
            steps = f"floor(({key} - {self.origin!r}) / {self.step!r} + {_NEARLY!r}) - {self.first}"
            place = f"least(greatest({steps}, 0), {self.count - 1})::INTEGER"
        # The least of null and 1 is 1.
        return f"CASE WHEN {key} IS NOT NULL THEN {place} END"


def number_bins(column: ResultColumn, low: float, high: float) -> Bins | None:
    """10 to 20 stretches that hold all numbers of a column; None where they lie too far apart, or too close."""
    if low == high:
        return Bins(0.0, 0, 1, low)
    spread = high - low
    if not isfinite(spread) or low + spread / (4 * MOST_BINS) == low or high - spread / (4 * MOST_BINS) == high:
        return None
    bins = _fitting(_steps(column, spread), low, high, MOST_BINS)
    is_a_value_a_bin = column.kind is ColumnKind.INTEGER and bins.step == 1
    return bins if is_a_value_a_bin else _closed(bins, high)


def time_bins(low: datetime, high: datetime) -> Bins:
    """Up to 40 stretches of seconds, minutes, hours, days or weeks, in seconds from `EPOCH`."""
    first, last = ((moment - EPOCH).total_seconds() for moment in (low, high))
    if first == last:
        return Bins(0.0, 0, 1, first)
    days_and_weeks = (_DAY, 2 * _DAY, *(7 * _DAY * weeks for weeks in (1, 2, 4)))
    steps = chain(_CLOCK_STEPS, days_and_weeks, (7 * _DAY * 4 * 2.0**power for power in count(1)))
    return _fitting(steps, first, last, MOST_TIME_BINS, _FIRST_MONDAY)


def moment(seconds: float) -> datetime:
    """The date-time so many seconds after `EPOCH`; the ends of the calendar where there is none."""
    return EPOCH + timedelta(seconds=min(max(seconds, _CALENDAR_BEGINS), _CALENDAR_ENDS))


def _closed(bins: Bins, high: float) -> Bins:
    """A value on the last edge is counted below it: 100 % needs no stretch up to 110 %."""
    is_on_edge = bins.count > 1 and high <= bins.edges[-2]
    return replace(bins, count=bins.count - 1) if is_on_edge else bins


def _fitting(steps: Iterable[float], low: float, high: float, most: int, origin: float = 0.0) -> Bins:
    for step in steps:
        first = floor((low - origin) / step + _NEARLY)
        bins = floor((high - origin) / step + _NEARLY) - first + 1
        if bins <= most:
            return Bins(step, first, bins, origin)
    raise AssertionError("steps grow without end")


def _steps(column: ResultColumn, spread: float) -> Iterator[float]:
    """Round widths for numbers that lie so far apart, growing; the first are too small."""
    smallest = spread / (2 * MOST_BINS)
    if column.kind is ColumnKind.DURATION:
        scale = {"µs": 1e6, "days": 1000 / MILLISECONDS_A_DAY}.get(column.unit, 1000.0)
        return _duration_steps(smallest, scale)
    if column.kind is ColumnKind.BYTES:
        return (2.0**power for power in count(max(0, floor(log10(smallest) / log10(2)))))
    if column.kind is ColumnKind.INTEGER:
        return (step for step in _decimal_steps(smallest) if step >= 1 and step == int(step))
    return _decimal_steps(smallest)


def _decimal_steps(smallest: float) -> Iterator[float]:
    return (
        mantissa * 10.0**power if power >= 0 else mantissa / 10.0**-power
        for power in count(floor(log10(smallest)))
        for mantissa in (1, 2, 2.5, 5)
    )


def _duration_steps(smallest: float, scale: float) -> Iterator[float]:
    """Seconds, minutes, hours and days, in units of which a second has so many; decimal on both sides."""
    below = (step for step in _decimal_steps_up_to(smallest / scale, _SECOND))
    above = (mantissa * 10.0**power * _DAY for power in count(0) for mantissa in (1, 2, 5))
    return (step * scale for step in chain(below, _CLOCK_STEPS, above))


def _decimal_steps_up_to(smallest: float, limit: float) -> Iterator[float]:
    for step in _decimal_steps(smallest):
        if step >= limit:
            return
        yield step
