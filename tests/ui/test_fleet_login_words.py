from __future__ import annotations

from nxql_tui.client.address import parse_address
from nxql_tui.client.errors import ClientError, RefusedError, TimedOutError, UnreachableError
from nxql_tui.logins.members import FleetMember
from nxql_tui.ui.fleet_form import EngineLogin, FleetPart
from nxql_tui.ui.fleet_login_words import none_ready, readiness, short_reason
from nxql_tui.ui.login_outcomes import LoginFailed, LoginField, LoginForm
from nxql_tui.wire.credentials import Secret


def came_of(name: str, error: ClientError | None = None) -> EngineLogin:
    return EngineLogin(FleetMember(name, parse_address(name)), None, error)


def failed_part(name: str, what: str) -> FleetPart:
    form = LoginForm(name, "alice", Secret(""), (), {})
    return FleetPart(form, failure=LoginFailed(LoginField.PASSWORD, what, ""))


def test_all_that_are_ready_are_told_in_a_sentence() -> None:
    assert readiness([came_of("a"), came_of("b")], ()) == "All 2 Engines are ready."
    assert readiness([came_of("a")], ()) == "1 Engine is ready."


def test_each_that_is_not_ready_is_named_with_a_reason() -> None:
    logins = [came_of("a"), came_of("b", UnreachableError("x")), came_of("c", TimedOutError("x"))]
    said = "1 of 3 Engines are ready. b: it cannot be reached. c: it did not answer in time."
    assert readiness(logins, ()) == said


def test_of_many_that_are_not_ready_a_few_are_named() -> None:
    logins = [came_of("a"), *(came_of(f"b{place}", TimedOutError("x")) for place in range(9))]
    assert readiness(logins, ()).endswith("And 3 more.")


def test_those_that_the_portal_does_not_reach_are_told() -> None:
    assert readiness([came_of("a"), came_of("b")], ("c", "d")).endswith("c, d are not connected, says the Portal.")


def test_an_error_without_a_word_of_its_own_speaks_for_itself() -> None:
    assert short_reason(ClientError("Something odd.")) == "Something odd"


def test_where_all_refuse_the_password_is_at_fault() -> None:
    failed = none_ready([came_of("a", RefusedError("No.", "Ask.")), came_of("b", RefusedError("No."))], ())
    assert failed.field is LoginField.PASSWORD
    assert failed.advice == "Ask."
    assert failed.details == ("a: No. Ask.", "b: No.")


def test_where_none_is_ready_for_several_reasons_each_is_told() -> None:
    failed = none_ready([came_of("a", RefusedError("No.")), came_of("b", UnreachableError("Gone."))], ())
    assert (failed.field, failed.what) == (LoginField.ENGINE, "No Engine is ready.")
    assert failed.advice == "a: it refused the user or the password. b: it cannot be reached."


def test_one_connection_that_fails_as_a_whole_tells_its_own_failure() -> None:
    assert none_ready([], [failed_part("a", "The password is missing.")]).what == "The password is missing."
