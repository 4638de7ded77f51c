"""The keyring of the operating system; the one module that knows the `keyring` library.

`keyring.get_keyring()` is never called: where keyrings.alt is installed it hands out a chain that holds a plaintext
file, and backends that ask on the terminal. Only the operating system's own backends are tried, by class; an
explicit choice in keyring's own configuration is honoured.
"""

from __future__ import annotations

import importlib
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from nxql_tui.accounts.deadline import DeadlinePassed, Raised, call_within
from nxql_tui.accounts.password_stores import (
    PasswordStoreError,
    Rung,
    StoreLied,
    StoreLocked,
    StoreTimedOut,
    StoreUnavailable,
)
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from keyring.backend import KeyringBackend

T = TypeVar("T")

CALL_DEADLINE = 10.0
"""Seconds for one call: long enough for a person to unlock a keyring, short enough to not look dead."""

_GENERAL_TITLE = "OS keyring"
_SESSION_BUS = "DBUS_SESSION_BUS_ADDRESS"
_NO_SESSION_BUS = "no D-Bus session on this host"
_SWITCHED_OFF = "switched off by its own configuration"
_NO_ANSWER = "does not answer"
_LOCKED = "locked"
_UNLOCK = "Unlock it, then try again."
_KEEPS_NOTHING = ("keyring.backends.null", "keyring.backends.fail")


@dataclass(frozen=True)
class _Backend:
    """A backend of the operating system, by class."""

    module: str
    class_name: str
    title: str


_SECRET_SERVICE = _Backend("keyring.backends.SecretService", "Keyring", "OS keyring (Secret Service)")
_BACKENDS = {
    "linux": (
        _SECRET_SERVICE,
        _Backend("keyring.backends.kwallet", "DBusKeyring", "OS keyring (KWallet)"),
        _Backend("keyring.backends.libsecret", "Keyring", "OS keyring (libsecret)"),
    ),
    "darwin": (_Backend("keyring.backends.macOS", "Keyring", "OS keyring (macOS Keychain)"),),
    "win32": (_Backend("keyring.backends.Windows", "WinVaultKeyring", "OS keyring (Windows Credential Manager)"),),
}


class OsKeyringStore:
    """Passwords in the operating system's keyring; every call ends within the deadline."""

    def __init__(self, backend: KeyringBackend, title: str, deadline: float = CALL_DEADLINE) -> None:
        self._backend = backend
        self._title = title
        self._deadline = deadline

    @property
    def title(self) -> str:
        """What the keyring is called on screen."""
        return self._title

    def save(self, address: str, user: str, password: Secret) -> None:
        """Keep a password and read it back.

        Raises:
            PasswordStoreError: It is not kept.
        """
        service = service_name(address)
        self._call(lambda: self._backend.set_password(service, user, password.reveal()), password)
        if self.load(address, user) != password:
            raise StoreLied(self._title, "took the password and does not give it back", "Choose another place.")

    def load(self, address: str, user: str) -> Secret | None:
        """The password kept; None when there is none.

        Raises:
            PasswordStoreError: Nobody knows whether there is one.
        """
        service = service_name(address)
        text = self._call(lambda: self._backend.get_password(service, user))
        return None if text is None else Secret(text)

    def forget(self, address: str, user: str) -> None:
        """Remove the password and look whether it is gone.

        Raises:
            PasswordStoreError: It may still be there.
        """
        if self.load(address, user) is None:
            return
        service = service_name(address)
        self._call(lambda: self._backend.delete_password(service, user))
        if self.load(address, user) is not None:
            raise StoreLied(self._title, "says the password is gone and still gives it out", "Remove it there by hand.")

    def _call(self, call: Callable[[], T], password: Secret | None = None) -> T:
        failure: PasswordStoreError
        try:
            outcome = call_within(self._deadline, call)
        except DeadlinePassed:
            failure = StoreTimedOut(self._title, _NO_ANSWER, "Choose another place, or restart the keyring.")
        else:
            if not isinstance(outcome, Raised):
                return outcome.value
            failure = _failure(self._title, outcome.error, password)
        raise failure


