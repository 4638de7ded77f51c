"""Choosing how to group rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static

from nxql_tui.results.errors import ResultError
from nxql_tui.results.pivot import Measure, PivotPlan, pivot_columns
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import GROUP
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.widgets.choice_line import ChoiceLine
from nxql_tui.ui.widgets.column_field import ColumnField
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.results.columns import ResultColumn


class GroupPrompt(ModalScreen["PivotPlan | None"]):
    """Dismisses with the plan, or with None when the user has thought better of it."""

    DEFAULT_CSS = """
    GroupPrompt { align: center middle; background: transparent; }
    GroupPrompt VerticalGroup {
        width: 62; max-width: 100%; border: round $primary; background: $surface; padding: 0 1;
    }
    GroupPrompt HorizontalGroup { height: 1; }
    GroupPrompt Label { width: 9; }
    GroupPrompt ColumnField { width: 1fr; background: $field; }
    GroupPrompt OptionList {
        height: 6; border: none; padding: 0; background: $surface; scrollbar-size: 1 1; margin-top: 1;
    }
    GroupPrompt #wrong { display: none; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(GROUP)

    def __init__(self, columns: tuple[ResultColumn, ...], column: int, row_count: int) -> None:
        """Ask; the column of the cursor is offered."""
        super().__init__()
        self._columns = columns
        self._column = column
        self._row_count = row_count
        self._matching: list[int] = []
        self._has_moved = False

    def compose(self) -> ComposeResult:
        """By what, what of the groups, and the columns there are."""
        with VerticalGroup() as panel:
            panel.border_title = Text(f"Group {count_text(self._row_count, 'row')}")
            panel.border_subtitle = Content(
                with_keys(self.app, "{group.take} takes, then groups · tab next · {group.leave} leaves")
            )
            yield HorizontalGroup(Label("By"), ColumnField(self._columns, self._column, id="first"))
            yield HorizontalGroup(Label("and by"), ColumnField(self._columns, id="second"))
            yield HorizontalGroup(Label("Figure"), ChoiceLine(tuple(Measure), id="measure"))
            yield HorizontalGroup(Label("of"), ColumnField(self._columns, id="measured"))
            yield Static(id="wrong")
            choices = OptionList(compact=True, markup=False, id="columns")
            choices.can_focus = False
            yield choices
        yield KeyLine()

    @property
    def _field(self) -> ColumnField | None:
        return self.focused if isinstance(self.focused, ColumnField) else None

    @property
    def _measure(self) -> Measure:
        return Measure(self.query_one(ChoiceLine).value)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:  # noqa: ARG002
        """Offer columns for the field with the focus."""
        self._offer()

    @on(Input.Changed)
    @on(ChoiceLine.Changed)
    def _change(self) -> None:
        self.query_one("#wrong").display = False
        self._offer()

    def _offer(self) -> None:
        field, choices = self._field, self.query_one(OptionList)
        self._has_moved = False
        choices.clear_options()
        self._matching = [] if field is None else [place for place in field.matching() if self._fits(field, place)]
        choices.add_options(
            [
                Text(f"{visible_line(self._columns[place].name)} · {self._columns[place].kind.value}", no_wrap=True)
                for place in self._matching
            ]
        )
        if field is not None and self._matching:
            choices.highlighted = self._matching.index(field.place) if field.place in self._matching else 0

    def _fits(self, field: ColumnField, place: int) -> bool:
        """Whether the column is worth offering."""
        is_added = field.id == "measured" and self._measure.adds
        return not is_added or self._columns[place].kind.is_numeric

    def action_move(self, step: int) -> None:
        """Mean the column above or below."""
        choices = self.query_one(OptionList)
        if self._matching:
            self._has_moved = True
            choices.highlighted = ((choices.highlighted or 0) + step) % len(self._matching)

    def action_take(self) -> None:
        """Take the column that is highlighted; where it is taken already, group."""
        field, place = self._field, self.query_one(OptionList).highlighted
        chosen = self._matching[place] if self._matching and place is not None else None
        if field is None or chosen is None or field.place == chosen or not self._is_chosen_for(field):
            self.action_group()
        else:
            field.take(chosen)

    def _is_chosen_for(self, field: ColumnField) -> bool:
        """Whether the highlighted column is meant, and the field not left empty on purpose."""
        needs_column = field.id == "measured" and self._measure is not Measure.COUNT
        return bool(field.value) or self._has_moved or needs_column

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._field is not None:
            self._field.take(self._matching[event.option_index])

    def action_group(self) -> None:
        """Group as it stands, or say what is missing."""
        fields = [self.query_one(f"#{name}", ColumnField) for name in ("first", "second", "measured")]
        for field in fields:
            if field.value and field.place is None:
                self._complain(f"No column is called '{visible_line(field.value)}'.", field)
                return
        first, second, measured = fields
        groups = tuple(dict.fromkeys(field.place for field in (first, second) if field.place is not None))
        if not groups:
            self._complain("Choose the column to group by.", first)
            return
        if measured.place is None and self._measure is not Measure.COUNT:
            self._complain(f"Choose the column whose {self._measure.value} is told.", measured)
            return
        plan = PivotPlan(groups, self._measure, measured.place)
        try:
            pivot_columns(self._columns, plan)
        except ResultError as error:
            self._complain(f"{error.what} {error.advice}", measured)
            return
        self.dismiss(plan)

    def _complain(self, sentence: str, field: ColumnField) -> None:
        self.set_focus(field)
        wrong = self.query_one("#wrong", Static)
        wrong.update(Text(sentence))
        wrong.display = True

    def action_leave(self) -> None:
        """Leave the rows as they are."""
        self.dismiss(None)
