"""The export dialog: the Engine's own bytes, or the rows as they are seen, as a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Button, Input, Static

from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.results.errors import StoppedError
from nxql_tui.target_files import TargetExists
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.engine_files_export import EngineFilesExport
from nxql_tui.ui.export_name import name_complaint
from nxql_tui.ui.export_work import BytesExport, ViewExport
from nxql_tui.ui.exports import (
    ExportFailed,
    ExportFinished,
    ExportOrder,
    ExportProgressed,
    export,
)
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import EXPORT
from nxql_tui.ui.motion import clock_interval
from nxql_tui.ui.own_keys import with_short_keys
from nxql_tui.ui.path_suggester import short_path, typed_path
from nxql_tui.ui.screens.copy_as import CopyAsScreen
from nxql_tui.ui.screens.export_choices import ExportChoices

if TYPE_CHECKING:
    from textual.binding import BindingType

    from nxql_tui.ui.export_work import ExportSubject, ExportWork


class ExportScreen(ExportChoices):
    """Returns a sentence on the file written, or None when there is none."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(EXPORT)
    AUTO_FOCUS = "#path"

    def __init__(self, subject: ExportSubject) -> None:
        super().__init__(subject)
        self._work: ExportWork | None = None
        self._told_at = 0.0
        """Up to when, in seconds from its beginning, the work has been told of."""

    # What is done

    def action_export(self) -> None:
        """Write the file unless one of that name exists."""
        self._start(overwrite=False)

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#export")
    def _export_pressed(self) -> None:
        self._start(overwrite=False)

    @on(Button.Pressed, "#overwrite")
    def _overwrite_pressed(self) -> None:
        self._start(overwrite=True)

    @on(Button.Pressed, "#copy-as")
    def action_copy_as(self) -> None:
        """Write the question for another tool, in the format chosen here."""
        self.app.push_screen(CopyAsScreen(self._subject.client, self._chosen_request, engine=self._subject.engine))

    @on(Button.Pressed, "#close")
    def _close_pressed(self) -> None:
        self.action_close()

    def action_close(self) -> None:
        """Stop the export under way, or close the dialog."""
        if self._work is not None:
            self._work.stop()
        else:
            self.dismiss(None)

    def on_unmount(self) -> None:
        """Leave nothing running."""
        if self._work is not None:
            self._work.stop()

    def _start(self, *, overwrite: bool) -> None:
        if self._work is not None:
            return
        text = self.query_one("#path", Input).value.strip()
        if not text:
            self._say("The path is empty. Type where the file is to go.")
            return
        self._offer_overwrite(offered=False)
        if complaint := name_complaint(typed_path(text), self._chosen_ending):
            self._say(complaint)
            return
        self.query_one("#hint", Static).update(f"Exporting…{self._how_to_stop}")
        self._told_at = 0.0
        self._work = self._chosen_work()
        has_side_file = self._is_on("#side-file") and not self._is_folder
        order = ExportOrder(typed_path(text), overwrite, has_side_file=has_side_file)
        run_in_background(partial(export, self._work, order, self.post_message), "export")

    @property
    def _how_to_stop(self) -> str:
        return with_short_keys(self.app, " · {export.close} cancels")

    def _chosen_work(self) -> ExportWork:
        rows = self._subject.rows
        if self._is_of_view and rows is not None:
            return ViewExport(rows, self._view_format, self._csv_style)
        if self._subject.fleet is not None:
            return EngineFilesExport(self._subject.fleet, self._chosen_request, self._subject.secret_numbers)
        return BytesExport(self._subject, self._chosen_request)

    @on(ExportProgressed)
    def _progressed(self, event: ExportProgressed) -> None:
        event.stop()
        if self._work is not None and event.pace.seconds - self._told_at >= clock_interval(self.app):
            self._told_at = event.pace.seconds
            self.query_one("#hint", Static).update(f"{event.pace}{self._how_to_stop}")

    @on(ExportFinished)
    def _finished(self, event: ExportFinished) -> None:
        event.stop()
        self._work = None
        self.dismiss(f"Wrote {event.summary} to {short_path(event.path)}")

    @on(ExportFailed)
    def _failed(self, event: ExportFailed) -> None:
        event.stop()
        self._work = None
        self._show_hints()
        if isinstance(event.error, QuestionCancelled | StoppedError):
            self._say("Cancelled; no file was written.")
            return
        self._say(str(event.error))
        if isinstance(event.error, TargetExists) and not self._is_folder:
            self._offer_overwrite(offered=True)
