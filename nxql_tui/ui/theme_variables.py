"""The variables of a theme that are the explorer's own, and what they are where a theme does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLLOWING: Mapping[str, str] = {
    "field": "$panel",
    "foreground-disabled": "$foreground-muted",
    "disabled-text-style": "none",
    "block-focus-background": "$block-cursor-background 30%",
    "block-focus-foreground": "$foreground",
    "matching-bracket-background": "$foreground 30%",
    "syntax-keyword": "$primary",
    "syntax-table": "$accent",
    "syntax-type": "$foreground-muted",
    "syntax-operator": "$primary",
    "syntax-number": "$warning",
    "syntax-placeholder": "$secondary",
    "syntax-string": "$success",
    "syntax-dynamic": "$secondary",
    "syntax-comment": "$foreground-muted",
    "syntax-error": "$error",
    "connection-red": "#b3261e",
    "connection-orange": "#a84b00",
    "connection-yellow": "#f2c94c",
    "connection-green": "#1e6b2e",
    "connection-cyan": "#00696b",
    "connection-blue": "#1f5fbf",
    "connection-magenta": "#86289c",
    "connection-grey": "#55606e",
    "connection-red-foreground": "#ffffff",
    "connection-orange-foreground": "#ffffff",
    "connection-yellow-foreground": "#16181c",
    "connection-green-foreground": "#ffffff",
    "connection-cyan-foreground": "#ffffff",
    "connection-blue-foreground": "#ffffff",
    "connection-magenta-foreground": "#ffffff",
    "connection-grey-foreground": "#ffffff",
}
"""What each is where a theme does not say; after a `$` the name of one that is followed."""


def with_own_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables of a theme, and those of ours that are missing among them."""
    found = dict(variables)
    for name, value in FOLLOWING.items():
        if name not in found:
            followed, *share = value.removeprefix("$").split(" ", 1)
            found[name] = " ".join((found[followed], *share)) if value.startswith("$") else value
    return found
