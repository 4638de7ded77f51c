"""The place of this host that is to keep passwords, as the explorer's login screen offers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.accounts.password_sources import PASSWORD_VARIABLE
from nxql_tui.accounts.password_stores import LastingPlace, PasswordStoreError, find_rungs
from nxql_tui.commands.errors import WrongSettings
from nxql_tui.commands.terminal import say
from nxql_tui.logins.passwords import keep_in_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nxql_tui.accounts.password_stores import PasswordStore
    from nxql_tui.wire.credentials import Secret

_HOW_LONG = {
    LastingPlace.OS_KEYRING: ", until it is forgotten",
    LastingPlace.KERNEL_KEYRING: " or until this computer restarts",
}
"""How long a place keeps a password, behind its title."""

_ELSEWHERE = (
    "Save the connection with a --password-command that asks a place of your own, or hand the password to each command "
    f"in the variable {PASSWORD_VARIABLE}."
)


@dataclass(frozen=True)
class PasswordKeeper:
    """Keeps passwords in one place, and takes older ones out of the others."""

    place: LastingPlace
    stores: dict[LastingPlace, PasswordStore]
    """All that can be used."""

    @property
    def where(self) -> str:
        """Where a password is kept, and how long."""
        return f"{self.stores[self.place].title}{_HOW_LONG[self.place]}"

    def keep(self, server: str, user: str, password: Secret) -> None:
        """Keep a password, and say where an older one may still be.

        Raises:
            WrongSettings: The place does not take it.
        """
        others = [place for place in self.stores if place is not self.place]
        try:
            notes = keep_in_first(server, user, password, [self.stores[place] for place in (self.place, *others)])
        except PasswordStoreError as error:
            raise _refusal([str(error)], others) from None
        for note in notes:
            say(note)


def find_keeper(wanted: LastingPlace | None, kernel_keyring_hours: int) -> PasswordKeeper:
    """The keeper for a place, or for the safest of those that can be used on this host.

    Args:
        wanted: None takes the safest.
        kernel_keyring_hours: How long the kernel is to keep a password.

    Raises:
        WrongSettings: The place wanted, or every one, cannot be used.
    """
    # The last one is the session, which ends with the command.
    rungs = dict(zip(LastingPlace, find_rungs(kernel_keyring_hours), strict=False))
    stores = {place: rung.store for place, rung in rungs.items() if rung.store is not None}
    place = next(iter(stores), None) if wanted is None else wanted
    if place in stores:
        return PasswordKeeper(place, stores)
    asked = rungs.values() if wanted is None else [rungs[wanted]]
    raise _refusal([f"{rung.title}: {rung.reason.removesuffix('.')}." for rung in asked], list(stores))


def _refusal(reasons: Iterable[str], others: Sequence[LastingPlace]) -> WrongSettings:
    advice = f"Another place: --keep-in {others[0]}" if others else _ELSEWHERE
    return WrongSettings(" ".join(["The password cannot be kept.", *reasons, advice]))
