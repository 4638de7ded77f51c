"""Reading and changing saved queries beside the screen: their folder may lie on a disk that is slow.

```
one of  SavedRead · QuerySaved · SavedFailed
```
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.library.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.library.saved_queries import QueryList, SavedQueries
    from nxql_tui.library.saved_query import SavedQuery


@dataclass
class SavedRead(Message):
    """All saved queries, as they are now."""

    found: QueryList
    at: str = ""
    """The name of the query that was just changed; empty when none was."""


@dataclass
class QuerySaved(Message):
    """A query was saved."""

    query: SavedQuery
    """As it will be loaded."""


@dataclass
class RenameRefused(Message):
    """A query keeps its name."""

    name: str
    wanted: str
    error: LibraryError


@dataclass
class SavedFailed(Message):
    """The saved queries could not be read or changed."""

    error: LibraryError


def read_saved(saved: SavedQueries, post: Callable[[Message], object], at: str = "") -> None:
    """Read all saved queries and post what came of it."""
    try:
        found = saved.read_all()
    except LibraryError as error:
        post(SavedFailed(error))
    else:
        post(SavedRead(found, at))


def rename_saved(saved: SavedQueries, name: str, wanted: str, post: Callable[[Message], object]) -> None:
    """Give a query another name, then read all again."""
    try:
        saved.rename(name, wanted)
    except LibraryError as error:
        post(RenameRefused(name, wanted, error))
    else:
        read_saved(saved, post, wanted)


def delete_saved(saved: SavedQueries, name: str, post: Callable[[Message], object]) -> None:
    """Delete a query, then read all again."""
    try:
        saved.delete(name)
    except LibraryError as error:
        post(SavedFailed(error))
    else:
        read_saved(saved, post)


def save_query(saved: SavedQueries, query: SavedQuery, post: Callable[[Message], object], *, overwrite: bool) -> None:
    """Save a query and post what came of it."""
    try:
        kept = saved.save(query, overwrite=overwrite)
    except LibraryError as error:
        post(SavedFailed(error))
    else:
        post(QuerySaved(kept))
