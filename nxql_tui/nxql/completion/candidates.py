"""What completion offers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nxql_tui.nxql.positions import Span


class CandidateKind(StrEnum):
    """What a candidate is."""

    SKELETON = "skeleton"
    """A whole statement with holes."""
    CLAUSE = "clause"
    TABLE = "table"
    FIELD = "field"
    DYNAMIC = "dynamic"
    """A `#name` that the Engine of this connection has told, or that stands in the query already."""
    AGGREGATE = "aggregate"
    OPERATOR = "operator"
    VALUE = "value"
    TIME = "time"
    WORD = "word"
    """A keyword that is no clause, such as `desc`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be written at the cursor."""

    label: str
    """What is compared with the word at the cursor, and shown."""
    kind: CandidateKind
    description: str = ""
    """One line."""
    detail: str = ""
    """The type and unit, for what has one."""
    written: str = ""
    """The text that takes the place of the word; the label when empty."""
    caret: int | None = None
    """Where the cursor goes, counted from the beginning of what is written; may lie before it. None is its end."""

    @property
    def text(self) -> str:
        """The text that takes the place of the word at the cursor."""
        return self.written or self.label

    @property
    def caret_offset(self) -> int:
        """Where the cursor goes, counted from the beginning of what is written."""
        return len(self.text) if self.caret is None else self.caret


@dataclass(frozen=True, slots=True)
class Completion:
    """What could be written at the cursor, the likeliest first."""

    span: Span
    """The word at the cursor, which a candidate replaces; empty when there is none."""
    candidates: tuple[Candidate, ...]
    is_finished: bool = False
    """Whether the word is already one of those that fit, so that it may be left as it is."""


def with_hole(label: str, kind: CandidateKind, pattern: str, description: str = "", detail: str = "") -> Candidate:
    """A candidate whose text holds a `|` where the cursor goes."""
    before, hole, after = pattern.partition("|")
    return Candidate(label, kind, description, detail, before + after, len(before) if hole else None)
