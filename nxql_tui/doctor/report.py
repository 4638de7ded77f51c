"""A report in the two forms that leave the program: plain text for people, JSON for programs."""

from __future__ import annotations

import textwrap
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from nxql_tui.doctor.findings import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nxql_tui.doctor.findings import Entry, Finding

MARKS: Mapping[Status, str] = {Status.OK: "✔", Status.WARNING: "!", Status.FAILED: "✘", Status.SKIPPED: "–"}
PLAIN_MARKS: Mapping[Status, str] = {Status.OK: "+", Status.WARNING: "!", Status.FAILED: "x", Status.SKIPPED: "-"}
"""For outputs that have no others."""

TICKET_WIDTH = 100
"""Columns of a report that is pasted somewhere."""

WORD_WIDTH = max(len(status) for status in Status)
NAME_WIDTH = 13
"""Most names are shorter; a longer one has its text on the next line."""

_NARROWEST_TEXT = 20
_TIED = "\N{NO-BREAK SPACE}"


def finding_lines(
    finding: Finding, width: int, marks: Mapping[Status, str] = MARKS, *, breaks_words: bool = False
) -> list[str]:
    """A finding in so many columns; remedy and details stand under what was found.

    Args:
        finding: What to tell.
        width: In columns.
        marks: What stands before each status.
        breaks_words: Whether a word that is too long goes on in the next line. It does not where text is copied by
            hand: paths and fingerprints would be cut.
    """
    indent = " " * (2 + 2 + WORD_WIDTH + 1 + NAME_WIDTH + 1)
    head = f"  {marks[finding.status]} {finding.status:{WORD_WIDTH}} {finding.name}"
    text_width = max(width - len(indent), _NARROWEST_TEXT)
    wrapped = (_wrapped(text, text_width, breaks_words=breaks_words) for text in finding_texts(finding))
    first, *rest = [line for lines in wrapped for line in lines] or [""]
    below = [indent + line for line in rest]
    if len(head) >= len(indent):
        return [head, indent + first, *below]
    return [f"{head:{len(indent)}}{first}".rstrip(), *below]


def finding_texts(finding: Finding) -> Iterator[str]:
    """What was found with its time, the remedy, the details: each begins a line."""
    time = "" if finding.milliseconds is None else f" ({time_text(finding.milliseconds)})"
    yield f"{finding.found}{time}"
    if finding.remedy:
        yield f"→ {finding.remedy}"
    yield from finding.details


def time_text(milliseconds: float) -> str:
    """`0.4 ms`, `12 ms`, `2,345 ms`."""
    return f"{milliseconds:.1f} ms" if milliseconds < 10 else f"{milliseconds:,.0f} ms"


def summary(findings: Iterable[Finding]) -> str:
    """How many are how, in a sentence."""
    counts = Counter(finding.status for finding in findings)
    parts = [f"{counts[status]} {status}" for status in Status if counts[status] or status is Status.OK]
    verdict = "Something failed" if counts[Status.FAILED] else "Nothing failed"
    return f"{verdict}: {', '.join(parts)}."


def plain_report(entries: Iterable[Entry], width: int = TICKET_WIDTH) -> str:
    """The whole report, as it is pasted into a ticket."""
    known = list(entries)
    lines: list[str] = []
    for title, members in groupby(known, key=lambda entry: entry.group):
        lines += ["", title] if lines else [title]
        for entry in members:
            lines += finding_lines(entry.finding, width)
    return "\n".join([*lines, "", summary(entry.finding for entry in known), ""])


def json_report(entries: Iterable[Entry], version: str, exit_code: int) -> dict[str, Any]:
    """The whole report for programs.

    ```json
    {"program": "nxql-tui", "version": "0.1.0", "exit_code": 0,
     "summary": {"ok": 30, "warning": 1, "failed": 0, "skipped": 1},
     "groups": [{"title": "Terminal",
                 "findings": [{"name": "size", "status": "ok", "found": "80 columns, 24 lines", "remedy": "",
                               "milliseconds": null, "details": []}]}]}
    ```
    """
    known = list(entries)
    counts = Counter(entry.finding.status for entry in known)
    return {
        "program": "nxql-tui",
        "version": version,
        "exit_code": exit_code,
        "summary": {status.value: counts[status] for status in Status},
        "groups": [
            {"title": title, "findings": [_as_json(entry.finding) for entry in members]}
            for title, members in groupby(known, key=lambda entry: entry.group)
        ],
    }


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "name": finding.name,
        "status": finding.status.value,
        "found": finding.found,
        "remedy": finding.remedy,
        "milliseconds": None if finding.milliseconds is None else round(finding.milliseconds, 1),
        "details": list(finding.details),
    }


def _wrapped(text: str, width: int, *, breaks_words: bool) -> list[str]:
    # A number and its unit stay together.
    tied = text.replace(" ms", f"{_TIED}ms")
    lines = textwrap.wrap(tied, width, break_long_words=breaks_words, break_on_hyphens=False)
    return [line.replace(_TIED, " ") for line in lines]
