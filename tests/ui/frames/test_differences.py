"""What is written for a frame, and that a terminal then shows it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from emulators import Terminals
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip
from witnesses import xterm_headless
from witnesses.recording import Recording, Step

from nxql_tui.ui.frames.cells import Doubt
from nxql_tui.ui.frames.differences import differences
from nxql_tui.ui.frames.screen_cells import ScreenCells

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HEIGHT = 30, 3
STYLES = [Style(), Style(color="red"), Style(bgcolor="blue"), Style(reverse=True), Style(bold=True, underline=True)]
LINKED = [Style(link="https://docs.example"), Style(link="https://other.example", bgcolor="green")]
LETTERS = ("a", "b", " ", "é", "e\u0301", "日", "💻", "─", "א", "ש", "…", "한")
FRAMES = 200
texts = st.text(st.sampled_from("ab  é日💻─"), min_size=1, max_size=6)
lines = st.lists(st.tuples(texts, st.sampled_from(STYLES)), min_size=1, max_size=5).map(
    lambda pieces: Strip([Segment(*piece) for piece in pieces]).adjust_cell_length(WIDTH)
)
frames = st.lists(lines, min_size=HEIGHT, max_size=HEIGHT)


def whole(strips: list[Strip]) -> LayoutUpdate:
    """The first frame of a screen."""
    return LayoutUpdate([[strip] for strip in strips], Region(0, 0, WIDTH, len(strips)))


def part(strip: Strip, y: int, left: int, right: int) -> ChopsUpdate:
    """A frame of a part of a line."""
    return ChopsUpdate(
        [{0: strip if line == y else None} for line in range(HEIGHT)], [(y, left, right)], [[WIDTH]] * HEIGHT
    )


def line(text: str) -> Strip:
    return Strip([Segment(text, Style())]).adjust_cell_length(WIDTH)


def written(screen: ScreenCells, *strips: Strip) -> str:
    screen.apply(whole(list(strips)), ColorSystem.TRUECOLOR)
    return differences(screen)


@given(
    st.lists(frames, min_size=1, max_size=4),
    lines,
    st.integers(0, HEIGHT - 1),
    st.integers(0, WIDTH - 1),
    st.booleans(),
)
def test_a_terminal_shows_what_textual_would_have_written(
    walk: list[list[Strip]], change: Strip, y: int, left: int, erases_in_colour: bool
) -> None:
    terminals, console = Terminals(WIDTH, HEIGHT, erases_in_colour=erases_in_colour), Console()
    for strips in walk:
        terminals.take(whole(strips), console)
        terminals.assert_alike("whole")
    terminals.take(part(change, y, 0, WIDTH - left), console)
    terminals.assert_alike("part")


@pytest.mark.skipif(not xterm_headless.is_installed(), reason=xterm_headless.WHAT_IS_MISSING)
def test_xterm_js_shows_links_accents_and_wide_characters_alike(tmp_path: Path) -> None:
    chance, screen, console, steps = random.Random(1), ScreenCells(), Console(), []
    console._color_system = ColorSystem.TRUECOLOR
    for number in range(FRAMES):
        frame = whole([made_up_line(chance) for _ in range(HEIGHT)])
        screen.apply(frame, ColorSystem.TRUECOLOR)
        written = differences(screen, erases_in_colour=chance.random() < 0.5)
        steps.append(Step(str(number), "", (WIDTH, HEIGHT), at_home(frame.render_segments(console)), at_home(written)))
    assert xterm_headless.difference(Recording(tuple(steps)), tmp_path / "steps") == ""


def made_up_line(chance: random.Random) -> Strip:
    """Pieces of text in many looks, some of them links."""
    pieces = [
        Segment("".join(chance.choices(LETTERS, k=chance.randrange(1, 9))), chance.choice((*STYLES, *LINKED)))
        for _ in range(6)
    ]
    return Strip(pieces).adjust_cell_length(WIDTH)


def at_home(written: str) -> str:
    """The same, with the cursor in the corner afterwards, wherever it was left."""
    return f"{written}\x1b[H"


def test_nothing_is_written_for_the_same_frame_again() -> None:
    screen = ScreenCells()
    assert written(screen, line("some"), line("words"))
    assert written(screen, line("some"), line("words")) == ""


def test_only_the_letter_that_changed_is_written() -> None:
    screen = ScreenCells()
    written(screen, line("some words"))
    assert written(screen, line("some cords")) == "\x1b[1;6Hc"


def test_a_short_gap_is_written_and_a_long_one_jumped_over() -> None:
    screen = ScreenCells()
    written(screen, line("abcdefghijkl"))
    assert written(screen, line("Abcdefghijkl")) == "\x1b[1;1HA"
    assert written(screen, line("abCdefghijkl")) == "\x1b[1;1HabC"
    assert written(screen, line("AbCdefghijkL")) == "\x1b[1;1HA\x1b[10CL"


def test_many_blanks_are_erased_where_the_terminal_gives_them_the_colour_at_hand() -> None:
    screen = ScreenCells()
    written(screen, line("some words that stand there"))
    screen.apply(whole([line("some")]), ColorSystem.TRUECOLOR)
    assert differences(screen, erases_in_colour=True) == "\x1b[1;6H\x1b[22X"


def test_blanks_that_show_more_than_their_colour_are_written() -> None:
    screen = ScreenCells()
    written(screen, line("some words that stand there"))
    screen.apply(whole([Strip([Segment(" " * WIDTH, Style(underline=True))])]), ColorSystem.TRUECOLOR)
    assert " " * WIDTH in differences(screen, erases_in_colour=True)


def test_a_screen_that_was_forgotten_is_painted_whole() -> None:
    screen = ScreenCells()
    first = written(screen, line("some words"))
    screen.forget()
    assert differences(screen) == first


@pytest.mark.parametrize("family", ["👩‍👩‍👧", "e\u0301", "❤️"])
def test_a_line_whose_widths_are_in_doubt_is_written_whole(family: str) -> None:
    screen = ScreenCells()
    written(screen, line(f"a{family}bc"))
    again = written(screen, line(f"a{family}bd"))
    assert again.startswith(f"\x1b[1;1Ha{family}\x1b[1;")
    assert "bd" in again


def test_what_stands_behind_a_character_of_doubtful_width_is_placed_anew() -> None:
    screen = ScreenCells()
    assert "日\x1b[1;3Hx" in written(screen, line("日x"))


def test_a_control_character_is_not_written() -> None:
    screen = ScreenCells()
    with pytest.raises(Doubt):
        screen.apply(whole([Strip([Segment("a\x1b[2Jb日")])]), ColorSystem.TRUECOLOR)


def test_an_update_of_another_screen_is_not_taken() -> None:
    screen = ScreenCells()
    with pytest.raises(Doubt):
        screen.apply(part(line("x"), 0, 0, WIDTH), ColorSystem.TRUECOLOR)
    with pytest.raises(Doubt):
        screen.apply("a text", ColorSystem.TRUECOLOR)
