"""What one thing that a user can do is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can do."""

    id: str
    """Stable name: what a user's own keymap refers to."""
    keys: str
    """Comma-separated; a main action has a function key and a ctrl key that both survive SSH, tmux and screen.

    Empty for what only the palette offers, until the user gives it a key.
    """
    action: str
    """The Textual action it runs."""
    label: str
    """One or two words for the footer."""
    explanation: str
    """One sentence for the palette and the help."""
    in_footer: bool = True
    """Whether the footer shows it."""
    over_focus: bool = False
    """Whether it works even where the focused widget would use the key itself."""

    def binding(self) -> Binding:
        """The Textual binding of this command; one without keys is bound to a key that nobody can press."""
        # The commands are also read where there is no screen.
        from textual.binding import Binding

        return Binding(
            self.keys or f"<{self.id}>",
            self.action,
            # Without a description neither footer nor help shows a binding.
            self.label if self.keys else "",
            show=self.in_footer,
            tooltip=self.explanation,
            priority=self.over_focus,
            id=self.id,
        )


def bindings(commands: tuple[Command, ...]) -> list[BindingType]:
    """The bindings of several commands, in order."""
    return [command.binding() for command in commands]


def list_commands(screen: str) -> tuple[Command, ...]:
    """Moving about in a list of a screen while its search has the focus."""
    moves = (
        ("up", "up", "move(-1)", "Up", "Move to the row above."),
        ("down", "down", "move(1)", "Down", "Move to the row below."),
        ("page_up", "pageup", "turn(-1)", "Page up", "Move up by the height of the list."),
        ("page_down", "pagedown", "turn(1)", "Page down", "Move down by the height of the list."),
    )
    return tuple(
        Command(f"{screen}.{name}", keys, action, label, explanation, in_footer=False, over_focus=True)
        for name, keys, action, label, explanation in moves
    )


def form_commands(screen: str) -> tuple[Command, ...]:
    """Moving about between the lines of a screen that is a form."""
    return (
        Command(f"{screen}.down", "down", "go(1)", "Down", "Go to the line below.", over_focus=True),
        Command(f"{screen}.up", "up", "go(-1)", "Up", "Go to the line above.", over_focus=True),
        Command(
            f"{screen}.page_down",
            "pagedown",
            "go(6)",
            "Page down",
            "Go several lines down.",
            in_footer=False,
            over_focus=True,
        ),
        Command(
            f"{screen}.page_up", "pageup", "go(-6)", "Page up", "Go several lines up.", in_footer=False, over_focus=True
        ),
    )


def option_commands(place: str) -> tuple[Command, ...]:
    """Moving about in a list that has the focus: for keys beside the arrows, which need no command."""
    moves = (
        ("down", "cursor_down", "Down", "Move to the line below."),
        ("up", "cursor_up", "Up", "Move to the line above."),
        ("first", "first", "First", "Move to the first line."),
        ("last", "last", "Last", "Move to the last line."),
        ("half_down", "half(1)", "Half down", "Move down by half the height of the list."),
        ("half_up", "half(-1)", "Half up", "Move up by half the height of the list."),
    )
    return tuple(
        Command(f"{place}.{name}", "", action, label, explanation, in_footer=False)
        for name, action, label, explanation in moves
    )
