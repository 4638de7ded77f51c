from __future__ import annotations

import pytest

from nxql_tui.accounts.password_stores import Rung, SessionStore
from nxql_tui.doctor.findings import Status
from nxql_tui.doctor.passwords import look_at_passwords


def test_every_place_is_told_with_its_reason():
    session = SessionStore()
    rungs = (Rung(None, "OS keyring", "no D-Bus session on this host"), Rung(session, session.title))
    keyring, ours, _ = look_at_passwords(lambda: rungs, has_variable=False)
    assert (keyring.status, ours.status) == (Status.WARNING, Status.OK)
    assert "no D-Bus session on this host." in keyring.found
    assert keyring.remedy


def test_a_place_that_somebody_has_switched_off_is_no_reason_to_warn():
    switched_off, _ = look_at_passwords(
        lambda: [Rung(None, "kernel keyring", "off", is_switched_off=True)], has_variable=False
    )
    assert switched_off.status is Status.SKIPPED


@pytest.mark.parametrize(("is_set", "words"), [(True, "It is set:"), (False, "It is not set.")])
def test_the_variable_is_told(is_set: bool, words: str):
    (variable,) = look_at_passwords(list, has_variable=is_set)
    assert words in variable.found
