"""Who may ask, and who may change."""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING

import pytest

from nxql_tui.engine.access import Access, Account, Admission, Verdict, open_access
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

ALICE = Account(Credential("alice", Secret("one")))
BOB = Account(Credential("bob", Secret("two")), may_edit_categories=False)
ACCESS = Access((ALICE, BOB))
UNKNOWN = Admission(Verdict.UNKNOWN, may_edit_categories=False)


def header(login: str) -> str:
    return "Basic " + base64.b64encode(login.encode()).decode()


def test_each_account_has_its_own_right() -> None:
    assert ACCESS.check(header("alice:one")) == Admission(Verdict.ALLOWED, may_edit_categories=True)
    assert ACCESS.check(header("bob:two")) == Admission(Verdict.ALLOWED, may_edit_categories=False)


@pytest.mark.parametrize("login", ["alice:two", "bob:one", "carol:one", "alice:", ":one", "ALICE:one", "alice:one "])
def test_user_and_password_must_be_those_of_one_account(login: str) -> None:
    assert ACCESS.check(header(login)) == UNKNOWN


@pytest.mark.parametrize("authorization", [None, "", "Basic", "Basic %%%", "Bearer abc", "alice:one"])
def test_without_readable_credentials_nobody_is_known(authorization: str | None) -> None:
    assert ACCESS.check(authorization) == UNKNOWN


def test_without_a_licence_nobody_may_change_anything_and_strangers_do_not_learn_of_it() -> None:
    unlicensed = Access((ALICE, BOB), licensed=False)
    assert unlicensed.check(header("alice:one")) == Admission(Verdict.UNLICENSED, may_edit_categories=False)
    assert unlicensed.check(header("alice:two")) == UNKNOWN


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every comparison that has been made in constant time."""
    made: list[object] = []
    compare: Callable[[bytes, bytes], bool] = hmac.compare_digest

    def compare_and_note(one: bytes, other: bytes) -> bool:
        made.append(one)
        return compare(one, other)

    monkeypatch.setattr(hmac, "compare_digest", compare_and_note)
    return made


@pytest.mark.parametrize("login", ["alice:one", "alice:wrong", "bob:two", "carol:three"])
def test_all_accounts_are_compared_in_full_whoever_asks(login: str, comparisons: list[object]) -> None:
    ACCESS.check(header(login))
    assert comparisons == [b"alice", b"one", b"bob", b"two"]


def test_an_engine_has_a_reader_of_the_same_password_who_may_not_edit() -> None:
    access = open_access(Credential("admin", Secret("secret")))
    assert access.check(header("admin:secret")).may_edit_categories
    assert access.check(header("reader:secret")) == Admission(Verdict.ALLOWED, may_edit_categories=False)
    assert access.check(header("reader:admin")) == UNKNOWN


def test_a_main_account_named_reader_is_the_only_one_and_may_edit() -> None:
    access = open_access(Credential("reader", Secret("secret")))
    assert len(access.accounts) == 1
    assert access.check(header("reader:secret")).may_edit_categories
