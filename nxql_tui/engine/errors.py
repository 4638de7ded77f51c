"""What can go wrong with the embedded Engine.

```
EngineError
├── SettingsError         it cannot be started like this; the message says what to change
│   └── CertificateError  the certificate or key given cannot be used
├── StartError            it could not be started here: the port is taken, a folder is read-only
├── RequestTooLarge       a request that is answered by 413
├── QueryRefused          a request that is answered by 400 and an error page
├── AnswerCancelled       nobody waits for the answer any more
└── AnswerFailed          the database could not go on with an answer
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nxql_tui.wire.error_page import ErrorPage


class EngineError(Exception):
    """The embedded Engine cannot do what it was asked."""


class SettingsError(EngineError):
    """It cannot be started with these settings."""


class CertificateError(SettingsError):
    """The certificate or key given cannot be used."""


class StartError(EngineError):
    """It could not be started on this host."""


class RequestTooLarge(EngineError):  # noqa: N818  the name says the outcome
    """A request longer than any question."""


class QueryRefused(EngineError):  # noqa: N818  the name says the outcome
    """A request that is answered by 400 and this page."""

    def __init__(self, page: ErrorPage) -> None:
        super().__init__(page.message)
        self.page = page
        """What the client is told."""


class AnswerCancelled(EngineError):  # noqa: N818  the name says the outcome
    """Nobody waits for the answer any more: the client hung up, or the Engine stops."""


class AnswerFailed(EngineError):  # noqa: N818
    """The database could not go on with an answer: no memory, no room, or a fault of ours."""
