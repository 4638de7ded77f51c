"""What went wrong, in words, beside the thing that is wrong; with the names one could have meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import VerticalGroup
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from nxql_tui.ui.own_keys import with_keys
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult


class MessagePanel(VerticalGroup):
    """A message with an optional list of choices; hidden until there is one."""

    DEFAULT_CSS = """
    MessagePanel {
        display: none;
        padding: 0 1;
        max-height: 9;
        background: $surface;
        border-left: outer $error;
    }
    MessagePanel OptionList {
        height: auto;
        max-height: 5;
        border: none;
        padding: 0 1;
        background: transparent;
        display: none;
    }
    MessagePanel .message-text { max-height: 4; }
    MessagePanel.-alone .message-text { max-height: 30vh; }
    """

    help_place: ClassVar[str] = "message"

    @dataclass
    class OptionChosen(Message):
        """The user chose one of the names to take the place of the wrong one."""

        wrong: str
        """The word at fault, as the Engine named it."""
        replacement: str
        """The name chosen."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._wrong = ""

    def compose(self) -> ComposeResult:
        """A sentence and the choices under it."""
        yield Static(classes="message-text")
        yield OptionList(compact=True)

    @property
    def has_options(self) -> bool:
        """Whether there is something to choose."""
        return bool(self.display and self.query_one(OptionList).option_count)

    def show(
        self,
        what: str,
        advice: str = "",
        options: tuple[str, ...] = (),
        wrong: str = "",
        *,
        has_details: bool = False,
    ) -> None:
        """Show a message: what happened, what to try, and names that could take the place of `wrong`."""
        self._wrong = wrong
        text = Text(visible_line(what), style="bold", end="")
        if advice:
            text.append(f"  {visible_line(advice)}", style="not bold")
        if has_details:
            text.append(with_keys(self.app, "  {message.details} Details"), style="dim")
        self.query_one(".message-text", Static).update(text)
        choices = self.query_one(OptionList)
        choices.clear_options()
        choices.add_options(Option(Text(visible_line(option)), id=option) for option in dict.fromkeys(options))
        choices.display = bool(options)
        self.set_class(not options, "-alone")
        choices.highlighted = 0 if options else None
        self.display = True

    def hide(self) -> None:
        """Take the message away."""
        self.display = False

    def focus_options(self) -> None:
        """Give the choices the focus."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option.id is not None:
            self.post_message(self.OptionChosen(self._wrong, event.option.id))
