"""What is looked at before a query is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.commands.errors import UpdateNotAllowed, WrongQuery, WrongSettings
from nxql_tui.commands.excerpt import describe_findings
from nxql_tui.nxql.diagnostics import Severity
from nxql_tui.nxql.parser import Parsed, parse
from nxql_tui.nxql.placeholders import substitute
from nxql_tui.nxql.tree import Update

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_statement(query: str, parameters: Mapping[int, str]) -> Parsed:
    """Read the query as the Engine will: with its parameters filled in, which happens before any parsing.

    Raises:
        WrongSettings: A placeholder has no parameter.
        WrongQuery: The query has mistakes; the message shows each in its line.
    """
    filled = substitute(query, parameters)
    if filled.missing:
        names = ", ".join(f"%{number}" for number in filled.missing)
        raise WrongSettings(f"The query has {names} but no value for it. Give --param, once for each number.")
    parsed = parse(filled.text)
    if parsed.is_valid:
        return parsed
    # A mistake that stands in what was written is shown there.
    written = parse(query)
    if not written.is_valid:
        raise WrongQuery(f"the query is wrong.\n{_describe_errors(written)}")
    raise WrongQuery(f"the query is wrong once its parameters are filled in.\n{_describe_errors(parsed)}")


def check_leave(parsed: Parsed, *, allow_update: bool) -> None:
    """Let every `select` pass, and an `update` only when it is allowed.

    Raises:
        UpdateNotAllowed: It is not.
    """
    if isinstance(parsed.statement, Update) and not allow_update:
        raise UpdateNotAllowed("This is an update, and updates change the Engine. Allow it with --allow-update.")


def _describe_errors(parsed: Parsed) -> str:
    errors = [finding for finding in parsed.diagnostics if finding.severity is Severity.ERROR]
    return describe_findings(parsed.text, errors)
