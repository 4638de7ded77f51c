from __future__ import annotations

import base64
import gc
import html
import json
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, urlencode

import pytest

from nxql_tui.redaction import redacted
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.basic_authentication import to_header
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

MASK = Secret.MASK

VALUES = ["kanarienvogel-ü-42", 'it\'s "quoted" \\ & <so>', "tab\there", "p/w?a=b+c%20", "пароль", "🐤🐤🐤🐤", "pass"]

SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "within a word": lambda value: f"x{value}y",
    "repr": repr,
    "ascii": ascii,
    "bytes": lambda value: repr(value.encode()),
    "json": json.dumps,
    "percent": lambda value: quote(value, safe=""),
    "percent in small letters": lambda value: quote(value, safe="").lower() if value.isascii() else quote(value),
    "path": quote,
    "form": lambda value: urlencode({"p": value}),
    "plus": quote_plus,
    "page": html.escape,
    "screen": visible_line,
    "wrongly decoded": lambda value: value.encode().decode("latin-1"),
}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
def test_a_secret_that_lives_is_masked_however_it_is_spelled(value: str, spell: Callable[[str], str]) -> None:
    written = spell(value)
    secret = Secret(value)
    seen = redacted(f"before {written} after")
    assert written not in seen
    assert MASK in seen
    assert seen.startswith("before ")
    assert seen.endswith(" after")
    del secret


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("user", ["", "a", "ab", "abc", "alice", "zoë"])
def test_base64_of_user_and_password_is_masked_whoever_the_user_is(value: str, user: str) -> None:
    secret = Secret(value)
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        pair = encode(f"{user}:{value}".encode()).decode()
        seen = redacted(f"before {pair} after")
        assert pair not in seen
        # What is left are digits of the user's name, and the padding.
        left = seen.removeprefix("before ").removesuffix(" after").replace(MASK, "").rstrip("=")
        assert len(left) <= len(encode(f"{user}:".encode()))
    del secret


@pytest.mark.parametrize("which_goes", [0, 1])
def test_of_two_equal_secrets_the_one_that_lives_on_is_masked(which_goes: int) -> None:
    secrets = [Secret("kanarienvogel"), Secret("kanarienvogel")]
    del secrets[which_goes]
    gc.collect()
    assert redacted("kanarienvogel") == MASK
    secrets.clear()
    gc.collect()
    assert redacted("kanarienvogel") == "kanarienvogel"


def test_a_secret_that_begins_with_another_is_masked_whole() -> None:
    secrets = [Secret("kanarien"), Secret("kanarienvogel")]
    assert redacted("kanarienvogel") == MASK
    del secrets


@pytest.mark.parametrize("value", ["", "a", "ab", "abc"])
def test_a_very_short_secret_is_not_spelled_out_by_masks_in_other_words(value: str) -> None:
    secret = Secret(value)
    assert redacted("a cab is abc") == "a cab is abc"
    assert redacted(f"Authorization: {to_header(Credential('u', secret))}") == f"Authorization: {MASK}"


def test_the_headers_of_authorization_are_masked_to_the_end_of_their_line() -> None:
    for line in (
        "Authorization: Basic YTpi",
        "authorization=Bearer abc.def",
        'Proxy-Authorization: Digest username="a", response="0123456789"',
        "{'Authorization': 'Basic YTpi', 'Accept': '*/*'}",
        "[(b'Authorization', b'Basic YTpi')]",
    ):
        seen = redacted(f"sent {line}\nnext")
        assert seen.endswith(f"{MASK}\nnext")
        assert not any(word in seen for word in ("YTpi", "abc.def", "0123"))


def test_what_a_scheme_of_authorization_is_followed_by_is_masked() -> None:
    assert redacted("sent Basic YWxpY2U6eA== to it") == f"sent Basic {MASK} to it"


@pytest.mark.parametrize("user", ["alice:pw@", "alice:p@w@", "alice:p/w@", "alice@"])
def test_users_and_passwords_in_urls_are_masked(user: str) -> None:
    assert redacted(f"at https://{user}engine:1671/2/query now") == f"at https://{MASK}@engine:1671/2/query now"


def test_a_url_without_a_user_stays() -> None:
    assert redacted("at https://engine:1671/2/query now") == "at https://engine:1671/2/query now"
