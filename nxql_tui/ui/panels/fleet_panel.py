"""The Engines of a fleet, a line each: how far, how many rows, how long, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import OptionList, Static

from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.client.fleet import EngineState
from nxql_tui.results.view_export.engine_shares import WHY_LEFT_OUT
from nxql_tui.ui.cut_answers import failure_reason
from nxql_tui.ui.fleet_words import FAILED, LEFT_OUT, mark_of
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.fleet import FLEET_PANEL
from nxql_tui.ui.own_keys import with_keys, with_short_keys
from nxql_tui.ui.panels.wide_list import WideList
from nxql_tui.ui.quantities import count_text, seconds_text, size_text
from nxql_tui.ui.screens.failure_details import FailureDetailsScreen, failure_text
from nxql_tui.ui.tabs.panel_place import Panel
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.fleets.gathering import GatheredEngine

_ROOM_FOR_WORDS = 38
"""Cells beside a name: a mark, rows with their rate or a reason, the time."""
_NARROWEST_NAME = 10

_TO_CANCEL = "{fleet.cancel_one} cancels one, {fleet.cancel_all} all"


class FleetPanel(Panel):
    """Shows what it is told; whoever opens it tells it again when something has changed."""

    DEFAULT_CSS = """
    FleetPanel Static { height: auto; color: $foreground-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(FLEET_PANEL)

    @dataclass
    class CancelRequested(Message):
        """The user does not want to wait any longer."""

        name: str | None
        """For which Engine; None for all."""

    class AskAgainRequested(Message):
        """The user wants those that failed to be asked once more."""

    def __init__(self, engines: Sequence[GatheredEngine], left_out: Sequence[str]) -> None:
        super().__init__()
        self._engines = engines
        self._left_out = left_out
        self._lines: list[Text] = []

    def compose(self) -> ComposeResult:
        """A line an Engine, and what the keys do."""
        yield WideList(id="fleet-engines")
        yield Static(id="fleet-hint", markup=False)

    def on_mount(self) -> None:
        """Show what is known by now."""
        self.border_subtitle = Text(with_short_keys(self.app, "{fleet.details} details · {panel.close}"))
        self.show(self._engines, self._left_out)

    def take_keys(self) -> None:
        """Let the keys be for the list."""
        self.query_one(WideList).focus()

    def show(self, engines: Sequence[GatheredEngine], left_out: Sequence[str]) -> None:
        """Show how far they are now; the highlight stays."""
        self._engines, self._left_out = engines, left_out
        whole = sum(engine.is_whole for engine in engines)
        self.border_title = Text(f"{whole} of {count_text(len(engines), 'Engine')} answered")
        is_under_way = any(not engine.is_over for engine in engines)
        hints = [with_keys(self.app, _TO_CANCEL)] if is_under_way else []
        if any(engine.error is not None for engine in engines):
            hints.append(with_keys(self.app, "{fleet.ask_again} asks the failed again"))
        self.query_one("#fleet-hint", Static).update(" · ".join(filter(None, hints)))
        shown = self.query_one(WideList)
        lines = self._made(max(10, shown.scrollable_content_region.width))
        if lines != self._lines:
            self.refresh_bindings()
            self._lines = lines
            shown.show(self._made, highlight=shown.highlighted or 0)

    def _made(self, width: int) -> list[Text]:
        names = [visible_line(name) for name in (*(engine.name for engine in self._engines), *self._left_out)]
        widest = min(max(map(cell_len, names), default=0), max(_NARROWEST_NAME, width - _ROOM_FOR_WORDS))
        lines = [
            _line(_fitted(name, widest), engine, width) for name, engine in zip(names, self._engines, strict=False)
        ]
        out = [
            Text(f"{LEFT_OUT} {_fitted(name, widest)}  {WHY_LEFT_OUT}", style="dim")
            for name in names[len(self._engines) :]
        ]
        for line in (*lines, *out):
            line.no_wrap, line.overflow = True, "ellipsis"
        return [*lines, *out]

    @property
    def _here(self) -> GatheredEngine | None:
        place = self.query_one(WideList).highlighted
        return self._engines[place] if place is not None and place < len(self._engines) else None

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_details()

    def action_details(self) -> None:
        """Show everything that is known about the Engine of the cursor."""
        if self._here is not None:
            self.app.push_screen(FailureDetailsScreen(details_of(self._here), title=visible_line(self._here.name)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """What there is nothing to do with is not offered."""
        if action == "ask_again":
            return any(engine.error is not None for engine in self._engines)
        if action in ("cancel_one", "cancel_all"):
            return any(not engine.is_over for engine in self._engines)
        return True

    def action_ask_again(self) -> None:
        """Ask the failed ones again."""
        self.post_message(self.AskAgainRequested())

    def action_cancel_one(self) -> None:
        """Stop asking the Engine of the cursor."""
        if self._here is not None:
            self.post_message(self.CancelRequested(self._here.name))

    def action_cancel_all(self) -> None:
        """Stop asking all of them."""
        self.post_message(self.CancelRequested(None))


def _line(name: str, engine: GatheredEngine, width: int) -> Text:
    left = f"{mark_of(engine)} {name}  {_words(engine)}"
    seconds = seconds_text(engine.status.seconds) if engine.status.seconds else ""
    gap = width - cell_len(left) - cell_len(seconds)
    line = f"{left}{' ' * gap}{seconds}" if gap > 1 else left
    return Text(line, style="bold" if mark_of(engine) == FAILED else "")


def _fitted(name: str, width: int) -> str:
    return set_cell_size(name, width) if cell_len(name) <= width else set_cell_size(name, width - 1) + "…"


def _words(engine: GatheredEngine) -> str:
    if engine.error is not None:
        rows = f"{count_text(engine.row_count, 'row')}, " if engine.row_count else ""
        return f"{rows}{failure_reason(engine.error)}"
    if engine.is_whole:
        return count_text(engine.row_count, "row")
    status = engine.status
    match status.state:
        case EngineState.STREAMING if status.seconds:
            rate = size_text(round(status.size / status.seconds))
            return f"{count_text(engine.row_count, 'row')}, {rate}/s"
        case EngineState.DONE | EngineState.CANCELLED | EngineState.FAILED:
            return f"{count_text(engine.row_count, 'row')}, storing"
        case state:
            return state.value


def details_of(engine: GatheredEngine) -> str:
    """All that is known of an Engine and its answer, for reading and for a ticket."""
    status = engine.status
    facts = [f"Engine: {engine.name} at {status.engine.address}", f"State: {_words(engine)}"]
    if status.size:
        facts.append(f"Received: {size_text(status.size)} in {seconds_text(status.seconds)}")
    if status.progress is not None and status.progress.engine_milliseconds is not None:
        facts.append(f"The Engine's own time: {status.progress.engine_milliseconds:,} ms")
    error = engine.error
    if isinstance(error, QuestionCancelled):
        facts.append("You cancelled it; what had come by then is among the rows.")
    if error is None or isinstance(error, QuestionCancelled):
        return "\n".join(map(visible_line, facts))
    return failure_text(error.what, error.advice, [*facts, *getattr(error, "details", ())])
