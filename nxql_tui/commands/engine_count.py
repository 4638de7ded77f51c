"""How many Engines of our own one program runs."""

from __future__ import annotations

MOST_ENGINES = 50
