from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.library.example_queries import load_example, load_examples
from nxql_tui.library.query_names import check_name
from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.formatter import format_query
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.placeholders import substitute
from nxql_tui.nxql.tree import Select

if TYPE_CHECKING:
    from nxql_tui.library.saved_query import SavedQuery

EXAMPLES = load_examples()
GROUPS = {"inventory", "health", "security", "network", "adoption"}

each_example = pytest.mark.parametrize("query", EXAMPLES, ids=lambda query: query.name)


def test_there_is_something_of_every_group() -> None:
    assert len(EXAMPLES) >= 25
    assert {query.group for query in EXAMPLES} == GROUPS


def test_an_example_is_found_by_its_name() -> None:
    for query in EXAMPLES:
        assert load_example(query.name) == query
    assert load_example("nothing-of-this-name") is None


@each_example
def test_an_example_says_what_it_is(query: SavedQuery) -> None:
    check_name(query.name)
    assert query.title
    assert query.description.endswith(".")
    assert query.is_example


@each_example
def test_an_example_has_the_standard_layout(query: SavedQuery) -> None:
    assert format_query(query.text) == query.text


@each_example
def test_nothing_is_to_be_said_against_an_example(query: SavedQuery) -> None:
    platforms = {platform.value for platform in query.platforms}
    for text in (query.text, substitute(query.sent_text, query.default_values).text):
        assert check(parse(text), platforms=platforms) == ()
    assert check(parse(query.text), platforms=platforms, parameters=query.default_values) == ()
    assert isinstance(parse(query.text).statement, Select)


@each_example
def test_an_example_runs_with_nothing_but_its_name(query: SavedQuery) -> None:
    assert all(parameter.label and parameter.default is not None for parameter in query.placeholders)
    assert query.parameters == query.placeholders
