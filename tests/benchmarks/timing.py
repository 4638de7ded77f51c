"""Measuring a stretch of work."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Lap:
    """What a stretch of work took."""

    seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Lap]:
    """A lap that is over when the block is."""
    lap = Lap()
    start = perf_counter()
    yield lap
    lap.seconds = perf_counter() - start
