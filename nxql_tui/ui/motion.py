"""How much moves on the screen: animations, and figures that run while something is awaited."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Generic

from textual.app import App, ReturnType

from nxql_tui.terminals import is_remote

if TYPE_CHECKING:
    from collections.abc import Mapping

LIVELY_INTERVAL = 0.25
"""Seconds between two looks at a clock that is shown: four small repaints a second."""
CALM_INTERVAL = 1.0
"""The same where motion is reduced: whoever has the screen read to them hears each."""


def is_reduced(motion: str, environment: Mapping[str, str]) -> bool:
    """Whether little is to move.

    Args:
        motion: The setting: `full`, `reduced`, or `auto`, which is reduced over SSH.
        environment: The variables that tell where the screen is.
    """
    return motion == "reduced" or (motion == "auto" and is_remote(environment))


class MovingApp(App[ReturnType], Generic[ReturnType]):
    """Moves as much as is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._usual_animation = self.animation_level
        """What the variable TEXTUAL_ANIMATIONS says."""
        self.reduces_motion = False
        """Whether little moves: no animation, and figures once a second."""

    def move(self, motion: str) -> None:
        """Move as the setting says from now on."""
        self.reduces_motion = is_reduced(motion, os.environ)
        self.animation_level = "none" if self.reduces_motion else self._usual_animation


def clock_interval(app: App[Any]) -> float:
    """Seconds between two looks at a clock that is shown."""
    return CALM_INTERVAL if isinstance(app, MovingApp) and app.reduces_motion else LIVELY_INTERVAL
