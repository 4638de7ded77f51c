"""The question written for another tool, to be copied or kept in a file; nobody is asked anything."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, HorizontalGroup, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, OptionList, Static

from nxql_tui.client.recipe_subject import recipe_subject
from nxql_tui.target_files import TargetError, TargetExists, write_target
from nxql_tui.ui.clipboard import CopyingError, send_to_clipboard, sent_sentence
from nxql_tui.ui.export_name import suggested_name
from nxql_tui.ui.keymap.choices import TOOL_LIST
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import COPY_AS
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.path_suggester import PathSuggester, short_path, typed_path
from nxql_tui.ui.recipe_tools import TOOLS, Tool
from nxql_tui.ui.widgets.choice_line import ChoiceLine
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.ui.widgets.toggle import Toggle
from nxql_tui.visible_text import visible_line, visible_text
from nxql_tui.wire.recipes.recipe import RecipeError, is_update, write_recipe
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.wire.request import QueryRequest

NO_UPDATES = "This is an update, and this connection does not allow updates."

_ENDINGS = frozenset(tool.ending for tool in TOOLS)


class ToolList(OptionList, inherit_bindings=False):
    """The tools; enter is left to the dialog, so that a click only looks."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(TOOL_LIST)


class CopyAsScreen(ModalScreen[None]):
    """A tool on the left, what it would be given on the right."""

    DEFAULT_CSS = """
    CopyAsScreen { align: center middle; background: transparent; }
    CopyAsScreen .dialog {
        width: 100%; max-width: 110; height: 1fr; max-height: 34;
        border: round $primary; background: $surface; padding: 0 1;
    }
    CopyAsScreen .content { height: 1fr; }
    CopyAsScreen ToolList {
        width: 15; height: 1fr; border: none; padding: 0; background: $surface; scrollbar-size: 1 1;
        &:focus { border: none; }
    }
    CopyAsScreen #preview-scroll {
        width: 1fr; height: 1fr; padding: 0 0 0 1; border-left: solid $panel; scrollbar-size: 1 1;
        &:focus { border-left: outer $primary; }
    }
    CopyAsScreen #preview { height: auto; }
    CopyAsScreen #preview.-refused { color: $text-warning; }
    CopyAsScreen .row { height: 1; }
    CopyAsScreen .row Label { width: 5; color: $foreground-muted; }
    CopyAsScreen Toggle { margin-left: 2; }
    CopyAsScreen Input { width: 1fr; background: $field; }
    CopyAsScreen #remark { height: 1; color: $foreground-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    CopyAsScreen #message { height: auto; max-height: 3; display: none; padding: 0 1; border-left: outer $success; }
    CopyAsScreen #message.-error { border-left: outer $error; }
    CopyAsScreen .buttons { height: 1; align-horizontal: right; }
    CopyAsScreen Button { min-width: 10; margin-left: 2; }
    CopyAsScreen #overwrite { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(COPY_AS)
    AUTO_FOCUS = "#tools"

    def __init__(
        self, client: EngineClient, request: QueryRequest, *, allows_updates: bool = False, engine: str = ""
    ) -> None:
        """Make a dialog.

        Args:
            client: Who would be asked, by whom, and whose certificate is trusted; it is not asked.
            request: The question; format and Formatted can be changed in the dialog.
            allows_updates: Whether the connection lets an update be written.
            engine: What a fleet calls the Engine; empty where it is the only one.
        """
        super().__init__()
        self._engine = engine
        self._client = client
        self._request = request
        self._is_refused = is_update(request) and not allows_updates

    def compose(self) -> ComposeResult:
        """Tools and text above what the text depends on."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Copy the question as…")
            if self._engine:
                dialog.border_subtitle = Content(f"for {visible_line(self._engine)}, one of several")
            with Horizontal(classes="content"):
                yield ToolList(*(Content(tool.label) for tool in TOOLS), id="tools", markup=False)
                with VerticalScroll(id="preview-scroll"):
                    yield Static(id="preview", markup=False)
            yield Static(id="remark", markup=False)
            with HorizontalGroup(classes="row"):
                yield Label("As")
                yield ChoiceLine(tuple(Format), id="format")
                yield Toggle("Formatted", self._request.human_readable, id="copy-formatted")
            with HorizontalGroup(classes="row"):
                yield Label("File")
                yield SteadyInput(
                    f"{suggested_name(self._request.query)}.{TOOLS[0].ending}",
                    compact=True,
                    id="path",
                    suggester=PathSuggester(),
                    select_on_focus=False,
                )
            yield Static(id="message", markup=False)
            with HorizontalGroup(classes="buttons"):
                yield Button("Copy", id="copy", variant="primary", compact=True)
                yield Button("Overwrite", id="overwrite", variant="warning", compact=True)
                yield Button("Write file", id="write", compact=True)
                yield Button("Close", id="close", compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the first tool, in the format of the question."""
        self.query_one("#format", ChoiceLine).value = self._request.format.value
        self.query_one(ToolList).highlighted = 0

    # What is shown

    @property
    def _tool(self) -> Tool:
        return TOOLS[self.query_one(ToolList).highlighted or 0]

    def _text(self) -> str:
        """What the highlighted tool is given.

        Raises:
            RecipeError: It cannot be given this question.
        """
        if self._is_refused:
            raise RecipeError(NO_UPDATES)
        chosen = Format(self.query_one("#format", ChoiceLine).value)
        formatted = self.query_one("#copy-formatted", Toggle).value and chosen is not Format.JSON
        request = replace(self._request, format=chosen, human_readable=formatted)
        return write_recipe(self._tool.recipe, recipe_subject(self._client, request))

    @on(OptionList.OptionHighlighted)
    def _tool_changed(self) -> None:
        """The ending follows the tool unless the user gave another one."""
        path = self.query_one("#path", Input)
        stem, ending = os.path.splitext(path.value)  # noqa: PTH122  a Path would lose what the user typed, as in `./x`
        if ending.removeprefix(".") in _ENDINGS:
            path.value = f"{stem}.{self._tool.ending}"
        self.query_one("#remark", Static).update(self._tool.remark)
        self._show()

    @on(ChoiceLine.Changed)
    @on(Toggle.Changed)
    def _show(self) -> None:
        formatted = self.query_one("#copy-formatted", Toggle)
        formatted.disabled = self.query_one("#format", ChoiceLine).value == Format.JSON
        preview = self.query_one("#preview", Static)
        try:
            text = self._text()
        except RecipeError as error:
            text = str(error)
            preview.add_class("-refused")
        else:
            preview.remove_class("-refused")
        preview.update(Content(visible_text(text)))
        self.query_one("#preview-scroll").scroll_home(animate=False)
        self._hide_message()

    def action_turn(self, pages: int) -> None:
        """Scroll the text by its height."""
        scroll = self.query_one("#preview-scroll")
        scroll.scroll_relative(y=pages * max(1, scroll.scrollable_content_region.height - 1), animate=False)

    # Copying

    @on(Button.Pressed, "#copy")
    def action_copy(self) -> None:
        """Copy the text through the terminal."""
        try:
            text = self._text()
        except RecipeError as error:
            self._say(str(error), is_error=True)
        else:
            self._send(text)

    def _send(self, text: str) -> None:
        try:
            send_to_clipboard(self.app, text)
        except CopyingError as error:
            self._say(str(error), is_error=True)
        else:
            instead = with_keys(self.app, " {copy_as.write} writes a file instead.")
            self._say(f"{self._tool.label}: {sent_sentence(os.environ)}.{instead}")

    # Writing a file

    def action_write(self) -> None:
        """Write the file unless one of that name exists."""
        self._write(overwrite=False)

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#write")
    def _write_pressed(self) -> None:
        self._write(overwrite=False)

    @on(Button.Pressed, "#overwrite")
    def _overwrite_pressed(self) -> None:
        self._write(overwrite=True)

    def _write(self, *, overwrite: bool) -> None:
        typed = self.query_one("#path", Input).value.strip()
        if not typed:
            self._say("The path is empty. Type where the file is to go.", is_error=True)
            return
        path = typed_path(typed)
        try:
            write_target(f"{self._text()}\n", path, overwrite=overwrite)
        except (RecipeError, TargetError) as error:
            self._say(str(error), is_error=True)
            self._offer_overwrite(offered=isinstance(error, TargetExists))
        else:
            self._offer_overwrite(offered=False)
            self._say(f"{self._tool.label}: written to {short_path(path)}")

    @on(Input.Changed, "#path")
    def _path_changed(self) -> None:
        self._hide_message()

    def _offer_overwrite(self, *, offered: bool) -> None:
        button = self.query_one("#overwrite", Button)
        if button.display == offered:
            return
        had_focus = button.has_focus
        button.display = offered
        if offered:
            button.focus()
        elif had_focus:
            self.query_one("#path").focus()

    # Saying how it went

    def _say(self, sentence: str, *, is_error: bool = False) -> None:
        message = self.query_one("#message", Static)
        message.update(visible_line(sentence))
        message.set_class(is_error, "-error")
        message.display = True

    def _hide_message(self) -> None:
        self.query_one("#message", Static).display = False
        self._offer_overwrite(offered=False)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Go back to where the dialog was opened."""
        self.dismiss(None)
