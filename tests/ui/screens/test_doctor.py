"""The doctor's screen, alone in an app, over findings that are made up."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from lone_screen import LARGE, SMALL, TINY, LoneScreen, LoneScreenApp

from nxql_tui.doctor.findings import Entry, Finding, Group, Status
from nxql_tui.doctor.report import plain_report
from nxql_tui.ui.screens.doctor import DoctorScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from textual.pilot import Pilot

    from nxql_tui.client.transfer import Cancellation

PATIENCE = 30.0

KEYRING = Finding(
    "OS keyring (Secret Service)",
    Status.WARNING,
    "It cannot be used: no D-Bus session on this host.",
    "The other places work without it, and so does a password_command for the connection in connections.toml.",
)
TLS = Finding(
    "TLS",
    Status.OK,
    "TLSv1.3, TLS_AES_256_GCM_SHA384, 1 certificate sent",
    milliseconds=12.4,
    details=("1: subject CN=[red]engine[/red]", f"SHA-256 {':'.join(['9F'] * 16)} {':'.join(['86'] * 16)}"),
)
TRUST = Finding(
    "trust",
    Status.FAILED,
    "The certificate of engine-1:1671 is self-signed; nothing was sent.",
    "Compare its fingerprint with the Engine's owner and pin it, or give a CA file.",
    milliseconds=3.1,
)
GROUPS = (
    Group("This program", lambda: [Finding("nxql-tui", Status.OK, "version 0.1.0")]),
    Group("Passwords", lambda: [KEYRING, Finding("this session only", Status.OK, "It can be used.")]),
    Group("Files", lambda: [Finding(f"file {number}", Status.OK, f"/home/alice/{number}") for number in range(12)]),
    Group(
        "Way to engine-1",
        lambda: [TLS, TRUST, Finding("login", Status.SKIPPED, "Not tried, for 'trust' comes before it.")],
    ),
)


def doctor(groups: Sequence[Group] = GROUPS) -> DoctorScreen:
    return DoctorScreen(lambda _cancellation: groups, lambda _error: "It is reported.")


@asynccontextmanager
async def opened(screen: DoctorScreen, size: tuple[int, int] = SMALL) -> AsyncIterator[LoneScreen]:
    app = LoneScreenApp(screen)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield LoneScreen(app, pilot)


async def finished(shown: LoneScreen) -> None:
    await shown.wait_for(lambda: shown.shown.is_mounted and not shown.shown.is_looking)


async def test_the_findings_are_shown_in_their_groups_with_a_summary() -> None:
    async with opened(doctor(), LARGE) as shown:
        await finished(shown)
        assert "Way to engine-1" in shown.screen_text
        assert "✘ failed  trust         The certificate of engine-1:1671" in shown.screen_text
        assert "Something failed: 15 ok, 1 warning, 1 failed, 1 skipped." in shown.screen_text


async def test_what_a_stranger_writes_is_no_markup() -> None:
    async with opened(doctor(), LARGE) as shown:
        await finished(shown)
        assert "CN=[red]engine[/red]" in shown.screen_text


async def test_findings_come_while_others_are_waited_for() -> None:
    go_on = threading.Event()

    def slow() -> Iterator[Finding]:
        yield Finding("first", Status.OK, "here at once")
        go_on.wait(PATIENCE)
        yield Finding("second", Status.OK, "here at last")

    async with opened(doctor([Group("A", slow)])) as shown:
        await shown.wait_for(lambda: "here at once" in shown.screen_text)
        assert "Looking…" in shown.screen_text
        go_on.set()
        await shown.wait_for(lambda: "here at last" in shown.screen_text)
        await finished(shown)
        assert "Nothing failed: 2 ok." in shown.screen_text


async def test_escape_leaves_and_stops_the_look() -> None:
    stopped: list[Cancellation] = []

    def begin(cancellation: Cancellation) -> Sequence[Group]:
        stopped.append(cancellation)
        return ()

    async with opened(DoctorScreen(begin, lambda _error: "")) as shown:
        await finished(shown)
        await shown.press("escape")
        assert await shown.result() is None
        await shown.wait_for(lambda: stopped[0].is_cancelled)


async def test_r_looks_again_and_what_an_older_look_still_finds_is_not_shown() -> None:
    go_on = threading.Event()
    runs: list[int] = []

    def look() -> Iterator[Finding]:
        runs.append(len(runs))
        run = runs[-1]
        yield Finding(f"run {run}", Status.OK, "began")
        if not run:
            go_on.wait(PATIENCE)
            yield Finding("late", Status.OK, "of the first look")

    async with opened(doctor([Group("A", look)])) as shown:
        await shown.wait_for(lambda: "run 0" in shown.screen_text)
        await shown.press("r")
        await shown.wait_for(lambda: "run 1" in shown.screen_text)
        go_on.set()
        await finished(shown)
        assert [entry.finding.name for entry in shown.shown.entries] == ["run 1"]


async def test_what_an_older_look_has_sent_before_it_was_stopped_is_not_shown() -> None:
    async with opened(doctor()) as shown:
        await finished(shown)
        known = shown.shown.entries
        shown.shown.post_message(DoctorScreen.Found(0, Entry("A", KEYRING)))
        await shown.pilot.pause()
        assert shown.shown.entries == known


async def test_y_copies_the_whole_report_as_plain_text() -> None:
    async with opened(doctor()) as shown:
        await finished(shown)
        await shown.press("y")
        assert shown.app.clipboard == plain_report(shown.shown.entries)
        assert "no D-Bus session" in shown.app.clipboard


async def test_n_goes_to_the_next_thing_that_is_not_in_order() -> None:
    async with opened(doctor()) as shown:
        await finished(shown)
        await shown.press("n")
        assert "! warning OS keyring" in shown.lines[1]
        await shown.press("n")
        assert "✘ failed  trust" in shown.screen_text


async def test_nothing_moves_while_findings_come() -> None:
    async with opened(doctor()) as shown:
        await finished(shown)
        assert shown.lines[1].strip() == "This program"


async def test_the_lines_are_wrapped_anew_for_another_width() -> None:
    async with opened(doctor(), TINY) as shown:
        await finished(shown)
        await shown.press("end")
        narrow = shown.screen_text
        await shown.pilot.resize_terminal(*LARGE)
        await shown.wait_for(lambda: "is self-signed; nothing was sent. (3.1 ms)" in shown.screen_text)
        assert "is self-signed; nothing was sent. (3.1 ms)" not in narrow


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_how_it_looks(snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    async def play(pilot: Pilot) -> None:
        shown = LoneScreen(pilot.app, pilot)
        await finished(shown)
        await shown.press("n")

    assert snap_compare(LoneScreenApp(doctor()), run_before=play, terminal_size=size)
