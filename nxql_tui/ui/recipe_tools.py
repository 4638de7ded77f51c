"""The tools that a question can be copied for, as the dialog lists them."""

from __future__ import annotations

from dataclasses import dataclass

from nxql_tui.wire.recipes.tools import Recipe


@dataclass(frozen=True, slots=True)
class Tool:
    """One line of the list."""

    recipe: Recipe
    label: str
    ending: str
    """Of a file with its text, without the dot."""
    remark: str
    """What to know before using the text: one sentence."""


TOOLS = (
    Tool(Recipe.COMMAND, "nxql-tui", "sh", "Asks for the password, unless it is kept or in NXQL_TUI_PASSWORD."),
    Tool(Recipe.URL, "Link", "txt", "Whatever opens it asks for user and password."),
    Tool(Recipe.CURL, "curl", "sh", "curl asks for the password."),
    Tool(Recipe.WGET, "wget", "sh", "wget asks for the password."),
    Tool(Recipe.POWERSHELL, "PowerShell", "ps1", "PowerShell asks for the password; the answer goes to a file."),
    Tool(Recipe.INVOKE_NXQL, "Invoke-Nxql", "ps1", "The vendor's script, which checks no certificate."),
    Tool(Recipe.POWER_QUERY, "Power BI", "pq", "Always xml; Power BI asks for the password."),
    Tool(Recipe.PYTHON, "Python", "py", "Needs httpx; asks for the password, unless it is in NXQL_TUI_PASSWORD."),
)
"""All of them, in the order of the list."""
