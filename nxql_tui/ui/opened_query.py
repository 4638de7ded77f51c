"""What of the library is opened in a tab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.library.drafts import Draft, Switches

if TYPE_CHECKING:
    from nxql_tui.library.history import HistoryEntry
    from nxql_tui.library.saved_query import SavedQuery


@dataclass(frozen=True, slots=True)
class OpenQuery:
    """The user wants a query in a new tab."""

    draft: Draft
    saved: SavedQuery | None = None
    """Where it comes from, with the labels, choices and secrets of its parameters; None for a question asked before."""


def open_saved(query: SavedQuery) -> OpenQuery:
    """A saved query with the defaults of its parameters."""
    switches = Switches(platforms=query.platforms)
    draft = Draft(
        query.text,
        query.name,
        switches,
        query.default_values,
        secret_numbers=query.secret_numbers,
        labels={parameter.number: parameter.label for parameter in query.parameters if parameter.label},
        choices={parameter.number: parameter.choices for parameter in query.parameters if parameter.choices},
    )
    return OpenQuery(draft, query)


def open_question(entry: HistoryEntry) -> OpenQuery:
    """A question as it was asked, without the values that are secret."""
    return OpenQuery(Draft(entry.text, switches=Switches(platforms=entry.platforms), parameters=entry.parameters))
