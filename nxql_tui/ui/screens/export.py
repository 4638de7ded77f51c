"""The export dialog: the Engine's own bytes, or the rows as they are seen, as a file."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import HorizontalGroup, VerticalGroup
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Input, Label, Static

from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.results.errors import StoppedError
from nxql_tui.results.view import View
from nxql_tui.results.view_export.formats import CsvStyle, ViewFormat
from nxql_tui.results.view_export.provenance import SIDE_FILE_ENDING
from nxql_tui.target_files import TargetExists
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.export_hints import bytes_hint, view_hint
from nxql_tui.ui.export_work import BytesExport, ViewExport
from nxql_tui.ui.exports import (
    ExportFailed,
    ExportFinished,
    ExportOrder,
    ExportProgressed,
    RowsCounted,
    count_rows,
    export,
)
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import EXPORT
from nxql_tui.ui.path_suggester import PathSuggester, short_path, typed_path
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.screens.copy_as import CopyAsScreen
from nxql_tui.ui.type_ahead import after_typing
from nxql_tui.ui.widgets.choice_line import ChoiceLine
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.ui.widgets.toggle import Toggle
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.ui.export_work import ExportSubject, ExportWork
    from nxql_tui.wire.request import QueryRequest

_ENGINES_BYTES = "The Engine's answer, byte for byte"
_THIS_VIEW = "This view"
_ENDINGS = {*map(str, Format), *map(str, ViewFormat)}
_INCOMPLETE = "-incomplete"


class ExportScreen(ModalScreen[str | None]):
    """Returns a sentence on the file written, or None when there is none."""

    DEFAULT_CSS = """
    ExportScreen { align: center middle; background: transparent; }
    ExportScreen .dialog { width: 80; max-width: 100%; border: round $primary; background: $surface; padding: 0 2; }
    ExportScreen .row { height: 1; margin-top: 1; }
    ExportScreen .row Label { width: 6; color: $foreground 80%; }
    ExportScreen .row Toggle { margin-right: 3; }
    ExportScreen Input { width: 1fr; background: $panel; }
    ExportScreen .hint { padding-left: 6; color: $foreground 60%; height: auto; }
    ExportScreen #incomplete { color: $text-warning; text-style: bold; }
    ExportScreen #message { height: auto; display: none; padding: 0 1; margin-left: 6; border-left: outer $error; }
    ExportScreen .buttons { height: 1; margin-top: 1; align-horizontal: right; }
    ExportScreen .buttons Label { width: 1fr; }
    ExportScreen Button { min-width: 10; margin-left: 1; }
    ExportScreen #overwrite { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(EXPORT)
    AUTO_FOCUS = "#path"

    def __init__(self, subject: ExportSubject) -> None:
        super().__init__()
        self._subject = subject
        self._work: ExportWork | None = None

    def compose(self) -> ComposeResult:
        """What, as what, with what, whereto, and what came of it."""
        with VerticalGroup(classes="dialog") as dialog:
            dialog.border_title = "Export"
            with HorizontalGroup(classes="row"):
                yield Label("What")
                yield ChoiceLine(self._choices_of_what(), id="what")
            with HorizontalGroup(classes="row"):
                yield Label("As")
                yield ChoiceLine(tuple(Format), id="format")
                yield ChoiceLine(tuple(ViewFormat), id="view-format")
            with HorizontalGroup(classes="row"):
                yield Label("With")
                yield Toggle("Formatted (hr)", self._subject.request.human_readable, id="export-formatted")
                yield Toggle("commas, not TAB", id="uses-commas")
                yield Toggle("guard against formulas", id="guards-formulas")
                yield Toggle("side file", id="side-file")
            with HorizontalGroup(classes="row"):
                yield Label("To")
                yield SteadyInput(
                    f"{self._subject.suggested_name}.{Format.CSV.value}",
                    compact=True,
                    id="path",
                    suggester=PathSuggester(),
                    select_on_focus=False,
                )
            yield Static(id="place", classes="hint", markup=False)
            yield Static(id="hint", classes="hint", markup=False)
            yield Static(id="incomplete", classes="hint", markup=False)
            yield Static(id="message", markup=False)
            with HorizontalGroup(classes="buttons"):
                yield Label("")
                yield Button("Overwrite", id="overwrite", variant="warning", compact=True)
                yield Button("Export", id="export", variant="primary", compact=True)
                yield Button("Copy as…", id="copy-as", compact=True)
                yield Button("Close", id="close", compact=True)
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Show what fits the first choice, and count the rows of the view."""
        rows = self._subject.rows
        if rows is not None and rows.view != View():
            # Who has filtered, sorted or hidden something means what they see.
            self.query_one("#what", ChoiceLine).value = _THIS_VIEW
        self._show_fitting()
        if self._subject.rows is not None:
            run_in_background(partial(count_rows, self._subject.rows, self.post_message), "count")

    # What is chosen

    def _choices_of_what(self) -> tuple[str, ...]:
        return (_ENGINES_BYTES,) if self._subject.rows is None else (_ENGINES_BYTES, _THIS_VIEW)

    @property
    def _is_of_view(self) -> bool:
        return self.query_one("#what", ChoiceLine).value != _ENGINES_BYTES

    @property
    def _format(self) -> Format:
        return Format(self.query_one("#format", ChoiceLine).value)

    @property
    def _view_format(self) -> ViewFormat:
        return ViewFormat(self.query_one("#view-format", ChoiceLine).value)

    @property
    def _csv_style(self) -> CsvStyle:
        return CsvStyle(uses_commas=self._is_on("#uses-commas"), guards_formulas=self._is_on("#guards-formulas"))

    @property
    def _chosen_request(self) -> QueryRequest:
        if self._is_of_view:
            return self._subject.request
        chosen = self._format
        formatted = self._is_on("#export-formatted") and chosen is not Format.JSON
        return replace(self._subject.request, format=chosen, human_readable=formatted)

    @property
    def _is_incomplete(self) -> bool:
        """Whether the file would hold a part of an answer."""
        rows = self._subject.rows
        return self._is_of_view and rows is not None and not rows.result_set.is_complete

    def _is_on(self, selector: str) -> bool:
        return self.query_one(selector, Toggle).value

    # What follows from it

    @on(ChoiceLine.Changed)
    def _choice_changed(self) -> None:
        self._offer_overwrite(offered=False)
        self._name_fittingly()
        self._show_fitting()

    @on(Toggle.Changed)
    def _switch_turned(self) -> None:
        self._offer_overwrite(offered=False)
        self._show_hints()

    @on(Input.Changed, "#path")
    def _path_changed(self) -> None:
        self._offer_overwrite(offered=False)

    @on(RowsCounted)
    def _counted(self, event: RowsCounted) -> None:
        event.stop()
        counted = f"{_THIS_VIEW}, {count_text(event.count, 'row')}"
        self.query_one("#what", ChoiceLine).rename(_THIS_VIEW, counted)

    def _name_fittingly(self) -> None:
        """The ending follows the format, and the name the answer, unless the user gave another one."""
        path = self.query_one("#path", Input)
        stem, ending = os.path.splitext(path.value)  # noqa: PTH122  a Path would lose what the user typed, as in `./x`
        name = self._subject.suggested_name
        if stem in (name, name + _INCOMPLETE):
            stem = name + _INCOMPLETE if self._is_incomplete else name
        if ending.removeprefix(".") in _ENDINGS:
            path.value = f"{stem}.{self._chosen_ending}"

    @property
    def _chosen_ending(self) -> str:
        return str(self._view_format if self._is_of_view else self._format)

    def _show_fitting(self) -> None:
        """Only what can be chosen now is there; json knows no units."""
        of_view = self._is_of_view
        is_csv = of_view and self._view_format is ViewFormat.CSV
        for selector, is_shown in (
            ("#format", not of_view),
            ("#view-format", of_view),
            ("#export-formatted", not of_view),
            ("#uses-commas", is_csv),
            ("#guards-formulas", is_csv),
        ):
            self.query_one(selector).display = is_shown
        self.query_one("#export-formatted", Toggle).disabled = self._format is Format.JSON
        self._show_hints()

    def _show_hints(self) -> None:
        if self._is_on("#side-file"):
            place = f"and beside it a file {SIDE_FILE_ENDING} that tells the query, Engine and time"
        else:
            place = f"in {visible_line(short_path(Path.cwd()))}; → completes a path"
        self.query_one("#place", Static).update(place)
        if self._is_of_view:
            hint = view_hint(self._view_format, self._csv_style)
        else:
            hint = bytes_hint(is_at_hand=self._subject.kept(self._chosen_request) is not None)
        self.query_one("#hint", Static).update(hint)
        incomplete = self.query_one("#incomplete", Static)
        incomplete.display = self._is_incomplete
        incomplete.update("INCOMPLETE: the answer broke off; there may be more rows.")

    # What is done

    def action_export(self) -> None:
        """Write the file unless one of that name exists."""
        after_typing(self, partial(self._start, overwrite=False))

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
        self.app.push_screen(CopyAsScreen(self._subject.client, self._chosen_request))

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
        ending, chosen = typed_path(text).suffix.removeprefix(".").lower(), self._chosen_ending
        if ending in _ENDINGS and ending != chosen:
            self._say(
                f"The file is called .{ending}, and what is chosen is {chosen}. Choose {ending}, or call it .{chosen}."
            )
            return
        self.query_one("#hint", Static).update("Exporting… · esc cancels")
        self._work = self._chosen_work()
        order = ExportOrder(typed_path(text), overwrite, has_side_file=self._is_on("#side-file"))
        run_in_background(partial(export, self._work, order, self.post_message), "export")

    def _chosen_work(self) -> ExportWork:
        rows = self._subject.rows
        if self._is_of_view and rows is not None:
            return ViewExport(rows, self._view_format, self._csv_style)
        return BytesExport(self._subject, self._chosen_request)

    @on(ExportProgressed)
    def _progressed(self, event: ExportProgressed) -> None:
        event.stop()
        if self._work is not None:
            self.query_one("#hint", Static).update(f"{event.pace} · esc cancels")

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
        if isinstance(event.error, TargetExists):
            self._offer_overwrite(offered=True)

    def _say(self, sentence: str) -> None:
        message = self.query_one("#message", Static)
        message.update(visible_line(sentence))
        message.display = True

    def _offer_overwrite(self, *, offered: bool) -> None:
        button = self.query_one("#overwrite", Button)
        if button.display == offered:
            return
        button.display = offered
        if offered:
            button.focus()
        else:
            self.query_one("#message", Static).display = False
