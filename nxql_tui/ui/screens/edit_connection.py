"""The screen that edits a saved connection, or makes one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import HorizontalGroup, Vertical
from textual.widgets import Button, Label

from nxql_tui.logins.connection_form import form_of, read_form
from nxql_tui.logins.form_mistakes import FormField
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.form_checks import FormChecked, check_form
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.connections import EDIT_CONNECTION
from nxql_tui.ui.screens.form_screen import FormScreen
from nxql_tui.ui.widgets.connection_fields import ConnectionFields
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.accounts.connection import Connection


class EditConnectionScreen(FormScreen["Connection | None"]):
    """Returns the connection as it is to be saved, or None; it writes no file itself.

    A name that was changed is the caller's to follow: the entry to replace is the one of the old name.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(EDIT_CONNECTION)
    LEAVE_QUESTION: ClassVar[str] = "Leave the connection as it was?"
    AUTO_FOCUS = "#name"

    def __init__(self, connection: Connection | None, taken: Collection[str]) -> None:
        """Make the screen.

        Args:
            connection: What to begin with; None for an empty form.
            taken: The names there are; that of the connection itself may be among them.
        """
        super().__init__()
        self._connection = connection
        self._taken = frozenset(taken) - ({connection.name} if connection is not None else set())
        self._before = form_of(connection)
        self._is_saving = False

    def compose(self) -> ComposeResult:
        """The fields over the buttons."""
        with Vertical(classes="dialog") as dialog:
            is_new = self._connection is None
            dialog.border_title = "New connection" if is_new else f"Connection ▸ {visible_line(self._before.name)}"
            dialog.border_subtitle = "the password is never part of it"
            yield ConnectionFields(self._before)
            with HorizontalGroup(classes="buttons"):
                yield Label("", id="progress")
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Leave", id="leave", compact=True)
        yield KeyLine()

    @property
    def _fields(self) -> ConnectionFields:
        return self.query_one(ConnectionFields)

    # Mistakes

    @on(ConnectionFields.Left)
    def _field_left(self, event: ConnectionFields.Left) -> None:
        event.stop()
        self._check(event.field)

    def _check(self, left: FormField | None) -> None:
        work = partial(check_form, self._fields.form, self._taken, left, self.post_message)
        run_in_background(work, "check-connection")

    @on(FormChecked)
    def _checked(self, event: FormChecked) -> None:
        event.stop()
        if event.left is not None:
            self._fields.show_mistakes(event.form, event.mistakes, {event.left})
            return
        self._is_saving = False
        self.query_one("#progress", Label).update("")
        self._fields.show_mistakes(event.form, event.mistakes, set(FormField))
        if not event.mistakes:
            self.dismiss(read_form(event.form, self._connection))
            return
        self._fields.focus_field(next(iter(event.mistakes)))

    @property
    def is_changed(self) -> bool:
        """Whether somebody has changed what stands in the fields."""
        return self._fields.form != self._before

    # Saving

    def action_save(self) -> None:
        """Save what is in the fields, unless something is wrong with it."""
        self._save()

    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        if self._is_saving:
            return
        self._is_saving = True
        self.query_one("#progress", Label).update("Looking at the files…")
        self._check(None)
