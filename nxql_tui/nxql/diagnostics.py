"""What is wrong with a query, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nxql_tui.nxql.positions import Span


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """An Engine will refuse the query."""
    WARNING = "warning"
    """An Engine may refuse it, or it does not do what it seems to."""
    HINT = "hint"
    """It works; it could be better."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One edit of the text that removes a finding."""

    title: str
    """What the edit does, as a short command: "close the bracket"."""
    span: Span
    """What is replaced; an empty span inserts."""
    replacement: str
    """The text that stands there afterwards."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a query text."""

    severity: Severity
    span: Span
    """The words at fault; never outside the text, may be empty at its end."""
    message: str
    """One sentence, with the word at fault between single quotes where there is one."""
    fixes: tuple[Fix, ...] = ()
    """Edits that would mend it, the likeliest first."""


def apply_fix(text: str, fix: Fix) -> str:
    """The text with one fix made."""
    return text[: fix.span.start] + fix.replacement + text[fix.span.end :]
