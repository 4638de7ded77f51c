"""The colours of NXQL, wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from nxql_tui.ui.editor.line_tokens import tokenize_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.style import Style
    from textual.widget import Widget

STYLE_PREFIX = "nxql--"
"""How the component classes of what stands in a query begin."""

QUERY_CLASSES = frozenset(
    f"{STYLE_PREFIX}{kind}"
    for kind in (
        *("keyword", "table", "type", "operator", "number", "placeholder"),
        *("string", "dynamic", "comment", "open", "close"),
    )
)
"""The component classes that a widget needs to show NXQL."""

QUERY_CSS = """
    .nxql--keyword { color: $primary; text-style: bold; }
    .nxql--table { color: $accent; }
    .nxql--type { color: $foreground-muted; }
    .nxql--operator { color: $primary; }
    .nxql--number { color: $warning; }
    .nxql--placeholder { color: $secondary; text-style: bold; }
    .nxql--string { color: $success; }
    .nxql--dynamic { color: $secondary; text-style: italic; }
    .nxql--comment { color: $foreground-muted; text-style: italic; }
    .nxql--open, .nxql--close { color: $foreground-muted; }
"""
"""Their colours: part of the default CSS of such a widget."""


def token_styles(widget: Widget) -> dict[str, Style]:
    """The styles that a widget has for what stands in a query, by kind, in the colours of the theme."""
    return {
        name.removeprefix(STYLE_PREFIX): widget.get_component_rich_style(name, partial=True)
        for name in widget.COMPONENT_CLASSES
        if name.startswith(STYLE_PREFIX)
    }


def coloured_query(text: str, styles: Mapping[str, Style]) -> Text:
    """A query in colours; it is shown as it stands, so what is not seen in it must have been made visible."""
    coloured = Text()
    open_quote = ""
    for number, line in enumerate(text.split("\n")):
        tokens = tokenize_line(line, open_quote)
        open_quote = tokens.open_quote
        shown = Text(line)
        for token in tokens.tokens:
            if token.kind in styles:
                shown.stylize(styles[token.kind], token.start, token.end)
        coloured.append("\n" if number else "").append_text(shown)
    return coloured
