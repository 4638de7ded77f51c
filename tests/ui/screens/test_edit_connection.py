"""The screen that edits a saved connection, alone in an app."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hostile_servers import Identities
from lone_screen import LARGE, OPEN, SMALL, TINY, LoneScreen, LoneScreenApp
from textual.widgets import Input

from nxql_tui.accounts.connection import Colour, Connection, TrustSource
from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.edit_connection import EditConnectionScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from textual.pilot import Pilot

SITE = Connection(
    "site-eu",
    user="svc-nxql",
    portal="portal.example.com",
    last_used=datetime(2026, 11, 23, tzinfo=UTC),
    password_command="pass show nexthink/site-eu",
    platforms=("windows", "mac_os"),
    row_limit=1000,
    time_limit=90,
    proxy="http://proxy.example.com:3128",
    trust=TrustSource.PINNED,
    tags=("production", "eu"),
    colour=Colour.RED,
)
LAB = Connection("lab", "lab.example.com", "alice")


class Form(LoneScreen):
    async def opened(self) -> None:
        await self.wait_for(lambda: self.app.screen is self.shown and self.shown.focused is not None)

    async def fill(self, name: str, text: str) -> None:
        """Type into a field, in the place of what is there."""
        field = self.field(name)
        field.focus()
        # Its beginning is there at once: a key a letter would take long.
        field.value = text[:-1]
        field.cursor_position = len(field.value)
        await self.press(*text[-1:])

    async def turn(self, name: str, *keys: str) -> None:
        """Press keys in a choice or a switch."""
        self.field(name).focus()
        await self.press(*keys)

    async def save(self) -> Connection:
        await self.press("f5")
        result = await self.result()
        assert isinstance(result, Connection)
        return result

    async def mistake_of(self, name: str) -> str:
        """What is said under a field, as soon as something is."""
        await self.wait_for(lambda: self.row(name).says_mistake)
        return self.said(name)

    def said(self, name: str) -> str:
        return " ".join(str(self.row(name).query_one(".mistake").render()).split())

    def field(self, name: str):
        return self.shown.query_one(f"#{name}")

    def row(self, name: str):
        return self.shown.query_one(f"#row-{name}")

    @property
    def focused(self) -> str | None:
        return self.app.focused.id


@pytest.fixture
def opened():
    @asynccontextmanager
    async def run(
        connection: Connection | None = None, taken: tuple[str, ...] = ("lab", "site-eu"), size: tuple[int, int] = SMALL
    ) -> AsyncIterator[Form]:
        app = LoneScreenApp(EditConnectionScreen(connection, taken))
        async with app.run_test(size=size) as pilot:
            form = Form(app, pilot)
            await form.opened()
            yield form

    return run


async def test_a_name_an_address_and_a_user_make_a_connection(opened):
    async with opened() as form:
        await form.press(*"new", "down", "down", *"engine.example.com:1672", "down", *"alice", "ctrl+r")
        assert await form.result() == Connection("new", "engine.example.com:1672", "alice")


async def test_saving_what_nobody_changed_gives_the_same_connection(opened):
    async with opened(SITE) as form:
        assert await form.save() == SITE


async def test_every_field_is_saved(opened, tmp_path):
    identity = Identities(tmp_path).make("engine").file.read_bytes()
    for name in ("ca.pem", "me.pem", "me.key"):
        (tmp_path / name).write_bytes(identity)
    async with opened(LAB, size=LARGE) as form:
        await form.fill("name", "site")
        await form.turn("place", "right")
        await form.fill("address", "a.example.com, b.example.com")
        await form.fill("user", "bob")
        await form.fill("password_command", "pass show site")
        await form.turn("platform-mobile", "space")
        await form.fill("row_limit", "500")
        await form.fill("time_limit", "2.5")
        await form.turn("allow-update", "space")
        await form.fill("proxy", "none")
        await form.turn("trust", "left")
        await form.fill("ca_file", str(tmp_path / "ca.pem"))
        await form.fill("client_certificate", str(tmp_path / "me.pem"))
        await form.fill("client_key", str(tmp_path / "me.key"))
        await form.fill("tags", "lab, eu")
        await form.turn("colour", "right", "right")
        saved = await form.save()
    assert saved == Connection(
        "site",
        user="bob",
        addresses=("a.example.com", "b.example.com"),
        password_command="pass show site",
        platforms=("mobile",),
        row_limit=500,
        time_limit=2.5,
        allow_update=True,
        proxy="none",
        ca_file=str(tmp_path / "ca.pem"),
        client_certificate=str(tmp_path / "me.pem"),
        client_key=str(tmp_path / "me.key"),
        tags=("lab", "eu"),
        colour=Colour.ORANGE,
    )


async def test_the_save_button_saves(opened):
    async with opened(LAB) as form:
        await form.turn("save", "enter")
        assert await form.result() == LAB


async def test_letters_typed_right_before_saving_are_saved(opened):
    async with opened(LAB) as form:
        form.field("user").focus()
        await form.pilot.press(*"-two", "f5")
        assert (await form.result()).user == "alice-two"


# Mistakes


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("name", "site-eu", "There is a connection 'site-eu' already"),
        ("name", "", "The name is missing"),
        ("address", "http://engine", "http:// would send the password unprotected"),
        ("user", "al:ice", "holds no ':'"),
        ("row_limit", "many", "whole number"),
        ("time_limit", "0", "number of seconds"),
        ("proxy", "ftp://proxy:1", "no kind of proxy"),
        ("server_name", "not a name", "no host name"),
        ("client_certificate", "/missing.pem", "no such file"),
        ("client_key", "/missing.key", "belongs to a certificate"),
        ("password_command", "pass 'show", "left open"),
    ],
)
async def test_a_mistake_is_said_under_its_field_when_it_is_left(opened, name, typed, said):
    async with opened(LAB) as form:
        await form.fill(name, typed)
        await form.press("tab")
        assert said in await form.mistake_of(name)
        assert form.field(name).value == typed


async def test_no_other_field_is_complained_about_when_one_is_left(opened):
    async with opened() as form:
        await form.press("tab")
        await form.mistake_of("name")
        assert [name for name in ("address", "user") if form.row(name).says_mistake] == []


async def test_a_mistake_put_right_is_no_longer_said(opened):
    async with opened(LAB) as form:
        await form.fill("row_limit", "x")
        await form.press("tab")
        await form.mistake_of("row_limit")
        await form.fill("row_limit", "10")
        await form.press("tab")
        await form.wait_for(lambda: not form.row("row_limit").says_mistake)


async def test_saving_with_mistakes_says_all_of_them_and_goes_to_the_first(opened):
    async with opened() as form:
        await form.fill("row_limit", "x")
        await form.press("f5")
        for name in ("name", "address", "user", "row_limit"):
            await form.mistake_of(name)
        await form.wait_for(lambda: form.focused == "name")
        assert form.app.result is OPEN
        assert form.field("row_limit").value == "x"


async def test_what_was_refused_can_be_put_right_and_saved(opened):
    async with opened(LAB) as form:
        await form.fill("name", "site-eu")
        await form.press("f5")
        await form.mistake_of("name")
        await form.press("2")
        assert (await form.save()).name == "site-eu2"


async def test_a_connection_may_keep_its_own_name(opened):
    async with opened(SITE) as form:
        await form.fill("user", "bob")
        assert (await form.save()).name == "site-eu"


@pytest.mark.parametrize("key", ["tab", "f5"])
async def test_the_password_of_a_proxy_is_refused_and_gone(opened, key):
    async with opened(LAB) as form:
        await form.fill("proxy", "http://me:hunter2@proxy:3128")
        await form.press(key)
        assert "password is not kept" in await form.mistake_of("proxy")
        assert form.field("proxy").value == "http://me@proxy:3128"
        assert "hunter2" not in form.screen_text
        assert form.app.result is OPEN
        assert (await form.save()).proxy == "http://me@proxy:3128"


async def test_choosing_another_place_looks_at_the_same_text_again(opened):
    async with opened(LAB) as form:
        await form.fill("address", "a.example.com b.example.com")
        await form.press("up")
        assert "several addresses" in await form.mistake_of("address")
        await form.press("right")
        await form.wait_for(lambda: not form.row("address").says_mistake)
        assert (await form.save()).addresses == ("a.example.com", "b.example.com")


async def test_the_ca_file_is_asked_for_where_it_is_chosen(opened):
    async with opened(LAB) as form:
        assert not form.row("ca_file").display
        await form.turn("trust", "left")
        assert form.row("ca_file").display
        await form.press("f5")
        assert "The CA file is missing" in await form.mistake_of("ca_file")
        assert form.focused == "ca_file"


async def test_a_path_is_completed(opened, tmp_path):
    (tmp_path / "engines.pem").touch()
    async with opened(LAB) as form:
        await form.fill("client_certificate", f"{tmp_path}/eng")
        field = form.field("client_certificate")
        await form.wait_for(lambda: field._suggestion)
        await form.press("right")
        assert field.value == f"{tmp_path}/engines.pem"


async def test_control_characters_of_the_file_are_shown_and_kept(opened):
    hostile = replace(LAB, name="lab\x1b[31m", tags=("[/b]", "a\x07"))
    async with opened(hostile) as form:
        assert form.field("name").value == "lab␛[31m"
        assert "\x1b" not in form.screen_text
        assert await form.save() == hostile


async def test_markup_in_a_mistake_is_shown_as_it_is(opened):
    async with opened(LAB, taken=("[/b]",)) as form:
        await form.fill("name", "[/b]")
        await form.press("tab")
        assert "'[/b]'" in await form.mistake_of("name")


# Leaving


async def test_escape_leaves_what_nobody_changed(opened):
    async with opened(SITE) as form:
        await form.press("escape")
        assert await form.result() is None


async def test_leaving_asks_when_something_was_changed(opened):
    async with opened(LAB) as form:
        await form.press("x", "escape")
        await form.wait_for(lambda: isinstance(form.app.screen, Confirmation))
        await form.press("enter")
        await form.wait_for(lambda: form.app.screen is form.shown)
        assert form.field("name").value == "labx"
        await form.press("escape")
        await form.wait_for(lambda: isinstance(form.app.screen, Confirmation))
        await form.press("tab", "enter")
        assert await form.result() is None


async def test_a_change_taken_back_is_no_change(opened):
    async with opened(LAB) as form:
        await form.press("x", "backspace", "escape")
        assert await form.result() is None


# Moving about


@pytest.mark.parametrize("size", [TINY, SMALL, LARGE])
async def test_the_line_in_use_is_always_seen_whole(opened, size):
    async with opened(replace(SITE, trust=None, ca_file="/ca.pem"), size=size) as form:
        view = form.shown.query_one("ConnectionFields")
        for _ in range(len(form.shown.focus_chain)):
            await form.press("tab")
            focused = form.app.focused
            if view in focused.ancestors:
                await form.wait_for(lambda focused=focused: focused.region in view.content_region)


@pytest.mark.parametrize("size", [TINY, SMALL])
async def test_the_mistake_under_a_field_in_use_is_seen(opened, size):
    async with opened(LAB, size=size) as form:
        await form.fill("client_key", "/missing.key")
        await form.press("f5")
        await form.mistake_of("client_key")
        await form.wait_for(lambda: "A key belongs to a certificate." in form.screen_text)


async def test_arrows_move_from_line_to_line_and_stop_at_the_ends(opened):
    async with opened(LAB) as form:
        await form.press("up")
        assert form.focused == "name"
        seen = ["name"]
        for _ in range(5):
            await form.press("down")
            seen.append(form.focused)
        assert seen == ["name", "place", "address", "user", "password_command", "platform-windows"]
        await form.press("down")
        assert form.focused == "row_limit"
        await form.press("pagedown", "pagedown", "pagedown", "pagedown", "down")
        assert form.focused == "save"


async def test_enter_goes_on_to_the_next_line(opened):
    async with opened(LAB) as form:
        await form.press("enter")
        assert form.focused == "place"
        assert form.app.result is OPEN


async def test_the_footer_shows_the_keys(opened):
    async with opened(LAB) as form:
        assert "Save" in form.footer
        assert "Leave" in form.footer


async def test_a_click_chooses_a_colour_in_the_second_line(opened):
    async with opened(LAB) as form:
        colour = form.field("colour")
        colour.focus()
        await form.wait_for(lambda: colour.region in form.shown.query_one("ConnectionFields").content_region)
        assert colour.size.height > 1
        await form.pilot.click("#colour", offset=(1, 1))
        await form.wait_for(lambda: str(colour.render()).splitlines()[1].startswith("(•)"))


async def test_no_field_remembers_a_password_that_was_taken_out(opened):
    async with opened(LAB) as form:
        await form.fill("proxy", "http://me:hunter2@proxy:3128")
        await form.press("tab")
        await form.mistake_of("proxy")
        form.field("proxy").focus()
        await form.press("ctrl+z")
        assert all("hunter2" not in field.value for field in form.shown.query(Input))


# Pictures; look at a new one before accepting it


def played(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def play(pilot: Pilot[None]) -> None:
        form = Form(pilot.app, pilot)
        await form.opened()
        await form.press(*keys)

    return play


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_picture_of_a_connection(snap_compare, size) -> None:
    app = LoneScreenApp(EditConnectionScreen(replace(SITE, allow_update=True), ("site-eu",)))
    assert snap_compare(app, run_before=played(), terminal_size=size)


def test_the_picture_of_mistakes(snap_compare) -> None:
    async def play(pilot: Pilot[None]) -> None:
        form = Form(pilot.app, pilot)
        await form.opened()
        await form.fill("name", "lab")
        await form.fill("address", "engine 1.example.com")
        await form.press("f5")
        await form.mistake_of("user")

    assert snap_compare(LoneScreenApp(EditConnectionScreen(None, ("lab",))), run_before=play, terminal_size=SMALL)


def test_the_picture_of_the_end_of_the_form(snap_compare) -> None:
    app = LoneScreenApp(EditConnectionScreen(SITE, ("site-eu",)))
    assert snap_compare(app, run_before=played(*["pagedown"] * 4, "up"), terminal_size=SMALL)
