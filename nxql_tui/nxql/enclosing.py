"""Growing a selection outward: word, inside of the bracket, bracket, and so on to the whole text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.forms import Group, read_forms
from nxql_tui.nxql.lexer import TokenKind, tokenize
from nxql_tui.nxql.positions import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nxql_tui.nxql.forms import Form


def enclosing_span(text: str, selected: Span) -> Span:
    """The smallest stretch with a meaning of its own that holds a selection and more; the text at last."""
    tokens = tokenize(text)
    words = (token.span for token in tokens if token.kind not in (TokenKind.SPACE, TokenKind.OPEN, TokenKind.CLOSE))
    candidates = [*words, *_bracket_spans(read_forms(tokens).items), Span(0, len(text))]
    around = [span for span in candidates if span.start <= selected.start and selected.end <= span.end]
    larger = [span for span in around if span.end - span.start > selected.end - selected.start]
    return min(larger, key=lambda span: span.end - span.start, default=selected)


def _bracket_spans(forms: Iterable[Form]) -> Iterator[Span]:
    for form in forms:
        if isinstance(form, Group):
            yield form.span
            if form.items:
                yield form.items[0].span.to(form.items[-1].span)
            yield from _bracket_spans(form.items)
