"""Asking a fleet beside the screen: one question to all, told in messages.

```
FleetHeadRead…  FleetRowsMerged…  then  FleetOver; and again, where the failed are asked again
```
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.client.engine_client import ANY_SIZE
from nxql_tui.fleets.engine_files import KeptAnswer
from nxql_tui.fleets.gathering import Gathering
from nxql_tui.results.errors import StorageError
from nxql_tui.results.merged_answers import MergedAnswers
from nxql_tui.results.merged_first_page import merge_first_pages
from nxql_tui.results.storage import DEFAULT_MEMORY_LIMIT
from nxql_tui.results.view_export.engine_shares import EngineShare
from nxql_tui.thread_priority import SCREEN_RIGHT_OF_WAY
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.growing_head import GrowingHead

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from nxql_tui.client.fleet import Fleet
    from nxql_tui.client.fleet_question import EngineRun
    from nxql_tui.client.spool import SpoolRoom
    from nxql_tui.fleets.gathering import GatheredEngine
    from nxql_tui.results.columns import Page
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.ui.question_log import LoggedQuestion, QuestionLog
    from nxql_tui.wire.request import QueryRequest


@dataclass(frozen=True)
class FleetOrder:
    """What a fleet is to be asked, and how much of this host the answer may take."""

    fleet: Fleet
    title: str
    """What its Engines are together."""
    request: QueryRequest
    folder: Path
    """Where bytes and rows go."""
    page_size: int
    """Rows of the page shown before any answer is complete."""
    labels: Mapping[int, str] = field(default_factory=dict)
    """What the parameters are called."""
    secret_numbers: frozenset[int] = frozenset()
    """The parameters whose values are written nowhere."""
    room: SpoolRoom = ANY_SIZE
    """How much of the disk the answer of each Engine may take."""
    memory_limit: int = DEFAULT_MEMORY_LIMIT
    """Bytes that all rows together may take of the memory."""
    limit: int | None = None
    """The row limit of the query, which holds for each Engine; None where it has none."""
    limit_is_added: bool = False
    """Whether the connection has added it."""


@dataclass
class FleetHeadRead(Message):
    """The first rows of some Engines are known; no answer is complete yet."""

    asking: FleetAsking
    page: Page

    def can_replace(self, message: Message) -> bool:
        """Only the newest rows matter, while many Engines begin at once."""
        return isinstance(message, FleetHeadRead)


@dataclass
class FleetRowsMerged(Message):
    """There are more rows, which can be sorted and paged."""

    asking: FleetAsking
    result_set: ResultSet
    shares: tuple[EngineShare, ...]
    """What each Engine has given to these rows."""


@dataclass
class FleetOver(Message):
    """All Engines are over, and what they sent is stored."""

    asking: FleetAsking


class FleetAsking:
    """A question to a fleet, from its sending until its rows are let go; nobody else closes it."""

    def __init__(self, order: FleetOrder, post: Callable[[Message], object], log: QuestionLog) -> None:
        """Send nothing yet.

        Raises:
            StorageError: There is no place for the rows.
        """
        self.order = order
        request = order.request
        merged = MergedAnswers(
            order.folder, query=request.query, parameters=request.parameters, memory_limit=order.memory_limit
        )
        try:
            self.gathering = Gathering(
                request,
                order.fleet.engines,
                merged,
                order.folder,
                room=order.room,
                in_flight=order.fleet.in_flight,
                on_progress=self._look,
            )
        except StorageError:
            merged.close()
            raise
        self.is_over = False
        """Whether nothing is asked now."""
        self._post = post
        self._log = log
        self._heads = _Heads(order, lambda page: post(FleetHeadRead(self, page)))

    @property
    def engines(self) -> tuple[GatheredEngine, ...]:
        """How far each Engine is."""
        return self.gathering.engines

    @property
    def kept_answers(self) -> tuple[KeptAnswer, ...]:
        """What each Engine has given so far, in their order, and where its bytes are."""
        spools = self.gathering.merged.spools
        return tuple(KeptAnswer(share, spools.get(share.name) if share.is_asked else None) for share in self.shares)

    @property
    def shares(self) -> tuple[EngineShare, ...]:
        """What each Engine has given so far, and that some were not asked."""
        left_out = map(EngineShare.left_out, self.order.fleet.left_out)
        return (*map(_share, self.engines), *left_out)

    def ask(self) -> None:
        """Ask, store the answers, tell each step and write it down; blocks until all is over."""
        order = self.order
        logged = self._log.begin(order.request, order.labels, order.secret_numbers)
        try:
            self.gathering.run(self._tell_rows)
            order.fleet.learn(engine.status for engine in self.engines)
            self._write_down(logged)
        finally:
            # Whatever happened: nobody waits for ever.
            self._post(FleetOver(self))

    def ask_again(self) -> bool:
        """Let the next `ask` go to those that failed; False where there are none, or where it is not over yet.

        Raises:
            StorageError: There is no place for what they send.
        """
        if not self.is_over or not self.gathering.ask_again():
            return False
        self.is_over = False
        return True

    def close(self) -> None:
        """Leave nothing running, and keep no row that nobody reads."""
        self.gathering.abandon()
        # What is being stored has to come to an end first.
        run_in_background(self.gathering.merged.close, "close-rows")

    def _look(self, run: EngineRun) -> None:
        self._heads.look(run)

    def _tell_rows(self, result_set: ResultSet) -> None:
        self._heads.end()
        self._post(FleetRowsMerged(self, result_set, self.shares))

    def _write_down(self, logged: LoggedQuestion) -> None:
        errors = [engine.error for engine in self.engines if engine.error is not None]
        if len(errors) == len(self.engines):
            self._log.failed(logged, errors[0])
        else:
            self._log.answered(logged, self.gathering.merged.row_count)


def whole_shares(fleet: Fleet) -> tuple[EngineShare, ...]:
    """What each Engine has given to rows that are there only where all have answered; nobody has counted them."""
    asked = (EngineShare(one.name, str(one.address), None, is_complete=True) for one in fleet.members)
    return (*asked, *map(EngineShare.left_out, fleet.left_out))


def _share(engine: GatheredEngine) -> EngineShare:
    address, error = str(engine.status.engine.address), "" if engine.error is None else str(engine.error)
    return EngineShare(engine.name, address, engine.stored_rows, engine.is_whole, error)


class _Heads:
    """The first rows of the Engines, until there is a complete answer; looked at from the Engines' threads."""

    def __init__(self, order: FleetOrder, tell: Callable[[Page], object]) -> None:
        self._order = order
        self._tell = tell
        self._lock = Lock()
        self._heads: dict[str, GrowingHead] = {}
        self._pages: dict[str, Page] = {}
        self._is_over = False

    def look(self, run: EngineRun) -> None:
        """More of an Engine's answer has come."""
        if self._is_over:
            return
        name, order = run.engine.name, self._order
        if name not in self._heads:
            self._heads[name] = GrowingHead(
                run.spool, order.request, order.page_size, lambda page: self._take(name, page)
            )
        self._heads[name].look(run.status.size)

    def end(self) -> None:
        """There are better rows now."""
        with self._lock:
            self._is_over = True

    def _take(self, name: str, page: Page) -> None:
        with self._lock:
            shown = sum(len(one.rows) for one in self._pages.values())
            is_new_room = shown < self._order.page_size
            self._pages[name] = page
            if is_new_room and not self._is_over:
                SCREEN_RIGHT_OF_WAY.take()
                self._tell(merge_first_pages(self._pages, self._order.page_size))
