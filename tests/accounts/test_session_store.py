from __future__ import annotations

from nxql_tui.accounts.password_stores import SessionStore
from nxql_tui.wire.credentials import Secret


def test_a_session_gives_back_what_it_keeps() -> None:
    store = SessionStore()
    store.save("engine:1671", "alice", Secret("canary"))
    assert store.load("engine:1671", "alice") == Secret("canary")


def test_a_session_keeps_addresses_and_users_apart() -> None:
    store = SessionStore()
    store.save("engine:1671", "alice", Secret("canary"))
    assert store.load("engine:443", "alice") is None
    assert store.load("engine:1671", "bob") is None


def test_a_session_forgets_and_forgetting_twice_is_no_mistake() -> None:
    store = SessionStore()
    store.save("engine:1671", "alice", Secret("canary"))
    store.forget("engine:1671", "alice")
    store.forget("engine:1671", "alice")
    assert store.load("engine:1671", "alice") is None


def test_a_session_does_not_show_its_passwords() -> None:
    store = SessionStore()
    store.save("engine:1671", "alice", Secret("canary"))
    assert "canary" not in f"{store!r} {vars(store)!r}"
