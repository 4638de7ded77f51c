from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nxql_tui.accounts.os_keyring import OsKeyringStore
from nxql_tui.accounts.password_stores import (
    PasswordStoreError,
    StoreLied,
    StoreLocked,
    StoreTimedOut,
    StoreUnavailable,
    find_rungs,
)
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from types import ModuleType

FAKES = Path(__file__).with_name("keyring_fakes.py")
ENGINE = "engine-1.example.com:1671"


def load_fakes() -> ModuleType:
    specification = importlib.util.spec_from_file_location("keyring_fakes", FAKES)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


fakes = load_fakes()


def store_on(kind: str, deadline: float = 10.0) -> OsKeyringStore:
    return OsKeyringStore(getattr(fakes, kind)(), "OS keyring (fake)", deadline)


def test_a_kept_password_is_given_back() -> None:
    store = store_on("Honest")
    store.save(ENGINE, "alice", Secret("pässwörd€"))
    assert store.load(ENGINE, "alice") == Secret("pässwörd€")


def test_an_entry_is_named_after_the_program_and_the_engine() -> None:
    backend = fakes.Honest()
    OsKeyringStore(backend, "OS keyring (fake)").save(ENGINE, "alice", Secret("canary"))
    assert backend.kept == {(f"nxql-tui:{ENGINE}", "alice"): "canary"}


def test_an_unknown_user_has_no_password() -> None:
    assert store_on("Honest").load(ENGINE, "bob") is None


def test_a_forgotten_password_is_gone_and_forgetting_twice_is_no_mistake() -> None:
    store = store_on("Honest")
    store.save(ENGINE, "alice", Secret("canary"))
    store.forget(ENGINE, "alice")
    store.forget(ENGINE, "alice")
    assert store.load(ENGINE, "alice") is None


@pytest.mark.parametrize("kind", ["Forgetful", "Changing"])
def test_a_keyring_that_does_not_keep_what_it_took_has_lied(kind: str) -> None:
    with pytest.raises(StoreLied, match="does not give it back"):
        store_on(kind).save(ENGINE, "alice", Secret("canary"))


def test_a_keyring_that_does_not_let_go_has_lied() -> None:
    store = store_on("Undying")
    store.save(ENGINE, "alice", Secret("canary"))
    with pytest.raises(StoreLied, match="still gives it out"):
        store.forget(ENGINE, "alice")


def test_a_locked_keyring_says_so_for_every_call() -> None:
    store = store_on("Locked")
    with pytest.raises(StoreLocked, match="locked"):
        store.load(ENGINE, "alice")
    with pytest.raises(StoreLocked, match="locked"):
        store.save(ENGINE, "alice", Secret("canary"))
    with pytest.raises(StoreLocked, match="locked"):
        store.forget(ENGINE, "alice")


def test_a_keyring_that_was_never_set_up_counts_as_locked() -> None:
    with pytest.raises(StoreLocked, match="not set up yet"):
        store_on("NotSetUp").load(ENGINE, "alice")


def test_a_keyring_that_hangs_is_given_up() -> None:
    with pytest.raises(StoreTimedOut, match="does not answer"):
        store_on("Hanging", deadline=0.05).load(ENGINE, "alice")


def test_a_failing_keyring_gives_its_reason_without_the_password() -> None:
    password = "".join(["can", "ary", "'", "\\n"])
    with pytest.raises(StoreUnavailable, match="cannot store") as caught:
        store_on("Talkative").save(ENGINE, "alice", Secret(password))
    shown = "".join(traceback.format_exception(caught.value))
    assert "canary" not in shown
    assert Secret.MASK in shown
    assert "second line" not in str(caught.value)
    assert caught.value.__context__ is None


def test_every_failure_names_the_store() -> None:
    with pytest.raises(PasswordStoreError, match=r"^OS keyring \(fake\): "):
        store_on("Locked").load(ENGINE, "alice")


def test_the_session_is_always_the_last_rung(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    *_, last = find_rungs(0)
    assert last.title == "this session only"
    assert last.store is not None
    assert last.reason == ""


def test_a_keyring_switched_off_is_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    rung = find_rungs(0)[0]
    assert rung.store is None
    assert rung.reason == "switched off by its own configuration"


def test_a_chosen_keyring_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no_such_module.Keyring")
    rung = find_rungs(0)[0]
    assert rung.store is None
    assert rung.reason.endswith("does not load: the Python module no_such_module is not installed")


def test_a_chosen_keyring_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring_fakes", fakes)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring_fakes.Honest")
    rung = find_rungs(0)[0]
    assert rung.store is not None
    assert "chosen by your keyring configuration" in rung.title


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")
def test_a_host_without_a_session_bus_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    rung = find_rungs(0)[0]
    assert rung.store is None
    assert rung.title == "OS keyring (Secret Service)"
    assert rung.reason == "no D-Bus session on this host"


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")
def test_a_session_bus_that_is_gone_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/gone")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    rung = find_rungs(0)[0]
    assert rung.store is None
    assert rung.reason == "the D-Bus session of this host cannot be reached"


def test_a_hanging_keyring_holds_up_neither_the_search_nor_the_end_of_the_program() -> None:
    code = "\n".join(
        [
            "from nxql_tui.accounts.password_stores import find_rungs",
            "print(find_rungs(0, deadline=0.2)[0])",
        ]
    )
    done = run_with_backend("HangingAtBirth", code)
    assert "reason='does not answer'" in done.stdout, done.stderr
    assert done.returncode == 0


def test_a_hanging_call_does_not_hold_up_the_end_of_the_program() -> None:
    code = "\n".join(
        [
            "from nxql_tui.accounts import os_keyring",
            "from keyring_fakes import Hanging",
            "store = os_keyring.OsKeyringStore(Hanging(), 'OS keyring', 0.2)",
            "try:",
            "    store.load('engine:1671', 'alice')",
            "except os_keyring.StoreTimedOut as error:",
            "    print(error)",
        ]
    )
    done = run_with_backend("Hanging", code)
    assert "does not answer" in done.stdout, done.stderr
    assert done.returncode == 0


def run_with_backend(kind: str, code: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(FAKES.parent),
        "PYTHON_KEYRING_BACKEND": f"keyring_fakes.{kind}",
    }
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
