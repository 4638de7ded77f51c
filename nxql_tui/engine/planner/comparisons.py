"""One comparison of a field with a value (`reference/nxql.md` §4 to §6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.engine.planner.fragments import BoundValue, Fragment
from nxql_tui.engine.planner.literals import WORD_TYPES, interpret
from nxql_tui.engine.planner.patterns import LIKE_ESCAPE, to_like
from nxql_tui.nxql.values import is_pattern

if TYPE_CHECKING:
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.model import Field
    from nxql_tui.nxql.tree import Literal, Name

EQUALITY = ("eq", "ne")
"""The operators for what has no order: patterns, nil, and the words of an enum or boolean [inferred]."""


@dataclass(frozen=True, slots=True)
class _Comparison:
    """An operator as SQL: `VALUE operator ? suffix`."""

    sql: str
    suffix: str = ""


_OPERATORS = {
    "eq": _Comparison("="),
    "ne": _Comparison("<>"),
    "gt": _Comparison(">"),
    "ge": _Comparison(">="),
    "lt": _Comparison("<"),
    "le": _Comparison("<="),
}
_PATTERN_OPERATORS = {
    "eq": _Comparison("ILIKE", f" ESCAPE '{LIKE_ESCAPE}'"),
    "ne": _Comparison("NOT ILIKE", f" ESCAPE '{LIKE_ESCAPE}'"),
}


def compare(question: Question, operator: Name, field: Field, column: str, literal: Literal) -> Fragment:
    """The condition that a field compares so with a value; a null never does (`reference/nxql.md` §12).

    Raises:
        QueryRefused: There is no such operator, or the value does not fit the field.
    """
    _check_operator(question, operator)
    value = interpret(question, field, literal)
    if is_pattern(literal):
        if operator.text not in _PATTERN_OPERATORS:
            raise question.refuse(operator.span, f"The operator '{operator}' cannot compare with a pattern", EQUALITY)
        return _on_field(field, column, operator.text, _PATTERN_OPERATORS[operator.text], to_like(literal.text))
    if field.type in WORD_TYPES and operator.text not in EQUALITY:
        raise question.refuse(
            operator.span,
            f"The operator '{operator}' cannot stand here: {field.name} has words without order",
            EQUALITY,
        )
    return _on_field(field, column, operator.text, _OPERATORS[operator.text], value)


def compare_nil(question: Question, operator: Name, column: str) -> Fragment:
    """`(eq FIELD nil)` is null, `(ne FIELD nil)` is not (`reference/nxql.md` §12).

    Raises:
        QueryRefused: Another operator stands there.
    """
    _check_operator(question, operator)
    if operator.text not in EQUALITY:
        raise question.refuse(operator.span, f"The operator '{operator}' cannot compare with nil", EQUALITY)
    return Fragment(f"{column} IS {'' if operator.text == 'eq' else 'NOT '}NULL")


def _check_operator(question: Question, operator: Name) -> None:
    if operator.dynamic or operator.text not in _OPERATORS:
        raise question.refuse_name(operator.span, f"There is no operator '{operator}'", operator.text, _OPERATORS)


def _on_field(field: Field, column: str, operator: str, comparison: _Comparison, value: BoundValue) -> Fragment:
    """The comparison of a field, or of the elements of a list field.

    A list meets a comparison when one of its elements does (`reference/nxql.md` §4 [client]). For `ne` that is turned
    round, so that it stays the opposite of `eq`: no element is equal [inferred].
    """
    if not field.is_list:
        return Fragment(f"{column} {comparison.sql} ?{comparison.suffix}", (value,))
    test = f"element {comparison.sql} ?{comparison.suffix}"
    wanted = f"= len({column})" if operator == "ne" else "> 0"
    return Fragment(f"len(list_filter({column}, lambda element: {test})) {wanted}", (value,))
