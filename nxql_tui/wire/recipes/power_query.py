"""Power BI: a query in its language M, which asks Power BI itself for user and password."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nxql_tui.wire.recipes.subject import CaFile, PinnedCertificate
from nxql_tui.wire.recipes.texts import is_plain, on_one_line
from nxql_tui.wire.request import QUERY_PATH, Format, to_pairs

if TYPE_CHECKING:
    from nxql_tui.wire.recipes.subject import RecipeSubject

_NAMED = {"\n": "#(lf)", "\r": "#(cr)", "\t": "#(tab)"}
_FOLDER, _, _RELATIVE_PATH = QUERY_PATH.rpartition("/")


def write_power_query(subject: RecipeSubject) -> str:
    """The request in M, for the Advanced Editor, always in xml.

    The address is divided into a base and a relative path, for Power BI sends its credentials again only to a base
    that does not change (`reference/introducing_web_api_v2.txt`, "with Power BI Desktop"). A list gives a name several
    values [inferred].
    """
    request = replace(subject.request, format=Format.XML)
    values: dict[str, list[str]] = {}
    for name, value in to_pairs(request):
        values.setdefault(name, []).append(_text(value))
    fields = [
        f"                {name} = {several[0] if len(several) == 1 else '{' + ', '.join(several) + '}'}"
        for name, several in values.items()
    ]
    return "\n".join(
        (
            "// The first time, Power BI asks for credentials: choose Basic, for the level",
            f"// {on_one_line(subject.base_url.rstrip('/') + _FOLDER)}/ and the user {on_one_line(subject.user)}",
            *_how_to_trust(subject),
            "let",
            "    Source = Xml.Tables(Web.Contents(",
            f"        {_text(subject.base_url.rstrip('/') + _FOLDER + '/')},",
            "        [",
            f"            RelativePath = {_text(_RELATIVE_PATH)},",
            "            Query = [",
            ",\n".join(fields),
            "            ]",
            "        ]",
            "    ))",
            "in",
            "    Source",
        )
    )


def _how_to_trust(subject: RecipeSubject) -> list[str]:
    store = "the Trusted Root Certification Authorities of Windows"
    match subject.trust:
        case CaFile(path):
            return [f"// Power BI trusts what Windows trusts. Once, install {on_one_line(path)} in", f"// {store}."]
        case PinnedCertificate(sha256):
            return [
                "// Power BI trusts what Windows trusts. Once, install the Engine's certificate in",
                f"// {store}, after comparing its SHA-256:",
                f"// {on_one_line(sha256)}",
            ]
        case _:
            return []


def _text(text: str) -> str:
    escaped = re.sub(r'"|#(?=\()', lambda found: '""' if found[0] == '"' else "#(#)", text)
    return f'"{"".join(map(_character, escaped))}"'


def _character(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    if is_plain(character):
        return character
    code = ord(character)
    return f"#({code:04X})" if code < 0x10000 else f"#({code:08X})"
