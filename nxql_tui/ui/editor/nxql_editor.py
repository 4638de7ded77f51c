"""The editor of a query: what typing does by itself, and selecting by brackets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.message import Message
from textual.widgets.text_area import Selection

from nxql_tui.nxql.checker.scope import ALL_PLATFORMS, LearnedNames
from nxql_tui.nxql.completion.complete import complete
from nxql_tui.nxql.enclosing import enclosing_span
from nxql_tui.ui.editor.nxql_text import NxqlText
from nxql_tui.ui.editor.typing_aids import INDENT, PAIRS, closing_for, indentation_after, is_empty_pair, steps_over
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.workbench import EDITOR
from nxql_tui.ui.pasted_link import read_pasted_link
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.request import RequestError, looks_like_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType
    from textual.document._document import EditResult
    from textual.document._edit import Edit
    from textual.events import Blur, Key, Paste
    from textual.timer import Timer

    from nxql_tui.nxql.completion.candidates import Candidate
    from nxql_tui.nxql.positions import Span
    from nxql_tui.ui.editor.completion_popup import CompletionPopup
    from nxql_tui.ui.pasted_link import PastedLink

OFFER_DELAY = 0.03
"""Seconds after a key before completion looks at the text: keys that come in a burst cost it once."""

_OPENS_A_LIST = ("(", " ", "#")
_NO_WORDS = ("open", "close", "comment")


class NxqlEditor(NxqlText):
    """A text area that types NXQL: brackets and quotes in pairs, indentation, selections that grow outward."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(EDITOR)

    @dataclass
    class LinkPasted(Message):
        """A link that asks an Engine something was pasted, and is not in the text."""

        link: PastedLink

    class NothingFits(Message):
        """Somebody asked what could be written at the cursor, and nothing is known."""

    def __init__(self, text: str, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        self._selections: list[Selection] = []
        self._offer_timer: Timer | None = None
        self._typed = ""
        self.closes_pairs = True
        """Whether a bracket or quote brings the one that closes it."""
        self.popup: CompletionPopup | None = None
        """Where completion is shown; without it there is none."""
        self.platforms = ALL_PLATFORMS
        """Those that are switched on."""
        self.learned = LearnedNames()
        """What the Engine has told."""
        super().__init__(text, id=id)

    def edit(self, edit: Edit) -> EditResult:
        """Make an edit; the way back of a grown selection ends here."""
        self._selections.clear()
        return super().edit(edit)

    async def _on_key(self, event: Key) -> None:
        if event.key == "tab":
            self._offer_if_due()
        if self.popup is not None and self.popup.take_key(event.key):
            pass
        elif event.key == "enter":
            self._break_line()
        elif event.key == "tab":
            self._indent()
        elif event.key.startswith("alt+"):
            # Textual takes its letter for one that was typed; a screen may want the key.
            event.prevent_default()
            return
        elif event.is_printable and event.character is not None:
            self._type(event.character)
        else:
            # Textual hands it on to the base class, and to what it is bound to.
            return
        event.stop()
        event.prevent_default()

    async def _on_paste(self, event: Paste) -> None:
        if self._take_link(event.text):
            event.stop()
            event.prevent_default()

    def action_paste(self) -> None:
        """Paste what was copied in here."""
        if not self._take_link(self.app.clipboard):
            super().action_paste()

    def _take_link(self, text: str) -> bool:
        """Whether the text is a link and is being opened; one that makes no question is left to be inserted."""
        if not looks_like_link(text):
            return False
        try:
            link = read_pasted_link(text)
        except RequestError as error:
            sentence = visible_line(f"The link makes no question and was pasted as text. {error}")
            self.notify(sentence, severity="warning", markup=False)
            return False
        self._close_popup()
        self.post_message(self.LinkPasted(link))
        return True

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Tab is for the text, as letters are."""
        return key == "tab" or super().check_consume_key(key, character)

    def _type(self, character: str) -> None:
        start, end = self.selection
        if not self.closes_pairs:
            self._replace_via_keyboard(character, start, end)
        elif not self.selection.is_empty and character in PAIRS:
            self._wrap_selection(character, PAIRS[character])
        elif self._steps_over(character):
            self.action_cursor_right()
        else:
            closing = closing_for(character, *self.around_cursor, in_string=self.is_in_string)
            self._replace_via_keyboard(character + closing, start, end)
            if closing:
                self.action_cursor_left()
        self._offer_soon(character)

    def _steps_over(self, character: str) -> bool:
        return self.selection.is_empty and steps_over(
            character,
            self.around_cursor[1],
            in_string=self.is_in_string,
            unclosed_brackets=self.unclosed_brackets,
        )

    def _wrap_selection(self, opening: str, closing: str) -> None:
        span = self.selected_span
        self.replace_span(span, f"{opening}{self.selected_text}{closing}")
        self.selection = Selection(self.location_of(span.start + 1), self.location_of(span.end + 1))

    def _break_line(self) -> None:
        start, end = self.selection
        first = min(start, end)
        row, column = first
        opened = sum(
            (token.kind == "open") - (token.kind == "close") for token in self.rows[row].tokens if token.end <= column
        )
        blanks = indentation_after(self.document[row][:column], opened)
        self._replace_via_keyboard("\n" + blanks, start, end)
        self._close_popup()

    def _indent(self) -> None:
        if self.selection.start[0] == self.selection.end[0]:
            start, end = self.selection
            self._replace_via_keyboard(" " * self._find_columns_to_next_tab_stop(), start, end)
        else:
            self._shift_rows(lambda line: " " * INDENT + line if line.strip() else line)

    def action_outdent(self) -> None:
        """Move the lines of the selection a step to the left."""
        self._shift_rows(lambda line: line[min(INDENT, len(line) - len(line.lstrip(" "))) :])

    def _shift_rows(self, shift: Callable[[str], str]) -> None:
        first, last = sorted((self.selection.start[0], self.selection.end[0]))
        rows = [self.document[row] for row in range(first, last + 1)]
        shifted = "\n".join(shift(row) for row in rows)
        if shifted != "\n".join(rows):
            self.replace(shifted, (first, 0), (last, len(rows[-1])))
            self.selection = Selection((first, 0), (last, len(self.document[last])))

    def action_delete_left(self) -> None:
        """Delete the character before the cursor; of an empty pair, both."""
        before, behind = self.around_cursor
        if self.closes_pairs and self.selection.is_empty and is_empty_pair(before, behind):
            row, column = self.cursor_location
            self._delete_via_keyboard((row, column - 1), (row, column + 1))
        else:
            super().action_delete_left()
        self._offer_soon("")

    # Selecting

    def action_select_more(self) -> None:
        """Select the form around the selection, and so outward."""
        wider = enclosing_span(self.text, self.selected_span)
        if wider != self.selected_span:
            self._selections.append(self.selection)
            self.selection = Selection(self.location_of(wider.start), self.location_of(wider.end))

    def action_select_less(self) -> None:
        """Select what was selected before it grew."""
        if self._selections:
            self.selection = self._selections.pop()

    # Completion

    def action_complete(self) -> None:
        """Show what could be written at the cursor, or say that nothing is known."""
        # Who asks sees the one name that is written already too.
        self._typed = ""
        self._offer(chosen=True)
        if self.popup is not None and not self.popup.is_open:
            self.post_message(self.NothingFits())

    def _offer_soon(self, typed: str) -> None:
        """Offer what could be written, once for several keys that come in a burst."""
        if self.popup is None:
            return
        self._typed = typed
        if self._offer_timer is None:
            self._offer_timer = self.set_timer(OFFER_DELAY, self._offer_if_due)

    def _offer_if_due(self) -> None:
        if self._offer_timer is None:
            return
        self._offer_timer.stop()
        self._offer_timer = None
        word = self._word_before_cursor()
        line = self.document[self.cursor_location[0]][: self.cursor_location[1]]
        if word or (self._typed in _OPENS_A_LIST and line.strip()):
            self._offer(chosen=bool(word))
        else:
            self._close_popup()

    def _word_before_cursor(self) -> str:
        row, column = self.cursor_location
        token = next((token for token in self.rows[row].tokens if token.start < column <= token.end), None)
        return "" if token is None or token.kind in _NO_WORDS else self.document[row][token.start : column]

    def _offer(self, *, chosen: bool) -> None:
        if self.popup is None or not self.has_focus:
            return
        completion = complete(self.text, self.cursor_offset, platforms=self.platforms, learned=self.learned)
        if completion.is_finished and self._typed:
            self._close_popup()
        else:
            self.popup.show(completion, self.cursor_screen_offset, chosen=chosen)

    def accept(self, candidate: Candidate, span: Span) -> None:
        """Write a candidate, and offer what goes into its hole."""
        self.replace_span(span, candidate.text, candidate.caret_offset)
        if candidate.caret is not None or candidate.text.endswith(" "):
            self._typed = ""
            self._offer(chosen=False)

    def _close_popup(self) -> None:
        if self.popup is not None:
            self.popup.hide()

    @on(NxqlText.SelectionChanged)
    def _moved(self) -> None:
        # While an offer is due, it decides.
        popup = self.popup
        if self._offer_timer is None and popup is not None and not popup.is_about(self.cursor_offset):
            popup.hide()

    def _on_blur(self, event: Blur) -> None:
        self._close_popup()
        super()._on_blur(event)
