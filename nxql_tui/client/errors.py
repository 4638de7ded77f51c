"""What can go wrong between us and an Engine; each class is something a caller treats differently.

```
ClientError
├── AddressError              what was typed is no address of an Engine
├── CredentialError           the user name or password cannot be sent
├── UpdateWithheldError       an update was to be sent as if it were a question
├── WrongQueryError           400: the Engine does not accept the query
├── RefusedError              401: user or password
│   └── OthersRefusedError       not asked, for others have refused the password
├── NotLicensedError          403: the Web API is not licensed there
├── UnexpectedStatusError     any other status, or an answer that no Engine gives
├── NotTrustedError           nothing vouches for the certificate; nothing was sent
│   ├── CertificateChangedError  another certificate than the pinned one
│   └── TrustFileError           a CA file, or a pinned certificate, that cannot be used
├── UnreachableError          no connection
│   └── ProxyError               the proxy on the way is the reason
│       └── ProxyRefusedError       it does not know us, or not with this password
├── TimedOutError             it took too long
├── CutShortError             the answer ended in the middle
├── QuestionCancelled         somebody cancelled it
└── SpoolError                the answer cannot be kept on this disk
    └── SpoolLimitError          it is larger than it may be
```
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from nxql_tui.sizes import size_text

if TYPE_CHECKING:
    from nxql_tui.wire.error_page import ErrorPage


class ClientError(Exception):
    """There is no answer; the texts hold no secret."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(f"{what} {advice}".strip())
        self.what = what
        """What happened, as a sentence."""
        self.advice = advice
        """What to try, as a sentence; may be empty."""
        self.may_have_arrived = False
        """Whether the Engine may have got the question: once its certificate was trusted, nobody can exclude it."""
        self.was_reached = False
        """Whether somebody listens at that address, whatever it is that listens."""
        self.details: tuple[str, ...] = ()
        """What somebody who looks for the cause would ask about, a line each; for a ticket."""


class AddressError(ClientError):
    """What was typed is no address of an Engine."""


class CredentialError(ClientError):
    """The user name or the password cannot be sent."""


class UpdateWithheldError(ClientError):
    """An update was to be sent as if it were a question; nothing was sent."""

    def __init__(self) -> None:
        super().__init__("This is an update, which changes the Engine.", "Nothing was sent.")


class WrongQueryError(ClientError):
    """The Engine does not accept the query."""

    def __init__(self, page: ErrorPage) -> None:
        options = f"Options: {', '.join(page.options)}." if page.options else ""
        super().__init__(page.message, options)
        self.page = page
        """The Engine's own words and the names one could have meant."""


class RefusedError(ClientError):
    """The Engine refused the user or the password."""


class OthersRefusedError(RefusedError):
    """The Engine was not asked, for others have refused the password and none has accepted it."""

    def __init__(self, address: str, others: int) -> None:
        who = "another Engine has" if others == 1 else f"{others} other Engines have"
        super().__init__(
            f"{address} was not asked: {who} refused the password.", "Another attempt could lock the account."
        )


class NotLicensedError(ClientError):
    """The Web API is not licensed on that Engine."""


class UnexpectedStatusError(ClientError):
    """A status that a question should not get, or an answer that no Engine gives."""

    def __init__(self, status: int, what: str, advice: str = "") -> None:
        super().__init__(what, advice)
        self.status = status
        """The HTTP status."""


class TrustReason(StrEnum):
    """Why a certificate is not trusted."""

    SELF_SIGNED = "self-signed"
    UNKNOWN_ISSUER = "unknown issuer"
    WRONG_NAME = "wrong name"
    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    CHANGED = "changed"
    UNUSABLE = "unusable"
    """What should vouch for it cannot be read."""
    OTHER = "other"


class NotTrustedError(ClientError):
    """Nothing vouches for the Engine's certificate; nothing but the handshake was sent."""

    def __init__(
        self, what: str, advice: str = "", *, reason: TrustReason = TrustReason.OTHER, can_be_pinned: bool = False
    ) -> None:
        super().__init__(what, advice)
        self.reason = reason
        self.can_be_pinned = can_be_pinned
        """Whether looking at the certificate and pinning it is a way on."""
        self.subject = ""
        """How the command that pins it is told which Engine, in words of a shell; empty where nobody has said."""


class CertificateChangedError(NotTrustedError):
    """The Engine shows another certificate than the pinned one."""

    def __init__(self, what: str, advice: str, *, pinned: str, seen: str) -> None:
        super().__init__(what, advice, reason=TrustReason.CHANGED)
        self.pinned = pinned
        """SHA-256 of the pinned certificate."""
        self.seen = seen
        """SHA-256 of the one shown; empty when it is not known."""


class TrustFileError(NotTrustedError):
    """A CA file, or a pinned certificate, that cannot be used."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what, advice, reason=TrustReason.UNUSABLE)


class UnreachableError(ClientError):
    """There is no connection."""

    is_passing = False
    """Whether the next attempt may well succeed: the other side hung up before anything was said."""


class ProxyError(UnreachableError):
    """The proxy on the way to the Engine is the reason."""


class ProxyRefusedError(ProxyError):
    """The proxy does not know us, or not with this password."""


class TimedOutError(ClientError):
    """It took too long."""


class CutShortError(ClientError):
    """The answer ended in the middle."""

    def __init__(self, what: str, advice: str, *, bytes_received: int) -> None:
        super().__init__(what, advice)
        self.bytes_received = bytes_received
        """How much of the answer had come."""


class QuestionCancelled(ClientError):  # noqa: N818  the name says the state
    """Somebody cancelled the question."""

    def __init__(self) -> None:
        super().__init__("Cancelled.")


class SpoolError(ClientError):
    """The answer cannot be kept on this disk."""

    def __init__(self, what: str, advice: str = "", *, is_full: bool = False) -> None:
        super().__init__(what, advice)
        self.is_full = is_full
        """Whether there is no room, or not as much as this user may have."""


class SpoolLimitError(SpoolError):
    """The answer is larger than it may be; what had come by then is in the spool."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The answer is larger than the {size_text(limit)} that one may have; it was stopped there.",
            "Ask for less with (limit …), or raise spool_limit in the settings.",
        )
        self.limit = limit
        """In bytes."""
