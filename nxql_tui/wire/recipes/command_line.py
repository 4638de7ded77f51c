"""Our own command: it knows all of it by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.wire.recipes.shell import command, word
from nxql_tui.wire.recipes.subject import CaFile, PinnedCertificate, RecipeError

if TYPE_CHECKING:
    from nxql_tui.wire.recipes.subject import RecipeSubject

_STANDARD_INPUT = "-"


def write_command(subject: RecipeSubject, *, is_update: bool) -> str:
    """The request as `nxql-tui query`; an update is still to be confirmed there.

    Raises:
        RecipeError: The query is the sign for standard input.
    """
    request = subject.request
    if request.query == _STANDARD_INPUT:
        raise RecipeError("The query '-' would be read from standard input. Write a query.")
    parts = ["nxql-tui query", f"--engine={word(subject.authority)} --user={word(subject.user)}"]
    match subject.trust:
        case CaFile(path):
            parts.append(f"--ca-file={word(path)}")
        case PinnedCertificate(sha256):
            parts.append(f"--fingerprint={word(sha256)}")
    parts.append(f"--platform={','.join(request.platforms)} --format={request.format}")
    if request.human_readable:
        parts.append("--hr")
    if is_update:
        parts.append("--allow-update")
    parts += [f"--param={word(f'{number}={value}')}" for number, value in sorted(request.parameters.items())]
    return command([*parts, f"{'-- ' if request.query.startswith('-') else ''}{word(request.query)}"])
