"""Who may ask: accounts, their passwords, and the licence of the Web API."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from enum import Enum, auto

from nxql_tui.wire.basic_authentication import MalformedAuthorization, from_header
from nxql_tui.wire.credentials import Credential


class Verdict(Enum):
    """What becomes of a request before it is read (`reference/web_api.md` §3 [doc])."""

    ALLOWED = auto()
    UNKNOWN = auto()
    """No credentials or wrong ones: 401."""
    UNLICENSED = auto()
    """The right credentials, but the Web API is not licensed: 403."""


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may ask."""

    credential: Credential
    may_edit_categories: bool = True
    """The right that an `update` needs (`reference/web_api.md` §1 [doc])."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What is known of a request's sender."""

    verdict: Verdict
    may_edit_categories: bool = False
    """Whether the sender may send an `update`."""


@dataclass(frozen=True, slots=True)
class Access:
    """All accounts of an Engine, and whether it is licensed."""

    accounts: tuple[Account, ...]
    licensed: bool = True

    def check(self, authorization: str | None) -> Admission:
        """Judge the `Authorization` header of a request; None when it has none."""
        account = None if authorization is None else self._find_account(authorization)
        if account is None:
            return Admission(Verdict.UNKNOWN)
        if not self.licensed:
            return Admission(Verdict.UNLICENSED)
        return Admission(Verdict.ALLOWED, account.may_edit_categories)

    def _find_account(self, authorization: str) -> Account | None:
        try:
            given = from_header(authorization)
        except MalformedAuthorization:
            return None
        # Every account is compared in full, so that the time taken tells nothing about any.
        matching = [account for account in self.accounts if _is_same(account.credential, given)]
        return matching[0] if matching else None


READER = "reader"
"""The user of the second account."""


def open_access(main: Credential, *, licensed: bool = True) -> Access:
    """The accounts of an Engine: one that may do everything, and `reader`, of the same password, which may only ask."""
    reader = Account(Credential(READER, main.password), may_edit_categories=False)
    return Access((Account(main),) if main.user == READER else (Account(main), reader), licensed)


def _is_same(known: Credential, given: Credential) -> bool:
    same_user = hmac.compare_digest(_bytes(known.user), _bytes(given.user))
    same_password = hmac.compare_digest(_bytes(known.password.reveal()), _bytes(given.password.reveal()))
    return same_user & same_password


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
