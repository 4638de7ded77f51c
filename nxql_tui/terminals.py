"""What is known of terminals, for whoever draws on one and for whoever says why that does not work."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MINIMUM_WIDTH = 60
MINIMUM_HEIGHT = 14
"""The explorer does not fit into less."""

REMOTE_VARIABLES = ("SSH_CONNECTION", "SSH_TTY")
"""Set when the screen is at the end of a line: every frame of an animation goes over it."""


class Multiplexer(Enum):
    """What lies between us and the terminal."""

    NONE = auto()
    TMUX = auto()
    SCREEN = auto()


def find_multiplexer(environment: Mapping[str, str]) -> Multiplexer:
    """The multiplexer that the variables tell of; over SSH only the name of the terminal tells of tmux."""
    if environment.get("TMUX") or environment.get("TERM", "").startswith("tmux"):
        return Multiplexer.TMUX
    return Multiplexer.SCREEN if environment.get("STY") else Multiplexer.NONE


def is_remote(environment: Mapping[str, str]) -> bool:
    """Whether the screen is at the end of a line."""
    return any(name in environment for name in REMOTE_VARIABLES)
