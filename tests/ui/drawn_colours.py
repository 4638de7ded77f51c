"""The colours of what is really drawn: how well they are told apart, also by the colour-blind."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.segment import Segment
    from textual.app import App

Rgb = tuple[float, float, float]

_DRAWINGS = range(0x2500, 0x25A0)
"""Lines and blocks are no text."""

DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
"""Machado, Oliveira and Fernandes (2009) at full severity, for linear light."""


@dataclass(frozen=True)
class DrawnText:
    text: str
    foreground: Rgb
    ground: Rgb

    @property
    def contrast(self) -> float:
        """As WCAG 2 counts it: from 1 to 21."""
        return contrast(self.foreground, self.ground)


def segments_of(app: App[object]) -> Iterator[Segment]:
    """What the screen is drawn from, with the screens below where they show."""
    for strip in app.screen._compositor.render_strips():
        yield from strip


def drawn_texts(app: App[object]) -> set[DrawnText]:
    """Every text on the screen in its colours."""
    found = set()
    for text, style, _ in segments_of(app):
        letters = "".join(letter for letter in text if ord(letter) not in _DRAWINGS).strip()
        if not letters or style is None or style.color is None or style.bgcolor is None:
            continue
        foreground, ground = style.color.triplet, style.bgcolor.triplet
        assert foreground is not None, (text, style)
        assert ground is not None, (text, style)
        pair = (tuple(foreground), tuple(ground))
        found.add(DrawnText(letters, *(reversed(pair) if style.reverse else pair)))
    return found


def linear(colour: Rgb) -> Rgb:
    parts = (part / 255 for part in colour)
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def contrast(one: Rgb, other: Rgb) -> float:
    lights = sorted(sum(map(float.__mul__, (0.2126, 0.7152, 0.0722), linear(colour))) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def seen_with(colour: Rgb, sight: tuple[Rgb, Rgb, Rgb]) -> Rgb:
    """A colour as one with this sight sees it, in linear light."""
    light = linear(colour)
    return tuple(min(max(sum(map(float.__mul__, row, light)), 0.0), 1.0) for row in sight)


def difference(one: Rgb, other: Rgb) -> float:
    """How far two colours in linear light are apart: the distance in CIELAB, where 2.3 is just noticed."""
    return sum((a - b) ** 2 for a, b in zip(_lab(one), _lab(other), strict=True)) ** 0.5


def _lab(light: Rgb) -> Rgb:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (sum(map(float.__mul__, row, light)) / most for row, most in zip(rows, white, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def smallest_difference(colours: list[Rgb], sight: tuple[Rgb, Rgb, Rgb]) -> float:
    seen = [seen_with(colour, sight) for colour in colours]
    return min(difference(one, other) for one, other in itertools.combinations(seen, 2))
