"""What can be exported, as what, and whereto."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.containers import HorizontalGroup, VerticalGroup
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from nxql_tui.results.view import View
from nxql_tui.results.view_export.formats import CsvStyle, ViewFormat
from nxql_tui.results.view_export.provenance import SIDE_FILE_ENDING
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.export_hints import bytes_hint, engine_files_hint, view_hint
from nxql_tui.ui.export_name import fitting_name
from nxql_tui.ui.exports import (
    RowsCounted,
    count_rows,
)
from nxql_tui.ui.path_suggester import PathSuggester, short_path
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.screens.patient_screen import PatientScreen
from nxql_tui.ui.screens.sized_screen import LOW_BREAKPOINTS, NARROW_BREAKPOINTS
from nxql_tui.ui.widgets.choice_line import ChoiceLine
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.ui.widgets.toggle import Toggle
from nxql_tui.ui.widgets.wrapped_choice import WrappedChoice
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nxql_tui.ui.export_work import ExportSubject
    from nxql_tui.wire.request import QueryRequest

_ENGINES_BYTES = "The Engine's answer, byte for byte"
_EACH_ENGINE = "Each Engine's answer, a file each"
_THIS_VIEW = "This view"


class ExportChoices(ModalScreen[str | None], PatientScreen[str | None]):
    """Shows only what can be chosen now, and what follows from it; writes nothing."""

    DEFAULT_CSS = """
    ExportChoices { align: center middle; background: transparent; }
    ExportChoices .dialog { width: 80; max-width: 100%; border: round $primary; background: $surface; padding: 0 2; }
    ExportChoices .row { margin-top: 1; }
    ExportChoices .row Label { width: 6; color: $foreground-muted; }
    ExportChoices .row Toggle { margin-right: 3; }
    ExportChoices Input { width: 1fr; background: $field; }
    ExportChoices .hint { padding-left: 6; color: $foreground-muted; height: auto; }
    ExportChoices #incomplete { color: $text-warning; text-style: bold; }
    ExportChoices #message { height: auto; display: none; padding: 0 1; margin-left: 6; border-left: outer $error; }
    ExportChoices .buttons { height: 1; margin-top: 1; align-horizontal: right; }
    ExportChoices .buttons Label { width: 1fr; }
    ExportChoices Button { min-width: 10; margin-left: 1; }
    ExportChoices #overwrite { display: none; }
    ExportChoices WrappedChoice:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    ExportChoices .switches { width: 1fr; }
    ExportChoices.-narrow .switches { layout: vertical; }
    ExportChoices.-low .row, ExportChoices.-low .buttons { margin-top: 0; }
    """

    HORIZONTAL_BREAKPOINTS = NARROW_BREAKPOINTS
    VERTICAL_BREAKPOINTS = LOW_BREAKPOINTS

    def __init__(self, subject: ExportSubject) -> None:
        super().__init__()
        self._subject = subject

    def compose(self) -> ComposeResult:
        """What, as what, with what, whereto, and what came of it."""
        with VerticalGroup(classes="dialog") as dialog:
            dialog.border_title = "Export"
            with HorizontalGroup(classes="row"):
                yield Label("What")
                what = self._choices_of_what()
                yield WrappedChoice(what, what[0], id="what")
            with HorizontalGroup(classes="row"):
                yield Label("As")
                yield WrappedChoice(tuple(Format), Format.CSV, id="format")
                yield WrappedChoice(tuple(ViewFormat), ViewFormat.CSV, id="view-format")
            with HorizontalGroup(classes="row"):
                yield Label("With")
                with HorizontalGroup(classes="switches"):
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
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what fits the first choice, and count the rows of the view."""
        rows = self._subject.rows
        if rows is not None and rows.view != View():
            # Who has filtered, sorted or hidden something means what they see.
            self.query_one("#what", ChoiceLine).value = _THIS_VIEW
        self._name_fittingly()
        self._show_fitting()
        if self._subject.rows is not None:
            run_in_background(partial(count_rows, self._subject.rows, self.post_message), "count")

    # What is chosen

    def _choices_of_what(self) -> tuple[str, ...]:
        has_rows = self._subject.rows is not None
        if self._subject.fleet is not None:
            # Who asks many wants their rows together, as a rule.
            return (_THIS_VIEW, _EACH_ENGINE) if has_rows else (_EACH_ENGINE,)
        return (_ENGINES_BYTES, _THIS_VIEW) if has_rows else (_ENGINES_BYTES,)

    @property
    def _is_folder(self) -> bool:
        """Whether a folder is written, with a file for each Engine."""
        return self._subject.fleet is not None and not self._is_of_view

    @property
    def _is_of_view(self) -> bool:
        # The name of a view grows by the number of its rows.
        return self.query_one("#what", ChoiceLine).value not in (_ENGINES_BYTES, _EACH_ENGINE)

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
        name = self._subject.suggested_name
        was_at_end = path.cursor_position >= len(path.value)
        path.value = fitting_name(path.value, name, self._chosen_ending, is_incomplete=self._is_incomplete)
        if was_at_end:
            # Who goes on typing goes on behind the name.
            path.cursor_position = len(path.value)

    @property
    def _chosen_ending(self) -> str:
        if self._is_folder:
            return ""
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
            ("#side-file", not self._is_folder),
        ):
            self.query_one(selector).display = is_shown
        self.query_one("#export-formatted", Toggle).disabled = self._format is Format.JSON
        self._show_hints()

    def _show_hints(self) -> None:
        if self._is_folder:
            place = "a new folder; its manifest.json tells the query, time and Engines"
        elif self._is_on("#side-file"):
            place = f"and beside it a file {SIDE_FILE_ENDING} that tells the query, Engine and time"
        else:
            place = f"in {visible_line(short_path(Path.cwd()))}; → completes a path"
        self.query_one("#place", Static).update(place)
        self._show_hint()
        incomplete = self.query_one("#incomplete", Static)
        incomplete.display = self._is_incomplete
        incomplete.update("INCOMPLETE: the answer broke off; there may be more rows.")

    def _show_hint(self) -> None:
        hint = view_hint(self._view_format, self._csv_style) if self._is_of_view else self._bytes_hint()
        self.query_one("#hint", Static).update(hint)

    def _bytes_hint(self) -> str:
        request, fleet = self._chosen_request, self._subject.fleet
        if fleet is not None:
            return engine_files_hint(len(fleet.fleet.engines), is_at_hand=bool(fleet.kept_for(request)))
        return bytes_hint(is_at_hand=self._subject.kept(request) is not None)

    # What is said

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
