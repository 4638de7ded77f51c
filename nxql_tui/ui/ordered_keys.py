"""Keys that have their effect in the order in which they were pressed, however fast they come.

Textual gives a key to what has the focus as soon as it is read, while the keys before it are still on their way: from
widget to widget up to the app, which finds what they are bound to. Of keys that come at once, as over a slow line, the
letters behind a TAB would go to the field before it, and a password would be read on the screen.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Generic

from textual import events
from textual.app import App, ReturnType, ScreenStackError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.message_pump import MessagePump
    from textual.widget import Widget

_PATIENCE = 1.0
"""Seconds that a key waits for one before it: what works longer must not stop the keys that would end it."""
_LOOK_SECONDS = 0.02
"""How often somebody who is waited for is looked after: who has gone answers no more."""
_MOST_ROUNDS = 3


class OrderedKeysApp(App[ReturnType], Generic[ReturnType]):
    """Gives a key, or a pasted text, to what has the focus when all keys before it have done what they do."""

    def __init__(self) -> None:
        super().__init__()
        self._unread: deque[events.Key | events.Paste] = deque()
        self._working: asyncio.Task[None] | None = None
        self.has_read_all = True
        """Whether every key has done what it does."""

    async def on_event(self, event: events.Event) -> None:
        """Let a key wait for those before it; all other events go their way."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
            return
        self._unread.append(event)
        if self.has_read_all:
            self.has_read_all = False
            await self._give_next()

    async def _give_next(self) -> None:
        event, reader = self._unread.popleft(), self.focused
        await super().on_event(event)
        is_text = isinstance(event, events.Paste) or _is_letter_for(reader, event)
        self._working = asyncio.create_task(self._go_on_after(self._free_the_way if is_text else self._settle))

    async def _go_on_after(self, wait: Callable[[], Awaitable[None]]) -> None:
        # An app that has ended has no screen.
        with suppress(TimeoutError, ScreenStackError):
            async with asyncio.timeout(_PATIENCE):
                await wait()
        if self._unread:
            self.call_later(self._give_next)
        else:
            self.has_read_all = True

    async def _settle(self) -> None:
        """Wait until the way of keys is free, and nothing that came of them moves the focus any more."""
        for _ in range(_MOST_ROUNDS):
            was = (self.screen, self.focused)
            await self._free_the_way()
            # A button that is pressed says so on the same way, behind its key.
            await self._free_the_way()
            if was == (self.screen, self.focused):
                return

    async def _free_the_way(self) -> None:
        for pump in (self.focused or self.screen).ancestors_with_self:
            await _work_off(pump)


def _is_letter_for(reader: Widget | None, event: events.Key) -> bool:
    return reader is not None and reader.check_consume_key(event.key, event.character)


async def _work_off(pump: MessagePump) -> None:
    """Wait until it has done what it was told before."""
    done = asyncio.Event()
    if not pump.call_later(done.set):
        return
    while not done.is_set() and (pump.is_running or not pump._is_mounted):
        with suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_SECONDS):
                await done.wait()
