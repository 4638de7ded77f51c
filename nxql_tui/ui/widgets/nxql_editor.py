"""The editor of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import TextArea

from nxql_tui.nxql.positions import position_of

if TYPE_CHECKING:
    from textual.widgets.text_area import Location

    from nxql_tui.nxql.positions import Span


class NxqlEditor(TextArea):
    """A text area that counts in the characters of the whole text, as NXQL positions do."""

    DEFAULT_CSS = """
    NxqlEditor {
        height: auto;
        min-height: 3;
        max-height: 12;
        border: none;
        border-left: blank;
        padding: 0;
        &:focus { border: none; border-left: outer $primary; }
        &.-short { max-height: 7; }
    }
    """

    def __init__(self, text: str, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(text, id=id, show_line_numbers=True, soft_wrap=True, compact=True)
        self.cursor_blink = False

    def replace_span(self, span: Span, replacement: str) -> None:
        """Replace a stretch of the text and put the cursor behind it."""
        end = self.replace(replacement, self._location(span.start), self._location(span.end)).end_location
        self.move_cursor(end)

    def _location(self, offset: int) -> Location:
        position = position_of(self.text, offset)
        return position.line - 1, position.column - 1
