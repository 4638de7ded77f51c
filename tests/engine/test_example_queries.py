"""Every example that the data model browser shows runs."""

from __future__ import annotations

import pytest

from nxql_tui.nxql.example_queries import examples_of, select_all_fields_of
from nxql_tui.nxql.model import load_model

WINDOWS = ("windows",)
ALL = ("windows", "mac_os", "mobile")


@pytest.mark.parametrize("platforms", [WINDOWS, ALL], ids=["windows", "all"])
@pytest.mark.parametrize("table", load_model().tables)
def test_every_example_has_rows(ask_company, table: str, platforms: tuple[str, ...]):
    for example in examples_of(table, platforms):
        answer = ask_company(example.text, platforms)
        assert 1 <= len(answer.rows) <= 100, example.text


@pytest.mark.parametrize("platforms", [WINDOWS, ALL], ids=["windows", "all"])
@pytest.mark.parametrize("table", load_model().tables)
def test_all_fields_of_every_table_can_be_selected(ask_company, table: str, platforms: tuple[str, ...]):
    answer = ask_company(select_all_fields_of(table, platforms), platforms)
    assert answer.headings == [field.name for field in load_model().tables[table].fields_on(platforms)]
