from __future__ import annotations

import pytest

from nxql_tui.accounts.password_stores import Rung, SessionStore
from nxql_tui.doctor.findings import Status
from nxql_tui.doctor.passwords import look_at_passwords

CANARY = "kanarienvogel-ü-42"


def test_every_place_is_told_with_its_reason():
    session = SessionStore()
    rungs = (Rung(None, "OS keyring", "no D-Bus session on this host"), Rung(session, session.title))
    keyring, ours, _ = look_at_passwords(lambda: rungs, {})
    assert (keyring.status, ours.status) == (Status.WARNING, Status.OK)
    assert "no D-Bus session on this host." in keyring.found
    assert keyring.remedy


def test_a_place_that_somebody_has_switched_off_is_no_reason_to_warn():
    switched_off, _ = look_at_passwords(lambda: [Rung(None, "kernel keyring", "switched off in the settings")], {})
    assert switched_off.status is Status.SKIPPED


@pytest.mark.parametrize(
    ("variables", "words"),
    [({"NXQL_TUI_PASSWORD": CANARY}, "It is set,"), ({"NXQL_TUI_PASSWORD": ""}, "not set"), ({}, "not set")],
)
def test_the_variable_is_told_and_its_value_never(variables: dict[str, str], words: str):
    (variable,) = look_at_passwords(list, variables)
    assert words in variable.found
    assert CANARY not in repr(variable)
