"""Amounts of bytes as people write and read them; a kilobyte has 1,000 bytes, as disks and lines are sold."""

from __future__ import annotations

import re

_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_FACTORS = {"": 1, "B": 1, "BYTES": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12} | {
    "KIB": 2**10,
    "MIB": 2**20,
    "GIB": 2**30,
    "TIB": 2**40,
}
_EXACT_UNITS = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12} | {
    "MiB": 2**20,
    "GiB": 2**30,
    "TiB": 2**40,
}
_SIZE = re.compile(r"\s*([0-9]{1,200}(?:\.[0-9]{1,6})?)\s*([A-Za-z]*)\s*")
"""Of so many digits a float holds the bytes in any unit."""


def parse_size(text: str) -> int | None:
    """The bytes of `512MB`, `1.5 GB`, `2GiB` or `4096`; None for anything else."""
    found = _SIZE.fullmatch(text)
    factor = _FACTORS.get(found[2].upper()) if found else None
    return None if found is None or factor is None else round(float(found[1]) * factor)


def size_text(size: int) -> str:
    """`512 bytes`, `2.4 MB`."""
    amount = float(size)
    for unit in _UNITS:
        if amount < 1000 or unit == _UNITS[-1]:
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    raise AssertionError("the last unit takes any amount")


def exact_size(size: int) -> str:
    """`512MB`, `2TiB`: the shortest of what `parse_size` reads as exactly this."""
    written = (f"{size // factor}{unit}" for unit, factor in _EXACT_UNITS.items() if size % factor == 0)
    return min(written, key=len)