def service_name(address: str) -> str:
    """The name of an Engine's entry, as other keyring tools show it."""
    return f"nxql-tui:{address}"


def find_os_keyring(deadline: float) -> Rung:
    """The keyring of this host, or why there is none."""
    try:
        outcome = call_within(deadline, _find)
    except DeadlinePassed:
        return Rung(None, _GENERAL_TITLE, _NO_ANSWER)
    if isinstance(outcome, Raised):
        return Rung(None, _GENERAL_TITLE, _in_words(outcome.error))
    return outcome.value


def _find() -> Rung:
    return _find_chosen() or _find_known()


def _find_chosen() -> Rung | None:
    """The backend that keyring's own configuration names; None when it names none."""
    import keyring.core

    try:
        chosen = keyring.core.load_env() or keyring.core.load_config()
    except Exception as error:  # noqa: BLE001  any module may be named there, and fail in any way
        return Rung(None, _GENERAL_TITLE, f"the backend its configuration names does not load: {_in_words(error)}")
    if chosen is None:
        return None
    module = type(chosen).__module__
    if module in _KEEPS_NOTHING:
        return Rung(None, _GENERAL_TITLE, _SWITCHED_OFF, is_switched_off=True)
    known = next((backend for backend in _known() if backend.module == module), None)
    title = known.title if known else f"{_GENERAL_TITLE} ({module}, chosen by your keyring configuration)"
    return _usable(chosen, module, title)


def _find_known() -> Rung:
    """The first of the operating system's backends that works; the reason of the first tells why none does."""
    failed: list[Rung] = []
    for known in _known():
        try:
            backend_class = getattr(importlib.import_module(known.module), known.class_name)
            # Asking for the priority raises where the backend cannot work.
            _ = backend_class.priority
            return _usable(backend_class(), known.module, known.title)
        except Exception as error:  # noqa: BLE001  RuntimeError, ImportError, OSError, D-Bus errors of three libraries
            failed.append(Rung(None, known.title, _in_words(error)))
    return failed[0] if failed else Rung(None, _GENERAL_TITLE, f"none is known for {sys.platform}")


def _known() -> tuple[_Backend, ...]:
    return _BACKENDS.get(sys.platform, ())


def _usable(backend: KeyringBackend, module: str, title: str) -> Rung:
    if module == _SECRET_SERVICE.module and _secret_service_is_locked():
        return Rung(None, title, _LOCKED)
    return Rung(OsKeyringStore(backend, title), title)


def _secret_service_is_locked() -> bool:
    """Whether the default collection is locked, asked without a prompt; a service without one has nothing to unlock."""
    import secretstorage

    with closing(secretstorage.dbus_init()) as connection:
        try:
            return secretstorage.Collection(connection).is_locked()
        except secretstorage.ItemNotFoundException:
            return False


def _failure(title: str, error: BaseException, password: Secret | None) -> PasswordStoreError:
    from keyring.errors import InitError, KeyringLocked

    if isinstance(error, KeyringLocked):
        return StoreLocked(title, _LOCKED, _UNLOCK)
    if isinstance(error, InitError):
        # The Secret Service has no keyring yet, and making one asks for its password.
        return StoreLocked(title, "locked, or not set up yet", _UNLOCK)
    reason = _in_words(error)
    if password is not None and password.reveal():
        # A backend may quote what it was given.
        for spelling in (password.reveal(), repr(password.reveal())[1:-1]):
            reason = reason.replace(spelling, Secret.MASK)
    return StoreUnavailable(title, reason, "Choose another place.")


def _in_words(error: BaseException) -> str:
    """The reason a person can act on, from the texts of several libraries."""
    text = str(error).strip()
    if _SESSION_BUS in text:
        return _NO_SESSION_BUS
    if isinstance(error, ConnectionError | FileNotFoundError):
        return "the D-Bus session of this host cannot be reached"
    if "neither running nor activatable" in text:
        return "no Secret Service runs in this D-Bus session"
    if isinstance(error, ModuleNotFoundError):
        return f"the Python module {error.name} is not installed"
    return text.splitlines()[0].rstrip(".") if text else type(error).__name__
