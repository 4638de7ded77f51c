"""The questions that tell which objects an update would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.nxql.diagnostics import Severity
from nxql_tui.nxql.lexer import TokenKind, tokenize
from nxql_tui.nxql.model import TableKind, load_model
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.placeholders import substitute
from nxql_tui.nxql.tree import Update

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nxql_tui.nxql.parser import Parsed
    from nxql_tui.nxql.positions import Span

SAMPLE_SIZE = 10
"""Objects that are shown before an update is sent: they fit on a small screen."""

CHEAPEST_FIELD = "id"
"""One number an object, which every object table has; NXQL itself cannot count objects, so its rows are counted."""

_NAMING_FIELDS = ("name", "executable_name")
"""Fields that a person knows an object by, the best one first."""


class UnclearUpdateError(ValueError):
    """It cannot be said which objects an update would change, so it must not be sent."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(f"{what} {advice}".strip())
        self.what = what
        """What is unclear, as a sentence."""
        self.advice = advice
        """What to try, as a sentence; may be empty."""


@dataclass(frozen=True, slots=True)
class MatchingSelects:
    """An update that is understood, and the questions that belong to it; placeholders stay placeholders."""

    filled: str
    """The update with its parameters filled in, as the Engine understands it."""
    table: str
    """The table whose objects are changed."""
    field: str
    """The category or custom field that is set or cleared, without its `#`."""
    count: str
    """Answered with a row for every object that would be changed."""
    sample: str
    """Answered with the first of them: what each is called, and the field's present value."""


def matching_selects(query: str, parameters: Mapping[int, str]) -> MatchingSelects:
    """The selects of an update: its own `from` with every clause, byte for byte.

    Raises:
        UnclearUpdateError: It is no update without mistakes, or a parameter holds more than a name or a value.
    """
    filled = substitute(query, parameters)
    if filled.missing:
        raise UnclearUpdateError(f"'%{filled.missing[0]}' has no value.", "Give it one.")
    asked = _update_in(parse(filled.text))
    written = parse(query).statement
    if not isinstance(written, Update) or any(
        substitute(_slice(query, ours), parameters).text != _slice(filled.text, theirs)
        for ours, theirs in ((written.source.span, asked.source.span), (written.field.span, asked.field.span))
    ):
        raise UnclearUpdateError(
            "A parameter holds a part of the update itself.", "Write that part in the query, so that it can be seen."
        )
    table = _only_table(asked)
    source = _closed(_slice(query, written.source.span))
    known = load_model().tables.get(table)
    names = [field for field in _NAMING_FIELDS if known is None or field in known.fields]
    shown = f"{(names or [CHEAPEST_FIELD])[0]} {_slice(query, written.field.span)}"
    return MatchingSelects(
        filled=filled.text,
        table=table,
        field=asked.field.text,
        count=f"(select ({CHEAPEST_FIELD}) {source})",
        sample=f"(select ({shown}) {source} (limit {SAMPLE_SIZE}))",
    )


def _update_in(parsed: Parsed) -> Update:
    for found in parsed.diagnostics:
        if found.severity is Severity.ERROR:
            raise UnclearUpdateError(f"This update has a mistake: {found.message}", "Mend it first.")
    if not isinstance(parsed.statement, Update):
        raise UnclearUpdateError("This looks like an update but is not understood as one.", "Write (update …).")
    return parsed.statement


def _only_table(update: Update) -> str:
    first, *others = update.source.tables
    if others:
        raise UnclearUpdateError(f"'{others[0].text}' is a second table: one is updated at a time.")
    known = load_model().tables.get(first.text)
    if known is not None and known.kind is TableKind.EVENT:
        raise UnclearUpdateError(f"'{first.text}' cannot be updated: it holds events.")
    return first.text


def _slice(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _closed(source: str) -> str:
    """The clause with the brackets that are missing at its end; on a line of their own, for a comment may end it."""
    kinds = [token.kind for token in tokenize(source)]
    missing = kinds.count(TokenKind.OPEN) - kinds.count(TokenKind.CLOSE)
    return f"{source}\n{')' * missing}" if missing else source
