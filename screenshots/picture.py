"""The picture of a screen: an SVG that is the same text wherever it is made, and that diffs line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

_FONTS = '"DejaVu Sans Mono", Menlo, "Cascadia Mono", Consolas, monospace'
"""What systems bring along: no picture fetches a font, and a page may forbid it anyway."""
_FONT_SIZE = 21
"""A little more than Rich's own, so that lines and bars touch from row to row."""

_SHOWN_FONT_SIZE = 14

_RICH_FRAME, _RICH_TITLE = "#292929", "#c5c8c6"
"""The colours of the window, which is dark whatever is in it."""


def picture_of(app: App[int]) -> str:
    """What is on the screen now."""
    svg = re.sub(r'viewBox="0 0 (\S+) (\S+)"', _with_size, app.export_screenshot(title="nxql-tui", simplify=True))
    colours = app.theme_variables
    svg = svg.replace(f'<rect fill="{_RICH_FRAME}"', f'<rect fill="{colours["panel"]}"', 1)
    svg = svg.replace(f'fill="{_RICH_TITLE}" text-anchor', f'fill="{colours["foreground"]}" text-anchor', 1)
    svg = re.sub(r"terminal-\d+-", "", svg)
    svg = re.sub(r"\s*@font-face \{.*?\n    \}", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code, monospace", f"font-family: {_FONTS}")
    svg = svg.replace("font-size: 20px", f"font-size: {_FONT_SIZE}px")
    svg = svg.replace("&#160;", "\N{NO-BREAK SPACE}")
    # A clip for each line leaves a seam between them, and more bytes than the text.
    svg = re.sub(r' clip-path="url\(#line-\d+\)"', "", svg)
    svg = re.sub(r'<clipPath id="line-\d+">.*?</clipPath>', "", svg, flags=re.DOTALL)
    svg = re.sub(r"(?=<(?:rect|text) )", "\n", svg)
    return re.sub(r"\s*\n\s*", "\n", svg).strip() + "\n"


def _with_size(view_box: re.Match[str]) -> str:
    """As large as a terminal's letters are on most screens; a page may show it at any other size."""
    width, height = (round(float(length) * _SHOWN_FONT_SIZE / _FONT_SIZE) for length in view_box.groups())
    return f'width="{width}" height="{height}" {view_box[0]}'
