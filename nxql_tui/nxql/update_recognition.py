"""Telling an update from a question, with every doubt on the side of the update."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.forms import Group, read_forms
from nxql_tui.nxql.leaves import name_of
from nxql_tui.nxql.lexer import tokenize
from nxql_tui.nxql.placeholders import substitute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nxql_tui.nxql.forms import Form

_KEYWORD = "update"


def may_be_update(query: str, parameters: Mapping[int, str] | None = None) -> bool:
    """Whether an Engine could take a query, as written or with its parameters filled in, for an update.

    What we do not understand another reader may: an update with a mistake is one, so is one behind something else, in
    too many brackets, between quotes or in capital letters.
    """
    return _begins_update(query) or _begins_update(substitute(query, parameters or {}).text)


def _begins_update(text: str) -> bool:
    return any(_first_word(form).casefold() == _KEYWORD for form in read_forms(tokenize(text)).items)


def _first_word(form: Form) -> str:
    while isinstance(form, Group):
        if not form.items:
            return ""
        form = form.items[0]
    return name_of(form).text
