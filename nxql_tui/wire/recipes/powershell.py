"""PowerShell: the cmdlet it brings, and the vendor's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.wire.recipes.subject import CaFile, PinnedCertificate, RecipeError
from nxql_tui.wire.recipes.texts import on_one_line, runs
from nxql_tui.wire.request import FORM_CONTENT_TYPE, to_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.wire.recipes.subject import RecipeSubject

_QUOTES = str.maketrans({quote: quote * 2 for quote in "'\u2018\u2019\u201a\u201b"})
"""Typographic quotes end a text too (about_Quoting_Rules)."""

_WORDS = frozenset({"format", "platform", "hr"})
"""Request parameters whose values need no encoding."""

_MOST_PARAMETERS = 2


def write_powershell(subject: RecipeSubject) -> str:
    """The request for `Invoke-WebRequest`, in Windows PowerShell 5.1 or newer.

    The answer goes to a file: on its way through a pipe PowerShell would write it anew.
    """
    return "\n".join(
        (
            *_how_to_trust(subject),
            _credential(subject),
            "$body = @(",
            *(f"    {_field(name, value)}" for name, value in to_pairs(subject.request)),
            ") -join '&'",
            *_table(
                (
                    ("Uri", _text(subject.query_url)),
                    ("Method", "'Post'"),
                    ("ContentType", _text(FORM_CONTENT_TYPE)),
                    ("Body", "$body"),
                    ("Credential", "$credential"),
                    ("MaximumRedirection", "0"),
                    ("UseBasicParsing", "$true"),
                    ("OutFile", _text(f"answer.{subject.request.format}")),
                )
            ),
            "Invoke-WebRequest @question",
        )
    )


def write_invoke_nxql(subject: RecipeSubject) -> str:
    """The request for the vendor's `Invoke-Nxql` (`reference/web_api.md` §9; `OuputFormat` is its spelling).

    Raises:
        RecipeError: The request holds what its parameters cannot say.
    """
    request = subject.request
    if request.human_readable:
        raise RecipeError("Invoke-Nxql knows no numbers with units. Leave them out, or take 'powershell'.")
    if any(number > _MOST_PARAMETERS or not value for number, value in request.parameters.items()):
        raise RecipeError("Invoke-Nxql takes values for %1 and %2 only, and none that is empty. Take 'powershell'.")
    names = {1: "FirstParameter", 2: "SecondParameter"}
    host = f"[{subject.host}]" if ":" in subject.host else subject.host
    return "\n".join(
        (
            "# The vendor's script accepts every certificate, in the whole session from then on: whoever stands",
            "# between you and the Engine gets the password. The recipe 'powershell' has it checked.",
            ". ./Code-For-Invoke-Nxql.ps1",
            _credential(subject),
            *_table(
                (
                    ("ServerName", _text(host)),
                    ("PortNumber", str(subject.port)),
                    ("UserName", "$credential.UserName"),
                    ("UserPassword", "$credential.GetNetworkCredential().Password"),
                    ("Query", _text(request.query)),
                    ("OuputFormat", _text(request.format)),
                    ("Platforms", ", ".join(map(_text, request.platforms))),
                    *((names[number], _text(value)) for number, value in sorted(request.parameters.items())),
                )
            ),
            "Invoke-Nxql @question",
        )
    )


def _how_to_trust(subject: RecipeSubject) -> list[str]:
    """Invoke-WebRequest takes no file of certificates."""
    import_it = "Import-Certificate -CertStoreLocation Cert:\\CurrentUser\\Root -FilePath"
    match subject.trust:
        case CaFile(path):
            return [
                "# Windows checks the Engine's certificate against its own store. Once, let it trust your CA file:",
                f"#   {import_it} {on_one_line(_text(path))}",
            ]
        case PinnedCertificate(sha256, path):
            return [
                "# Windows checks the Engine's certificate against its own store. Once, after comparing its SHA-256",
                f"# {on_one_line(sha256)}, let it trust the certificate:",
                f"#   {import_it} {on_one_line(_text(path or 'engine.cer'))}",
            ]
        case _:
            return []


def _credential(subject: RecipeSubject) -> str:
    message = f"Password at {subject.authority}"
    return f"$credential = Get-Credential -UserName {_argument(subject.user)} -Message {_argument(message)}"


def _field(name: str, value: str) -> str:
    if name in _WORDS:
        return f"'{name}={value}'"
    return f"'{name}=' + [Net.WebUtility]::UrlEncode({_text(value)})"


def _table(entries: Iterable[tuple[str, str]]) -> list[str]:
    return ["$question = @{", *(f"    {name} = {value}" for name, value in entries), "}"]


def _argument(text: str) -> str:
    expression = _text(text)
    return f"({expression})" if " + " in expression else expression


def _text(text: str) -> str:
    """An expression whose value is the text."""
    pieces = [piece for run in runs(text) for piece in ([_literal(run.text)] if run.is_plain else _units(run.text))]
    if not pieces or pieces[0].startswith("["):
        # A character and a text cannot be added, a text and a character can.
        pieces.insert(0, "''")
    return " + ".join(pieces)


def _literal(text: str) -> str:
    return f"'{text.translate(_QUOTES)}'"


def _units(text: str) -> list[str]:
    encoded = text.encode("utf-16-be")
    return [f"[char]0x{encoded[place : place + 2].hex().upper()}" for place in range(0, len(encoded), 2)]
