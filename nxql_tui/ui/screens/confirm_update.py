"""Before an update is sent: what it says, where it goes, which objects it would change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import HorizontalGroup, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.cell_display import display_cell, display_width
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import UPDATE
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.screens.sized_screen import SHORT_HEIGHT
from nxql_tui.ui.updates import MatchingFailed, MatchingFound, find_objects
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.visible_text import visible_line, visible_text

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Resize

    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.nxql.matching_select import MatchingSelects
    from nxql_tui.ui.update_terms import UpdateTerms
    from nxql_tui.updates.matching_objects import MatchingObjects
    from nxql_tui.wire.answers import Row
    from nxql_tui.wire.request import QueryRequest


class ConfirmUpdateScreen(ModalScreen["int | None"]):
    """Dismisses with the number of objects that the user has confirmed by typing it, or with None.

    A word could be typed by habit, and keys typed ahead could hold it; the number is known only to who has read it.
    """

    DEFAULT_CSS = """
    ConfirmUpdateScreen { align: center middle; background: transparent; }
    ConfirmUpdateScreen .dialog {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        border: round $error; background: $surface; padding: 0 2;
    }
    ConfirmUpdateScreen Static { height: auto; }
    ConfirmUpdateScreen #statement-box, ConfirmUpdateScreen #objects-box {
        height: auto; background: $panel; padding: 0 1; border-left: blank;
        &:focus { border-left: outer $primary; }
    }
    ConfirmUpdateScreen #statement-box { max-height: 20vh; margin: 0 0 1 0; }
    ConfirmUpdateScreen #objects-box { max-height: 50vh; display: none; }
    ConfirmUpdateScreen .row { height: 1; margin-top: 1; display: none; }
    ConfirmUpdateScreen.-short .row, ConfirmUpdateScreen.-short .buttons { margin-top: 0; }
    ConfirmUpdateScreen.-short #statement-box { margin: 0; }
    ConfirmUpdateScreen .row Label { width: auto; padding-right: 1; }
    ConfirmUpdateScreen Input { width: 16; background: $field; }
    ConfirmUpdateScreen .hint { color: $foreground-muted; display: none; &.-wrong { color: $text-error; } }
    ConfirmUpdateScreen .buttons { height: 1; align-horizontal: right; margin-top: 1; }
    ConfirmUpdateScreen Button { margin-left: 2; }
    ConfirmUpdateScreen #send {
        display: none;
        &:disabled {
            color: $foreground-disabled; background: $panel; opacity: 100%; text-opacity: 100%;
            border: none !important;
        }
    }
    ConfirmUpdateScreen.-counted .row, ConfirmUpdateScreen.-counted #send { display: block; }
    ConfirmUpdateScreen.-counted #objects-box, ConfirmUpdateScreen.-counted .hint { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(UPDATE)
    AUTO_FOCUS = "#leave"

    def __init__(
        self,
        client: EngineClient,
        request: QueryRequest,
        selects: MatchingSelects,
        statement: str,
        terms: UpdateTerms,
        spools: Path,
    ) -> None:
        super().__init__()
        self._client = client
        self._request = request
        self._selects = selects
        self._statement = statement
        self._terms = terms
        self._spools = spools
        self._cancellation = Cancellation()
        self._count: int | None = None
        self._is_decided = False

    def compose(self) -> ComposeResult:
        """Where it goes, what it says, the objects, the number to type; the focus stands on Leave."""
        platforms = ", ".join(platform.value for platform in self._request.platforms)
        with VerticalScroll(classes="dialog", can_focus=False) as dialog:
            dialog.border_title = "An update changes the Engine, and nothing takes it back"
            where = f"{self._terms.engine}  as {self._terms.user}, {platforms}"
            yield Static(visible_line(where), id="engine", markup=False)
            with VerticalScroll(id="statement-box"):
                yield Static(visible_text(self._statement.strip()), id="statement", markup=False)
            yield Static("Counting the objects it would change…", id="matching", markup=False)
            with VerticalScroll(id="objects-box"):
                yield Static(id="objects", markup=False)
            with HorizontalGroup(classes="row"):
                yield Label("", id="demand", markup=False)
                yield SteadyInput(compact=True, id="number", max_length=20, disabled=True)
            yield Static(
                "It is sent once, whatever happens; audit.log keeps who sent what.", classes="hint", markup=False
            )
            with HorizontalGroup(classes="buttons"):
                yield Button("Leave", id="leave", compact=True)
                yield Button("Change them", id="send", variant="error", compact=True, disabled=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask which objects they are."""
        self.start_counting()

    def start_counting(self) -> None:
        """Ask beside the screen."""
        run_in_background(
            partial(
                find_objects,
                self._client,
                self._request,
                self._selects,
                self._spools,
                self._cancellation,
                self.post_message,
            ),
            "matching-objects",
        )

    def stop_counting(self) -> None:
        """Nobody wants to know any more."""
        self._cancellation.cancel()

    def on_resize(self, event: Resize) -> None:
        """On a short screen the objects have the blank lines."""
        self.set_class(event.size.height < SHORT_HEIGHT, "-short")

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self.stop_counting()

    @on(MatchingFound)
    def _found(self, event: MatchingFound) -> None:
        event.stop()
        objects = event.objects
        self.show_objects(objects.count, self._sentence(objects), _object_lines(objects))

    def show_objects(self, count: int, sentence: str, lines: Text) -> None:
        """Show what would change, and let the user confirm its number; none is nothing to confirm."""
        matching = self.query_one("#matching", Static)
        if count == 0:
            matching.update(
                f"No object of {visible_line(self._selects.table)} matches: there is nothing to change, "
                "and nothing is sent."
            )
            return
        self._count = count
        matching.update(visible_line(sentence))
        self.query_one("#objects", Static).update(lines)
        self.query_one("#demand", Label).update(f"To send it, type the number of objects, {count}:")
        self.query_one("#send", Button).label = f"Change {count_text(count, 'object')}"
        self.add_class("-counted")
        number = self.query_one("#number", Input)
        number.disabled = False
        number.focus()

    def _sentence(self, objects: MatchingObjects) -> str:
        matching = self.matching_text(objects.count)
        if objects.count > len(objects.sample):
            return f"{matching}. The first {len(objects.sample)}, as they are now:"
        return f"{matching}, which is now:" if objects.count == 1 else f"{matching}, which are now:"

    def matching_text(self, count: int) -> str:
        """`3 objects of device would change`."""
        return f"{count_text(count, 'object')} of {self._selects.table} would change"

    @on(MatchingFailed)
    def _failed(self, event: MatchingFailed) -> None:
        event.stop()
        self.show_uncountable(f"{event.error.what} {event.error.advice}")

    def show_uncountable(self, reason: str) -> None:
        """Say why nothing can be confirmed."""
        text = Text("The objects cannot be counted, so the update is not sent. ", style="bold", end="")
        text.append(visible_line(reason), style="not bold")
        self.query_one("#matching", Static).update(text)

    @on(Input.Changed, "#number")
    def _number_changed(self) -> None:
        self.query_one("#send", Button).disabled = not self._is_confirmed

    @property
    def _is_confirmed(self) -> bool:
        typed = self.query_one("#number", Input).value.strip().replace(",", "")
        return self._count is not None and typed == str(self._count)

    @on(Input.Submitted, "#number")
    @on(Button.Pressed, "#send")
    def _send(self, event: Input.Submitted | Button.Pressed) -> None:
        event.stop()
        if self._is_confirmed:
            self._decide(self._count)
            return
        typed = self.query_one("#number", Input).value
        said = f"'{visible_line(typed)}' is not the number." if typed.strip() else "No number is typed."
        hint = self.query_one(".hint", Static)
        leave = with_keys(self.app, ", or {update.leave} to leave")
        hint.update(f"{said} Type {self._count} to send it once{leave}.")
        hint.add_class("-wrong")

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Send nothing and go back."""
        self._decide(None)

    def _decide(self, objects: int | None) -> None:
        # A second key may come before the screen is gone.
        if not self._is_decided:
            self._is_decided = True
            self.stop_counting()
            self.dismiss(objects)


def _object_lines(objects: MatchingObjects) -> Text:
    """The sample as a small table."""
    # A row that came before a later one brought a new column is shorter.
    padded = ((*row, *[None] * (len(objects.columns) - len(row))) for row in objects.sample)
    rows: list[Row] = [objects.columns, *padded]
    widths = [max(display_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    lines[0].stylize("bold")
    return Text("\n", no_wrap=True, end="").join(lines)


def _line(row: Row, widths: list[int]) -> Text:
    line = Text(no_wrap=True, end="")
    for cell, width in zip(row, widths, strict=True):
        shown = display_cell(cell, width)
        shown.pad_right(width + 2 - shown.cell_len)
        line.append_text(shown)
    return line
