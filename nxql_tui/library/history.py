"""Every question asked, kept so that it can be found and asked again.

A question is written down when it is sent and again when it has ended, so one that was under way when the program was
killed is there, as unfinished. Values of secret parameters are dropped before anything is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from nxql_tui.wire.request import Platform, QueryRequest


class Outcome(StrEnum):
    """How a question ended."""

    UNFINISHED = "unfinished"
    """No end was written down: it is under way, or its program was killed."""
    ANSWERED = "answered"
    REFUSED = "refused"
    """By the Engine: the query is wrong, the user may not ask."""
    FAILED = "failed"
    """No answer arrived, or not the whole of it."""
    CANCELLED = "cancelled"
    """By the user."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A question asked."""

    id: int
    """Of the newest one, where the same question was asked several times in a row."""
    text: str
    parameters: Mapping[int, str]
    """Without those that are secret."""
    platforms: tuple[Platform, ...]
    connection: str
    """The name of the connection."""
    address: str
    """The Engine's, or the Portal's."""
    asked_at: datetime
    """In UTC."""
    outcome: Outcome
    rows: int | None
    """None where no answer came, or nobody counted."""
    seconds: float | None
    """How long it took; None while that is not known."""
    error: str
    """The sentence shown; empty when there was none."""
    times: int = 1
    """How often it was asked in a row."""


class History(Protocol):
    """Where questions asked are written down.

    Every method may raise `HistoryError`, and may be called from any thread.
    """

    def record_start(
        self,
        request: QueryRequest,
        *,
        connection: str,
        address: str,
        labels: Mapping[int, str] | None = None,
        secret_numbers: Collection[int] = (),
        asked_at: datetime | None = None,
    ) -> int:
        """Write down that a question is asked, and say which entry it is.

        Args:
            request: What is asked.
            connection: The name of the connection it goes to.
            address: The address it goes to.
            labels: What people call the parameters, by number.
            secret_numbers: The parameters whose values are not kept.
            asked_at: When, with a time zone; now when it is None.
        """
        ...

    def record_end(
        self,
        entry_id: int,
        outcome: Outcome,
        *,
        rows: int | None = None,
        seconds: float | None = None,
        error: str = "",
    ) -> None:
        """Write down how a question ended; nothing when it has been deleted since."""
        ...

    def search(self, words: str = "", *, limit: int = 100, offset: int = 0) -> tuple[HistoryEntry, ...]:
        """The newest questions whose text, connection or address hold all the words, in any case of letters.

        The same question asked several times in a row is one entry.
        """
        ...

    def recent_parameter_values(self, number: int, *, label: str = "", limit: int = 20) -> tuple[str, ...]:
        """What a parameter was given before, each value once, the latest first.

        With a label, whichever number it had; without one, whatever the placeholder of that number was.
        """
        ...

    def delete(self, entry_id: int) -> None:
        """Forget a question: the entry, and every other time that the very same was asked."""
        ...

    def prune(self, *, keep_count: int | None = None, keep_days: int | None = None) -> None:
        """Forget all but the newest entries, and those asked longer ago."""
        ...


class PrivateHistory:
    """Writes nothing down and remembers nothing."""

    def record_start(
        self,
        request: QueryRequest,  # noqa: ARG002  the Protocol's signatures
        *,
        connection: str,  # noqa: ARG002
        address: str,  # noqa: ARG002
        labels: Mapping[int, str] | None = None,  # noqa: ARG002
        secret_numbers: Collection[int] = (),  # noqa: ARG002
        asked_at: datetime | None = None,  # noqa: ARG002
    ) -> int:
        """No entry: 0."""
        return 0

    def record_end(
        self,
        entry_id: int,
        outcome: Outcome,
        *,
        rows: int | None = None,
        seconds: float | None = None,
        error: str = "",
    ) -> None:
        """Nothing."""

    def search(self, words: str = "", *, limit: int = 100, offset: int = 0) -> tuple[HistoryEntry, ...]:  # noqa: ARG002
        """No entries."""
        return ()

    def recent_parameter_values(self, number: int, *, label: str = "", limit: int = 20) -> tuple[str, ...]:  # noqa: ARG002
        """No values."""
        return ()

    def delete(self, entry_id: int) -> None:
        """Nothing."""

    def prune(self, *, keep_count: int | None = None, keep_days: int | None = None) -> None:
        """Nothing."""
