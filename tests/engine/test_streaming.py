"""How an answer is sent: whole, in pieces, or broken off where the database fails."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from nxql_tui.engine.planner.fragments import Fragment
from nxql_tui.engine.planner.plan import Plan
from nxql_tui.engine.streaming import AnswerDesk
from nxql_tui.wire.cells import Column
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Message = dict[str, Any]
COLUMNS = (Column("n", "integer"),)
DEADLINE = 30.0


async def nobody_hangs_up() -> Mapping[str, Any]:
    await asyncio.Event().wait()
    raise AssertionError


async def sent(answer: Any, *, with_body: bool = True) -> list[Message]:
    """Every message of the response."""
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    desk = AnswerDesk()
    async with asyncio.timeout(DEADLINE):
        await desk.serve(answer, nobody_hangs_up, send, with_body=with_body)
    assert desk.count == 0
    return messages


def body_of(messages: list[Message]) -> bytes:
    return b"".join(message["body"] for message in messages[1:])


async def test_an_answer_is_sent_whole_and_closed(answer_of: Callable[..., Any]) -> None:
    messages = await sent(answer_of(Plan(COLUMNS, Fragment("SELECT range FROM range(10000)")), Format.CSV))
    assert messages[0]["status"] == 200
    assert body_of(messages).split() == [b"n", *(str(number).encode() for number in range(10000))]
    assert [message["more_body"] for message in messages[1:]] == [True] * (len(messages) - 2) + [False]
    assert len(messages) > 4


async def test_a_head_has_no_body(answer_of: Callable[..., Any]) -> None:
    messages = await sent(answer_of(Plan(COLUMNS, Fragment("SELECT 1")), Format.JSON), with_body=False)
    assert (messages[0]["status"], body_of(messages)) == (200, b"")


async def test_a_statement_that_fails_at_once_is_a_500_without_details(answer_of: Callable[..., Any]) -> None:
    messages = await sent(answer_of(Plan(COLUMNS, Fragment("SELECT error('secret')")), Format.CSV))
    assert messages[0]["status"] == 500
    assert b"secret" not in body_of(messages)


async def test_a_statement_that_fails_in_mid_answer_is_seen_as_cut_short(answer_of: Callable[..., Any]) -> None:
    sql = "SELECT CASE WHEN range = 2900000 THEN error('x')::BIGINT ELSE range END FROM range(3000000)"
    messages = await sent(answer_of(Plan(COLUMNS, Fragment(sql)), Format.CSV))
    assert messages[0]["status"] == 200
    assert all(message["more_body"] for message in messages[1:])


async def test_sixty_clients_that_do_not_read_hold_up_nobody_else(answer_of: Callable[..., Any]) -> None:
    endless = Plan(COLUMNS, Fragment("SELECT range FROM range(1000000000)"))
    taken: list[int] = []
    desk = AnswerDesk()

    async def send_to_nobody(message: Message) -> None:
        if message["type"] == "http.response.body":
            taken.append(len(message["body"]))
            await asyncio.Event().wait()

    serving = [
        asyncio.create_task(desk.serve(answer_of(endless, Format.CSV), nobody_hangs_up, send_to_nobody, with_body=True))
        for _ in range(60)
    ]
    async with asyncio.timeout(2 * DEADLINE):
        while len(taken) < len(serving):
            await asyncio.sleep(0)
        assert body_of(await sent(answer_of(Plan(COLUMNS, Fragment("SELECT 1")), Format.CSV))) == b"n\n1\n"
        desk.cancel_all()
        for task in serving:
            task.cancel()
        await asyncio.wait(serving)
    assert len(taken) == len(serving)
