"""Places a password can live in, and what they answer when they cannot keep it.

```
PasswordStoreError
├── StoreUnavailable  it does not work on this host, or failed
├── StoreLocked       it is locked
├── StoreTimedOut     it does not answer
└── StoreLied         it said yes, and reading back showed otherwise
```
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from nxql_tui.wire.credentials import Secret

FIND_DEADLINE = 3.0
"""Seconds that looking for the stores of this host may take."""


class PasswordStoreError(Exception):
    """A place for passwords did not do what it was asked."""

    def __init__(self, title: str, what: str, advice: str = "") -> None:
        super().__init__(f"{title}: {what}. {advice}".strip())
        self.title = title
        """The store, in words people know."""
        self.what = what
        """What is the matter, as part of a sentence."""
        self.advice = advice
        """What to try, as a sentence; may be empty."""


class StoreUnavailable(PasswordStoreError):  # noqa: N818  the name says the state
    """It does not work on this host, or failed."""


class StoreLocked(PasswordStoreError):  # noqa: N818
    """It is locked, and nobody unlocked it."""


class StoreTimedOut(PasswordStoreError):  # noqa: N818
    """It does not answer."""


class StoreLied(PasswordStoreError):  # noqa: N818
    """It said yes, and reading back showed otherwise."""


class PasswordStore(Protocol):
    """A place that keeps one password for an address and a user; calls block for seconds at most."""

    @property
    def title(self) -> str:
        """What the place is called on screen."""

    def save(self, address: str, user: str, password: Secret) -> None:
        """Keep a password, in place of an older one.

        Raises:
            PasswordStoreError: It is not kept.
        """

    def load(self, address: str, user: str) -> Secret | None:
        """The password kept; None when there is none.

        Raises:
            PasswordStoreError: Nobody knows whether there is one.
        """

    def forget(self, address: str, user: str) -> None:
        """Remove the password; it is no mistake when there is none.

        Raises:
            PasswordStoreError: It may still be there.
        """


class SessionStore:
    """Keeps passwords in memory until the program ends."""

    title = "this session only"

    def __init__(self) -> None:
        self._passwords: dict[tuple[str, str], Secret] = {}

    def save(self, address: str, user: str, password: Secret) -> None:
        """Keep a password."""
        self._passwords[address, user] = password

    def load(self, address: str, user: str) -> Secret | None:
        """The password kept; None when there is none."""
        return self._passwords.get((address, user))

    def forget(self, address: str, user: str) -> None:
        """Remove the password."""
        self._passwords.pop((address, user), None)


@dataclass(frozen=True, slots=True)
class Rung:
    """One place a user may choose."""

    store: PasswordStore | None
    """None when it cannot be used on this host."""
    title: str
    """What the place is called on screen."""
    reason: str = ""
    """Why it cannot be used, in words; empty when it can."""
    is_switched_off: bool = False
    """Whether its user wants it so: then it holds nothing."""


class LastingPlace(StrEnum):
    """The places that outlive the program, the safest first, by what the command line calls them."""

    OS_KEYRING = "os-keyring"
    KERNEL_KEYRING = "kernel-keyring"


def find_rungs(kernel_keyring_hours: int, deadline: float = FIND_DEADLINE) -> tuple[Rung, ...]:
    """The places for passwords on this host, the safest first; blocks up to the deadline and shows no prompt.

    Args:
        kernel_keyring_hours: How long the kernel is to keep a password; with 0 it is left out of it.
        deadline: Seconds that the search may take.
    """
    # keyring takes as long to import as bare Python to start.
    from nxql_tui.accounts.kernel_keyring import find_kernel_keyring
    from nxql_tui.accounts.os_keyring import find_os_keyring

    session = SessionStore()
    return (find_os_keyring(deadline), find_kernel_keyring(kernel_keyring_hours), Rung(session, session.title))
