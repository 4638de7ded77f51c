from __future__ import annotations

import base64
import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.wire.basic_authentication import MalformedAuthorization, from_header, to_header
from nxql_tui.wire.credentials import Credential, Secret

CANARY = "canary-" + "word"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(texts.filter(lambda user: ":" not in user), texts)
def test_a_header_says_the_same_again(user: str, password: str) -> None:
    credential = Credential(user, Secret(password))
    assert from_header(to_header(credential)) == credential


def test_a_user_with_a_colon_cannot_be_sent() -> None:
    with pytest.raises(ValueError, match="colon"):
        to_header(Credential("a:b", Secret("x")))


def test_latin_1_of_an_old_client_is_read() -> None:
    assert from_header(b"Basic ".decode() + base64.b64encode("zoë:é".encode("latin-1")).decode()).user == "zoë"


@pytest.mark.parametrize(
    "value", ["", "Bearer x", "Basic", "Basic !!!", "Basic " + base64.b64encode(b"nocolon").decode()]
)
def test_what_is_no_basic_authorization_is_told(value: str) -> None:
    with pytest.raises(MalformedAuthorization):
        from_header(value)


def test_a_secret_never_shows_itself() -> None:
    secret = Secret(CANARY)
    shown = [repr(secret), str(secret), f"{secret}", f"{secret:>40}", "%s" % secret, repr(Credential("a", secret))]  # noqa: UP031
    assert not [text for text in shown if CANARY in text]
    assert secret.reveal() == CANARY


def test_a_mask_does_not_tell_the_length() -> None:
    assert str(Secret("a")) == str(Secret("a" * 50))


@pytest.mark.parametrize("leave", [pickle.dumps, copy.deepcopy])
def test_a_secret_does_not_leave_the_process(leave) -> None:
    with pytest.raises(TypeError):
        leave(Secret(CANARY))
