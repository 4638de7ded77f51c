"""Why an answer is not whole, or not there, in two or three words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.client.errors import (
    CertificateChangedError,
    ClientError,
    CutShortError,
    NotLicensedError,
    NotTrustedError,
    ProxyError,
    QuestionCancelled,
    RefusedError,
    SpoolError,
    SpoolLimitError,
    TimedOutError,
    UnexpectedStatusError,
    UnreachableError,
    WrongQueryError,
)
from nxql_tui.results.errors import StorageError, TruncatedAnswerError, UnreadableAnswerError
from nxql_tui.sizes import size_text

if TYPE_CHECKING:
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


def failure_reason(error: ClientError | ResultError) -> str:
    """What stands beside an Engine that failed, where a line has room for no more."""
    match error:
        case RefusedError():
            return "401 refused"
        case NotLicensedError():
            return "403 not licensed"
        case WrongQueryError():
            return "400 wrong query"
        case UnexpectedStatusError():
            return f"status {error.status}" if error.status >= 300 else "no answer of an Engine"
        case CertificateChangedError():
            return "certificate changed"
        case NotTrustedError():
            return "not trusted"
        case ProxyError():
            return "proxy"
        case UnreachableError():
            return "no connection"
        case TimedOutError():
            return "timed out"
        case CutShortError() | SpoolError() | QuestionCancelled():
            return cut_reason(error)
        case _:
            return "failed" if isinstance(error, ClientError) else cut_reason(error)
