"""Formatted quantities in SQL: the order that `wire.units.parse_quantity` gives them, for a million rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.results.table import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

FACTORS: dict[str, float] = {
    "bytes": 1,
    "KB": 1024,
    "MB": 1024**2,
    "GB": 1024**3,
    "TB": 1024**4,
    "%": 0.01,
    "d": 86_400_000,
    "h": 3_600_000,
    "min": 60_000,
    "s": 1_000,
    "ms": 1,
    "μs": 0.001,
    "MHz": 1,
    "bps": 1,
}

_NUMBER = r"[0-9]+(\.[0-9]+)?"


def quantity_pattern(units: Iterable[str]) -> str:
    """What a quantity in some of the units looks like, `1h 30min` too."""
    unit = "|".join(sorted(units, key=len, reverse=True))
    return f"{_NUMBER} ?({unit})( {_NUMBER} ?({unit}))*"


_PART = "[0-9.]+ ?[^0-9. ]+"


def quantity_in_sql(name: str) -> str:
    """A formatted quantity as a DOUBLE in SQL: the sum of its parts; null when there is none in it."""
    parts = f"regexp_extract_all({name}, {quote(_PART)})"
    # Most quantities have one part, which is read five times faster without a list.
    return (
        f"CASE WHEN regexp_full_match({name}, {quote(_PART)}) THEN {_part_in_sql(name)}"
        f" ELSE list_sum(list_transform({parts}, lambda part: {_part_in_sql('part')})) END"
    )


def _part_in_sql(name: str) -> str:
    number = f"TRY_CAST(regexp_extract({name}, '^[0-9.]+') AS DOUBLE)"
    return f"{number} * " + _factor(f"regexp_extract({name}, '[^0-9. ]+$')")


def _factor(unit: str) -> str:
    return f"CASE {unit} {' '.join(f'WHEN {quote(name)} THEN {factor}' for name, factor in FACTORS.items())} END"
