"""The leaves of a statement: names, values, times, filters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nxql_tui.nxql.corrections import nearest_fixes
from nxql_tui.nxql.diagnostics import Diagnostic, Fix, Severity
from nxql_tui.nxql.forms import Form, Group
from nxql_tui.nxql.lexer import Token, TokenKind, unquote
from nxql_tui.nxql.tree import Between, Filter, Literal, Name, Nil, TimeBase, TimePoint, TimeUnit, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.nxql.positions import Span

NIL = "nil"

_UNITS = {
    "s": TimeUnit.SECOND,
    "min": TimeUnit.MINUTE,
    "m": TimeUnit.MINUTE,
    "h": TimeUnit.HOUR,
    "d": TimeUnit.DAY,
    "w": TimeUnit.WEEK,
}
"""Units after an offset: `d` [doc], `m`, `w` [client], the others [inferred] (`reference/nxql.md` §7, §12)."""

_RELATIVE = re.compile(r"(now|midnight)(?:([+-])([0-9]{1,9})(s|min|m|h|d|w))?")
_ABSOLUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
_PLACEHOLDER = re.compile(r"%[1-9]")
_EXCERPT = 40


class Reporter:
    """Collects what is wrong while a text is read."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.diagnostics = diagnostics

    def error(self, span: Span, message: str, *fixes: Fix) -> None:
        """Note a mistake."""
        self.diagnostics.append(Diagnostic(Severity.ERROR, span, message, fixes))

    def unknown_word(self, token: Token, message: str, right_words: Iterable[str]) -> None:
        """Note a word that means nothing here, with the words that do and are like it."""
        fixes = nearest_fixes(token.text, token.span, right_words)
        question = f": {fixes[0].replacement}?" if fixes else "."
        self.error(token.span, f"'{excerpt(token.text)}' {message}{question}", *fixes)


def excerpt(text: str) -> str:
    """A text short enough for a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"


def read_name(form: Form, what: str, report: Reporter) -> Name | None:
    """A name; `what` says which kind was expected here."""
    if isinstance(form, Group):
        report.error(form.span, f"Here stands a bracket where {what} was expected.")
        return None
    return name_of(form)


def name_of(token: Token) -> Name:
    """The name that a token is, whatever it names."""
    dynamic = token.kind is TokenKind.DYNAMIC
    written = token.text.removeprefix("#") if dynamic else token.text
    quoted = written.startswith(('"', "'"))
    return Name(unquote(written), token.span, dynamic=dynamic, quoted=quoted)


def read_value(form: Form, report: Reporter) -> Value | None:
    """A typed or bare literal, or nil."""
    if isinstance(form, Token):
        if form.kind is TokenKind.WORD and form.text == NIL:
            return Nil(form.span)
        return Literal(None, unquote(form.text), form.span, quoted=form.kind is TokenKind.STRING)
    if not form.items or isinstance(form.items[0], Group):
        report.error(form.span, 'A value is written with its type, as in (string "x").')
        return None
    type_name = name_of(form.items[0])
    values = form.items[1:]
    if len(values) != 1 or isinstance(values[0], Group):
        _report_value(form, type_name, values, report)
        return None
    token = values[0]
    return Literal(type_name, unquote(token.text), form.span, quoted=token.kind is TokenKind.STRING)


def _report_value(form: Group, type_name: Name, values: list[Form], report: Reporter) -> None:
    if not values:
        report.error(form.span, f"'{excerpt(type_name.text)}' has no value, as in (string \"x\").")
    elif all(isinstance(value, Token) for value in values):
        words = [value.text for value in values if isinstance(value, Token)]
        span = values[0].span.to(values[-1].span)
        quoted = '"' + " ".join(word.replace('"', "") for word in words) + '"'
        message = f"'{excerpt(' '.join(words))}' is several words: a value with blanks stands between quotes."
        report.error(span, message, Fix("put it between quotes", span, quoted))
    else:
        report.error(form.span, f"The value of '{excerpt(type_name.text)}' holds a bracket.")


def read_filter(form: Form, report: Reporter) -> Filter | None:
    """`(OPERATOR FIELD VALUE)`."""
    if isinstance(form, Token):
        report.error(
            form.span,
            f"'{excerpt(form.text)}' is no filter: write (OPERATOR FIELD VALUE), as in (eq name (string \"x\")).",
        )
        return None
    if len(form.items) != 3:
        report.error(form.span, f"A filter has three parts, (OPERATOR FIELD VALUE); this one has {len(form.items)}.")
        return None
    operator = read_name(form.items[0], "an operator such as eq", report)
    field = read_name(form.items[1], "a field", report)
    value = read_value(form.items[2], report)
    if operator is None or field is None or value is None:
        return None
    return Filter(operator, field, value, form.span)


def read_filters(forms: list[Form], report: Reporter) -> tuple[Filter, ...]:
    """Filters in a row; those that are wrong are left out."""
    return tuple(found for form in forms if (found := read_filter(form, report)) is not None)


def read_between(group: Group, report: Reporter) -> Between | None:
    """`(between T1 T2)`."""
    times = group.items[1:]
    if len(times) != 2:
        report.error(
            group.span,
            f"'between' takes two times without blanks inside, as in (between now-7d now); here are {len(times)}.",
        )
        return None
    start, end = (read_time(form, report) for form in times)
    return None if start is None or end is None else Between(start, end, group.span)


def read_time(form: Form, report: Reporter) -> TimePoint | None:
    """A moment, bare, between quotes, or in `(datetime …)`."""
    token = form
    if isinstance(form, Group):
        if form.head != "datetime" or len(form.items) != 2 or isinstance(form.items[1], Group):
            report.error(form.span, "A time is now, midnight, now-7d, 2026-11-23 or (datetime 2026-11-23T10:00:00).")
            return None
        token = form.items[1]
    assert isinstance(token, Token)  # noqa: S101  a group has been unpacked
    text = unquote(token.text)
    relative = _RELATIVE.fullmatch(text)
    if relative:
        base, sign, digits, unit = relative.groups()
        amount = int(digits or 0) * (-1 if sign == "-" else 1)
        return TimePoint(text, TimeBase(base), form.span, amount, _UNITS[unit or "d"])
    if _ABSOLUTE.fullmatch(text):
        return TimePoint(text, TimeBase.ABSOLUTE, form.span)
    if _PLACEHOLDER.search(text):
        return TimePoint(text, TimeBase.PLACEHOLDER, form.span)
    report.unknown_word(
        token, "is no time; a time is now, midnight, now-7d (s min h d w) or 2026-11-23T10:00:00", ("now", "midnight")
    )
    return None
