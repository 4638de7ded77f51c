"""Several Engines that are asked the same question, and how far each of them is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from nxql_tui.client.errors import RefusedError
from nxql_tui.client.password_trial import PasswordTrial, PasswordTrials

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.engine_client import Answer, EngineClient, Progress
    from nxql_tui.client.errors import ClientError

DEFAULT_IN_FLIGHT = 8
"""Engines that move data at the same time."""


@dataclass(frozen=True, slots=True)
class FleetEngine:
    """One Engine of a fleet."""

    name: str
    """What stands before its rows; no two of a fleet share one."""
    address: EngineAddress
    client: EngineClient | None
    """None where nobody could log in to it: `refusal` says why."""
    refusal: ClientError | None = None
    """Why it is not asked: it is not trusted, or it refused the user, whom more attempts could lock out."""
    connection: str = ""
    """The name of the connection by which it is asked; empty where nobody saved one."""
    trial: PasswordTrial | None = field(default=None, compare=False)
    """What is known of the password, shared with the Engines that know the same users."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """Engines in the order in which they are named."""

    members: tuple[FleetEngine, ...]
    """As they were when somebody logged in; at least one."""
    left_out: tuple[str, ...] = ()
    """The names of those that belong to it and are not asked: their Portal does not reach them."""
    in_flight: int = DEFAULT_IN_FLIGHT
    """How many of them move data at the same time."""
    refusals: dict[str, ClientError] = field(default_factory=dict, compare=False)
    """By name, who is not asked again by itself and why: what the members say, and what has been learned since."""
    trials: PasswordTrials = field(default_factory=PasswordTrials, compare=False)
    """What is known of the passwords of members that say nothing of theirs."""

    def __post_init__(self) -> None:
        for member in self.members:
            if member.refusal is not None:
                self.refusals.setdefault(member.name, member.refusal)

    @property
    def engines(self) -> tuple[FleetEngine, ...]:
        """As they are now."""
        members = (replace(member, refusal=self.refusals.get(member.name)) for member in self.members)
        return with_trials(members, self.trials)

    @property
    def spokesman(self) -> EngineClient | None:
        """The first that can be asked, for what one of them can say for all; None where none can."""
        return next((engine.client for engine in self.engines if engine.client and not engine.refusal), None)

    def learn(self, statuses: Iterable[EngineStatus]) -> None:
        """Remember who has refused the user: more attempts could lock the account."""
        for status in statuses:
            if isinstance(status.error, RefusedError):
                self.refusals[status.engine.name] = status.error
            elif status.state is EngineState.DONE:
                self.refusals.pop(status.engine.name, None)


class EngineState(StrEnum):
    """How far an Engine is with a question."""

    WAITING = "waiting"
    """Others are asked first."""
    CONNECTING = "connecting"
    """It has been asked; nothing of its answer has come."""
    STREAMING = "streaming"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self in (EngineState.DONE, EngineState.FAILED, EngineState.CANCELLED)


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What is known of an Engine and a question at one moment."""

    engine: FleetEngine
    state: EngineState = EngineState.WAITING
    seconds: float = 0.0
    """Since it was asked."""
    progress: Progress | None = None
    """None before anything has come."""
    answer: Answer | None = None
    """Of one that is done."""
    error: ClientError | None = None
    """Of one that failed or was cancelled."""

    @property
    def size(self) -> int:
        """Bytes that have come."""
        return self.progress.bytes_received if self.progress is not None else 0

    @property
    def row_count(self) -> int:
        """Rows that have come, more or less."""
        return self.progress.rows_received if self.progress is not None else 0


def with_trials(engines: Iterable[FleetEngine], trials: PasswordTrials) -> tuple[FleetEngine, ...]:
    """The same; those without a trial share that of their user and password."""
    return tuple(
        engine if engine.client is None or engine.trial is not None else replace(engine, trial=trials.of(engine.client))
        for engine in engines
    )


def distinct_names(names: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """A name for each Engine that no other has: where two share one, their addresses follow.

    Args:
        names: Name and address of each; no two addresses are the same.
    """
    named = list(names)
    count = Counter(name for name, _ in named)
    return tuple(name if count[name] == 1 else f"{name} ({address})" for name, address in named)
