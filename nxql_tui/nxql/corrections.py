"""Putting a right word in the place of a wrong one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nxql_tui.nxql.diagnostics import Fix
from nxql_tui.nxql.nearest import nearest_names
from nxql_tui.nxql.positions import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME_CHARACTER = r"[\w.:/%*?-]"


def find_word(text: str, word: str) -> Span | None:
    """The first place where a word stands on its own, not as a part of a longer one."""
    if not word:
        return None
    found = re.search(rf"(?<!{_NAME_CHARACTER}){re.escape(word)}(?!{_NAME_CHARACTER})", text)
    return Span(*found.span()) if found else None


def correction(text: str, wrong: str, right: str) -> Fix | None:
    """The edit that puts `right` where `wrong` stands; None when `wrong` is not in the text.

    Both may carry the `#` of a dynamic name. A name that needs quotes gets them where the wrong one had none.
    """
    span = find_word(text, wrong.removeprefix("#"))
    if span is None:
        return None
    name = right.removeprefix("#").strip("\"'")
    quoted = text[span.start - 1 : span.start] in {'"', "'"}
    needs_quotes = re.fullmatch(rf"{_NAME_CHARACTER}+", name) is None
    replacement = f'"{name}"' if needs_quotes and not quoted else name
    return Fix(f"replace '{wrong}' with '{right}'", span, replacement)


def nearest_fixes(wrong: str, span: Span, right_words: Iterable[str]) -> tuple[Fix, ...]:
    """The edits that put the words most like a wrong one in its place, the likest first."""
    return tuple(Fix(f"write '{word}'", span, word) for word in nearest_names(wrong, right_words))
