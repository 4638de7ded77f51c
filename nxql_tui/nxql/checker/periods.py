"""Periods: there where they must be, and running forwards (`reference/nxql.md` §7)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from nxql_tui.nxql.diagnostics import Fix
from nxql_tui.nxql.tree import TimeBase
from nxql_tui.nxql.values import ValueMismatch, resolve_time

if TYPE_CHECKING:
    from nxql_tui.nxql.checker.scope import Scope
    from nxql_tui.nxql.tree import Between, TimePoint

_NOON = datetime(2000, 1, 1, 12)  # noqa: DTZ001  the Engine's time has no zone
_LONGEST_DAY = timedelta(hours=25)
"""When clocks are set back: `now` is always less than that behind `midnight`."""


def check_between(scope: Scope, between: Between) -> None:
    """A period that no moment of any day can lie in."""
    moments = [_moment(scope, point) for point in (between.start, between.end)]
    start, end = moments
    if start is None or end is None or not _never_before(between.start, start, between.end, end):
        return
    if between.start.text == between.end.text:
        scope.findings.warning(between.span, f"The period from '{between.start.text}' to itself is empty.")
        return
    fix = Fix("swap the times", between.span, f"(between {between.end.text} {between.start.text})")
    scope.findings.warning(
        between.span, f"The period runs backwards: '{between.start.text}' is not before {between.end.text}.", fix
    )


def _moment(scope: Scope, point: TimePoint) -> datetime | None:
    if point.base is TimeBase.PLACEHOLDER:
        return None
    # Counted from one moment, so that only the offsets are compared.
    now = _NOON.replace(hour=0) if point.base is TimeBase.MIDNIGHT else _NOON
    try:
        return resolve_time(point, now)
    except ValueMismatch as error:
        scope.findings.error(point.span, str(error))
        return None


def _never_before(start_point: TimePoint, start: datetime, end_point: TimePoint, end: datetime) -> bool:
    """Whether the start is at or behind the end at every time of the day."""
    bases = (start_point.base, end_point.base)
    if bases[0] is bases[1]:
        return start >= end
    noon = timedelta(hours=12)
    if bases == (TimeBase.NOW, TimeBase.MIDNIGHT):
        return start - noon >= end
    if bases == (TimeBase.MIDNIGHT, TimeBase.NOW):
        return start - end + noon >= _LONGEST_DAY
    return False
