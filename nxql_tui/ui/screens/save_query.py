"""The dialog that keeps the query of a tab under a name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import HorizontalGroup, VerticalGroup, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, Label, Static

from nxql_tui.library.errors import QueryExists
from nxql_tui.library.saved_query import SavedParameter, SavedQuery
from nxql_tui.nxql.comments import strip_comments
from nxql_tui.nxql.placeholders import find_placeholders
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import SAVE_QUERY
from nxql_tui.ui.saved_work import QuerySaved, SavedFailed, SavedRead, read_saved, save_query
from nxql_tui.ui.screens.patient_screen import PatientScreen
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.saved_parameter_line import SavedParameterLine
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.request import DEFAULT_PLATFORMS

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.library.drafts import Draft
    from nxql_tui.library.saved_queries import SavedQueries


class SaveQueryScreen(ModalScreen[SavedQuery | None], PatientScreen[SavedQuery | None]):
    """Returns the query as it was saved, or None when it was not."""

    DEFAULT_CSS = """
    SaveQueryScreen { align: center middle; background: transparent; }
    SaveQueryScreen .dialog {
        width: 76; max-width: 100%; max-height: 1fr; border: round $primary; background: $surface; padding: 0 2;
    }
    SaveQueryScreen .row { height: 1; }
    SaveQueryScreen .row Label { width: 13; color: $foreground-muted; }
    SaveQueryScreen .row Input { width: 1fr; background: $field; }
    SaveQueryScreen #parameters { height: auto; max-height: 8; margin-top: 1; scrollbar-size: 1 1; }
    SaveQueryScreen .heading { height: 1; padding-right: 10; }
    SaveQueryScreen .heading Label { width: 1fr; padding-right: 2; color: $foreground-muted; }
    SaveQueryScreen .heading Label:first-child { width: 13; }
    SaveQueryScreen #message { height: auto; display: none; padding: 0 1; margin-top: 1; border-left: outer $error; }
    SaveQueryScreen .buttons { height: 1; margin-top: 1; align-horizontal: right; }
    SaveQueryScreen Button { margin-left: 2; }
    SaveQueryScreen #replace { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(SAVE_QUERY)
    AUTO_FOCUS = "#name"

    def __init__(self, draft: Draft, saved: SavedQueries) -> None:
        """Make the dialog.

        Args:
            draft: What is saved: the text as it stands with its comments, and the platforms.
            saved: Where it is saved. A query there that is called as the tab lends what it says.
        """
        super().__init__()
        self._draft = draft
        self._saved = saved
        self._known: SavedQuery | None = None
        self._is_saving = False

    def compose(self) -> ComposeResult:
        """What the query is called, what is said about it and its placeholders, and what came of it."""
        with VerticalGroup(classes="dialog") as dialog:
            dialog.border_title = "Save the query"
            yield from self._row("Name", "name", self._draft.name, "what it is opened by")
            yield from self._row("Title", "title", "", "one line on what it tells")
            yield from self._row("Description", "description", "", "what to know about it")
            yield from self._row("Group", "group", "", "listed together; → completes")
            numbers = find_placeholders(strip_comments(self._draft.text))
            with VerticalScroll(id="parameters", can_focus=False) as parameters:
                parameters.display = bool(numbers)
                with HorizontalGroup(classes="heading"):
                    yield Label("Parameters")
                    yield Label("Label")
                    yield Label("Default")
                for number in numbers:
                    yield SavedParameterLine(number, self._draft.parameters.get(number, ""))
            yield Static(id="message", markup=False)
            with HorizontalGroup(classes="buttons"):
                yield Button("Replace", id="replace", variant="warning", compact=True)
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Close", id="close", compact=True)
        yield KeyLine()

    def _row(self, label: str, name: str, value: str, hint: str) -> ComposeResult:
        with HorizontalGroup(classes="row"):
            yield Label(label)
            yield SteadyInput(value, placeholder=hint, compact=True, id=name, select_on_focus=False)

    def on_mount(self) -> None:
        """Look for what is known of the query, and for the groups there are."""
        run_in_background(partial(read_saved, self._saved, self.post_message), "read-saved-queries")

    def _input(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)

    @on(SavedRead)
    def _saved_read(self, event: SavedRead) -> None:
        """Fill in what is known; what has been typed meanwhile stays."""
        queries = event.found.queries
        groups = sorted({query.group for query in queries if query.group})
        self._input("group").suggester = SuggestFromList(groups, case_sensitive=False)
        known = next((query for query in queries if query.name == self._draft.name), None)
        if known is None:
            return
        self._known = known
        for name in ("title", "description", "group"):
            field = self._input(name)
            field.value = field.value or _one_line(getattr(known, name))
        parameters = {parameter.number: parameter for parameter in known.parameters}
        for line in self.query(SavedParameterLine):
            if line.number in parameters:
                line.fill(parameters[line.number])

    @property
    def _query(self) -> SavedQuery:
        known = self._known
        description = self._input("description").value.strip()
        if known is not None and description == _one_line(known.description):
            description = known.description
        parameters = (line.parameter for line in self.query(SavedParameterLine))
        return SavedQuery(
            name=self._input("name").value.strip(),
            text=self._draft.text,
            title=self._input("title").value.strip(),
            description=description,
            group=self._input("group").value.strip(),
            platforms=self._draft.switches.platforms or DEFAULT_PLATFORMS,
            parameters=tuple(said for said in parameters if said != SavedParameter(said.number)),
        )

    def action_save(self) -> None:
        """Save unless a query of that name exists."""
        self._start(overwrite=False)

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    def _save_pressed(self) -> None:
        self._start(overwrite=False)

    @on(Button.Pressed, "#replace")
    def _replace_pressed(self) -> None:
        self._start(overwrite=True)

    @on(Button.Pressed, "#close")
    def action_leave(self) -> None:
        """Close without saving."""
        self.dismiss(None)

    @on(Input.Changed, "#name")
    def _name_changed(self) -> None:
        self._offer_to_replace(offered=False)

    def _start(self, *, overwrite: bool) -> None:
        if self._is_saving:
            return
        self._is_saving = True
        self._offer_to_replace(offered=False)
        work = partial(save_query, self._saved, self._query, self.post_message, overwrite=overwrite)
        run_in_background(work, "save-query")

    @on(QuerySaved)
    def _saved_query(self, event: QuerySaved) -> None:
        event.stop()
        self.dismiss(event.query)

    @on(SavedFailed)
    def _failed(self, event: SavedFailed) -> None:
        event.stop()
        self._is_saving = False
        message = self.query_one("#message", Static)
        message.update(visible_line(str(event.error)))
        message.display = True
        if isinstance(event.error, QueryExists):
            self._offer_to_replace(offered=True)

    def _offer_to_replace(self, *, offered: bool) -> None:
        button = self.query_one("#replace", Button)
        button.display = offered
        if offered:
            button.focus()
        else:
            self.query_one("#message", Static).display = False


def _one_line(text: str) -> str:
    return " ".join(text.split())
