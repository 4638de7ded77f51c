"""Whole statements and clauses as candidates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nxql_tui.nxql.completion.candidates import Candidate, CandidateKind, with_hole
from nxql_tui.nxql.completion.place import Role
from nxql_tui.nxql.model import TableKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.nxql.completion.place import OpenBracket
    from nxql_tui.nxql.completion.subject import Subject

SKELETONS = (
    (
        "select objects",
        "devices, users, packages… with a filter",
        "(select ()\n    (from |)\n    (limit 100))",
    ),
    (
        "select events",
        "the newest events of a period",
        "(select ()\n    (from |\n        (between now-1d now))\n    (order_by start_time desc)\n    (limit 100))",
    ),
    (
        "select events with their objects",
        "each event beside its device, user, binary…",
        "(select ((device (name)) (|execution (start_time)))\n    (from (execution device)\n"
        "        (between now-1d now))\n    (limit 100))",
    ),
    (
        "select objects with activity",
        "objects that did something, and how much of it",
        "(select (name)\n    (from device\n        (with |\n            (compute number_of_events)\n"
        "            (between now-7d now)))\n    (limit 100))",
    ),
    (
        "select two objects",
        "pairs that are linked by what happened",
        "(select ((device (name)) (package (name)))\n    (from (device package)\n        (with package\n"
        '            (where package (eq name (pattern "*|*")))))\n    (limit 100))',
    ),
    (
        "update",
        "set a category or custom field",
        '(update (set #"|" (enum ""))\n    (from device\n        (where device (eq name (string "")))))',
    ),
)
"""Label, description and text of each form of statement; the cursor goes where the `|` stands."""


@dataclass(frozen=True, slots=True)
class _Clause:
    keyword: str
    description: str
    pattern: str
    """With a `|` for the cursor, without the outer brackets."""
    stands_once: bool = True


_FROM = _Clause("from", "the tables that are asked", "from |")
_ORDER_BY = _Clause("order_by", "the order of the rows", "order_by | desc")
_LIMIT = _Clause("limit", "rows at most", "limit 100|")
_SET = _Clause("set", "the category or custom field to change", 'set #"|" (enum "")')
_WHERE = _Clause("where", "a filter; several on one table are alternatives", "where |", stands_once=False)
_WITH = _Clause("with", "objects that did this", "with |", stands_once=False)
_WITHOUT = _Clause("without", "objects that did not do this", "without |", stands_once=False)
_AND = _Clause("and", "all of these activities", "and (with |)", stands_once=False)
_OR = _Clause("or", "one of these activities", "or (with |)", stands_once=False)
_BETWEEN = _Clause("between", "from when until when", "between |now-7d now")
_COMPUTE = _Clause("compute", "counts and sums over the events", "compute |")
_HAVING = _Clause("having", "a filter on what is computed", "having (gt |)")


def skeletons() -> Iterator[Candidate]:
    """Every form of statement."""
    for label, description, pattern in SKELETONS:
        yield with_hole(label, CandidateKind.SKELETON, pattern, description)


def opening_keywords() -> Iterator[Candidate]:
    """What a statement begins with, behind its bracket."""
    for candidate in skeletons():
        caret = None if candidate.caret is None else candidate.caret - 1
        yield replace(candidate, written=candidate.text[1:-1], caret=caret)


def clauses(subject: Subject, bracket: OpenBracket) -> Iterator[Candidate]:
    """The clauses that can still stand in a bracket, with their own brackets."""
    for clause in _clauses_of(subject, bracket):
        yield with_hole(clause.keyword, CandidateKind.CLAUSE, f"({clause.pattern})", clause.description)


def clause_keywords(subject: Subject, bracket: OpenBracket, opening: OpenBracket) -> Iterator[Candidate]:
    """The clauses that can still stand in a bracket, for a bracket that has been opened for one."""
    end = "" if opening.is_closed else ")"
    for clause in _clauses_of(subject, bracket):
        yield with_hole(clause.keyword, CandidateKind.CLAUSE, clause.pattern + end, clause.description)


def _clauses_of(subject: Subject, bracket: OpenBracket) -> Iterator[_Clause]:
    for clause in _possible(subject, bracket):
        if not (clause.stands_once and clause.keyword in bracket.heads):
            yield _with_only_table(subject, clause)


def _possible(subject: Subject, bracket: OpenBracket) -> tuple[_Clause, ...]:
    match bracket.role:
        case Role.SELECT:
            return (_FROM, _ORDER_BY, _LIMIT)
        case Role.UPDATE:
            return (_SET, _FROM)
        case Role.FROM if subject.place.enclosing(Role.UPDATE) is not None:
            return (_WHERE,)
        case Role.FROM if any(table.kind is TableKind.EVENT for table in subject.known_tables):
            return (_WHERE, _BETWEEN)
        case Role.FROM:
            return (_WHERE, _WITH, _WITHOUT, _BETWEEN, _HAVING, _AND, _OR)
        case Role.ACTIVITY if bracket.head == "without":
            return (_WHERE, _BETWEEN)
        case Role.ACTIVITY:
            return (_WHERE, _COMPUTE, _BETWEEN, _HAVING)
        case Role.ACTIVITY_GROUP:
            return (_WITH, _WITHOUT, _AND, _OR)
        case _:
            return ()


def _with_only_table(subject: Subject, clause: _Clause) -> _Clause:
    """A `where` that can be about one table only is about that one."""
    found = subject.restrictable
    if clause is not _WHERE or len(found) != 1:
        return clause
    return replace(clause, pattern=f"where {found[0].name} (|)")
