"""Filters: operator, field and value (`reference/nxql.md` §4 to §6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from nxql_tui.nxql.checker.names import find_field
from nxql_tui.nxql.checker.scope import has_placeholder, listed, severity_of
from nxql_tui.nxql.corrections import nearest_fixes
from nxql_tui.nxql.diagnostics import Fix
from nxql_tui.nxql.leaves import excerpt
from nxql_tui.nxql.printer import value_text
from nxql_tui.nxql.tree import Literal, Nil
from nxql_tui.nxql.values import LITERAL_TYPES, PATTERN, ValueMismatch, is_pattern, value_of

if TYPE_CHECKING:
    from nxql_tui.nxql.checker.scope import Scope
    from nxql_tui.nxql.model import Field, Table
    from nxql_tui.nxql.tree import Filter, Name, Value

OPERATORS = ("eq", "ne", "gt", "ge", "lt", "le")
"""Every comparison anybody has seen (`reference/nxql.md` §4 [doc|client])."""
EQUALITY = ("eq", "ne")
"""Those for patterns, nil and the words of an enum, which have no order [inferred]."""
BOOLEAN_WORDS = ("yes", "no")
"""The words of a boolean (`reference/nxql.md` §6 [client])."""

_WORD_TYPES = ("enum", "boolean")
_FRACTIONS = ("percent", "permill")
_ANY_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001  the Engine's time has no zone


def check_filter(scope: Scope, table: Table | None, condition: Filter) -> None:
    """A filter on a field of a table; None is a table nothing is known of."""
    known_operator = _check_operator(scope, condition.operator)
    field = None if table is None else find_field(scope, table, condition.field)
    check_value(scope, field, condition.value)
    if known_operator and condition.operator.text not in EQUALITY:
        _check_order(scope, field, condition)


def check_value(scope: Scope, field: Field | None, value: Value) -> None:
    """A value that is compared with a field, or that a field is set to."""
    if not isinstance(value, Literal):
        return
    type_name = value.type_name
    if type_name is not None and (has_placeholder(type_name.text) or not _is_type(scope, type_name)):
        return
    if has_placeholder(value.text):
        return
    if type_name is not None and _is_malformed(scope, value, type_name.text):
        return
    if field is None:
        return
    if type_name is None:
        _check_bare(scope, field, value)
    elif _fits(value, field):
        _check_word(scope, field, value)
        _check_fraction(scope, value)
    else:
        _report_type(scope, field, value, type_name)


def _check_operator(scope: Scope, operator: Name) -> bool:
    if operator.text in OPERATORS or has_placeholder(operator.text):
        return True
    scope.findings.unknown(operator, "operator, which are eq ne gt ge lt le", OPERATORS)
    return False


def _check_order(scope: Scope, field: Field | None, condition: Filter) -> None:
    value = condition.value
    if isinstance(value, Nil):
        what = "nil has no order"
    elif is_pattern(value):
        what = "a pattern has no order"
    elif field is not None and field.type in _WORD_TYPES:
        what = f"the words of {field.name} have no order"
    else:
        return
    span = condition.operator.span
    fixes = [Fix(f"write '{operator}'", span, operator) for operator in EQUALITY]
    scope.findings.warning(span, f"'{condition.operator.text}' cannot stand here: {what}.", *fixes)


def _is_type(scope: Scope, type_name: Name) -> bool:
    if type_name.text in LITERAL_TYPES:
        return True
    scope.findings.unknown(type_name, "type of value", LITERAL_TYPES)
    return False


def _is_malformed(scope: Scope, literal: Literal, type_name: str) -> bool:
    if type_name == PATTERN:
        return False
    try:
        value_of(literal, type_name, _ANY_MOMENT)
    except ValueMismatch as error:
        scope.findings.error(literal.span, str(error))
        return True
    return False


def _fits(literal: Literal, field: Field) -> bool:
    try:
        value_of(literal, field.type, _ANY_MOMENT)
    except ValueMismatch:
        return False
    return True


def _report_type(scope: Scope, field: Field, literal: Literal, type_name: Name) -> None:
    message = f"'{type_name.text}' is no value for {field.name}, which takes ({field.type} …)."
    retyped = Literal(None, literal.text, literal.span, quoted=literal.quoted)
    fixes = (_written(field.type, literal),) if not is_pattern(literal) and _fits(retyped, field) else ()
    scope.findings.add(severity_of(field.source), literal.span, message, fixes)


def _check_bare(scope: Scope, field: Field, literal: Literal) -> None:
    """A value without a type is doubtful (`reference/nxql.md` §6)."""
    if _fits(literal, field):
        # Without the value itself: said anew with every letter of it, it would cost a slow line more than the letters.
        whole = f"({field.type} …)"
        fix = replace(_written(field.type, literal), title=f"write {whole}")
        scope.findings.hint(literal.span, f"The value stands without its type: {whole}.", fix)
    else:
        message = f"'{excerpt(literal.text)}' is no value for {field.name}, which takes ({field.type} …)."
        scope.findings.add(severity_of(field.source), literal.span, message)


def _check_word(scope: Scope, field: Field, literal: Literal) -> None:
    words = field.values or (BOOLEAN_WORDS if field.type == "boolean" else ())
    spaced = literal.text if literal.quoted else literal.text.replace("_", " ")
    if field.type not in _WORD_TYPES or not words or literal.text in words or spaced in words:
        return
    near = [fix.replacement for fix in nearest_fixes(spaced, literal.span, words)]
    fixes = tuple(_written(field.type, Literal(None, word, literal.span, quoted=" " in word)) for word in near)
    known = f": {near[0]}?" if near else f", whose words are {listed(words)}."
    scope.findings.warning(literal.span, f"'{excerpt(literal.text)}' is no word of {field.name}{known}", *fixes)


def _check_fraction(scope: Scope, literal: Literal) -> None:
    """Ratios are written as fractions (`reference/nxql.md` §6 [client])."""
    if literal.type_name is None or literal.type_name.text not in _FRACTIONS:
        return
    number = float(literal.text)
    if number <= 1:
        return
    whole = 100 if literal.type_name.text == "percent" else 1000
    fraction = Literal(None, f"{number / whole:g}", literal.span)
    message = f"'{literal.text}' is more than the whole: ratios are fractions from 0 to 1."
    scope.findings.warning(literal.span, message, _written(literal.type_name.text, fraction))


def _written(type_name: str, literal: Literal) -> Fix:
    text = f"({type_name} {value_text(Literal(None, literal.text, literal.span, quoted=literal.quoted))})"
    return Fix(f"write {text}", literal.span, text)
