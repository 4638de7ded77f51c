from __future__ import annotations

import pytest

from nxql_tui.accounts.connection import Connection
from nxql_tui.accounts.password_stores import PasswordStoreError, Rung, SessionStore
from nxql_tui.client.address import parse_address
from nxql_tui.client.route import parse_proxy
from nxql_tui.logins.identity import password_place
from nxql_tui.logins.passwords import forget_passwords, keep_in_first, keep_password, not_asked, stored_password
from nxql_tui.logins.route import proxy_place
from nxql_tui.wire.credentials import Secret

WORD = Secret("of-these-tests-alone")


class OtherStore:
    """A place that is not the session's."""

    title = "another place"

    def __init__(self, *, is_full: bool = False) -> None:
        self.kept: dict[tuple[str, str], Secret] = {}
        self._is_full = is_full

    def save(self, address: str, user: str, password: Secret) -> None:
        if self._is_full:
            raise PasswordStoreError(self.title, "it is full")
        self.kept[address, user] = password

    def load(self, address: str, user: str) -> Secret | None:
        if self._is_full:
            raise PasswordStoreError(self.title, "it does not answer")
        return self.kept.get((address, user))

    def forget(self, address: str, user: str) -> None:
        self.kept.pop((address, user), None)


def test_a_place_that_does_not_answer_is_in_nobodys_way() -> None:
    session = SessionStore()
    session.save("engine:1671", "alice", WORD)
    stored = stored_password("engine:1671", "alice", [OtherStore(is_full=True), session])
    assert stored.password == WORD
    assert [str(failure) for failure in stored.failures] == ["another place: it does not answer."]


def test_a_password_is_kept_where_it_is_wanted_and_nowhere_else() -> None:
    wanted, other = OtherStore(), SessionStore()
    other.save("engine:1671", "alice", Secret("older"))
    assert keep_password("engine:1671", "alice", WORD, [wanted, other]) == ()
    assert wanted.kept == {("engine:1671", "alice"): WORD}
    assert other.load("engine:1671", "alice") is None


def test_a_place_that_is_full_leaves_it_to_the_session_and_to_no_other() -> None:
    other, session = OtherStore(), SessionStore()
    (note,) = keep_password("engine:1671", "alice", WORD, [OtherStore(is_full=True), other, session])
    assert "this session only" in note
    assert other.kept == {}
    assert session.load("engine:1671", "alice") == WORD


def test_where_only_one_place_is_wanted_its_refusal_leaves_the_others_as_they_were() -> None:
    session = SessionStore()
    session.save("engine:1671", "alice", Secret("older"))
    with pytest.raises(PasswordStoreError, match="it is full"):
        keep_in_first("engine:1671", "alice", WORD, [OtherStore(is_full=True), session])
    assert session.load("engine:1671", "alice") == Secret("older")


@pytest.mark.parametrize(
    "connection",
    [
        Connection("lab", "engine-1", "alice"),
        Connection("lab", "localhost:11671", "alice", server_name="engine-1"),
        Connection("lab", user="alice", addresses=("one", "two")),
        Connection("lab", user="alice", portal="portal.example.com/api/configuration/v1/engines"),
    ],
)
def test_whatever_a_connection_leads_to_its_password_is_forgotten_where_it_was_kept(connection: Connection) -> None:
    store = OtherStore()
    place = password_place(connection, parse_address(connection.address or "one"))
    store.save(str(place), "alice", WORD)
    assert forget_passwords(connection, [], [store]) == ()
    assert store.kept == {}


def test_a_password_and_a_proxys_password_that_others_need_stay() -> None:
    proxy = "http://paul@proxy:3128"
    ours, theirs = Connection("a", "one", "alice", proxy=proxy), Connection("b", "one", "alice", proxy=proxy)
    store = OtherStore()
    store.save("one:1671", "alice", WORD)
    store.save(proxy_place(parse_proxy(proxy)), "paul", WORD)
    forget_passwords(ours, [theirs], [store])
    assert len(store.kept) == 2
    forget_passwords(ours, [], [store])
    assert store.kept == {}


def test_places_that_could_not_be_asked_are_told_but_not_those_that_are_switched_off() -> None:
    rungs = [Rung(None, "OS keyring", "locked."), Rung(None, "kernel", "off", is_switched_off=True)]
    (sentence,) = not_asked(rungs)
    assert sentence == "OS keyring could not be asked to forget a password it may hold: locked."
