"""A dialog that is a form: lines of fields over its buttons."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.containers import HorizontalGroup
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.patient_screen import PatientScreen

if TYPE_CHECKING:
    from textual.widget import Widget

Outcome = TypeVar("Outcome")


class FormScreen(ModalScreen[Outcome], PatientScreen[Outcome]):
    """Moves from line to line; what is in them, and what becomes of it, a screen says that is one."""

    DEFAULT_CSS = """
    FormScreen { align: center top; background: $background; }
    FormScreen .dialog {
        width: 100%; max-width: 110; height: 1fr; border: round $primary; background: $surface; padding: 0 1;
    }
    FormScreen .buttons { height: 1; align-horizontal: right; }
    FormScreen .buttons Label { width: 1fr; color: $foreground-muted; }
    FormScreen Button { min-width: 10; margin-left: 1; }
    """

    LEAVE_QUESTION: ClassVar[str]
    """What is asked where something was changed and would be lost."""

    @property
    @abstractmethod
    def is_changed(self) -> bool:
        """Whether somebody has changed what stands in the fields."""

    def action_leave(self) -> None:
        """Leave without saving; where something was changed, ask."""
        self._leave()

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        if not self.is_changed:
            self.dismiss(None)
            return

        def leave(is_wanted: bool | None) -> None:
            if is_wanted:
                self.dismiss(None)

        sentence = "What you have changed here is not saved."
        self.app.push_screen(Confirmation(self.LEAVE_QUESTION, sentence, "Discard", stay="Edit"), leave)

    def action_go(self, step: int) -> None:
        """Go so many lines down or up, not beyond the first and the last."""
        first_of_line = {_line_of(widget): widget for widget in reversed(self.focus_chain)}
        lines = list(reversed(first_of_line))
        if self.focused is not None:
            place = lines.index(_line_of(self.focused)) + step
            first_of_line[lines[max(0, min(place, len(lines) - 1))]].focus()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_go(1)


def _line_of(widget: Widget) -> Widget:
    """What stands in one line with a widget: its parent, as of toggles and buttons."""
    return widget.parent if isinstance(widget.parent, HorizontalGroup) else widget
