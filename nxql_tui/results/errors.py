"""What can go wrong with a result set.

```
ResultError
├── EmptyAnswerError       the answer holds nothing at all, not even a header
├── UnreadableAnswerError  it is not of the format it should be
│   └── TruncatedAnswerError   it ends in the middle
├── AnswerFileError        a file that somebody names holds no answer
├── SpoolError             the file it was kept in is not there or cannot be read
├── StorageError           there is no room or no right to store the rows
├── WrongViewError         a view asks for what the rows cannot give
│   ├── NoSuchColumnError    it names a column by a place where there is none
│   ├── UnknownColumnError   it names a column by a name that none has
│   ├── UnusableValueError   a filter compares a column with what is nothing of its kind
│   ├── UnusableMeasureError a sum or a mean of what cannot be added
│   ├── NothingInCommonError two answers have no column of the same name
│   ├── NoConditionError     a text is no condition on a column
│   ├── NoEnginesError       no column says which Engine a row is from
│   ├── NoLimitOfAllError    the limit of a query cannot be applied to all rows
│   └── UnfitForFormatError  a format of files cannot hold it
├── StoppedError           nobody wants the rows any more
└── ClosedError            the result set has been closed
    └── SupersededError        newer rows have taken the place of some of its own
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class ResultError(Exception):
    """An answer cannot be shown as rows."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(f"{what} {advice}".strip())
        self.what = what
        """What happened, as a sentence."""
        self.advice = advice
        """What to try, as a sentence; may be empty."""


class EmptyAnswerError(ResultError):
    """The answer holds nothing at all: an Engine sends a header even without rows."""

    def __init__(self) -> None:
        super().__init__(
            "The answer is empty: it has not even a header.",
            "An Engine that is starting up may answer so; ask again in a minute.",
        )


class UnreadableAnswerError(ResultError):
    """The answer is not of the format it should be."""


class TruncatedAnswerError(UnreadableAnswerError):
    """The answer ends in the middle."""


class AnswerFileError(ResultError):
    """A file that somebody names holds no answer; no Engine is to blame."""


class SpoolError(ResultError):
    """The file the answer was kept in is not there or cannot be read."""


class StorageError(ResultError):
    """There is no room or no right to store the rows."""


class WrongViewError(ResultError):
    """A view asks for what the rows cannot give."""


class NoSuchColumnError(WrongViewError):
    """A view names a column that the result set does not have."""

    def __init__(self, column: int, count: int) -> None:
        super().__init__(f"There is no column {column + 1}: the answer has {count}.", "Choose another column.")


class UnknownColumnError(WrongViewError):
    """A name that no column has."""

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        advice = f"Did you mean {' or '.join(nearest)}?" if nearest else "Columns are named as the answer heads them."
        super().__init__(f"The answer has no column '{name}'.", advice)
        self.nearest = tuple(nearest)
        """The names most like it; they may be none."""


class NothingInCommonError(WrongViewError):
    """Two answers that are to be compared have no column of the same name."""

    def __init__(self) -> None:
        super().__init__(
            "The two have no column in common, so no row can be compared.",
            "Compare answers to the same question, or to questions that select the same names.",
        )


class NoConditionError(WrongViewError):
    """A text is no condition on a column."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"'{text}' is no condition on a column.",
            "Write NAME, then one of = != < <= > >= ~ !~, then a value; or NAME is null, NAME is not null, NAME once.",
        )


class NoEnginesError(WrongViewError):
    """Rows are asked for that several Engines know, and no column says which Engine a row is from."""

    def __init__(self) -> None:
        super().__init__(
            "These are the rows of one Engine, so none is known to several.", "Ask a fleet, or leave the condition out."
        )


class NoLimitOfAllError(WrongViewError):
    """The limit of a query cannot be applied to the rows of all Engines together."""


class UnfitForFormatError(WrongViewError):
    """A format of files cannot hold the view."""


class UnusableValueError(WrongViewError):
    """A filter compares a column with what is nothing of its kind."""

    def __init__(self, column: str, kind: str, value: str) -> None:
        super().__init__(
            f"'{value}' cannot be compared with the cells of '{column}': they are of the kind {kind}.",
            "Write it as such a cell is written, or with a unit, as in 4 GB.",
        )


class UnusableMeasureError(WrongViewError):
    """Rows are to be grouped with a sum or a mean of what cannot be added."""

    def __init__(self, column: str, kind: str) -> None:
        super().__init__(
            f"The cells of '{column}' cannot be added: they are of the kind {kind}.",
            "Choose a column of numbers, or ask for the count, the least or the greatest.",
        )


class StoppedError(ResultError):
    """Whoever wanted the rows has stopped the reading."""

    def __init__(self) -> None:
        super().__init__("The reading was stopped.")


class ClosedError(ResultError):
    """The result set has been closed; its rows are gone."""

    def __init__(self) -> None:
        super().__init__("The result set has been closed.", "Ask the Engine again.")


class SupersededError(ClosedError):
    """Newer rows have taken the place of some of those that a result set had."""

    def __init__(self) -> None:
        ResultError.__init__(self, "An Engine has answered again, and its rows are others now.", "Look at them anew.")
