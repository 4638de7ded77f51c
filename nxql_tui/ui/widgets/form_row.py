"""One line of a form: what is asked, where it is answered, and what is wrong with the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import HorizontalGroup, VerticalGroup
from textual.widgets import Label, Static

from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget


class FormRow(VerticalGroup):
    """A heading where a part of the form begins, the label beside the fields, and the mistake under them."""

    DEFAULT_CSS = """
    FormRow .heading { color: $secondary; text-style: bold; }
    FormRow.-opens-part { margin-top: 1; &:first-child { margin-top: 0; } }
    FormRow .line > Toggle { margin-right: 2; }
    FormRow .line > Static { width: 1fr; height: auto; color: $foreground-muted; }
    /* A label is a Static too: this one has the last word. */
    FormRow .line > Label { width: 20; color: $foreground-muted; }
    FormRow Input { width: 1fr; background: $field; }
    FormRow .mistake { display: none; height: auto; margin-left: 20; padding: 0 1; border-left: outer $error; }
    FormRow .words { height: auto; padding-left: 2; color: $foreground-muted; }
    """

    def __init__(
        self,
        label: str,
        *fields: Widget,
        heading: str = "",
        words: str = "",
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        """Make the line.

        Args:
            label: What is asked.
            fields: Where it is answered.
            heading: What the part is called that begins here; empty where none does.
            words: What it is for; stands below.
            id: As of every widget.
        """
        super().__init__(id=id, classes="-opens-part" if heading else None)
        self._label = label
        self._fields = fields
        self._heading = heading
        self._words = words

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        if self._heading:
            yield Label(self._heading, classes="heading", markup=False)
        with HorizontalGroup(classes="line"):
            yield Label(self._label, markup=False)
            yield from self._fields
        yield Static(classes="mistake", markup=False)
        if self._words:
            yield Static(self._words, classes="words", markup=False)

    def rename(self, label: str) -> None:
        """Ask something else."""
        self.query_one(".line > Label", Label).update(label)

    @property
    def says_mistake(self) -> bool:
        """Whether something is wrong with the answer, as far as it was looked at."""
        return self.query_one(".mistake").display

    def say(self, mistake: str) -> None:
        """Show what is wrong; an empty text says that nothing is."""
        static = self.query_one(".mistake", Static)
        static.update(visible_line(mistake))
        static.display = bool(mistake)
