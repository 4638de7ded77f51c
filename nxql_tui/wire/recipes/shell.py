"""POSIX shells: words, commands over several lines, and a certificate that is compared before it is trusted."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from nxql_tui.wire.recipes.subject import CaFile, PinnedCertificate, RecipeError
from nxql_tui.wire.recipes.texts import runs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nxql_tui.wire.recipes.subject import RecipeSubject

NO_FOLDER = "/dev/null"
"""In the place of the system's folder of certificates: a CA file is to be trusted alone, not as well."""

_CERTIFICATE = '"$certificate"'


def word(text: str) -> str:
    """The text as one word.

    Raises:
        RecipeError: It holds the character NUL, which no argument of a program can.
    """
    if "\0" in text:
        raise RecipeError(f"No command line can hold the character NUL, which stands behind {_before_nul(text)}.")
    return "".join(shlex.quote(run.text) if run.is_plain else _printed(run.text) for run in runs(text)) or "''"


def command(parts: Sequence[str]) -> str:
    """One command, a part a line."""
    return " \\\n  ".join(parts)


def trusting(subject: RecipeSubject, ask: Callable[[str | None], str]) -> str:
    """A command of a tool that takes a file of certificates, with what has to go before it.

    A pinned certificate that stands in no file is fetched, and compared before the tool is told to trust it. The tool
    still demands that the certificate holds the Engine's name.

    Args:
        subject: What the recipe is about.
        ask: Writes the command, given the word for the file; None is the system's store.
    """
    match subject.trust:
        case CaFile(path):
            return ask(word(path))
        case PinnedCertificate(_, str(path)):
            return ask(word(path))
        case PinnedCertificate(sha256):
            return _compared_first(subject.authority, sha256, ask(_CERTIFICATE))
        case _:
            return ask(None)


def _compared_first(authority: str, sha256: str, asking: str) -> str:
    # In a subshell, so that neither the trap nor the exit reaches the shell that a person pastes this into.
    return "\n".join(
        (
            "(",
            "certificate=$(mktemp)",
            f"trap 'rm -f {_CERTIFICATE}' EXIT",
            f"openssl s_client -connect {word(authority)} </dev/null 2>/dev/null | openssl x509 >{_CERTIFICATE}",
            f'if [ "$(openssl x509 -in {_CERTIFICATE} -noout -fingerprint -sha256 | cut -d= -f2)" != {word(sha256)} ]',
            "then",
            "  echo 'The Engine does not show the pinned certificate; nothing was sent to it.' >&2",
            "  exit 1",
            "fi",
            asking,
            ")",
        )
    )


def _printed(text: str) -> str:
    octal = "".join(f"\\{byte:03o}" for byte in text.encode())
    return f"\"$(printf '{octal}')\""


def _before_nul(text: str) -> str:
    before = text.partition("\0")[0]
    return repr(before[-20:]) if before else "nothing"
