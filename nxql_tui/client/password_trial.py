"""A password on its way to many Engines: to two until one accepts it, for many refusals lock an account.

```
nobody has accepted it   two attempts that are open or refused; a silent one lets one more begin, but late
one has accepted it      all at once; after a while of silence two go ahead for a moment, for it may have been changed
two have refused it      nobody else is asked, until somebody wants one more attempt
```
"""

from __future__ import annotations

import time
from threading import Condition, Lock
from typing import TYPE_CHECKING, Self

from nxql_tui.client.errors import OthersRefusedError, QuestionCancelled, RefusedError, TimedOutError, UnreachableError

if TYPE_CHECKING:
    from types import TracebackType

    from nxql_tui.client.certificate import SeenCertificate
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.transfer import Cancellation
    from nxql_tui.wire.credentials import Credential

MOST_IN_DOUBT = 2
"""Attempts that are open or refused while no Engine has accepted; the next ones could lock the account."""
PATIENCE = 10.0
"""Seconds of silence that let one more begin: as long as reaching a server may take, and a refusal comes sooner."""
PROVED_FOR = 60.0
"""Seconds that an acceptance lets all begin at once; who changes a password takes longer."""
HEAD_START = 1.0
"""Seconds that two are ahead of the others where the acceptance is older."""

_LOOK_INTERVAL = 0.1
_SILENCES = (UnreachableError, TimedOutError, QuestionCancelled)
"""Ends that tell nothing of a password which may have arrived."""


class PasswordAttempt:
    """One Engine that is sent the password within the block; leaving it without an error is an acceptance."""

    def __init__(self, trial: PasswordTrial, address: str) -> None:
        self.address = address
        self.began = time.monotonic()
        self._trial = trial

    def accept(self) -> None:
        """The Engine has begun to answer; without effect from the second time on."""
        self._trial.accept(self)

    def end(self, error: BaseException | None = None) -> None:
        """Nothing more comes of it; without effect from the second time on."""
        self._trial.end(self, error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            self.accept()
        self.end(error)


class PasswordTrial:
    """What is known of one user's password at Engines that know the same users; used from many threads."""

    def __init__(self, patience: float = PATIENCE, proved_for: float = PROVED_FOR) -> None:
        """Begin to know nothing.

        Args:
            patience: Seconds of silence that let one more begin, where nobody has accepted yet.
            proved_for: Seconds that an acceptance lets all begin at once.
        """
        self.patience = patience
        """Seconds of silence that let one more begin."""
        self._proved_for = proved_for
        self._changed = Condition()
        self._open: list[PasswordAttempt] = []
        self._accepted_by: set[str] = set()
        self._accepted_at = 0.0
        self._newest = 0.0
        self._refusals = 0
        self._refused_by: set[str] = set()
        self._unanswered = 0
        self._most = MOST_IN_DOUBT

    def begin(self, address: str) -> PasswordAttempt | None:
        """An attempt at an Engine; None where the others have to be waited for.

        Raises:
            OthersRefusedError: So many have refused that it is not asked.
        """
        with self._changed:
            if not self._accepted_by and self._refusals >= self._most:
                raise OthersRefusedError(address, len(self._refused_by))
            if not self._has_place(time.monotonic()):
                return None
            attempt = PasswordAttempt(self, address)
            self._open.append(attempt)
            self._newest = attempt.began
            return attempt

    def check_login(self, client: EngineClient, cancellation: Cancellation) -> SeenCertificate:
        """As that of the client, when its turn has come.

        Raises:
            RefusedError: This Engine has refused, or so many others that it is not asked.
            ClientError: As `EngineClient.check_login`.
        """
        with self._awaited(str(client.address), cancellation):
            return client.check_login(cancellation=cancellation)

    def allow_one_more(self) -> None:
        """Somebody wants to try again though it was refused: one Engine goes first."""
        with self._changed:
            self._most = max(self._most, self._refusals + 1)
            self._changed.notify_all()

    def accept(self, attempt: PasswordAttempt) -> None:
        """An Engine lets the password in; what it does later tells nothing new of it."""
        with self._changed:
            if attempt not in self._open:
                return
            self._open.remove(attempt)
            self._accepted_by.add(attempt.address)
            self._accepted_at = time.monotonic()
            self._forget_doubts()
            self._changed.notify_all()

    def end(self, attempt: PasswordAttempt, error: BaseException | None) -> None:
        """Nothing more comes of an attempt, accepted or not."""
        with self._changed:
            if attempt not in self._open:
                return
            self._open.remove(attempt)
            if isinstance(error, RefusedError):
                self._refuse(attempt.address)
            elif isinstance(error, _SILENCES) and error.may_have_arrived:
                self._unanswered += 0 if self._accepted_by else 1
            self._changed.notify_all()

    def _awaited(self, address: str, cancellation: Cancellation) -> PasswordAttempt:
        with self._changed:
            while (attempt := self.begin(address)) is None:
                self._changed.wait(_LOOK_INTERVAL)
                if cancellation.is_cancelled:
                    raise QuestionCancelled
        return attempt

    def _has_place(self, now: float) -> bool:
        if self._refusals + self._unanswered + len(self._open) < self._most:
            return True
        if not self._accepted_by:
            return now - self._newest >= self.patience
        is_proved = now - self._accepted_at < self._proved_for
        return is_proved or now - self._open[0].began >= HEAD_START

    def _refuse(self, address: str) -> None:
        if address in self._accepted_by:
            # The same password, the same Engine: it has been changed, and the others will refuse it too.
            self._accepted_by.clear()
        if not self._accepted_by:
            self._refusals += 1
            self._refused_by.add(address)

    def _forget_doubts(self) -> None:
        self._refusals = self._unanswered = 0
        self._refused_by.clear()
        self._most = MOST_IN_DOUBT


class PasswordTrials:
    """One trial for each user and password."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._trials: dict[Credential, PasswordTrial] = {}

    def of(self, client: EngineClient) -> PasswordTrial:
        """The trial of whoever asks with this client."""
        with self._lock:
            return self._trials.setdefault(client.credential, PasswordTrial())
