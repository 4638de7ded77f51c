"""The cells of an answer as values and filters of a query."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from nxql_tui.nxql.leaves import excerpt
from nxql_tui.nxql.lexer import tokenize, unquote
from nxql_tui.nxql.placeholders import find_placeholders
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.printer import name_text, value_text
from nxql_tui.nxql.tree import Literal, Name, Nil, Value
from nxql_tui.nxql.values import LITERAL_TYPES, ValueMismatch, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOWHERE = Span(0, 0)
_ANY_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001  the Engine's time has no zone
_BARE_WORD = re.compile(r"[A-Za-z0-9.:+-]+")
_QUOTED_TYPES = frozenset({"string", "path", "version", "mac_address", "ip_address"})
"""Types whose values stand between quotes in the vendor's examples, even where they need none."""


class NoLiteralError(ValueError):
    """A cell cannot be written in a query; the message is a sentence."""


def literal_text(cell: str | None, type_name: str) -> str:
    """A cell as a query writes it: `(string "x")`, `(enum yes)`, `nil`.

    Args:
        cell: As the Engine sent it, without units; one element of a list.
        type_name: The data type of its column; empty where nobody knows it, which makes a value without a type.

    Raises:
        NoLiteralError: NXQL has no way to write it.
    """
    return value_text(_value(cell, type_name))


def filter_text(operator: str, field: Name, cell: str | None, type_name: str) -> str:
    """`(eq name (string "x"))`.

    Raises:
        NoLiteralError: NXQL has no way to write the cell.
    """
    return f"({operator} {name_text(field)} {literal_text(cell, type_name)})"


def where_text(table: str, filters: Iterable[str]) -> str:
    """`(where device (eq name (string "x")))`: the filters all hold; several of one table are alternatives."""
    return f"(where {table} {' '.join(filters)})"


def _value(cell: str | None, type_name: str) -> Value:
    if cell is None:
        return Nil(_NOWHERE)
    if type_name and type_name not in LITERAL_TYPES:
        raise NoLiteralError(f"Values of the type '{excerpt(type_name)}' cannot be written in a query.")
    # Vendor tools write booleans as enums (`reference/nxql.md` §6 [client]).
    head = "enum" if type_name == "boolean" else type_name
    text = _TEXTS.get(type_name, str)(cell)
    # A keyword without quotes writes a blank as `_`, so one that has a `_` needs them.
    needs_quotes = head in _QUOTED_TYPES or not _BARE_WORD.fullmatch(text)
    # A backslash before the closing quote would be read as a part of the text with that quote.
    quoted = needs_quotes and not text.endswith("\\")
    literal = Literal(Name(head, _NOWHERE) if head else None, text, _NOWHERE, quoted=quoted)
    _check(literal, type_name)
    return literal


def _check(literal: Literal, type_name: str) -> None:
    """Refuse what would be read as something else."""
    if type_name:
        try:
            value_of(literal, type_name, _ANY_MOMENT)
        except ValueMismatch as error:
            raise NoLiteralError(f"{error} Formatted values have lost their digits.") from None
    shown = excerpt(literal.text)
    if numbers := find_placeholders(literal.text):
        raise NoLiteralError(f"'{shown}' cannot be written in a query: %{numbers[0]} would be a parameter.")
    # Another quote behind it, as in a query of several values, shows what is taken for its end.
    first = tokenize(value_text(Literal(None, literal.text, _NOWHERE, quoted=literal.quoted)) + ')"')[0]
    if unquote(first.text) != literal.text:
        raise NoLiteralError(f"'{shown}' cannot be written in a query: its backslash would be taken with the quote.")


def _date_time(cell: str) -> str:
    return cell.replace(" ", "T", 1)


def _decimal(cell: str) -> str:
    """Without an exponent, which a query does not take."""
    try:
        return f"{Decimal(cell):f}" if "e" in cell.lower() else cell
    except InvalidOperation:
        return cell


_TEXTS = {"datetime": _date_time, **dict.fromkeys(("percent", "permill", "bps", "mhz"), _decimal)}
"""How the cells of a type are written where not as they were sent."""
