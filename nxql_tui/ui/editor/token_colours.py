"""The colours of NXQL, wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from nxql_tui.ui.editor.line_tokens import tokenize_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.widget import Widget

STYLE_PREFIX = "nxql--"
"""How the component classes of what stands in a query begin."""

QUERY_CLASSES = frozenset(
    f"{STYLE_PREFIX}{kind}"
    for kind in (
        *("keyword", "table", "type", "operator", "number", "placeholder"),
        *("string", "dynamic", "comment"),
    )
)
"""The component classes that a widget needs to show NXQL."""

QUERY_CSS = """
    .nxql--keyword { color: $syntax-keyword; text-style: bold; }
    .nxql--table { color: $syntax-table; }
    .nxql--type { color: $syntax-type; }
    .nxql--operator { color: $syntax-operator; }
    .nxql--number { color: $syntax-number; }
    .nxql--placeholder { color: $syntax-placeholder; text-style: bold; }
    .nxql--string { color: $syntax-string; }
    .nxql--dynamic { color: $syntax-dynamic; text-style: italic; }
    .nxql--comment { color: $syntax-comment; text-style: italic; }
"""
"""Their colours: part of the default CSS of such a widget."""


def token_styles(widget: Widget) -> dict[str, Style]:
    """The styles that a widget has for what stands in a query, by kind, in the colours of the theme."""
    names = [name for name in widget.COMPONENT_CLASSES if name.startswith(STYLE_PREFIX)]
    return {name.removeprefix(STYLE_PREFIX): _token_style(widget, name) for name in names}


def _token_style(widget: Widget, name: str) -> Style:
    """The style without a background; a colour that lets the background through is mixed with it here.

    Textual's own partial style drops how much it lets through.
    """
    styles = widget.get_component_styles(name)
    style = widget.get_component_rich_style(name, partial=True)
    if not styles.has_rule("color") or styles.color.a >= 1:
        return style
    solid = styles.color.with_alpha(1)
    return style + Style(color=widget.background_colors[1].blend(solid, styles.color.a).rich_color)


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
