"""What the thing with the focus is for, an example, and what the keys do there now."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from nxql_tui.ui.help.texts import TEXTS
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.decisions import HELP
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.reading_text import SCROLLING, ReadingText

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.ui.help.subject import HelpSubject, KeyGroup


class HelpScreen(ModalScreen[None]):
    """Words first, which are read once; the keys below, those of the focus before those that work everywhere."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: transparent; }
    HelpScreen ReadingText {
        width: 78; max-width: 100%; height: auto; max-height: 100%; scrollbar-size: 1 1;
        border: round $primary; background: $surface; padding: 0 1;
    }
    HelpScreen Static { height: auto; }
    HelpScreen .example { padding-left: 2; }
    HelpScreen .query { padding-left: 4; color: $secondary; }
    HelpScreen .heading { color: $primary; text-style: bold; padding-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(HELP)

    class SheetRequested(Message):
        """The user wants to see the keys of all places."""

    def __init__(self, subject: HelpSubject) -> None:
        super().__init__()
        self._subject = subject

    def compose(self) -> ComposeResult:
        """What it is for, an example, the keys by place; in the last line those of the help itself."""
        with ReadingText() as panel:
            panel.border_title = Content(f"Help: {' in '.join(self._subject.places)}")
            panel.border_subtitle = Content(with_keys(self.app, SCROLLING))
            for name in self._subject.places:
                yield from self._words(name)
            widest = max((len(keys) for group in self._subject.groups for keys, _ in group.lines), default=0)
            for group in self._subject.groups:
                yield Static(_heading(group.name), classes="heading", markup=False)
                yield Static(_table(group, min(widest, _WIDEST_KEYS)))
        yield KeyLine()

    def _words(self, name: str) -> ComposeResult:
        text = TEXTS[name]
        yield Static(text.purpose, markup=False)
        example = with_keys(self.app, text.example)
        if example:
            yield Static(Content.assemble(("Example: ", "bold"), example), classes="example")
        if text.query:
            yield Static(text.query, classes="query", markup=False)

    def action_sheet(self) -> None:
        """Show the keys of all places, in the place of this."""
        self.post_message(self.SheetRequested())

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()


_WIDEST_KEYS = 18


def _heading(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}"


def _table(group: KeyGroup, width: int) -> Table:
    """Two columns, keys and what they do; those of all groups stand under each other."""
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(width=width, justify="right", style="bold")
    table.add_column(ratio=1)
    for keys, explanation in group.lines:
        table.add_row(Text(keys), Text(explanation))
    return table
