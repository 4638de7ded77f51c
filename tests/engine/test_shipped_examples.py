"""The queries that come with the program, asked of the embedded Engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.library.example_queries import load_examples

if TYPE_CHECKING:
    from nxql_tui.library.saved_query import SavedQuery
    from tests.engine.conftest import Asking


@pytest.mark.parametrize("query", load_examples(), ids=lambda query: query.name)
def test_an_example_finds_something_in_the_sample_company(select: Asking, query: SavedQuery) -> None:
    values = {f"p{number}": value for number, value in query.default_values.items()}
    answer = select(query.sent_text, tuple(platform.value for platform in query.platforms), **values)
    assert answer.rows
