"""How far the Engines of a fleet are, in words and marks; a mark stands beside a number or a reason, never alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.client.fleet import EngineState
from nxql_tui.ui.cut_answers import failure_reason
from nxql_tui.ui.quantities import count_text
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.fleets.gathering import GatheredEngine
    from nxql_tui.ui.fleet_questions import FleetOrder

WAITING, UNDER_WAY, DONE, FAILED, CANCELLED, LEFT_OUT = "…", "⠿", "✔", "✘", "–", "○"
_GAP = "  "
_MOST_REASONS = 3
"""Reasons that a line names."""


def mark_of(engine: GatheredEngine) -> str:
    """One sign for how far it is."""
    if isinstance(engine.error, QuestionCancelled):
        return CANCELLED
    if engine.error is not None:
        return FAILED
    if engine.is_whole:
        return DONE
    return WAITING if engine.status.state is EngineState.WAITING else UNDER_WAY


def outcome_of(engine: GatheredEngine) -> str:
    """Rows, or the reason why there are none, or not all."""
    if engine.error is None:
        has_begun = engine.row_count or engine.is_whole
        return f"{engine.row_count:,}" if has_begun else ""
    reason = failure_reason(engine.error)
    return f"{reason} ({engine.row_count:,})" if engine.row_count else reason


def fleet_line(engines: Sequence[GatheredEngine], left_out: Sequence[str], width: int) -> str:
    """A cell for each Engine where all fit, else how many are how far and why some are not here."""
    if all(engine.status.state is EngineState.WAITING and engine.error is None for engine in engines):
        # Nobody has been asked yet.
        cells = [visible_line(one.name) for one in engines]
    else:
        cells = [" ".join(filter(None, (visible_line(one.name), mark_of(one), outcome_of(one)))) for one in engines]
    named = [f"{visible_line(name)} {LEFT_OUT} not asked" for name in left_out]
    counted = [f"{LEFT_OUT} {len(left_out)} not asked"] if left_out else []
    lines = (_GAP.join(parts) for parts in ([*cells, *named], [*cells, *counted]))
    fitting = next((line for line in lines if cell_len(line) <= width), None)
    return _GAP.join([*_summary(engines), *counted]) if fitting is None else fitting


def limit_words(order: FleetOrder) -> str:
    """`(limit 100) each`, where the query has a limit; each Engine is held to it by itself."""
    if order.limit is None:
        return ""
    added = ", added by the connection" if order.limit_is_added else ""
    return f"(limit {order.limit}) each{added}"


def with_hint(line: str, hint: str, width: int) -> str:
    """A line with a hint at its right end; where there is no room for both, the line is cut."""
    room = max(0, width - cell_len(hint) - len(_GAP))
    shown = line if cell_len(line) <= room else set_cell_size(line, max(0, room - 1)).rstrip() + "…"
    return f"{shown}{' ' * (width - cell_len(shown) - cell_len(hint))}{hint}"


def _summary(engines: Sequence[GatheredEngine]) -> list[str]:
    marks = [mark_of(engine) for engine in engines]
    parts = [count_text(len(engines), "Engine")]
    parts += [f"{mark} {count} {word}" for mark, word in _WORDS.items() if (count := marks.count(mark))]
    if FAILED in marks:
        failed = [engine for engine in engines if mark_of(engine) == FAILED]
        parts.append(f"{FAILED} {len(failed)} failed: {failures_in_words(failed)}")
    return parts


_WORDS = {DONE: "done", UNDER_WAY: "answering", WAITING: "waiting", CANCELLED: "cancelled"}


def failures_in_words(engines: Sequence[GatheredEngine]) -> str:
    """`us-1 401 refused, 3 timed out`: a reason is said once, with the Engine where it is that of one."""
    by_reason: dict[str, list[str]] = {}
    for engine in engines:
        if engine.error is not None:
            by_reason.setdefault(failure_reason(engine.error), []).append(visible_line(engine.name))
    said = [f"{names[0] if len(names) == 1 else len(names)} {reason}" for reason, names in by_reason.items()]
    more = len(said) - _MOST_REASONS
    return ", ".join(said[:_MOST_REASONS]) + (" …" if more > 0 else "")
