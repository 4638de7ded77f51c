"""The keyring of the Linux kernel: passwords in kernel memory, never on a disk, gone after some hours or a restart.

A process reads only keys that it possesses, and not every login possesses the keyring of its user. So the persistent
keyring of the user, which outlives the login, is linked into that of the thread that asks, and keys are kept there.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from dataclasses import dataclass
from typing import Protocol

from nxql_tui.accounts.password_stores import Rung, StoreLied, StoreUnavailable
from nxql_tui.wire.credentials import Secret

_TITLE = "kernel keyring"
_SECONDS_AN_HOUR = 3600
_PROBE_SECONDS = 5
_KEY_TYPE = b"user"
_POSSESSOR_ONLY = 0x3F000000
"""Everything for processes that possess the key, nothing for others of the same user, nothing for anybody else."""
_GONE = frozenset({errno.ENOKEY, errno.EKEYEXPIRED, errno.EKEYREVOKED})
_REFUSED = frozenset({errno.EPERM, errno.EACCES, errno.ENOSYS})

_OWN_PROCESS, _USER = -2, -4
"""Keyrings that have numbers of their own."""
_SET_PERMISSIONS, _LINK, _UNLINK, _SEARCH, _READ, _SET_TIMEOUT, _GET_PERSISTENT = 5, 8, 9, 10, 11, 15, 22
"""Operations of keyctl(2)."""


@dataclass(frozen=True, slots=True)
class _CallNumbers:
    """What the system calls are called on an architecture."""

    add_key: int
    keyctl: int


_CALL_NUMBERS = {
    "x86_64": _CallNumbers(248, 250),
    "aarch64": _CallNumbers(217, 219),
    "riscv64": _CallNumbers(217, 219),
    "ppc64le": _CallNumbers(269, 271),
    "s390x": _CallNumbers(278, 280),
}


class Keys(Protocol):
    """Keys by name; what goes wrong is an `OSError` of the kernel's."""

    def put(self, name: bytes, value: bytes, seconds: int) -> None:
        """Keep a key for so long, in place of an older one."""

    def get(self, name: bytes) -> bytes | None:
        """What a key holds; None when there is none, or no longer."""

    def remove(self, name: bytes) -> None:
        """Remove a key that is there."""


class KernelKeys:
    """The keys of this user in the running kernel.

    Raises:
        OSError: The kernel has no keyrings, or does not let this process use them.
    """

    def __init__(self) -> None:
        numbers = _CALL_NUMBERS.get(platform.machine())
        if sys.platform != "linux" or numbers is None:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        self._numbers = numbers
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._open_keyring()

    def put(self, name: bytes, value: bytes, seconds: int) -> None:
        """Keep a key for so long, in place of an older one."""
        keyring = self._open_keyring()
        key = self._call(self._numbers.add_key, _KEY_TYPE, name, value, len(value), keyring)
        try:
            self._control(_SET_PERMISSIONS, key, _POSSESSOR_ONLY)
            self._control(_SET_TIMEOUT, key, seconds)
        except OSError:
            # A key that would stay for ever, open to others of the user, is none.
            self._control(_UNLINK, key, keyring)
            raise

    def get(self, name: bytes) -> bytes | None:
        """What a key holds; None when there is none, or no longer."""
        try:
            key = self._control(_SEARCH, self._open_keyring(), _KEY_TYPE, name, 0)
            buffer = ctypes.create_string_buffer(self._control(_READ, key, None, 0))
            size = self._control(_READ, key, buffer, len(buffer))
        except OSError as error:
            if error.errno in _GONE:
                return None
            raise
        value = buffer.raw[:size]
        ctypes.memset(buffer, 0, len(buffer))
        return value

    def remove(self, name: bytes) -> None:
        """Remove a key that is there."""
        keyring = self._open_keyring()
        self._control(_UNLINK, self._control(_SEARCH, keyring, _KEY_TYPE, name, 0), keyring)

    def _open_keyring(self) -> int:
        """The keyring of the user, linked into that of this thread: each has its own, and reads what is linked."""
        try:
            return self._control(_GET_PERSISTENT, -1, _OWN_PROCESS)
        except OSError as error:
            if error.errno in _REFUSED - {errno.EACCES}:
                raise
        # A kernel built without persistent keyrings still has one for the logins of a user.
        self._control(_LINK, _USER, _OWN_PROCESS)
        return _USER

    def _control(self, *arguments: object) -> int:
        return self._call(self._numbers.keyctl, *arguments)

    def _call(self, number: int, *arguments: object) -> int:
        longs = [ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments]
        result = int(self._libc.syscall(ctypes.c_long(number), *longs))
        if result < 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))
        return result


