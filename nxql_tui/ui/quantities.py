"""Counts, sizes and times as people read them."""

from __future__ import annotations

_SIZE_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def count_text(count: int, noun: str) -> str:
    """`1 row`, `18,200 rows`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def size_text(size: int) -> str:
    """`512 bytes`, `2.4 MB`; a kilobyte has 1,000 bytes, as disks and lines are sold."""
    amount = float(size)
    for unit in _SIZE_UNITS:
        if amount < 1000 or unit == _SIZE_UNITS[-1]:
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    raise AssertionError("the last unit takes any amount")


def seconds_text(seconds: float) -> str:
    """`0.2 s`, `1 min 4 s`."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s"
