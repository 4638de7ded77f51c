"""A password is tried at one real Engine after the other until one accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.address import parse_address
from nxql_tui.client.engine_client import Cancellation, EngineClient
from nxql_tui.client.errors import RefusedError
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.ui.password_trial import MOST_REFUSALS, PasswordTrial
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from nxql_tui.engine.server import EmbeddedEngine


def with_password(engine: EmbeddedEngine, password: str) -> EngineClient:
    return EngineClient(
        parse_address(engine.url), Credential("admin", Secret(password)), PinnedTrust(engine.certificate_der)
    )


def test_after_two_refusals_no_other_engine_is_asked(engine: EmbeddedEngine) -> None:
    trial = PasswordTrial()
    for _ in range(MOST_REFUSALS):
        with pytest.raises(RefusedError, match="refused"):
            trial.check_login(with_password(engine, "wrong"), Cancellation())
    with pytest.raises(RefusedError, match="was not asked"):
        trial.check_login(with_password(engine, "admin"), Cancellation())


def test_once_one_has_accepted_refusals_stop_nobody(engine: EmbeddedEngine) -> None:
    trial = PasswordTrial()
    trial.check_login(with_password(engine, "admin"), Cancellation())
    for _ in range(MOST_REFUSALS + 1):
        with pytest.raises(RefusedError, match="refused"):
            trial.check_login(with_password(engine, "wrong"), Cancellation())
    assert trial.check_login(with_password(engine, "admin"), Cancellation()).der == engine.certificate_der


def test_one_that_was_accepted_before_needs_no_trial(engine: EmbeddedEngine) -> None:
    trial = PasswordTrial(is_accepted=True)
    for _ in range(MOST_REFUSALS + 1):
        with pytest.raises(RefusedError, match="refused the"):
            trial.check_login(with_password(engine, "wrong"), Cancellation())
