"""The terminal's bell, which tmux and desktops show where nobody hears it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nxql_tui.settings import Settings


def is_to_ring(settings: Settings, seconds: float, *, is_seen: bool, is_away: bool) -> bool:
    """Whether the bell tells that a question is over.

    Args:
        settings: Whether it may, and what a long question is.
        seconds: How long the question took.
        is_seen: Whether its answer is what the explorer shows.
        is_away: Whether nobody looks at the explorer.
    """
    return settings.bell == "elsewhere" and seconds >= settings.bell_seconds and (is_away or not is_seen)
