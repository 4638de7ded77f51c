from __future__ import annotations

import itertools

import pytest

from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.example_queries import Example, examples_of, select_all_fields_of
from nxql_tui.nxql.formatter import WIDTH, format_query
from nxql_tui.nxql.model import TableKind, load_model
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.tree import Select

MODEL = load_model()
ALL = ("windows", "mac_os", "mobile")
PLATFORMS = [choice for size in (1, 2, 3) for choice in itertools.combinations(ALL, size)]

pytestmark = pytest.mark.parametrize("table", MODEL.tables)


def select(text: str) -> Select:
    statement = parse(text).statement
    assert isinstance(statement, Select)
    return statement


def present(table: str) -> list[tuple[str, ...]]:
    """The choices of platforms on which there is such a table."""
    return [platforms for platforms in PLATFORMS if MODEL.tables[table].platforms & set(platforms)]


def test_there_are_two_or_three_examples_of_every_table(table: str):
    for platforms in PLATFORMS:
        examples = examples_of(table, platforms)
        assert 2 <= len(examples) <= 3
        assert (
            len({example.text for example in examples}) == len({example.title for example in examples}) == len(examples)
        )


def test_the_checker_has_nothing_to_say_about_an_example(table: str):
    for platforms in present(table):
        for example in examples_of(table, platforms):
            assert check(parse(example.text), platforms=platforms) == (), example.text


def test_an_example_stands_in_the_standard_layout(table: str):
    for example in examples_of(table):
        assert format_query(example.text) == example.text
        assert max(map(len, example.text.splitlines())) <= WIDTH


def test_an_example_asks_for_few_rows(table: str):
    for example in examples_of(table):
        assert select(example.text).limit.count == 100


def test_the_forms_of_the_examples(table: str):
    sources = [select(example.text).source for example in examples_of(table)]
    if MODEL.tables[table].kind is TableKind.OBJECT:
        plain, active, filtered = sources
        assert not plain.where
        assert not plain.activities
        assert filtered.where
    else:
        plain, decorated, active = sources
        assert plain.between is not None
        assert decorated.between is not None
        assert len(decorated.tables) > 1
    assert len(active.activities) == 1


def test_all_fields_are_selected(table: str):
    for platforms in present(table):
        text = select_all_fields_of(table, platforms)
        names = [str(name) for name in select(text).fields]
        assert names == [field.name for field in MODEL.tables[table].fields_on(platforms)]
        assert check(parse(text), platforms=platforms) == ()
        assert format_query(text) == text


def test_without_any_platform_every_field_is_selected(table: str):
    text = select_all_fields_of(table, ())
    assert len(select(text).fields) == len(MODEL.tables[table].fields_on(ALL))


def test_of_no_table_there_are_no_examples(table: str):
    assert examples_of(f"not_{table}") == ()
    with pytest.raises(KeyError):
        select_all_fields_of(f"not_{table}", ALL)


def test_a_title_is_short_and_plain(table: str):
    for example in examples_of(table):
        assert isinstance(example, Example)
        assert len(example.title) <= 60
        assert "_" not in example.title
