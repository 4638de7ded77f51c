"""What is marked in a text stays on its words while the text around them is edited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nxql_tui.nxql.diagnostics import Severity
from nxql_tui.nxql.positions import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.nxql.diagnostics import Diagnostic


def moved_by_edit(diagnostics: Iterable[Diagnostic], edited: Span, length: int) -> tuple[Diagnostic, ...]:
    """The findings after a stretch of the text was replaced; all fixes are gone, and so are those that it touched.

    A hint stays where the edit lies inside its words: a letter more seldom ends what is doubtful about a value, and a
    mark that goes and comes back would cost a slow line as much as the letter.

    Args:
        diagnostics: What was found in the text before.
        edited: What was replaced.
        length: How many characters stand there now.
    """
    shift = length - (edited.end - edited.start)
    moved: list[Diagnostic] = []
    for found in diagnostics:
        if found.span.end < edited.start:
            moved.append(replace(found, fixes=()))
        elif found.span.start > edited.end:
            span = Span(found.span.start + shift, found.span.end + shift)
            moved.append(replace(found, span=span, fixes=()))
        elif found.severity is Severity.HINT and found.span.start < edited.start and edited.end < found.span.end:
            moved.append(replace(found, span=Span(found.span.start, found.span.end + shift), fixes=()))
    return tuple(moved)
