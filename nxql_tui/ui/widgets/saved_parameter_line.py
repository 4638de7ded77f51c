"""What a saved query will say about one of its placeholders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.containers import HorizontalGroup
from textual.widgets import Input, Label

from nxql_tui.library.saved_query import SavedParameter
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.ui.widgets.toggle import Toggle

if TYPE_CHECKING:
    from textual.app import ComposeResult


class SavedParameterLine(HorizontalGroup):
    """Its label, its default, and whether it is secret, in one line."""

    DEFAULT_CSS = """
    SavedParameterLine { height: 1; }
    SavedParameterLine Label { width: 13; color: $secondary; text-style: bold; }
    SavedParameterLine Input { width: 1fr; background: $field; margin-right: 2; }
    SavedParameterLine Input:disabled { text-opacity: 50%; }
    """

    def __init__(self, number: int, value: str) -> None:
        """Make the line.

        Args:
            number: N of `%N`.
            value: What the placeholder was given last, offered as the default.
        """
        super().__init__()
        self.number = number
        self._known = SavedParameter(number, default=value or None)

    def compose(self) -> ComposeResult:
        """The placeholder and what is said about it."""
        yield Label(f"%{self.number}", markup=False)
        yield SteadyInput(placeholder="label", compact=True, select_on_focus=False, classes="label")
        yield SteadyInput(
            self._known.default or "", placeholder="default", compact=True, select_on_focus=False, classes="default"
        )
        yield Toggle("secret")

    def fill(self, known: SavedParameter) -> None:
        """Take over what is saved already, where nothing has been typed."""
        label, default = self.query_one(".label", Input), self.query_one(".default", Input)
        label.value = label.value or known.label
        if default.value == (self._known.default or ""):
            default.value = known.default or ""
        self._known = known
        self.query_one(Toggle).value |= known.secret

    @on(Toggle.Changed)
    def _turned(self, event: Toggle.Changed) -> None:
        """A secret has no default: it would stand in the file."""
        event.stop()
        default = self.query_one(".default", Input)
        default.disabled = event.value
        if event.value:
            default.value = ""

    @property
    def parameter(self) -> SavedParameter:
        """What was filled in; an empty default is none."""
        said = replace(self._known, label=self.query_one(".label", Input).value.strip(), secret=False)
        if self.query_one(Toggle).value:
            return said.as_secret()
        return said.with_default(self.query_one(".default", Input).value or None)
