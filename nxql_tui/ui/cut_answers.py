"""Why an answer is not whole, in two or three words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.client.errors import QuestionCancelled, SpoolError, SpoolLimitError, TimedOutError
from nxql_tui.results.errors import StorageError, TruncatedAnswerError, UnreadableAnswerError
from nxql_tui.sizes import size_text

if TYPE_CHECKING:
    from nxql_tui.client.errors import ClientError
    from nxql_tui.results.errors import ResultError


def cut_reason(error: ClientError | ResultError) -> str:
    """What stands in the state line; the message panel says more."""
    match error:
        case QuestionCancelled():
            return "cancelled"
        case SpoolLimitError():
            return f"stopped at {size_text(error.limit)}"
        case SpoolError() | StorageError():
            return "no room for more"
        case TimedOutError():
            return "took too long"
        case UnreadableAnswerError() if not isinstance(error, TruncatedAnswerError):
            return "the rest is unreadable"
        case _:
            return "broke off"
