"""Queries over events, pairs and updates that an Engine refuses, and what it says about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.engine.database import EngineDatabase


@pytest.mark.parametrize(
    ("query", "word", "option"),
    [
        ("(select (start_tme) (from execution (between now-1d now)))", "start_tme", "start_time"),
        ("(select (id) (from exection (between now-1d now)))", "exection", "execution"),
        ("(select (name) (from device (with exection (between now-1d now))))", "exection", "execution"),
        ("(select (name) (from device (with execution (compute number_of_binarys))))",
         "number_of_binarys", "number_of_binaries"),
        ("(select (id) (from connection (where connection (eq status (enum rejectd))) (between now-1d now)))",
         "rejectd", "rejected"),
        ("(select ((devise (name))) (from (execution device) (between now-1d now)))", "devise", "device"),
        ("(select (name) (from device (with execution (compute number_of_users) (having (gt number_of_usrs (integer 1))))))",
         "number_of_usrs", "number_of_users"),
        ("(select (name) (from device (with execution (where binry (eq hash (md5 x))))))", "binry", "binary"),
        ("(select (name) (from device (with execution (compute number_of_users))) (order_by number_of_usr asc))",
         "number_of_usr", None),
        ('(update (set #Locaton (enum "Paris")) (from device))', "#Locaton", "#Location"),
        ('(update (set #Location (enum "Pariis")) (from device))', "Pariis", "Paris"),
    ],
)  # fmt: skip
def test_a_mistyped_word_is_named_and_the_closest_one_offered(
    query: str, word: str, option: str | None, refusal: Callable[..., Any]
) -> None:
    page = refusal(query)
    assert page.offending_word == word
    assert option is None or option in page.options


def test_a_table_like_no_other_gets_all_tables(refusal: Callable[..., Any], database: EngineDatabase) -> None:
    page = refusal("(select (id) (from qqqqqqqq))")
    assert list(page.options) == sorted(database.catalog.model.tables)


def test_an_aggregate_like_no_other_gets_all_of_the_event(
    refusal: Callable[..., Any], database: EngineDatabase
) -> None:
    page = refusal("(select * (from device (with execution (compute notavalidfield) (between midnight-1d midnight))))")
    assert page.offending_word == "notavalidfield"
    assert page.options == database.catalog.model.tables["execution"].aggregates


@pytest.mark.parametrize(
    ("query", "word", "options"),
    [
        ("(select ((printer (name)) (execution (id))) (from (execution printer) (between now-1d now)) (limit 1))",
         "printer", {"device", "user", "application", "executable", "binary"}),
        ("(select (name) (from printer (with execution (between now-1d now))))", "execution", {"print_job"}),
        ("(select (id) (from execution (where printer (eq name (string x))) (between now-1d now)))",
         "printer", {"execution", "device", "user", "application", "executable", "binary"}),
        ("(select ((device (name)) (printer (name))) (from (device printer) (with execution (between now-1d now))))",
         "execution", {"print_job"}),
        ("(select ((printer (id)) (package (id))) (from (printer package) (between now-1d now)))", "package", set()),
    ],
)  # fmt: skip
def test_a_table_that_is_not_linked_is_named_and_those_that_are_offered(
    query: str, word: str, options: set[str], refusal: Callable[..., Any]
) -> None:
    page = refusal(query)
    assert page.offending_word == word
    assert set(page.options) == options


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("(select ((execution (id))) (from (execution connection) (between now-1d now)))", "connection"),
        ("(select ((device (id))) (from (device user package) (with execution)))", "package"),
        ("(select (id) (from (device device)))", "device"),
        ("(select (name) (from (execution device) (between now-1d now)))", "name"),
        ("(select (id) (from execution) (limit 10))", "between"),
        ("(select ((execution (id)) (device (name))) (from (execution device)) (limit 10))", "between"),
        ("(select (id) (from execution (with connection) (between now-1d now)))", "with"),
        ("(select (id) (from execution (between now-1d now) (having (gt number_of_events (integer 1)))))", "having"),
        ("(select (name) (from device (with device (between now-1d now))))", "device"),
        ("(select (name) (from device (with package (between now-1d now))))", "between"),
        ("(select (name) (from device (without execution (compute number_of_events))))", "number_of_events"),
        ("(select (name) (from device (having (gt number_of_events (integer 1)))))", "number_of_events"),
        ("(select (name) (from device (with execution (compute number_of_events)) (with connection (compute number_of_events))"
         " (having (gt number_of_events (integer 1)))))", "number_of_events"),
        ("(select ((device (id)) (user (id))) (from (device user)))", "with"),
        ("(select ((device (id)) (user (id))) (from (device user) (without execution)))", "without"),
        ("(select ((device (id)) (user (id))) (from (device user) (or (with execution) (with connection))))", "or"),
        ("(select ((device (id)) (user (id))) (from (device user) (with execution) (with connection)))", "with"),
        ("(select ((device (id)) (user (id))) (from (device user) (with execution) (between now-1d now)))", "between"),
        ("(select (name) (from device (where user (eq name (string x)))))", "user"),
        ("(select (name) (from printer (between now-1d now)))", "between"),
        ("(update (set name (string x)) (from device))", "name"),
        ("(update (set #\"score:Device Health/Disk\" (integer 1)) (from device))", "#score:Device Health/Disk"),
        ("(update (set #Location (pattern \"P*\")) (from device))", "pattern"),
        ("(update (set #Location nil) (from execution))", "execution"),
        ("(update (set #Location nil) (from (device user)))", "user"),
        ("(update (set #Location nil) (from device (with execution)))", "with"),
        ("(update (set #Location nil) (from device (having (gt x (integer 1)))))", "having"),
    ],
)  # fmt: skip
def test_what_cannot_stand_there_is_named(query: str, word: str, refusal: Callable[..., Any]) -> None:
    page = refusal(query)
    assert page.offending_word == word
    assert "line 1, column " in page.message


@pytest.mark.parametrize(
    "query", ["(select (id) (from execution (between now-1d now)))", "(select (name) (from domain))"]
)
def test_a_table_that_the_platforms_do_not_have_is_refused(query: str, refusal: Callable[..., Any]) -> None:
    assert "mobile" in refusal(query, ("mobile",)).message


def test_an_aggregate_that_the_platforms_do_not_have_is_refused(refusal: Callable[..., Any]) -> None:
    page = refusal("(select (name) (from device (with user_activity (compute number_of_logons))))", ("mac_os",))
    assert page.offending_word == "number_of_logons"


def test_a_type_mismatch_in_having_offers_the_type_of_the_aggregate(refusal: Callable[..., Any]) -> None:
    page = refusal(
        "(select (name) (from device (with connection (compute successful_connections_ratio)"
        ' (having (lt successful_connections_ratio (string "x"))))))'
    )
    assert page.options == ("permill",)


def test_an_update_without_the_right_is_refused_before_its_names_are_looked_at(refusal: Callable[..., Any]) -> None:
    page = refusal("(update (set #Nonsense nil) (from device))", may_edit_categories=False)
    assert page.offending_word == "update"
    assert page.options == ()
