"""What an Engine tells of its names when it refuses one."""

from __future__ import annotations

import pytest

from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.checker.scope import LearnedNames
from nxql_tui.nxql.completion.complete import complete
from nxql_tui.nxql.learning import learn
from nxql_tui.nxql.parser import parse

OPTIONS = ("brand_new", "other")


@pytest.mark.parametrize(
    ("text", "wrong", "table"),
    [
        ("(select (name brand) (from device))", "brand", "device"),
        ("(select brand (from user))", "brand", "user"),
        ("(select (name) (from device (where device (eq brand (string x)))))", "brand", "device"),
        ("(select (name) (from execution (where binary (eq brand (string x)))))", "brand", "binary"),
        ("(select ((binary (brand))) (from (execution binary)))", "brand", "binary"),
        ("(select ((binary brand)) (from (execution binary)))", "brand", "binary"),
        ("(select (name) (from device) (order_by brand asc))", "brand", "device"),
        ('(update (set #"brand" nil) (from device))', "brand", "device"),
    ],
)
def test_the_fields_of_the_table_around_it(text: str, wrong: str, table: str) -> None:
    learned = learn(LearnedNames(), text, wrong, OPTIONS)
    assert learned.fields == {table: frozenset(OPTIONS)}
    assert not learned.aggregates


def test_aggregates_of_the_event() -> None:
    learned = learn(LearnedNames(), "(select (name) (from device (with execution (compute brand))))", "brand", OPTIONS)
    assert learned.aggregates == {"execution": frozenset(OPTIONS)}


@pytest.mark.parametrize(
    "text",
    ["(select (name) (from brand))", "(select (name) (from (brand device)))", "(select (a) (from a (with brand)))"],
)
def test_tables(text: str) -> None:
    assert learn(LearnedNames(), text, "brand", OPTIONS).tables == frozenset(OPTIONS)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("(select (name) (from device))", "elsewhere"),
        ("(select (name brand) (from (execution device)))", "brand"),
        ("(select (name) (from device (where device (eq name (enum brand)))))", "brand"),
    ],
)
def test_nothing_is_learned_where_it_is_not_plain(text: str, wrong: str) -> None:
    assert learn(LearnedNames(), text, wrong, OPTIONS) == LearnedNames()


def test_what_was_learned_is_believed_and_offered() -> None:
    query = "(select (brand_new) (from device) (limit 1))"
    assert any("brand_new" in found.message for found in check(parse(query)))
    learned = learn(LearnedNames(), "(select (brand) (from device))", "brand", OPTIONS)
    assert not check(parse(query), learned=learned)
    offered = complete("(select (br) (from device))", 11, learned=learned).candidates
    assert offered[0].label == "brand_new"


def test_what_was_known_is_kept() -> None:
    first = learn(LearnedNames(), "(select (a) (from device))", "a", ("one",))
    second = learn(first, "(select (b) (from device))", "b", ("two",))
    assert second.fields == {"device": frozenset({"one", "two"})}
