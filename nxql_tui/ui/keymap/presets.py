"""Sets of keys to begin with."""

from __future__ import annotations


def _moving(place: str) -> dict[str, str]:
    keys = {"down": "j", "up": "k", "first": "g", "last": "G", "half_down": "ctrl+d", "half_up": "ctrl+u"}
    return {f"{place}.{name}": key for name, key in keys.items()}


VIM = {
    "answer.top": "ctrl+home,g",
    "answer.bottom": "ctrl+end,G",
    "answer.go_to_page": "colon",
    "answer.group": "a",
    "answer.leftmost": "home,0,circumflex_accent",
    "answer.rightmost": "end,dollar_sign",
    "answer.half_down": "ctrl+d",
    "answer.half_up": "ctrl+u",
    "answer.find": "slash",
    "answer.quick_filter": "question_mark",
    "answer.mark_range": "X,V",
    **_moving("connections"),
    **_moving("list"),
    "row.page_down": "pagedown,ctrl+d",
    "row.page_up": "pageup,ctrl+u",
    "certificates.down": "down,j",
    "certificates.up": "up,k",
    "text.down": "down,j",
    "text.up": "up,k",
    "text.first": "home,g",
    "text.last": "end,G",
    "text.half_down": "ctrl+d",
    "text.half_up": "ctrl+u",
}
"""What somebody presses who has vim in their fingers: `gg` goes to the top, for its second key does nothing more, and
`/` looks for what `n` goes on with."""

PRESETS: dict[str, dict[str, str]] = {"default": {}, "vim": VIM}
"""The keys that each preset changes, by the ids of the commands."""
