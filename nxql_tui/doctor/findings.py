"""What the doctor says: findings, in groups, one after another."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


class Status(StrEnum):
    """How something is."""

    OK = "ok"
    WARNING = "warning"
    """It works, or something else takes its place; somebody may want to know."""
    FAILED = "failed"
    SKIPPED = "skipped"
    """Nobody looked: it does not apply, or what it needs has failed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; whatever a stranger has written into it is made visible, and it holds no secret."""

    name: str
    """What was looked at, in a word or two."""
    status: Status
    found: str
    """What was found, in a sentence or less."""
    remedy: str = ""
    """What to do about it, as a sentence; empty where nothing is to be done or nobody knows."""
    milliseconds: float | None = None
    """How long it took; None where that says nothing."""
    details: tuple[str, ...] = ()
    """What somebody who looks for the cause would ask about, a line each."""
    error: Exception | None = field(default=None, repr=False, compare=False)
    """What failed, for whoever turns failures into exit codes; None where the host itself is not as it should be."""

    def __post_init__(self) -> None:
        for name in ("name", "found", "remedy"):
            object.__setattr__(self, name, visible_line(getattr(self, name)))
        object.__setattr__(self, "details", tuple(visible_line(detail) for detail in self.details))


@dataclass(frozen=True, slots=True)
class Group:
    """Things that are looked at together."""

    title: str
    look: Callable[[], Iterable[Finding]]
    """Looks, and hands out each finding as soon as it is known; may block."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding at its place in the report."""

    group: str
    """The title of its group."""
    finding: Finding


def examine(groups: Sequence[Group], on_fault: Callable[[Exception], str]) -> Iterator[Entry]:
    """Look at everything, in order; a look that breaks in a way that nobody expected is a finding too.

    Args:
        groups: What to look at.
        on_fault: Told of an error that nobody expected; answers with a sentence about where it is reported.
    """
    for group in groups:
        title = visible_line(group.title)
        try:
            for finding in group.look():
                yield Entry(title, finding)
        except Exception as error:  # noqa: BLE001  the border: the other groups are looked at all the same
            # Its text may hold anything.
            found = f"Looking stopped on a fault of nxql-tui: {type(error).__name__}."
            yield Entry(title, Finding("the rest", Status.FAILED, found, on_fault(error), error=error))
