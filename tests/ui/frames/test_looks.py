"""The sequence from one look to another, as a terminal understands it."""

from __future__ import annotations

import pyte
from emulators import look_of
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style

from nxql_tui.ui.frames.looks import PLAIN, looks_of, transition

colors = st.none() | st.sampled_from(["red", "bright_blue", "#123456", "#ffffff", "color(130)", "default"])
flags = st.none() | st.booleans()
styles = st.builds(
    Style, color=colors, bgcolor=colors, bold=flags, italic=flags, underline=flags, reverse=flags, strike=flags
)
color_systems = st.sampled_from([ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD])


@given(st.lists(st.tuples(styles, st.sampled_from("a ")), min_size=1, max_size=6), color_systems)
def test_each_character_looks_as_its_style_says(run: list[tuple[Style, str]], color_system: ColorSystem) -> None:
    plain, ours = pyte.Screen(10, 1), pyte.Screen(10, 1)
    pen, written = PLAIN, ""
    for style, character in run:
        look, blank = looks_of(style, color_system)
        sequence, pen = transition(pen, blank if character == " " else look)
        written += sequence + character
    pyte.Stream(ours).feed(written)
    pyte.Stream(plain).feed("".join(style.render(text, color_system=color_system) for style, text in run))
    for x in range(len(run)):
        assert look_of(ours.buffer[0][x]) == look_of(plain.buffer[0][x])


def test_a_look_that_is_there_is_not_said_again() -> None:
    look, _ = looks_of(Style(color="red", bold=True), ColorSystem.TRUECOLOR)
    _, pen = transition(PLAIN, look)
    assert transition(pen, look) == ("", pen)


def test_a_blank_does_not_ask_for_a_colour_that_nobody_sees() -> None:
    _, blank = looks_of(Style(color="red", bold=True), ColorSystem.TRUECOLOR)
    assert transition(PLAIN, blank)[0] == ""


def test_a_blank_behind_italics_is_not_italic_for_gnu_screen_shows_that_reversed() -> None:
    italic, italic_blank = looks_of(Style(italic=True), ColorSystem.TRUECOLOR)
    _, blank = looks_of(Style(), ColorSystem.TRUECOLOR)
    _, pen = transition(PLAIN, italic)
    assert transition(pen, italic_blank)[0] == ""
    assert transition(pen, blank)[1].attributes == 0


def test_a_link_begins_and_ends() -> None:
    look, blank = looks_of(Style(link="https://docs.example"), ColorSystem.TRUECOLOR)
    sequence, pen = transition(PLAIN, look)
    assert sequence.startswith("\x1b]8;id=")
    assert sequence.endswith(";https://docs.example\x1b\\")
    assert transition(pen, blank)[0] == ""
    assert transition(pen, PLAIN)[0] == "\x1b]8;;\x1b\\"
