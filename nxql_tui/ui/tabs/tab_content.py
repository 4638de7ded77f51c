"""What a user would lose with a tab."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Switches:
    """What stands beside a query in the first line."""

    platforms: tuple[Platform, ...] = (Platform.WINDOWS,)
    human_readable: bool = False


@dataclass(frozen=True, slots=True)
class TabContent:
    """A query with everything that belongs to it, but its answer."""

    text: str
    name: str = ""
    """What the user called it; empty when they did not."""
    switches: Switches = field(default_factory=Switches)
    parameters: Mapping[int, str] = field(default_factory=dict)
    cursor: int = 0
    """Offset in the text."""
    secret_numbers: frozenset[int] = frozenset()
    """The parameters whose values are written nowhere and not shown."""
    labels: Mapping[int, str] = field(default_factory=dict)
    """What a saved query calls its parameters."""
