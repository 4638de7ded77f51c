"""What a tab is called that the user has not named."""

from __future__ import annotations

import re

_SOURCE = re.compile(r"""\(\s*from\s+(?:([^\s()"']+)|\(([^()"']*)\))""")
_UPDATE = re.compile(r"\(?\s*update\b")


def tab_name(text: str) -> str:
    """The tables that a query is from; "empty" where there is none yet."""
    found = _SOURCE.search(text)
    tables = " ".join((found[1] or found[2]).split()) if found else ""
    if not tables:
        return "query" if text.strip() else "empty"
    return f"update {tables}" if _UPDATE.match(text.lstrip()) else tables
