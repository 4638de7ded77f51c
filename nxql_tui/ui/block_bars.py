"""Bars made of block characters: seen without colours, on any terminal that shows UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_RISING = " ▁▂▃▄▅▆▇█"
_GROWING = " ▏▎▍▌▋▊▉█"
_EIGHTHS = 8


def standing_bars(counts: Sequence[int], width: int, height: int) -> list[str]:
    """Bars side by side, in lines from the top; what is not nothing is seen.

    Args:
        counts: What the bars stand for; there must be some.
        width: Terminal cells there are: each bar takes as many as the others.
        height: Lines.
    """
    merged = merge_counts(counts, width)
    each = max(1, width // len(merged))
    highest = max(merged) or 1
    levels = [max(1, round(count / highest * height * _EIGHTHS)) if count else 0 for count in merged]
    return ["".join(_block(level - line * _EIGHTHS) * each for level in levels) for line in reversed(range(height))]


def merge_counts(counts: Sequence[int], most: int) -> list[int]:
    """At most so many counts: neighbours are added where there are more."""
    together = -(-len(counts) // max(1, most))
    return [sum(counts[start : start + together]) for start in range(0, len(counts), together)]


def lying_bar(share: float, width: int) -> str:
    """A bar for a share from 0 to 1, padded to the width; what is not nothing is seen."""
    eighths = max(1, round(share * width * _EIGHTHS)) if share > 0 and width else 0
    whole, rest = divmod(eighths, _EIGHTHS)
    return (_GROWING[-1] * whole + (_GROWING[rest] if rest else "")).ljust(width)


def _block(level: int) -> str:
    return _RISING[min(max(level, 0), _EIGHTHS)]
