"""Findings about a query as people read them: place, sentence, the line with a marker below, and the fix."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from nxql_tui.nxql.positions import position_of
from nxql_tui.visible_text import visible_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.nxql.diagnostics import Diagnostic

INDENT = "    "
WIDTH = 72
"""Characters of a line that are shown; a longer line is cut on both sides of the finding."""
_CUT_SIGN = "…"


def describe_findings(text: str, findings: Iterable[Diagnostic]) -> str:
    """All findings in the order of the text; empty when there is none."""
    ordered = sorted(findings, key=lambda finding: (finding.span.start, finding.span.end))
    return "\n".join(describe_finding(text, finding) for finding in ordered)


def describe_finding(text: str, finding: Diagnostic) -> str:
    """One finding: `line:column: error: sentence`, then the excerpt and the likeliest fix."""
    start = finding.span.start
    lines = [
        f"{position_of(text, start)}: {finding.severity}: {visible_text(finding.message)}",
        *_excerpt(text, start, finding.span.end),
    ]
    if finding.fixes:
        lines.append(f"{INDENT}fix: {visible_text(finding.fixes[0].title)}")
    return "\n".join(lines)


def _excerpt(text: str, start: int, end: int) -> tuple[str, str]:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line = text[line_start : line_end if line_end >= 0 else len(text)].removesuffix("\r")
    first = min(start - line_start, len(line))
    last = min(max(end - line_start, first + 1), max(len(line), first + 1))
    cut = max(0, first - WIDTH // 2)
    shown = line[cut : cut + WIDTH]
    before = (_CUT_SIGN if cut else "") + _one_line(shown[: first - cut])
    marked = _one_line(shown[first - cut : last - cut]) or " "
    rest = _one_line(shown[last - cut :]) + (_CUT_SIGN if cut + WIDTH < len(line) else "")
    marker = " " * _width(before) + "^" + "~" * (_width(marked) - 1)
    return f"{INDENT}{before}{marked}{rest}".rstrip(), f"{INDENT}{marker}"


def _one_line(text: str) -> str:
    return visible_text(text).replace("\t", " ")


def _width(text: str) -> int:
    """Terminal cells that a text takes."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
