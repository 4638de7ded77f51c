from __future__ import annotations

import pytest

from nxql_tui.results.columns import ResultColumn
from nxql_tui.results.errors import NoLimitOfAllError
from nxql_tui.results.first_rows import FirstRows
from nxql_tui.results.limit_of_all import limit_of_all
from nxql_tui.results.sort_keys import SortDirection, SortKey


def limit(query: str, heads: str) -> FirstRows:
    return limit_of_all(query, [ResultColumn(head) for head in heads.split()])


def down(column: int) -> SortKey:
    return SortKey(column, SortDirection.DESCENDING)


EVENTS = "(select (start_time duration) (from execution (between now-1d now))"
STARTS = "engine start_time duration"
BESIDE = "engine device/name execution/start_time"
BY_RAM = "(select (name total_ram) (from device) (order_by total_ram desc) (limit 9))"
DECORATED = "(select ((device name) (execution (start_time))) (from (execution device) (between now-1d now))"


@pytest.mark.parametrize(
    ("query", "heads", "first"),
    [
        (BY_RAM, "engine name total_ram", ((down(2),), ())),
        ("(select (name) (from device) (limit 9) (order_by name))", "engine name", ((SortKey(1),), ())),
        ("(select (name id) (from device) (limit 9))", "engine name id", ((SortKey(2),), ())),
        (f"{EVENTS} (limit 9))", STARTS, ((down(1),), ())),
        (f"{EVENTS} (order_by start_time desc) (limit 9))", STARTS, ((down(1),), ())),
        # A limit keeps the newest events, whatever the order they are put in.
        (f"{EVENTS} (order_by start_time asc) (limit 9))", STARTS, ((down(1),), (SortKey(1),))),
        (f"{EVENTS} (order_by duration desc) (limit 9))", STARTS, ((down(1),), (down(2),))),
        (f"{EVENTS} (order_by number_of_x) (limit 9))", STARTS, ((down(1),), ())),
        (f"{DECORATED} (limit 9))", BESIDE, ((down(2),), ())),
        (f"{DECORATED} (order_by name) (limit 9))", BESIDE, ((down(2),), (SortKey(1),))),
        ("(select (time) (from print_job (between now-1d now)) (limit 9))", "engine time", ((down(1),), ())),
        (
            "(select ((device (id)) (package (id))) (from (device package)) (limit 9))",
            "engine device/id package/id",
            ((SortKey(1), SortKey(2)), ()),
        ),
        (
            '(select (name #"Branch") (from device) (order_by #"Branch" desc) (limit 9))',
            "engine name Branch",
            ((down(2),), ()),
        ),
        (
            "(select (name) (from device (with execution (compute number_of_executions) (between now-1d now)))"
            " (order_by number_of_executions desc) (limit 9))",
            "engine name number_of_executions",
            ((down(2),), ()),
        ),
    ],
)
def test_the_rows_that_the_limit_would_keep_if_all_engines_were_one(
    query: str, heads: str, first: tuple[tuple[SortKey, ...], tuple[SortKey, ...]]
):
    assert limit(query, heads) == FirstRows(first[0], 9, first[1])


@pytest.mark.parametrize(
    ("query", "heads", "reason"),
    [
        ("(select (name) (from device) (order_by total_ram desc) (limit 9))", "engine name", "shows 'total_ram'"),
        ("(select (name) (from device) (limit 9))", "engine name", "shows 'id'"),
        (f"{EVENTS} (limit 9))", "engine duration", "shows 'start_time'.*Select it too"),
        # The table itself has such a field, so it is not another table's.
        (
            "(select ((package (name)) (device (id))) (from (device package)) (order_by name) (limit 9))",
            "engine package/name device/id",
            "shows 'name'",
        ),
        ("(select (name) (from device))", "engine name", "no limit"),
        ("(select (name) (from device) (limit %1))", "engine name", "no limit"),
        ("", "engine name", "not known"),
        ("(update (set #x nil) (from device))", "engine name", "not known"),
    ],
)
def test_why_the_limit_cannot_be_that_of_all(query: str, heads: str, reason: str):
    with pytest.raises(NoLimitOfAllError, match=reason):
        limit(query, heads)
