"""The export dialog: the Engine is asked again in the chosen format and its bytes are written unchanged."""

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

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.client.export import TargetExists
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.exports import ExportFailed, ExportFinished, ExportProgressed, export
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import EXPORT
from nxql_tui.ui.path_suggester import PathSuggester, short_path, typed_path
from nxql_tui.ui.quantities import seconds_text, size_text
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

    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.wire.request import QueryRequest


class ExportScreen(ModalScreen[str | None]):
    """Returns a sentence on the file written, or None when there is none."""

    DEFAULT_CSS = """
    ExportScreen { align: center middle; background: transparent; }
    ExportScreen .dialog { width: 76; max-width: 100%; border: round $primary; background: $surface; padding: 0 2; }
    ExportScreen .row { height: 1; margin-top: 1; }
    ExportScreen .row Label { width: 8; color: $foreground 80%; }
    ExportScreen Toggle { margin-left: 4; }
    ExportScreen Input { width: 1fr; background: $panel; }
    ExportScreen .hint { padding-left: 8; color: $foreground 60%; height: auto; }
    ExportScreen #message { height: auto; display: none; padding: 0 1; margin-left: 8; border-left: outer $error; }
    ExportScreen .buttons { height: 1; margin-top: 1; align-horizontal: right; }
    ExportScreen .buttons Label { width: 1fr; }
    ExportScreen Button { min-width: 10; margin-left: 1; }
    ExportScreen #overwrite { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(EXPORT)
    AUTO_FOCUS = "#path"

    def __init__(self, client: EngineClient, request: QueryRequest, suggested_name: str) -> None:
        super().__init__()
        self._client = client
        self._request = request
        self._suggested_name = suggested_name
        self._cancellation: Cancellation | None = None

    def compose(self) -> ComposeResult:
        """Format, Formatted, path, and what came of it."""
        with VerticalGroup(classes="dialog") as dialog:
            dialog.border_title = "Export the Engine's answer, byte for byte"
            with HorizontalGroup(classes="row"):
                yield Label("As")
                yield ChoiceLine(tuple(Format), id="format")
                yield Toggle("Formatted", self._request.human_readable, id="export-formatted")
            with HorizontalGroup(classes="row"):
                yield Label("To")
                yield SteadyInput(
                    f"{self._suggested_name}.{Format.CSV.value}",
                    compact=True,
                    id="path",
                    suggester=PathSuggester(),
                    select_on_focus=False,
                )
            yield Static(f"in {visible_line(short_path(Path.cwd()))}; → completes a path", classes="hint", markup=False)
            yield Static(id="message", markup=False)
            with HorizontalGroup(classes="buttons"):
                yield Label("", id="export-progress")
                yield Button("Overwrite", id="overwrite", variant="warning", compact=True)
                yield Button("Export", id="export", variant="primary", compact=True)
                yield Button("Copy as…", id="copy-as", compact=True)
                yield Button("Close", id="close", compact=True)
        yield Footer(compact=True)

    @property
    def _format(self) -> Format:
        return Format(self.query_one("#format", ChoiceLine).value)

    @property
    def _chosen_request(self) -> QueryRequest:
        chosen = self._format
        formatted = self.query_one("#export-formatted", Toggle).value and chosen is not Format.JSON
        return replace(self._request, format=chosen, human_readable=formatted)

    @on(ChoiceLine.Changed)
    def _format_changed(self) -> None:
        """The ending follows the format unless the user gave another one; json knows no Formatted."""
        path = self.query_one("#path", Input)
        stem, ending = os.path.splitext(path.value)  # noqa: PTH122  a Path would lose what the user typed, as in `./x`
        if ending.removeprefix(".") in set(Format):
            path.value = f"{stem}.{self._format.value}"
        formatted = self.query_one("#export-formatted", Toggle)
        formatted.disabled = self._format is Format.JSON
        self._offer_overwrite(offered=False)

    @on(Input.Changed, "#path")
    def _path_changed(self) -> None:
        self._offer_overwrite(offered=False)

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
        self.app.push_screen(CopyAsScreen(self._client, self._chosen_request))

    @on(Button.Pressed, "#close")
    def _close_pressed(self) -> None:
        self.action_close()

    def action_close(self) -> None:
        """Stop the export under way, or close the dialog."""
        if self._cancellation is not None:
            self._cancellation.cancel()
        else:
            self.dismiss(None)

    def _start(self, *, overwrite: bool) -> None:
        if self._cancellation is not None:
            return
        text = self.query_one("#path", Input).value.strip()
        if not text:
            self._say("The path is empty. Type where the file is to go.")
            return
        self._offer_overwrite(offered=False)
        self.query_one("#export-progress", Label).update("Exporting…")
        self._cancellation = Cancellation()
        run_in_background(
            partial(
                export,
                self._client,
                self._chosen_request,
                typed_path(text),
                self._cancellation,
                self.post_message,
                overwrite=overwrite,
            ),
            "export",
        )

    @on(ExportProgressed)
    def _progressed(self, event: ExportProgressed) -> None:
        event.stop()
        if self._cancellation is not None:
            facts = f"Exporting… {size_text(event.progress.bytes_received)}, {seconds_text(event.progress.seconds)}"
            self.query_one("#export-progress", Label).update(f"{facts} · esc cancels")

    @on(ExportFinished)
    def _finished(self, event: ExportFinished) -> None:
        event.stop()
        self._cancellation = None
        self.dismiss(f"Wrote {size_text(event.answer.size)} to {short_path(event.path)}")

    @on(ExportFailed)
    def _failed(self, event: ExportFailed) -> None:
        event.stop()
        self._cancellation = None
        self.query_one("#export-progress", Label).update("")
        if isinstance(event.error, QuestionCancelled):
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
