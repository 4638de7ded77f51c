"""The tools that there are recipes for."""

from __future__ import annotations

from enum import StrEnum


class Recipe(StrEnum):
    """The tools a request can be written for."""

    COMMAND = "command"
    """Our own `nxql-tui query`."""
    URL = "url"
    """A link, as the vendor's web editor gives."""
    CURL = "curl"
    WGET = "wget"
    POWERSHELL = "powershell"
    """`Invoke-WebRequest`."""
    INVOKE_NXQL = "invoke-nxql"
    """The vendor's script for PowerShell."""
    POWER_QUERY = "power-query"
    """Power BI's language M."""
    PYTHON = "python"
    """With httpx."""


REPEATING = frozenset({Recipe.URL, Recipe.POWER_QUERY})
"""Tools that ask as often as they like: links are fetched by previews and histories, data sources are refreshed."""