class KernelKeyringStore:
    """Passwords in the kernel's memory; a new one is kept as long again."""

    def __init__(self, keys: Keys, hours: int) -> None:
        self._keys = keys
        self._hours = hours

    @property
    def title(self) -> str:
        """What it is called on screen, with the hours that a password is kept."""
        return f"{_TITLE}, {self._hours} hours"

    def save(self, address: str, user: str, password: Secret) -> None:
        """Keep a password and read it back.

        Raises:
            PasswordStoreError: It is not kept.
        """
        try:
            self._keys.put(key_name(address, user), password.reveal().encode(), self._hours * _SECONDS_AN_HOUR)
        except OSError as error:
            raise self._unavailable(error) from None
        if self.load(address, user) != password:
            raise StoreLied(self.title, "took the password and does not give it back", "Choose another place.")

    def load(self, address: str, user: str) -> Secret | None:
        """The password kept; None when there is none, or no longer.

        Raises:
            PasswordStoreError: Nobody knows whether there is one.
        """
        try:
            value = self._keys.get(key_name(address, user))
        except OSError as error:
            raise self._unavailable(error) from None
        return None if value is None else Secret(value.decode())

    def forget(self, address: str, user: str) -> None:
        """Remove the password and look whether it is gone.

        Raises:
            PasswordStoreError: It may still be there.
        """
        if self.load(address, user) is None:
            return
        try:
            self._keys.remove(key_name(address, user))
        except OSError as error:
            if error.errno not in _GONE:
                raise self._unavailable(error) from None
        if self.load(address, user) is not None:
            raise StoreLied(self.title, "says the password is gone and still gives it out", "It ends by itself.")

    def _unavailable(self, error: OSError) -> StoreUnavailable:
        return StoreUnavailable(self.title, _in_words(error), "Choose another place.")


def key_name(address: str, user: str) -> bytes:
    """The name of an Engine's key, as `keyctl show` tells it."""
    return f"nxql-tui:{address}:{user}".encode()


def find_kernel_keyring(hours: int) -> Rung:
    """The keyring of this kernel, or why it cannot be used; a container may refuse it only when it is used.

    Args:
        hours: How long a password is kept; with 0 it is not used at all.
    """
    if not hours:
        return Rung(None, _TITLE, "switched off in the settings", is_switched_off=True)
    probe = f"nxql-tui:probe:{os.getpid()}".encode()
    try:
        keys = KernelKeys()
        keys.put(probe, probe, _PROBE_SECONDS)
        found = keys.get(probe)
        keys.remove(probe)
    except OSError as error:
        return Rung(None, _TITLE, _in_words(error))
    if found != probe:
        return Rung(None, _TITLE, "does not give back what it keeps")
    store = KernelKeyringStore(keys, hours)
    return Rung(store, store.title)


def _in_words(error: OSError) -> str:
    """The reason a person can act on."""
    if sys.platform != "linux":
        return "only Linux has one"
    if error.errno == errno.EDQUOT:
        return "this user's share of it is full"
    if error.errno in _REFUSED:
        return "not allowed here, as in most containers"
    return error.strerror or "failed"
