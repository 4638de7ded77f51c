"""Literals as values to bind (`reference/nxql.md` §6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.values import LITERAL_TYPES, ValueMismatch, value_of

if TYPE_CHECKING:
    from nxql_tui.engine.planner.fragments import BoundValue
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.model import Field
    from nxql_tui.nxql.tree import Literal

WORD_TYPES = frozenset({"enum", "boolean"})
"""Types whose values are words out of a list."""
BOOLEAN_WORDS = ("yes", "no")
"""The words of a boolean (`reference/nxql.md` §6 [client])."""


def interpret(question: Question, field: Field, literal: Literal) -> BoundValue:
    """The value of a literal for a field; a pattern stays its text.

    Raises:
        QueryRefused: There is no such type of literal, it is not for this field, or the field has no such value.
    """
    _check_type(question, literal)
    try:
        value = value_of(literal, field.type, question.now)
    except ValueMismatch as error:
        raise question.refuse(literal.span, str(error).rstrip("."), [field.type]) from error
    return _word(question, field, literal) if field.type in WORD_TYPES else value


def _check_type(question: Question, literal: Literal) -> None:
    name = literal.type_name
    if name is not None and (name.dynamic or name.text not in LITERAL_TYPES):
        message = f"There is no type of value '{name}'"
        raise question.refuse_name(name.span, message, name.text, sorted(LITERAL_TYPES))


def _word(question: Question, field: Field, literal: Literal) -> str:
    """The word of an enum or boolean; without quotes a blank is written `_` (`reference/nxql.md` §6 [client])."""
    words = field.values or (BOOLEAN_WORDS if field.type == "boolean" else ())
    if literal.text in words:
        return literal.text
    spaced = literal.text if literal.quoted else literal.text.replace("_", " ")
    if not words or spaced in words:
        return spaced
    message = f"The field {field.name} has no value '{literal.text}'"
    raise question.refuse_name(literal.span, message, literal.text, words)
