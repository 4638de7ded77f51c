"""Answers that break off, hang, or are made to do harm."""

from __future__ import annotations

import pytest
from broken_engine import cut, unfinished, whole

ROWS = b"name\tuser\n" + b"".join(b"PC%d\talice\n" % number for number in range(300))


async def test_an_answer_that_breaks_off_is_never_shown_as_complete(open_explorer, broken_engine) -> None:
    with broken_engine(cut(ROWS)) as engine:
        async with open_explorer(client=engine.client) as explorer:
            await explorer.ask("(select (name) (from device))")
            assert "INCOMPLETE" in explorer.state
            assert "broke off" in explorer.text_of("#message .message-text")
            assert explorer.column(0)[0] == "PC0"
            assert explorer.widget("#editor").text == "(select (name) (from device))"


async def test_escape_hangs_up_on_an_engine_that_thinks_for_ever(open_explorer, broken_engine) -> None:
    with broken_engine(lambda _stream: None) as engine:
        async with open_explorer(client=engine.client) as explorer:
            await explorer.press("f5")
            await explorer.wait_for(lambda: "Loading" in explorer.state)
            await explorer.press("escape")
            await explorer.wait_for(lambda: "Cancelled" in explorer.state)
            await explorer.wait_for(engine.saw_hang_up.is_set)


async def test_the_first_rows_are_read_while_the_rest_is_waited_for(open_explorer, broken_engine) -> None:
    with broken_engine(unfinished(ROWS)) as engine:
        async with open_explorer(client=engine.client) as explorer:
            await explorer.press("f5")
            await explorer.wait_for(lambda: len(explorer.column(0)) == 100)
            assert "Loading" in explorer.state
            assert "more arriving" in explorer.text_of("#pager .rows")
            await explorer.press("s")
            assert explorer.text_of("#pager .rows") == "first 100, more arriving, then sorted"
            await explorer.press("escape")
            await explorer.wait_for(lambda: "INCOMPLETE" in explorer.state)


HOSTILE = [
    "[/b]",
    "[red]x[/red]",
    "\x1b[2J\x1b[31m",
    "a\tb",
    "two\nlines",
    "日本語",
    "👩‍👩‍👧",
    "C:\\[a]\\b",
    "\u202eabc",
    "=1+1",
]


async def test_cells_made_to_do_harm_are_shown_as_they_are(open_explorer, broken_engine) -> None:
    quoted = ['"' + cell + '"' if {"\t", "\n"} & set(cell) else cell for cell in HOSTILE]
    body = "[b]head[/b]\n" + "\n".join(quoted) + "\n"
    with broken_engine(whole(body.encode())) as engine:
        async with open_explorer(client=engine.client) as explorer:
            await explorer.ask()
            shown = explorer.column(0)
            assert shown[:2] == ["[/b]", "[red]x[/red]"]
            assert shown[2:5] == ["␛[2J␛[31m", "a␉b", "two␊lines"]
            assert shown[5:8] == ["日本語", "👩‍👩‍👧", "C:\\[a]\\b"]
            assert shown[8:] == ["‹202E›abc", "=1+1"]
            assert explorer.widget("#results").ordered_columns[0].label.plain.strip() == "[b]head[/b]"
            assert "\x1b" not in explorer.app.export_screenshot()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html><body>Sign in</body></html>", "html page"),
        (b"", "empty"),
    ],
)
async def test_what_is_no_answer_is_told_for_what_it_is(open_explorer, broken_engine, body: bytes, said: str) -> None:
    with broken_engine(whole(body)) as engine:
        async with open_explorer(client=engine.client) as explorer:
            await explorer.ask()
            assert said in explorer.text_of("#message .message-text")
            assert "No answer" in explorer.state


async def test_an_error_page_made_to_do_harm_is_shown_as_text(open_explorer, broken_engine) -> None:
    page = b'<html><p id="error_message">[/b] \'x\' &#27;[31m</p><ul id="error_options"><li>[red]y</li></ul></html>'
    head = b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n" % len(page)
    with broken_engine(lambda stream: stream.sendall(head + page)) as engine:
        async with open_explorer(client=engine.client) as explorer:
            await explorer.ask("(select (x) (from device))")
            assert "[/b] 'x' " in explorer.text_of("#message .message-text")
            await explorer.press("enter")
            assert "[red]y" in explorer.widget("#editor").text
