"""All recipes: which writer writes each, and what none is written for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.placeholders import substitute
from nxql_tui.nxql.tree import Update
from nxql_tui.wire.recipes.command_line import write_command
from nxql_tui.wire.recipes.curl import write_curl
from nxql_tui.wire.recipes.power_query import write_power_query
from nxql_tui.wire.recipes.powershell import write_invoke_nxql, write_powershell
from nxql_tui.wire.recipes.python import write_python
from nxql_tui.wire.recipes.subject import CaFile, RecipeError
from nxql_tui.wire.recipes.texts import UPDATE_NOTICE
from nxql_tui.wire.recipes.tools import REPEATING, Recipe
from nxql_tui.wire.recipes.wget import write_wget
from nxql_tui.wire.request import to_form_body, to_link

if TYPE_CHECKING:
    from nxql_tui.wire.recipes.subject import RecipeSubject
    from nxql_tui.wire.request import QueryRequest

__all__ = ["Recipe", "RecipeError", "is_update", "write_recipe"]


def write_recipe(recipe: Recipe, subject: RecipeSubject) -> str:
    """The request for another tool, without a line ending at its end.

    There is no password in it: the tool asks for one in its own way. It checks the Engine's certificate, or a comment
    says how to make it; only the vendor's `Invoke-Nxql` checks none, and its recipe says so.

    Raises:
        RecipeError: The tool cannot be given this request.
    """
    update = is_update(subject.request)
    _check(recipe, subject, update=update)
    match recipe:
        case Recipe.COMMAND:
            text = write_command(subject, is_update=update)
        case Recipe.URL:
            text = to_link(subject.base_url, subject.request)
        case Recipe.CURL:
            text = write_curl(subject)
        case Recipe.WGET:
            text = write_wget(subject)
        case Recipe.POWERSHELL:
            text = write_powershell(subject)
        case Recipe.INVOKE_NXQL:
            text = write_invoke_nxql(subject)
        case Recipe.POWER_QUERY:
            text = write_power_query(subject)
        case Recipe.PYTHON:
            text = write_python(subject)
    return f"# {UPDATE_NOTICE}\n{text}" if update else text


def _check(recipe: Recipe, subject: RecipeSubject, *, update: bool) -> None:
    if not _is_whole(subject.user):
        raise RecipeError("The user name holds a character that is not whole. Type it anew.")
    if ":" in subject.user:
        raise RecipeError("A user name holds no colon.")
    if isinstance(subject.trust, CaFile) and not _is_whole(subject.trust.path):
        raise RecipeError("The path of the CA file is no text. Give the file another name.")
    try:
        to_form_body(subject.request)
    except UnicodeEncodeError:
        raise RecipeError("The query or a parameter holds a character that is not whole. Type it anew.") from None
    if update and recipe in REPEATING:
        raise RecipeError(
            f"An update is not written as '{recipe}', which could be sent more than once without anybody asking. "
            f"Take '{Recipe.COMMAND}' or '{Recipe.CURL}'."
        )


def is_update(request: QueryRequest) -> bool:
    """Whether it is one once its parameters are filled in, as the Engine sees it."""
    return isinstance(parse(substitute(request.query, request.parameters).text).statement, Update)


def _is_whole(text: str) -> bool:
    """Whether it is UTF-8: half of a character, or bytes that are none, come from a terminal or a file system."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
