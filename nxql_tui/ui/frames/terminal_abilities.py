"""What terminfo says of the terminal."""

from __future__ import annotations

import os


def erases_in_colour(name: str) -> bool:
    """Whether cells that are erased take the colour at hand.

    Those of xterm and of Linux' own console do; tmux and GNU screen promise nothing. Of a terminal that terminfo does
    not know nothing is taken for granted.

    Args:
        name: What TERM says. terminfo is asked once in a process, so that later names mean nothing.
    """
    try:
        import curses
    except ImportError:
        # Windows has none.
        return False
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        curses.setupterm(name, nowhere)
        return curses.tigetflag("bce") == 1 and curses.tigetstr("ech") == b"\x1b[%p1%dX"
    except curses.error:
        return False
    finally:
        os.close(nowhere)
