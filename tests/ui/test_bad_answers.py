"""Bad answers, one after the other, in one explorer: each is shown for what it is, and nothing else is lost."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from broken_engine import PATIENCE, cut, unfinished, whole

from nxql_tui.ui.questions import QuestionAnswered, QuestionCutShort, QuestionFailed

if TYPE_CHECKING:
    import ssl

    from broken_engine import Behaviour, BrokenEngine

    from nxql_tui.paths import Paths

ENDS = (QuestionAnswered, QuestionCutShort, QuestionFailed)
QUERY = "(select (name) (from device))"
GOOD = b"name\tuser\n" + b"".join(b"PC%d\talice\n" % number for number in range(300))
MEGABYTES = b"x" * 5_000_000


@dataclass(frozen=True)
class BadAnswer:
    """What is sent, and what is to be seen of it."""

    name: str
    behaviour: Behaviour
    state: str
    first_row: tuple[str, ...] = ()
    """Empty where the older answer stays."""
    message: str = ""


ROWS = [
    BadAnswer("no rows", whole(b"name\tuser\n"), "0 rows"),
    BadAnswer("one column", whole(b"name\nPC1\n"), "1 row ", ("PC1",)),
    BadAnswer(
        "400 columns", whole(b"\t".join([b"c"] * 400) + b"\n" + b"\t".join([b"x"] * 400)), "1 row ", ("x",) * 400
    ),
    BadAnswer("the same name twice", whole(b"name\tname\n1\t2\n"), "1 row ", ("1", "2")),
    BadAnswer("a cell of 5 MB", whole(b"a\tb\n" + MEGABYTES + b"\t1\n"), "1 row ", ("x" * 47 + "…", "1")),
    BadAnswer("a row too short", whole(b"a\tb\n1\n1\t2\n"), "2 rows", ("1", "∅")),
    BadAnswer("a row too long", whole(b"a\n1\t2\n"), "1 row ", ("1", "2")),
    BadAnswer("no UTF-8", whole(b"a\nx\xff\xfey\n"), "1 row ", ("x\ufffd\ufffdy",)),
    BadAnswer("NUL bytes", whole(b"a\n\x00\x00x\n"), "1 row ", ("␀␀x",)),
    BadAnswer("CRLF and a byte order mark", whole(b"\xef\xbb\xbfa\r\nx\r\n"), "1 row ", ("x",)),
]
NO_ROWS = [
    BadAnswer("an html page", whole(b"<html>Hello</html>"), "No answer", message="An html page came where csv"),
    BadAnswer(
        "a proxy", whole(b'<?xml version="1.0"?>\n<!DOCTYPE html>\n<html>Sign in'), "No answer", message="An html page"
    ),
    BadAnswer("not a byte", whole(b""), "No answer", message="not even a header"),
    BadAnswer("a header that breaks off", cut(b"na"), "No answer", message="broke off"),
    BadAnswer("a row that breaks off", cut(b"name\nPC"), "No answer", message="broke off"),
]
PARTS = [
    BadAnswer(
        "cut", cut(GOOD), "INCOMPLETE · only the first 300 rows · broke off", ("PC0", "alice"), "it is incomplete"
    ),
    BadAnswer("too large", whole(b"a\n" + b"1\n" * 5_000_000), "stopped at 6.0 MB", ("1",), "raise spool_limit"),
]


async def test_bad_answers_are_shown_for_what_they_are_and_nothing_else_is_lost(
    open_explorer, broken_engine, paths: Paths
) -> None:
    paths.config.mkdir(parents=True)
    paths.settings.write_text('spool_limit = "6MB"\n')
    engine: BrokenEngine
    with broken_engine(whole(GOOD)) as engine:
        async with open_explorer(client=engine.client, query=QUERY) as explorer:
            for number, bad in enumerate([*ROWS, *PARTS, *NO_ROWS], 1):
                engine.behaviour = bad.behaviour
                before = explorer.rows()
                await explorer.ask()
                await explorer.wait_for(lambda number=number: len(explorer.said(*ENDS)) == number)
                await explorer.settled()
                assert bad.state.strip() in explorer.state, bad.name
                if bad.first_row:
                    assert explorer.rows()[0] == bad.first_row, bad.name
                elif bad in NO_ROWS:
                    assert explorer.rows() == before, bad.name
                    assert "below: the answer before" in explorer.state
                said = explorer.text_of("#message .message-text") if explorer.widget("#message").display else ""
                assert bad.message in said, bad.name
                assert bool(said) == bool(bad.message), bad.name
                assert explorer.widget("#editor").text == QUERY
                is_part = bad not in ROWS
                assert ("INCOMPLETE" in explorer.text_of("#pager .rows")) == is_part, bad.name
                assert "complete" not in explorer.state.split(" · ") or not is_part


async def test_a_part_can_be_sorted_and_paged_and_stays_marked(open_explorer, broken_engine) -> None:
    with broken_engine(cut(GOOD)) as engine:
        async with open_explorer(client=engine.client, query=QUERY) as explorer:
            await explorer.ask()
            await explorer.press("s", "s")
            assert explorer.column(0)[0] == "PC99"
            await explorer.press("]")
            assert "INCOMPLETE 101–200 of 300" in explorer.text_of("#pager .rows")
            rows = explorer.app.screen.tab.answered_rows()
            assert rows.provenance.engine == str(engine.client.address)
            engine.behaviour = whole(GOOD)
            await explorer.ask()
            assert "complete" in explorer.state
            assert "INCOMPLETE" not in explorer.text_of("#pager .rows")


async def test_what_is_done_while_an_answer_arrives_is_not_lost(open_explorer, broken_engine) -> None:
    """The cursor moves at once; sorting and paging wait for the rest; the table stays where it was."""
    wide = b"\t".join([b"column %d" % place for place in range(20)]) + b"\n"
    wide += b"".join(b"\t".join([b"PC%d" % number] * 20) + b"\n" for number in range(300))
    first_rows_seen = threading.Event()

    def in_two_pieces(stream: ssl.SSLSocket) -> None:
        unfinished(wide[: len(wide) // 2])(stream)
        assert first_rows_seen.wait(PATIENCE)
        stream.sendall(wide[len(wide) // 2 :])

    with broken_engine(in_two_pieces) as engine:
        async with open_explorer(client=engine.client, query=QUERY) as explorer:
            await explorer.press("f5")
            await explorer.wait_for(lambda: len(explorer.rows()) == 100)
            assert "more arriving" in explorer.text_of("#pager .rows")
            first_rows_seen.set()
            await explorer.wait_for(lambda: "300 rows" in explorer.state and "/s" in explorer.state)
            table = explorer.widget("#results")
            await explorer.wait_for(lambda: table.has_focus)
            await explorer.press(*["right"] * 12, *["down"] * 30)
            place, scrolled, widths = (
                table.cursor_coordinate,
                table.scroll_offset,
                [column.width for column in table.ordered_columns],
            )
            assert (place.row, place.column) == (30, 12)
            assert scrolled.x > 0
            assert scrolled.y > 0
            await explorer.press("escape")
            await explorer.wait_for(lambda: "INCOMPLETE · only the first 300 rows · cancelled" in explorer.state)
            await explorer.settled()
            assert "INCOMPLETE 1–100 of 300" in explorer.text_of("#pager .rows")
            assert table.cursor_coordinate == place
            assert table.scroll_offset == scrolled
            assert [column.width for column in table.ordered_columns] == widths
            await explorer.press("f5")
            await explorer.wait_for(lambda: "more arriving" in explorer.text_of("#pager .rows"))
            await explorer.press("s", "s", "]", "escape")
            await explorer.wait_for(lambda: "INCOMPLETE" in explorer.state)
            await explorer.settled()
            assert "101–200 of 300" in explorer.text_of("#pager .rows")
            expected = sorted((f"PC{number}" for number in range(300)), reverse=True)[100]
            assert explorer.column(12)[0] == expected


async def test_who_goes_on_writing_is_not_called_away(open_explorer, broken_engine) -> None:
    may_answer = threading.Event()

    def answer_late(stream: ssl.SSLSocket) -> None:
        assert may_answer.wait(PATIENCE)
        whole(GOOD)(stream)

    with broken_engine(answer_late) as engine:
        async with open_explorer(client=engine.client, query=QUERY) as explorer:
            await explorer.press("f5")
            await explorer.wait_for(lambda: "Loading" in explorer.state)
            await explorer.press("x")
            may_answer.set()
            await explorer.wait_for(lambda: "300 rows" in explorer.state)
            await explorer.settled()
            assert len(explorer.rows()) == 100
            assert explorer.widget("#editor").has_focus
