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


def find_name(text: str, name: str) -> Span | None:
    """The first place where a name stands on its own, not as a part of a longer one, with its `#` and its quotes."""
    found = _find(text, name)
    return Span(*found.span()) if found else None


def correction(text: str, wrong: str, right: str) -> Fix | None:
    """The edit that puts `right` where `wrong` stands; None when `wrong` is not in the text.

    Both may carry the `#` of a dynamic name. A name that needs quotes gets them where the wrong one had none.
    """
    found = _find(text, wrong)
    if found is None:
        return None
    name = right.removeprefix("#").strip("\"'")
    needs_quotes = re.fullmatch(rf"{_NAME_CHARACTER}+", name) is None
    replacement = f'"{name}"' if needs_quotes and not found["quote"] else name
    return Fix(f"replace '{wrong}' with '{right}'", Span(*found.span("bare")), replacement)


def nearest_fixes(wrong: str, span: Span, right_words: Iterable[str]) -> tuple[Fix, ...]:
    """The edits that put the words most like a wrong one in its place, the likest first."""
    return tuple(Fix(f"write '{word}'", span, word) for word in nearest_names(wrong, right_words))


def _find(text: str, name: str) -> re.Match[str] | None:
    bare = name.removeprefix("#")
    if not bare:
        return None
    # An Engine may name a dynamic field without its `#`, but no other field with one.
    sign = "#?" if bare == name else "#"
    word = rf"(?<!{_NAME_CHARACTER})(?P<bare>{re.escape(bare)})(?!{_NAME_CHARACTER})"
    return re.search(rf"""{sign}(?P<quote>["']?){word}(?P=quote)""", text)
