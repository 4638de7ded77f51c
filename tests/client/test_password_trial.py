"""A password is tried at a few Engines until one accepts."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from hostile_servers import PATIENCE

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import ClientError, NotLicensedError, OthersRefusedError, RefusedError, UnreachableError
from nxql_tui.client.password_trial import MOST_IN_DOUBT, PasswordAttempt, PasswordTrial, PasswordTrials

if TYPE_CHECKING:
    from hostile_servers import Desk, Street, Visit

SOON = 0.0
"""A patience that is over at once."""
NEVER = 3600.0


def refuse(visit: Visit) -> None:
    visit.answer(b"", "WWW-Authenticate: Basic", status="401 Unauthorized")


def begun(trial: PasswordTrial, address: str) -> PasswordAttempt:
    attempt = trial.begin(address)
    assert attempt is not None
    return attempt


def ended(trial: PasswordTrial, address: str, error: ClientError | None = None) -> None:
    trial_attempt = begun(trial, address)
    try:
        with trial_attempt:
            if error is not None:
                raise error
    except ClientError:
        pass


def test_two_begin_and_the_next_waits():
    trial = PasswordTrial(patience=NEVER)
    begun(trial, "a"), begun(trial, "b")
    assert trial.begin("c") is None


def test_after_two_refusals_no_other_engine_is_asked():
    trial = PasswordTrial()
    for address in ("a", "b"):
        ended(trial, address, RefusedError("no"))
    with pytest.raises(OthersRefusedError, match="c was not asked: 2 other Engines have refused"):
        trial.begin("c")


def test_once_one_has_accepted_all_begin_and_refusals_stop_nobody():
    trial = PasswordTrial(patience=NEVER)
    ended(trial, "a")
    for address in "bcdef":
        ended(trial, address, RefusedError("no such user here"))
    assert all(trial.begin(address) for address in "ghi")


def test_one_that_begins_to_answer_has_accepted():
    trial = PasswordTrial(patience=NEVER)
    first = begun(trial, "a")
    begun(trial, "b")
    first.accept()
    assert trial.begin("c") is not None


def test_one_that_says_nothing_of_the_password_makes_room_for_another():
    trial = PasswordTrial(patience=NEVER)
    for address in "abcde":
        ended(trial, address, NotLicensedError("no licence"))
    assert trial.begin("f") is not None


def test_one_that_took_the_password_and_hung_up_is_in_doubt():
    trial, silence = PasswordTrial(patience=NEVER), UnreachableError("hung up")
    silence.may_have_arrived = True
    ended(trial, "a", silence)
    begun(trial, "b")
    assert trial.begin("c") is None


def test_one_that_was_not_reached_is_not_in_doubt():
    trial = PasswordTrial(patience=NEVER)
    for address in "abc":
        ended(trial, address, UnreachableError("nobody there"))
    assert trial.begin("d") is not None


def test_silence_lets_one_more_begin_and_never_all():
    trial = PasswordTrial(patience=NEVER)
    begun(trial, "a"), begun(trial, "b")
    trial.patience = SOON
    begun(trial, "c")
    trial.patience = NEVER
    assert trial.begin("d") is None


def test_somebody_who_tries_again_tries_at_one_engine():
    trial = PasswordTrial(patience=NEVER)
    for address in ("a", "b"):
        ended(trial, address, RefusedError("no"))
    trial.allow_one_more()
    again = begun(trial, "a")
    assert trial.begin("b") is None
    again.accept()
    assert trial.begin("b") is not None


def test_one_that_refuses_what_it_had_accepted_has_the_password_doubted():
    trial = PasswordTrial()
    ended(trial, "a")
    for _ in range(MOST_IN_DOUBT):
        ended(trial, "a", RefusedError("changed"))
    with pytest.raises(OthersRefusedError):
        trial.begin("b")


def test_an_answer_that_is_still_coming_accepts_only_once():
    trial = PasswordTrial()
    streaming = begun(trial, "a")
    streaming.accept()
    for _ in range(MOST_IN_DOUBT):
        ended(trial, "a", RefusedError("changed meanwhile"))
    streaming.accept()
    streaming.end()
    with pytest.raises(OthersRefusedError):
        trial.begin("b")


def test_an_answer_that_is_still_coming_is_in_nobodys_way():
    trial = PasswordTrial(patience=NEVER, proved_for=SOON)
    for address in "ab":
        begun(trial, address).accept()
    begun(trial, "a"), begun(trial, "b")
    assert trial.begin("c") is None


def test_an_old_acceptance_lets_two_go_ahead():
    trial = PasswordTrial(patience=NEVER, proved_for=SOON)
    ended(trial, "a")
    first = begun(trial, "a")
    begun(trial, "b")
    assert trial.begin("c") is None
    # They are silent: the password was good a while ago, so that holds nobody up for long.
    first.began -= NEVER
    assert trial.begin("c") is not None


def test_a_late_refusal_holds_the_next_login_back(street: Street, desk: Desk) -> None:
    """The reason for all of it: many threads, real servers, and a 401 that takes its time."""
    go_on = Event()

    def refuse_late(visit: Visit) -> None:
        assert go_on.wait(PATIENCE)
        refuse(visit)

    servers = [street.engine(refuse_late) for _ in range(6)]
    trial, errors = PasswordTrial(), []

    def log_in(number: int) -> None:
        try:
            trial.check_login(desk.client(servers[number]), Cancellation())
        except RefusedError as error:
            errors.append(type(error))

    threads = [Thread(target=log_in, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join()
    assert sum(server.visitors for server in servers) == MOST_IN_DOUBT
    assert sorted(error.__name__ for error in errors) == ["OthersRefusedError"] * 4 + ["RefusedError"] * 2


def test_whoever_cancels_waits_no_longer(street: Street, desk: Desk) -> None:
    trial, cancellation = PasswordTrial(patience=NEVER), Cancellation()
    begun(trial, "a"), begun(trial, "b")
    cancellation.cancel()
    with pytest.raises(ClientError, match="Cancelled"):
        trial.check_login(desk.client(street.engine(refuse)), cancellation)


def test_those_with_the_same_user_and_password_share_a_trial(street: Street, desk: Desk) -> None:
    one, other = (desk.client(street.engine(refuse)) for _ in range(2))
    trials = PasswordTrials()
    assert trials.of(one) is trials.of(other)
    assert "secret" not in repr(trials.of(one)) + repr(trials)
