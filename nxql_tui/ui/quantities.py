"""Counts, sizes and times as people read them."""

from __future__ import annotations

from nxql_tui.sizes import size_text

__all__ = ["count_text", "seconds_text", "size_text"]


def count_text(count: int, noun: str) -> str:
    """`1 row`, `18,200 rows`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def seconds_text(seconds: float) -> str:
    """`0.2 s`, `1 min 4 s`."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s"
