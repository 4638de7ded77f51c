"""A text area with the colours, marks and brackets of NXQL."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import TextArea

from nxql_tui.nxql.diagnostics import Severity
from nxql_tui.nxql.positions import Span
from nxql_tui.ui.editor.line_tokens import LineTokens, tokenize_line
from nxql_tui.ui.editor.marks import moved_by_edit
from nxql_tui.ui.editor.token_colours import QUERY_CLASSES, QUERY_CSS, STYLE_PREFIX, token_styles
from nxql_tui.ui.editor.typing_aids import INDENT

if TYPE_CHECKING:
    from rich.style import Style
    from textual.document._document import EditResult
    from textual.document._edit import Edit
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widgets.text_area import Location

    from nxql_tui.nxql.diagnostics import Diagnostic

_LAID_ON = (Severity.HINT, Severity.WARNING, Severity.ERROR)
_Highlight = tuple[int, int | None, str]


class NxqlText(TextArea):
    """A text area that knows NXQL's tokens and counts in the characters of the whole text, as its positions do.

    Textual has no public hook for colours without tree-sitter, so this stands on a few of its private names:
    `_build_highlight_map`, which it calls after every change of the text, `_highlights`, from which it takes the
    stretches of a row when it draws it, `_theme` with their styles, `_line_cache`, and `_set_document`.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = (
        TextArea.COMPONENT_CLASSES | QUERY_CLASSES | {f"{STYLE_PREFIX}{severity.value}" for severity in Severity}
    )
    DEFAULT_CSS = """
    NxqlText {
        height: auto;
        min-height: 3;
        max-height: 12;
        border: none;
        border-left: blank;
        padding: 0;
        &:focus { border: none; border-left: outer $primary; }
        &.-short { max-height: 7; }
        & .text-area--gutter { color: $foreground-disabled; }
        & .text-area--cursor-gutter { color: $foreground-muted; }
        & .text-area--matching-bracket { background: $matching-bracket-background; }
        &:ansi .text-area--matching-bracket { text-style: bold underline; }
        &:ansi .text-area--cursor { text-style: bold underline reverse; }
        & .nxql--error { color: $syntax-error; text-style: bold underline; }
        & .nxql--warning { text-style: underline; }
        & .nxql--hint { text-style: italic; }
    }
    """
    DEFAULT_CSS += QUERY_CSS

    def __init__(self, text: str, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        self._rows: list[LineTokens] = []
        self._styles: dict[str, Style] = {}
        self._lines: list[str] = []
        self.diagnostics: tuple[Diagnostic, ...] = ()
        """What is marked in the text; the spans move with it until the next check."""
        super().__init__(text, id=id, show_line_numbers=True, soft_wrap=True, compact=True)
        self.cursor_blink = False
        self.indent_width = INDENT

    # Places

    def replace_span(self, span: Span, replacement: str, caret: int | None = None) -> None:
        """Replace a stretch of the text and put the cursor behind it, or `caret` characters from its beginning."""
        self.history.checkpoint()
        self.replace(replacement, self.location_of(span.start), self.location_of(span.end))
        self.history.checkpoint()
        self.move_cursor(self.location_of(span.start + (len(replacement) if caret is None else caret)))

    def go_to(self, offset: int) -> None:
        """Put the cursor before a character of the text."""
        self.move_cursor(self.location_of(offset))

    @property
    def cursor_offset(self) -> int:
        """How many characters stand before the cursor."""
        return self.offset_of(self.cursor_location)

    @property
    def selected_span(self) -> Span:
        """The selection, forwards; empty at the cursor when nothing is selected."""
        start, end = sorted((self.offset_of(self.selection.start), self.offset_of(self.selection.end)))
        return Span(start, end)

    def offset_of(self, location: Location) -> int:
        """How many characters stand before a row and column."""
        row, column = location
        lines = self.document.lines
        return sum(map(len, lines[:row])) + row * len(self.document.newline) + column

    def location_of(self, offset: int) -> Location:
        """The row and column of a character."""
        newline = len(self.document.newline)
        for row, line in enumerate(self.document.lines):
            if offset <= len(line):
                return row, max(0, offset)
            offset -= len(line) + newline
        return self.document.end

    # Colours

    def _build_highlight_map(self) -> None:
        self._line_cache.clear()
        self._highlights = _DrawnRows(self)

    @property
    def rows(self) -> list[LineTokens]:
        """The tokens of each row.

        Textual moves the cursor before it tells that the text has changed, so that whoever looks for a bracket then
        must not find the rows of before.
        """
        lines = self.document.lines
        if lines != self._lines:
            self._lines = list(lines)
            self._rows = []
            open_quote = ""
            for line in lines:
                self._rows.append(tokenize_line(line, open_quote))
                open_quote = self._rows[-1].open_quote
        return self._rows

    @property
    def unclosed_brackets(self) -> int:
        """How many more brackets are opened than closed."""
        return sum(row.opened for row in self.rows)

    def highlights_of(self, row: int) -> list[_Highlight]:
        """The stretches of a row in bytes, as Textual wants them; marks lie over tokens."""
        line = self.document[row]
        tokens = self.rows[row].tokens
        found: list[_Highlight] = [token for token in tokens if token.kind != "name"]
        found += self._marks_of(row, line)
        if line.isascii():
            return found
        return [
            (len(line[:start].encode()), None if end is None else len(line[:end].encode()), kind)
            for start, end, kind in found
        ]

    def _marks_of(self, row: int, line: str) -> list[_Highlight]:
        if not self.diagnostics:
            return []
        begin = self.offset_of((row, 0))
        end = begin + len(line)
        marks: list[_Highlight] = []
        # The worst is laid on last.
        for found in sorted(self.diagnostics, key=lambda found: _LAID_ON.index(found.severity)):
            start = max(found.span.start - begin, 0)
            stop = min(found.span.end, end) - begin
            if start < stop:
                marks.append((start, stop, found.severity.value))
        return marks

    def show_diagnostics(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Mark what was found in the text as it stands."""
        if diagnostics != self.diagnostics:
            self.diagnostics = diagnostics
            self._highlights = _DrawnRows(self)
            self._line_cache.clear()
            self.refresh()

    def notify_style_update(self) -> None:
        """Take the colours of the new theme."""
        self._styles = {}
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows on the screen, in the colours of the theme."""
        if not self._styles:
            self._styles = token_styles(self)
        if self._theme is not None:
            self._theme.syntax_styles = self._styles
        return super().render_lines(crop)

    def edit(self, edit: Edit) -> EditResult:
        """Make an edit; what is marked moves with the text around it."""
        start, end = self.offset_of(edit.top), self.offset_of(edit.bottom)
        if self.diagnostics:
            self.diagnostics = moved_by_edit(self.diagnostics, self.text, Span(start, end), len(edit.text))
        return super().edit(edit)

    # Brackets

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """The partner of the bracket at the cursor, or before it; strings and comments hold none."""
        partner = self._partner(search_from) if bracket in ("(", ")") else None
        row, column = search_from
        if partner is None and column:
            partner = self._partner((row, column - 1))
        return partner

    def _partner(self, location: Location) -> Location | None:
        row, column = location
        kind = next((token.kind for token in self.rows[row].tokens if token.start == column), "")
        if kind == "open":
            return self._closing_partner(location)
        return self._opening_partner(location) if kind == "close" else None

    def _closing_partner(self, location: Location) -> Location | None:
        depth = 0
        for row in range(location[0], len(self.rows)):
            for token in self.rows[row].tokens:
                if token.kind in ("open", "close") and (row, token.start) >= location:
                    depth += 1 if token.kind == "open" else -1
                    if depth == 0:
                        return row, token.start
        return None

    def _opening_partner(self, location: Location) -> Location | None:
        depth = 0
        for row in range(location[0], -1, -1):
            for token in reversed(self.rows[row].tokens):
                if token.kind in ("open", "close") and (row, token.start) <= location:
                    depth += 1 if token.kind == "close" else -1
                    if depth == 0:
                        return row, token.start
        return None

    # Around the cursor

    @property
    def around_cursor(self) -> tuple[str, str]:
        """The characters before and behind the cursor, in its line."""
        row, column = self.cursor_location
        line = self.document[row]
        return line[max(0, column - 1) : column], line[column : column + 1]

    @property
    def is_in_string(self) -> bool:
        """Whether the cursor stands between quotes."""
        row, column = self.cursor_location
        quote = self.rows[row - 1].open_quote if row else ""
        for token in self.rows[row].tokens:
            quoted = token.kind == "string" or (token.kind == "dynamic" and token.end > token.start + 2)
            if quoted and token.start < column <= token.end:
                is_closed = column == token.end and not self.rows[row].open_quote
                return not is_closed
        return bool(quote) and not self.rows[row].tokens


class _DrawnRows(defaultdict[int, "list[_Highlight]"]):
    """Stretches by row, worked out for the rows that are drawn and no others."""

    def __init__(self, editor: NxqlText) -> None:
        super().__init__(list)
        self._editor = editor

    def __bool__(self) -> bool:
        return True

    def __missing__(self, row: int) -> list[_Highlight]:
        found = self[row] = self._editor.highlights_of(row)
        return found
