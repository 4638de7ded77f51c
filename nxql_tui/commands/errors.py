"""What the command line itself refuses.

Wrong usage is click's own `UsageError`; these are found later, when the words of the command are understood.

```
CommandError
├── WrongSettings       something given or missing cannot work: no password, no such connection, port in use
├── WrongQuery          the query has mistakes that were found without asking anybody
├── FingerprintDiffers  the Engine shows another certificate than the one named
├── NotPinned           a certificate was not pinned: out of its dates, or nobody confirmed it
├── OutputFailed        standard output cannot take the answer
└── UpdateNotAllowed    an `update` was not allowed or not confirmed
```
"""

from __future__ import annotations


class CommandError(Exception):
    """A command cannot be carried out; the message says why and what to try."""


class WrongSettings(CommandError):  # noqa: N818  the name says the state
    """Something given or missing cannot work."""


class WrongQuery(CommandError):  # noqa: N818
    """The query has mistakes that were found without asking anybody."""


class FingerprintDiffers(CommandError):  # noqa: N818
    """The Engine shows another certificate than the one named on the command line."""


class NotPinned(CommandError):  # noqa: N818
    """A certificate was not pinned: it is out of its dates, or nobody confirmed it."""


class OutputFailed(CommandError):  # noqa: N818
    """Standard output cannot take the answer."""


class UpdateNotAllowed(CommandError):  # noqa: N818
    """An `update` was not allowed or not confirmed; nothing was sent."""
