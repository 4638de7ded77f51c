"""What to copy of an answer, as what, and to where."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from nxql_tui.nxql.cell_literals import NoLiteralError
from nxql_tui.results.copying import CopyForm
from nxql_tui.results.errors import ResultError
from nxql_tui.results.stopping import Stop
from nxql_tui.target_files import TargetExists
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.cell_copying import CellsWritten, CopyingFailed, Extent, preview, write_cells
from nxql_tui.ui.clipboard import CopyingError, send_to_clipboard, sent_sentence
from nxql_tui.ui.export_name import suggested_name
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import COPY_CELLS
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.path_suggester import PathSuggester, short_path, typed_path
from nxql_tui.ui.screens.patient_screen import PatientScreen
from nxql_tui.ui.widgets.choice_line import ChoiceLine
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.visible_text import visible_line, visible_text

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.ui.cell_copying import CopySource

_TERMINAL, _FILE = "terminal", "file"
_ENDINGS = {CopyForm.TSV: "tsv", CopyForm.JSON: "json", CopyForm.NXQL: "nxql"}
_LINES = 7
_LINE_WIDTH = 400
"""Characters of a line that are looked at: more do not fit."""


class CopyCellsScreen(ModalScreen[str], PatientScreen[str]):
    """Dismisses with a sentence of what was done, or an empty one."""

    DEFAULT_CSS = """
    CopyCellsScreen { align: center middle; background: transparent; }
    CopyCellsScreen .dialog {
        width: 76; max-width: 100%; border: round $primary; background: $surface; padding: 0 1;
    }
    CopyCellsScreen HorizontalGroup { height: 1; }
    CopyCellsScreen Label { width: 6; color: $foreground-muted; }
    CopyCellsScreen #file-line { display: none; }
    CopyCellsScreen Input { width: 1fr; background: $field; }
    CopyCellsScreen #copied { height: 7; border-left: solid $panel; padding: 0 1; margin: 1 0 0 0;
        text-wrap: nowrap; text-overflow: ellipsis; }
    CopyCellsScreen #message { height: auto; max-height: 4; display: none; padding: 0 1; border-left: outer $error; }
    CopyCellsScreen Button { min-width: 10; margin-left: 2; }
    CopyCellsScreen #overwrite-line { display: none; align-horizontal: right; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(COPY_CELLS)
    AUTO_FOCUS = "#extent"

    def __init__(self, source: CopySource) -> None:
        super().__init__()
        self._source = source
        self._stop = Stop()

    def compose(self) -> ComposeResult:
        """Three choices above what they make of the answer."""
        with VerticalGroup(classes="dialog") as dialog:
            dialog.border_title = "Copy"
            dialog.border_subtitle = Content(
                with_keys(self.app, "↑↓ ←→ choose · {copy_cells.copy} copies · {copy_cells.leave} leaves")
            )
            with HorizontalGroup():
                yield Label("What")
                yield ChoiceLine(tuple(self._source.extents), id="extent")
            with HorizontalGroup():
                yield Label("As")
                yield ChoiceLine(tuple(CopyForm), id="form")
            with HorizontalGroup():
                yield Label("To")
                yield ChoiceLine((_TERMINAL, _FILE), id="target")
            with HorizontalGroup(id="file-line"):
                yield Label("File")
                yield SteadyInput(compact=True, id="path", suggester=PathSuggester(), select_on_focus=False)
            yield Static(id="copied", markup=False)
            yield Static(id="message", markup=False)
            with HorizontalGroup(id="overwrite-line"):
                yield Button("Overwrite", id="overwrite", variant="warning", compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin with the marked rows, where there are some, else with the cell."""
        if self._source.marked:
            self.query_one("#extent", ChoiceLine).value = Extent.MARKED
        name = suggested_name(self._source.place.result_set.query)
        self.query_one("#path", Input).value = f"{name}.{_ENDINGS[self._form]}"
        self._show()

    @property
    def _extent(self) -> Extent:
        return Extent(self.query_one("#extent", ChoiceLine).value)

    @property
    def _form(self) -> CopyForm:
        return CopyForm(self.query_one("#form", ChoiceLine).value)

    @property
    def _to_file(self) -> bool:
        return self.query_one("#target", ChoiceLine).value == _FILE

    @on(ChoiceLine.Changed)
    def _show(self) -> None:
        self.query_one("#file-line").display = self._to_file
        self._keep_ending()
        self._hide_message()
        try:
            text = preview(self._source, self._extent, self._form, 2 * _LINES)
        except NoLiteralError as error:
            text = ""
            self._say(str(error))
        lines = [visible_text(line[:_LINE_WIDTH]) for line in text.split("\n")[: _LINES + 1]]
        self.query_one("#copied", Static).update(
            "\n".join(lines if len(lines) <= _LINES else [*lines[: _LINES - 1], "…"])
        )

    def _keep_ending(self) -> None:
        """The ending follows the form unless the user gave another one."""
        path = self.query_one("#path", Input)
        stem, ending = os.path.splitext(path.value)  # noqa: PTH122  a Path would lose what the user typed, as in `./x`
        if ending.removeprefix(".") in _ENDINGS.values():
            path.value = f"{stem}.{_ENDINGS[self._form]}"

    def action_move(self, step: int) -> None:
        """Go to the line above or below."""
        if step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    # Copying

    def action_copy(self) -> None:
        """Copy what is chosen."""
        self._copy(overwrite=self.query_one("#overwrite").has_focus)

    @on(Button.Pressed, "#overwrite")
    def _overwrite(self) -> None:
        self._copy(overwrite=True)

    def _copy(self, *, overwrite: bool) -> None:
        typed = self.query_one("#path", Input).value.strip()
        if self._to_file and not typed:
            self._say("The path is empty. Type where the file is to go.")
            return
        path = typed_path(typed) if self._to_file else None
        source, extent, form, stop = self._source, self._extent, self._form, self._stop
        self._say(f"Copying…{with_keys(self.app, ' {copy_cells.leave} stops it.')}")

        def work() -> None:
            outcome = write_cells(source, extent, form, path, stop, overwrite=overwrite)
            if not stop.is_called:
                self.post_message(outcome)

        run_in_background(work, "copy-cells")

    @on(CellsWritten)
    def _written(self, event: CellsWritten) -> None:
        what = f"{self._extent.value.capitalize()} as {self._form.value}"
        if event.path is not None:
            self.dismiss(f"{what}: written to {short_path(event.path)}")
            return
        try:
            send_to_clipboard(self.app, event.text)
        except CopyingError as error:
            self._say(str(error))
            self.query_one("#target", ChoiceLine).focus()
        else:
            self.dismiss(f"{what}: {sent_sentence(os.environ)}")

    @on(CopyingFailed)
    def _failed(self, event: CopyingFailed) -> None:
        error = event.error
        self._say(f"{error.what} {error.advice}" if isinstance(error, ResultError) else str(error))
        if isinstance(error, TargetExists):
            self.query_one("#overwrite-line").display = True
            self.query_one("#overwrite").focus()

    # Saying what went wrong

    def _say(self, sentence: str) -> None:
        message = self.query_one("#message", Static)
        message.update(visible_line(sentence))
        message.display = True

    @on(Input.Changed)
    def _hide_message(self) -> None:
        self.query_one("#message").display = False
        if self.query_one("#overwrite").has_focus:
            self.query_one("#path").focus()
        self.query_one("#overwrite-line").display = False

    def action_leave(self) -> None:
        """Copy nothing."""
        self._stop()
        self.dismiss("")
