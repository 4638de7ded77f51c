"""The real keyring of this kernel, and kernels that refuse, are full, or lie."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time
import uuid
from typing import TYPE_CHECKING

import pytest

from nxql_tui.accounts import kernel_keyring
from nxql_tui.accounts.kernel_keyring import (
    KernelKeyringStore,
    KernelKeys,
    find_kernel_keyring,
    key_name,
)
from nxql_tui.accounts.password_stores import StoreLied, StoreUnavailable
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CANARY = "canary-pässwörd-€"
PATIENCE = 30.0
HOURS = 12

needs_kernel = pytest.mark.skipif(
    find_kernel_keyring(HOURS).store is None, reason=f"the kernel keyring: {find_kernel_keyring(HOURS).reason}"
)


class FakeKeys:
    """A kernel that keeps keys in a dictionary, and fails as it is told to."""

    def __init__(self, failure: int = 0, *, forgets: bool = False, holds_on: bool = False) -> None:
        self.kept: dict[bytes, tuple[bytes, int]] = {}
        self._failure = failure
        self._forgets = forgets
        self._holds_on = holds_on

    def put(self, name: bytes, value: bytes, seconds: int) -> None:
        self._fail()
        if not self._forgets:
            self.kept[name] = value, seconds

    def get(self, name: bytes) -> bytes | None:
        self._fail()
        return self.kept[name][0] if name in self.kept else None

    def remove(self, name: bytes) -> None:
        if not self._holds_on:
            del self.kept[name]

    def _fail(self) -> None:
        if self._failure:
            raise OSError(self._failure, os.strerror(self._failure))


@pytest.fixture
def address() -> Iterator[str]:
    """An Engine that nobody else has a password for; whatever was kept is removed."""
    name = f"{uuid.uuid4()}.example:1671"
    yield name
    store = find_kernel_keyring(HOURS).store
    if store is not None:
        store.forget(name, "alice")


@needs_kernel
def test_a_password_is_kept_given_back_replaced_and_forgotten(address: str) -> None:
    store = find_kernel_keyring(HOURS).store
    assert store is not None
    assert store.load(address, "alice") is None
    store.save(address, "alice", Secret(CANARY))
    assert store.load(address, "alice") == Secret(CANARY)
    assert store.load(address, "bob") is None
    store.save(address, "alice", Secret("another"))
    assert store.load(address, "alice") == Secret("another")
    store.forget(address, "alice")
    assert store.load(address, "alice") is None
    store.forget(address, "alice")


@needs_kernel
def test_another_process_of_the_user_finds_it(address: str) -> None:
    store = find_kernel_keyring(HOURS).store
    assert store is not None
    store.save(address, "alice", Secret(CANARY))
    script = (
        "import sys; from nxql_tui.accounts.kernel_keyring import find_kernel_keyring;"
        "print(ascii(find_kernel_keyring(1).store.load(sys.argv[1], 'alice').reveal()))"
    )
    done = subprocess.run([sys.executable, "-c", script, address], check=False, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == (ascii(CANARY), "")


@needs_kernel
def test_every_thread_may_use_it(address: str) -> None:
    found: list[object] = []

    def in_thread(work: Callable[[], object]) -> None:
        thread = threading.Thread(target=lambda: found.append(work()))
        thread.start()
        thread.join()

    in_thread(lambda: find_kernel_keyring(HOURS).store)
    (store,) = found
    in_thread(lambda: store.save(address, "alice", Secret(CANARY)))
    in_thread(lambda: store.load(address, "alice"))
    in_thread(lambda: store.forget(address, "alice"))
    in_thread(lambda: store.load(address, "alice"))
    assert found[1:] == [None, Secret(CANARY), None, None]


@needs_kernel
def test_a_key_ends_by_itself() -> None:
    keys, name = KernelKeys(), f"nxql-tui:test:{uuid.uuid4()}".encode()
    keys.put(name, b"value", 1)
    deadline = time.monotonic() + PATIENCE
    while keys.get(name) is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert keys.get(name) is None


def test_a_password_is_kept_for_the_hours_that_are_shown() -> None:
    keys = FakeKeys()
    KernelKeyringStore(keys, HOURS).save("engine:1671", "alice", Secret("x"))
    assert keys.kept == {key_name("engine:1671", "alice"): (b"x", 43_200)}
    assert KernelKeyringStore(keys, HOURS).title == "kernel keyring, 12 hours"


def test_a_keyring_that_is_switched_off_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_keyring, "KernelKeys", None)
    assert find_kernel_keyring(0).reason == "switched off in the settings"


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        pytest.param(errno.EPERM, "not allowed here, as in most containers", id="a container"),
        pytest.param(errno.ENOSYS, "not allowed here, as in most containers", id="no such call"),
        pytest.param(errno.EDQUOT, "this user's share of it is full", id="full"),
    ],
)
def test_a_kernel_that_refuses_says_why(monkeypatch: pytest.MonkeyPatch, failure: int, reason: str) -> None:
    monkeypatch.setattr(kernel_keyring, "KernelKeys", lambda: FakeKeys(failure))
    rung = find_kernel_keyring(HOURS)
    assert (rung.store, rung.reason) == (None, reason)
    with pytest.raises(StoreUnavailable, match=reason):
        KernelKeyringStore(FakeKeys(failure), HOURS).save("engine:1671", "alice", Secret(CANARY))


def test_a_kernel_that_does_not_keep_what_it_took_has_lied(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreLied, match="does not give it back") as refused:
        KernelKeyringStore(FakeKeys(forgets=True), HOURS).save("engine:1671", "alice", Secret(CANARY))
    assert CANARY not in str(refused.value)
    monkeypatch.setattr(kernel_keyring, "KernelKeys", lambda: FakeKeys(forgets=True))
    monkeypatch.setattr(FakeKeys, "remove", lambda *_: None)
    assert find_kernel_keyring(HOURS).reason == "does not give back what it keeps"


def test_a_kernel_that_does_not_let_go_has_lied() -> None:
    store = KernelKeyringStore(FakeKeys(holds_on=True), HOURS)
    store.save("engine:1671", "alice", Secret("x"))
    with pytest.raises(StoreLied, match="still gives it out"):
        store.forget("engine:1671", "alice")
