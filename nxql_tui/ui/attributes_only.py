"""A screen without any colour: what stands out does so by bold, dim, underline and reverse."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

if TYPE_CHECKING:
    from rich.color import Color as RichColor
    from textual.color import Color

REVERSED_GROUND = 0.2
"""From this brightness on, from 0 to 1, a ground is drawn by reversing."""
UNDERLINED_GROUND = 0.08
"""From this brightness on a ground is drawn by underlining, as the extent of a field to write in is."""
DIM_TEXT = 0.7
"""Up to this brightness text is dim."""

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)


class AttributesOnly(LineFilter):
    """Draws the colours of the theme `mono` as attributes: they are signs for this filter and never sent."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's own
        """The segments without colours."""
        return [Segment(text, style and attributes_of(style), control) for text, style, control in segments]


@lru_cache(maxsize=4096)
def attributes_of(style: Style) -> Style:
    """A style with the attributes that its colours stand for, and no colours."""
    ground = _brightness(_parts(style.bgcolor, _BLACK))
    text = _parts(style.color, _WHITE)
    is_bright_ground = ground >= REVERSED_GROUND
    # Reversed text on a ground that is reversed itself, such as what was searched for at the cursor, comes out again.
    is_reversed = is_bright_ground != bool(style.reverse)
    stands_out = max(text) != min(text)
    return style.without_color + Style(
        reverse=is_reversed,
        underline=bool(style.underline) or UNDERLINED_GROUND <= ground < REVERSED_GROUND,
        bold=bool(style.bold) or stands_out,
        # On a bright ground text is dark and not dim.
        dim=not is_bright_ground and not stands_out and (bool(style.dim) or _brightness(text) <= DIM_TEXT),
    )


def _parts(color: RichColor | None, default: tuple[int, int, int]) -> tuple[int, int, int]:
    return default if color is None or color.triplet is None else (color.triplet[0], color.triplet[1], color.triplet[2])


def _brightness(parts: tuple[int, int, int]) -> float:
    return sum(parts) / (3 * 255)
