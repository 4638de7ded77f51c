"""Against a real Secret Service: gnome-keyring in a D-Bus session of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

MISSING = [tool for tool in ("dbus-run-session", "gnome-keyring-daemon") if not shutil.which(tool)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

UNLOCKED = 'printf unlocking | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"'

KEEP = """
    store.save("engine:1671", "alice", Secret("pässwörd€"))
    assert store.load("engine:1671", "alice") == Secret("pässwörd€")
    assert store.load("engine:1671", "bob") is None
"""

SILENT_SERVICE = """
import subprocess, sys
from jeepney import DBusAddress, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection
connection = open_dbus_connection()
assert Proxy(message_bus, connection).RequestName("org.freedesktop.secrets", 4) == (1,)
done = subprocess.run(sys.argv[1:])
sys.exit(done.returncode)
"""


def in_session(home: Path, *command: str, unlocked: bool = True) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_RUNTIME_DIR": str(home),
        "LANG": "C.UTF-8",
    }
    wrapped = ["bash", "-c", UNLOCKED, "_", *command] if unlocked else list(command)
    return subprocess.run(
        ["dbus-run-session", "--", *wrapped],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        start_new_session=True,
        check=False,
    )


def program(body: str) -> list[str]:
    head = """
        from nxql_tui.accounts.password_stores import find_rungs
        from nxql_tui.wire.credentials import Secret
        rung = find_rungs(0)[0]
        store = rung.store
        print(rung.title, "|", rung.reason)
    """
    return [sys.executable, "-c", textwrap.dedent(head) + textwrap.dedent(body)]


def test_a_real_keyring_keeps_and_forgets(tmp_path: Path) -> None:
    forget = """
        store.forget("engine:1671", "alice")
        assert store.load("engine:1671", "alice") is None
        store.forget("engine:1671", "alice")
        print("done")
    """
    done = in_session(tmp_path, *program(textwrap.dedent(KEEP) + textwrap.dedent(forget)))
    assert done.stdout.splitlines() == ["OS keyring (Secret Service) | ", "done"], done.stderr


def test_a_real_keyring_writes_nothing_in_clear(tmp_path: Path) -> None:
    done = in_session(tmp_path, *program(KEEP))
    assert done.returncode == 0, done.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any("pässwörd".encode() in path.read_bytes() for path in files)


def test_a_locked_keyring_is_found_locked_without_a_prompt(tmp_path: Path) -> None:
    assert in_session(tmp_path, *program(KEEP)).returncode == 0
    done = in_session(tmp_path, *program(""), unlocked=False)
    assert done.stdout.strip() == "OS keyring (Secret Service) | locked", done.stderr


def test_a_locked_keyring_says_so_when_it_is_used_all_the_same(tmp_path: Path) -> None:
    assert in_session(tmp_path, *program(KEEP)).returncode == 0
    use = """
        from keyring.backends.SecretService import Keyring
        from nxql_tui.accounts.os_keyring import OsKeyringStore
        from nxql_tui.accounts.password_stores import StoreLocked
        try:
            OsKeyringStore(Keyring(), "OS keyring").load("engine:1671", "alice")
        except StoreLocked as error:
            print(error)
    """
    done = in_session(tmp_path, *program(use), unlocked=False)
    assert "OS keyring: locked" in done.stdout, done.stderr


def test_a_secret_service_that_never_answers_is_given_up(tmp_path: Path) -> None:
    service = [sys.executable, "-c", SILENT_SERVICE]
    done = in_session(tmp_path, *service, *program(""), unlocked=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "OS keyring | does not answer", done.stderr


def test_a_keyring_that_vanishes_between_two_calls_is_told_and_the_session_goes_on(tmp_path: Path) -> None:
    vanish = """
        import os, signal
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection
        from nxql_tui.accounts.password_stores import PasswordStoreError
        # Its process is that which owns the name on the bus.
        bus = Proxy(message_bus, open_dbus_connection())
        (process,) = bus.GetConnectionUnixProcessID("org.freedesktop.secrets")
        os.kill(process, signal.SIGKILL)
        for call in (
            lambda: store.load("engine:1671", "alice"),
            lambda: store.save("engine:1671", "alice", Secret("another")),
            lambda: store.forget("engine:1671", "alice"),
        ):
            try:
                call()
            except PasswordStoreError as error:
                assert "another" not in str(error)
                print("told", type(error).__name__)
            else:
                print("went on")
    """
    done = in_session(tmp_path, *program(textwrap.dedent(KEEP) + textwrap.dedent(vanish)))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1:].count("went on") == 0, done.stdout
    assert len(done.stdout.splitlines()) == 4, done.stdout
