"""What is marked in a text stays on its words while the text around them is edited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nxql_tui.nxql.diagnostics import Severity
from nxql_tui.nxql.positions import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.nxql.diagnostics import Diagnostic


def moved_by_edit(diagnostics: Iterable[Diagnostic], text: str, edited: Span, length: int) -> tuple[Diagnostic, ...]:
    """The findings after a stretch of the text was replaced; all fixes are gone, and so are those that it touched.

    A hint, and what is said of a whole bracket, stays where the edit lies inside its words: a letter more seldom ends
    it, and a mark that goes and comes back would cost a slow line as much as the letter.

    Args:
        diagnostics: What was found in the text before.
        text: The text before.
        edited: What was replaced.
        length: How many characters stand there now.
    """
    shift = length - (edited.end - edited.start)
    moved: list[Diagnostic] = []
    for found in diagnostics:
        start, end = found.span.start, found.span.end
        if end < edited.start:
            moved.append(replace(found, fixes=()))
        elif start > edited.end:
            moved.append(replace(found, span=Span(start + shift, end + shift), fixes=()))
        elif start < edited.start and edited.end < end and _outlives_letters(found, text):
            moved.append(replace(found, span=Span(start, end + shift), fixes=()))
    return tuple(moved)


def _outlives_letters(found: Diagnostic, text: str) -> bool:
    return found.severity is Severity.HINT or text[found.span.start] == "("
