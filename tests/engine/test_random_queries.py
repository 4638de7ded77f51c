"""Whatever is asked, it is answered or refused: never a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nxql_tui.engine.errors import QueryRefused
from nxql_tui.nxql.model import load_model

if TYPE_CHECKING:
    from collections.abc import Callable

DEVICE_FIELDS = sorted(load_model().tables["device"].fields)
NAMES = st.sampled_from(
    [
        *DEVICE_FIELDS,
        "#Location",
        '#"Cost center"',
        '#"Asset tag"',
        '#"score:Device Health/Disk"',
        "nonsense",
        "*",
        "#*",
    ]
)
LITERAL_TYPES = st.sampled_from(
    ["string", "pattern", "enum", "integer", "percent", "permill", "byte", "millisecond", "microsecond", "day", "mhz",
     "bps", "datetime", "boolean", "identifier", "ip_address", "mac_address", "md5", "path", "version", "nonsense"]
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(["laptop", "yes", "no", "0", "0.85", "-1", "1e999", "nan", "inf", "9" * 60, "2026-11-23", "now-1d",
                     "9999-12-31T23:59:59", "now-999999999d", "10.30.0.11", "*", "%", "\\", "田中", "", "nil", "true"]),
    st.text(st.characters(exclude_characters='"\\%', exclude_categories=["Cs"]), max_size=12),
    st.integers().map(str),
    st.floats().map(str),
)  # fmt: skip
LITERALS = st.one_of(
    st.builds('({} "{}")'.format, LITERAL_TYPES, WORDS),
    st.builds('"{}"'.format, WORDS),
    st.just("nil"),
)
OPERATORS = st.sampled_from(["eq", "ne", "gt", "ge", "lt", "le", "like"])
FILTERS = st.builds("({} {} {})".format, OPERATORS, NAMES, LITERALS)
WHERES = st.lists(FILTERS, min_size=1, max_size=3).map(lambda filters: f"(where device {' '.join(filters)})")
TIMES = st.sampled_from(["now", "midnight", "now-7d", "midnight-2w", "now+5min", "2026-11-23", "now-99999999999d", "x"])
BETWEENS = st.builds("(between {} {})".format, TIMES, TIMES)
ORDERS = st.builds("(order_by {} {})".format, NAMES, st.sampled_from(["asc", "desc", ""]))
LIMITS = st.integers(min_value=-1).map("(limit {})".format)
SELECTS = st.builds(
    "(select ({}) (from device {} {}) {} {})".format,
    st.lists(NAMES, min_size=1, max_size=4).map(" ".join),
    st.lists(WHERES, max_size=3).map(" ".join),
    st.one_of(st.just(""), BETWEENS),
    st.one_of(st.just(""), ORDERS),
    st.one_of(st.just(""), LIMITS),
)
PLATFORMS = st.sets(st.sampled_from(["windows", "mac_os", "mobile"]), min_size=1).map(sorted)


@given(query=SELECTS, platforms=PLATFORMS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_random_select_is_answered_or_refused(query: str, platforms: list[str], select: Callable[..., Any]) -> None:
    try:
        answer = select(query, tuple(platforms))
    except QueryRefused:
        return
    assert all(len(row) == len(answer.headings) for row in answer.rows)


@given(query=SELECTS, answer_format=st.sampled_from(["csv", "json", "xml", "html"]), hr=st.sampled_from(["true", "no"]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_random_select_never_gets_a_500(query: str, answer_format: str, hr: str, visitor: Any) -> None:
    assert visitor.ask(query, answer_format, hr=hr).status in {200, 400}


@given(query=st.text(max_size=200))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_random_text_is_refused(query: str, visitor: Any) -> None:
    assert visitor.ask(query.encode("utf-8", "replace").decode()).status == 400
