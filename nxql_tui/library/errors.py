"""What can go wrong with what a user keeps. Every message says what, where, and what to try.

```
LibraryError
├── SavedQueryError
│   ├── QueryNameError    a name that cannot be that of a file
│   ├── QueryFileError    a file that is not understood, or cannot be read or written
│   ├── NoSuchQuery       no query of that name; `nearest` holds the names it could have meant
│   ├── QueryIsExample    it came with the program and stays as it is
│   └── QueryExists       another query has the name, and it was not said to replace it
├── HistoryError
│   ├── HistoryInUse      another program holds it and does not let go
│   ├── HistoryDamaged    it was put aside, and a new one begins with the next call
│   └── HistoryTooNew     a newer version of the program wrote it
├── DraftsError           they cannot be kept
└── AuditError            an update cannot be written down; it must not be sent
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class LibraryError(Exception):
    """Something the user keeps cannot be used."""


class SavedQueryError(LibraryError):
    """A saved query cannot be used."""


class QueryNameError(SavedQueryError):
    """A name that cannot be that of a file, here or on another system."""


class QueryFileError(SavedQueryError):
    """The file of a saved query is not understood, or cannot be read or written."""

    def __init__(self, place: Path | str, what: str, *, line: int | None = None, key: str | None = None) -> None:
        super().__init__(f"{place}, line {line}: {what}" if line else f"{place}: {what}")
        self.place = place
        """The file."""
        self.line = line
        """Counted from 1; None when it is not known."""
        self.key = key
        """The key at fault, dotted; None when none is."""


class NoSuchQuery(SavedQueryError):  # noqa: N818  the name says the state
    """There is no query of that name."""

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.nearest = nearest
        """The names it could have meant, the likeliest first."""


class QueryIsExample(SavedQueryError):  # noqa: N818  the name says the state
    """It came with the program and stays as it is."""


class QueryExists(SavedQueryError):  # noqa: N818  the name says the state
    """Another query has that name."""


class HistoryError(LibraryError):
    """The history cannot be read or written."""


class HistoryInUse(HistoryError):  # noqa: N818  the name says the state
    """Another program holds it and does not let go."""


class HistoryDamaged(HistoryError):  # noqa: N818  the name says the state
    """It was put aside; the next call begins a new one."""


class HistoryTooNew(HistoryError):  # noqa: N818  the name says the state
    """A newer version of the program wrote it."""


class DraftsError(LibraryError):
    """What stands in the tabs cannot be kept."""


class AuditError(LibraryError):
    """An update cannot be written down, so it must not be sent."""
