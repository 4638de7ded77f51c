"""What is known of terminals, for whoever draws on one and for whoever says why that does not work."""

from __future__ import annotations

import os
import re
import sys
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MINIMUM_WIDTH = 60
MINIMUM_HEIGHT = 14
"""The explorer does not fit into less."""

LOCALE_VARIABLES = ("LC_ALL", "LC_CTYPE", "LANG")
"""The first that is set says what letters a terminal shows."""

_NOTHING_TO_DRAW_ON = ("", "dumb", "unknown")
"""Names of terminals that take lines of text and nothing else."""
_LIKE_XTERM = (
    "xterm",
    "tmux",
    "screen",
    "rxvt",
    "foot",
    "alacritty",
    "vte",
    "putty",
    "konsole",
    "st-",
    "wezterm",
    "kitty",
    "contour",
    "iterm",
    "ms-terminal",
    "mintty",
    "ghostty",
    "gnome",
)
"""How the names of terminals begin that understand what xterm does beyond a VT220, or pass over it."""
_WITHOUT_COLOURS = re.compile(r"vt(?!525|340|241)\d{2,3}\b.*|.+-m(ono)?")
"""Names of terminals that have bold, underlined and reversed letters of one colour, as terminfo says too."""
_OF_PYTHON = ("C.UTF-8", "C.utf8", "UTF-8")
"""What Python sets LC_CTYPE to where it finds the locale C (PEP 538)."""

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


def given_environment() -> Mapping[str, str]:
    """The variables as this process got them: in the locale C, Python puts another LC_CTYPE among them."""
    is_of_python = sys.flags.utf8_mode and os.environ.get("LC_CTYPE") in _OF_PYTHON
    return {name: value for name, value in os.environ.items() if not (is_of_python and name == "LC_CTYPE")}


def locale_setting(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """The variable that says what letters the terminal shows, and its value; None where none is set."""
    return next(((name, environment[name]) for name in LOCALE_VARIABLES if environment.get(name)), None)


def shows_unicode(environment: Mapping[str, str]) -> bool:
    """Whether the terminal shows all letters; where nothing says otherwise it is taken for granted."""
    setting = locale_setting(environment)
    if setting is None or sys.platform == "win32":
        return True
    return setting[1].lower().replace("-", "").partition("@")[0].endswith("utf8")


def knows_xterm(environment: Mapping[str, str]) -> bool:
    """Whether the terminal takes what xterm and its like do beyond a VT220; another may show the text of it."""
    return sys.platform == "win32" or environment.get("TERM", "").startswith(_LIKE_XTERM)


def why_no_colours(environment: Mapping[str, str]) -> str:
    """Why no colours are shown, as what follows "because"; empty where they are."""
    if environment.get("NO_COLOR"):
        return "NO_COLOR is set"
    kind = environment.get("TERM", "")
    if _WITHOUT_COLOURS.fullmatch(kind) and not environment.get("COLORTERM"):
        return f"the terminal is a {kind}"
    return ""


def can_be_drawn_on(environment: Mapping[str, str]) -> bool:
    """Whether something can be drawn on the terminal."""
    return sys.platform == "win32" or environment.get("TERM", "") not in _NOTHING_TO_DRAW_ON
