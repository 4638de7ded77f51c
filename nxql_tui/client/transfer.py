"""One question's way through the network: how far it has come, and everything that can stop it."""

from __future__ import annotations

import socket
import time
from contextlib import contextmanager, suppress
from enum import IntEnum
from threading import Lock, Timer
from typing import TYPE_CHECKING

from nxql_tui.client.route import DIRECT
from nxql_tui.thread_priority import SCREEN_RIGHT_OF_WAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.route import Route
    from nxql_tui.client.tls import EngineContext

LARGEST_HEAD = 256 * 1024
"""Bytes that may come before the head of an answer is complete: `100 Continue` could go on for ever."""


class EndlessHeadError(OSError):
    """More has come than any head is long."""


class Stage(IntEnum):
    """How far a question has come."""

    REACHING = 1
    """The first host on the way is being reached: the proxy, or the Engine itself."""
    TUNNELLING = 2
    """The proxy has been reached and asked to let us through."""
    SHAKING_HANDS = 3
    """TLS with the Engine has begun; no byte of HTTP is sent before it is trusted."""
    TRUSTED = 4
    """The Engine's certificate was let through."""
    ANSWERED = 5
    """The head of an answer has come."""


class Cancellation:
    """Stops a question from any thread, whatever it is waiting for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sockets: list[socket.socket] = []
        self._others: list[Callable[[], object]] = []
        self._is_cancelled = False

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody has cancelled."""
        return self._is_cancelled

    def cancel(self) -> None:
        """Hang up; the Engine sees it at once."""
        with self._lock:
            self._is_cancelled = True
            for connection in self._sockets:
                _hang_up(connection)
            others = [*self._others]
        for cancel in others:
            cancel()

    @contextmanager
    def passing_on(self, cancel: Callable[[], object]) -> Iterator[None]:
        """Within the block, cancel something else too when somebody cancels, or at once when somebody has."""
        with self._lock:
            self._others.append(cancel)
            is_late = self._is_cancelled
        if is_late:
            cancel()
        try:
            yield
        finally:
            with self._lock:
                self._others.remove(cancel)

    def watch(self, connection: socket.socket) -> None:
        """Hang up this connection too when somebody cancels, or at once when somebody has."""
        with self._lock:
            self._sockets.append(connection)
            if self._is_cancelled:
                _hang_up(connection)

    def forget(self, connection: socket.socket) -> None:
        """That connection is over; there is nothing left to hang up."""
        with self._lock, suppress(ValueError):
            self._sockets.remove(connection)


def _hang_up(connection: socket.socket) -> None:
    # One that is closed, or not connected yet, ends by itself.
    with suppress(OSError):
        # The method of the TLS socket would take its state away under the thread that is reading.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


class Transfer:
    """One question's way: where to, how trusted, how long, and how far it has come."""

    def __init__(
        self,
        address: EngineAddress,
        context: EngineContext,
        *,
        connect_timeout: float,
        overall_timeout: float | None = None,
        cancellation: Cancellation | None = None,
        route: Route = DIRECT,
    ) -> None:
        self.address = address
        self.context = context
        self.route = route
        self.connect_timeout = connect_timeout
        self.overall_timeout = overall_timeout
        self.bytes_received = 0
        """Of the body."""
        self.started = time.monotonic()
        self._stage = Stage.REACHING
        self._head_bytes = 0
        self._cancellation = cancellation or Cancellation()
        self._deadline = Cancellation()
        self._patience = Cancellation()
        """Hangs up on whoever lets us in and then says nothing, or next to nothing, before the Engine is trusted."""
        self._patience_timer: Timer | None = None
        self._connections: list[socket.socket] = []
        context.on_socket = self.shake_hands
        context.on_trusted = self._trust
        context.on_received = self._receive

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        return self._stage

    @property
    def has_answered(self) -> bool:
        """Whether the head of an answer has come."""
        return self._stage >= Stage.ANSWERED

    @property
    def has_trusted(self) -> bool:
        """Whether the Engine's certificate was let through."""
        return self._stage >= Stage.TRUSTED

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody has cancelled."""
        return self._cancellation.is_cancelled

    @property
    def is_overdue(self) -> bool:
        """Whether the time for all of it is over."""
        return self._deadline.is_cancelled

    @property
    def is_out_of_patience(self) -> bool:
        """Whether getting from the first contact to trust took too long."""
        return self._patience.is_cancelled

    @contextmanager
    def limited(self) -> Iterator[None]:
        """Within the block the connection is hung up when somebody cancels or the time is over."""
        timer = Timer(self.overall_timeout or 0.0, self._deadline.cancel)
        timer.daemon = True
        if self.overall_timeout is not None:
            timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._end_patience()
            for connection in self._connections:
                self._cancellation.forget(connection)
                self._deadline.forget(connection)
                self._patience.forget(connection)
                # The library leaves those open whose proxy did not let us through.
                connection.close()

    def reach(self, connection: socket.socket) -> None:
        """The first host on the way has let us in."""
        SCREEN_RIGHT_OF_WAY.stand_by()
        self._stage = Stage.TUNNELLING if self.route.proxy else Stage.SHAKING_HANDS
        if self._patience_timer is None:
            self._patience_timer = Timer(self.connect_timeout, self._patience.cancel)
            self._patience_timer.daemon = True
            self._patience_timer.start()
        self._watch(connection)

    def shake_hands(self, connection: socket.socket) -> None:
        """TLS is about to begin on a connection."""
        SCREEN_RIGHT_OF_WAY.stand_by()
        self._stage = Stage.SHAKING_HANDS
        self._watch(connection)

    def answer(self) -> None:
        """The head of an answer has come."""
        self._stage = Stage.ANSWERED

    def _trust(self) -> None:
        self._stage = Stage.TRUSTED
        self._end_patience()

    def _end_patience(self) -> None:
        if self._patience_timer is not None:
            self._patience_timer.cancel()

    def _watch(self, connection: socket.socket) -> None:
        self._connections.append(connection)
        for reason in (self._cancellation, self._deadline, self._patience):
            reason.watch(connection)

    def _receive(self, count: int) -> None:
        SCREEN_RIGHT_OF_WAY.stand_by()
        if self.has_answered:
            return
        self._head_bytes += count
        if self._head_bytes > LARGEST_HEAD:
            raise EndlessHeadError
