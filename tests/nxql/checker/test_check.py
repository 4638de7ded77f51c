from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.checker.scope import LearnedNames
from nxql_tui.nxql.diagnostics import Severity, apply_fix
from nxql_tui.nxql.parser import parse

# Every query that the vendor's documentation shows, as the reference quotes it, its ellipses filled.
DOCUMENTED = [
    "(select (device_uid name) (from device))",
    "(select (name #%1) (from device))",
    "(select (id name)(from device)) ",
    "(select (name) (from device))",
    "(select (name *antivirus*) (from device))",
    "(select (*) (from device (between midnight-1d now)))",
    "(select (start_time) (from connection (where user (eq name (string \"x\"))) (between now-7d now)) (order_by start_time asc) (limit 100))",
    "(select ((device (name)) (binary (#\"Suspicious binary\"))) (from (binary user device execution) (between now-1d now)) (limit 100))",
    "(select (name) (from device (with execution (where binary (eq threat_level (enum medium))) (where binary (eq threat_level (enum high))) (compute number_of_binaries) (between midnight-1d midnight))))",
    "(select (name) (from package (with package (compute number_of_devices number_of_packages))))",
    "(select ((device (name)) (package (name))) (from (device package) (with package (where package (eq name (pattern '*x*'))) (where device (eq name (pattern 'PC1'))))))",
    "(select ((device (id)) (application (id))) (from (device application) (between midnight-1d now)))",
    "(update (set #\"Category name\" (enum \"Keyword\")) (from device (where device (eq name (string x)))))",
    "(update (set #\"Category name\" nil) (from device))",
    "(select (name) (from device (where device (eq #\"Hard reset\" (enum \"hard reset\")))))",
    "(select (name) (from device (where device (eq antivirus_up_to_date (enum \"no\")))))",
    "(select (name) (from device (where device (eq ip_addresses (ip_address '10.1.2.3')))))",
    "select (name) (from device (where device (eq name (string \"X\"))))",
    "(select(name)(from device(where device(eq name(string \"x\"",
]  # fmt: skip


def severities(query: str, **known: object) -> list[Severity]:
    return [finding.severity for finding in check(parse(query), **known)]  # type: ignore[arg-type]


@pytest.mark.parametrize("query", DOCUMENTED)
def test_a_documented_query_has_no_error_and_no_warning(query: str):
    assert [finding for finding in check(parse(query)) if finding.severity is not Severity.HINT] == []


@pytest.mark.parametrize(
    "query", ["(select (name) (from device) (limit 5))", "(select (%1) (from %2 (where %2 (eq %1 (%3 %4)))))"]
)
def test_nothing_is_said_of_what_is_right_or_not_yet_known(query: str):
    assert severities(query) == []


def test_names_that_a_customer_has_defined_are_not_doubted():
    assert severities("(select (#Whatever #\"score:A/B\") (from device (where device (eq #'x y' (enum z)))))") == []


def test_names_that_an_engine_has_told_are_believed():
    learned = LearnedNames(
        tables=frozenset({"sensor"}),
        fields={"device": frozenset({"shoe_size"})},
        aggregates={"execution": frozenset({"number_of_sighs"})},
    )
    for query in (
        "(select (heat) (from sensor))",
        "(select (shoe_size) (from device (where device (gt shoe_size (integer 40)))) (order_by shoe_size asc))",
        "(select (id) (from device (with execution (compute number_of_sighs))))",
    ):
        assert Severity.WARNING in severities(query)
        assert severities(query, learned=learned) == []


def test_a_field_of_a_platform_that_is_switched_off_is_found():
    query = "(select (name last_logon_duration) (from device))"
    everywhere = check(parse(query))
    assert everywhere == ()
    (finding,) = check(parse(query), platforms={"mobile"})
    assert query[finding.span.start : finding.span.end] == "last_logon_duration"
    assert "not switched on" in finding.message


def test_a_table_of_a_platform_that_is_switched_off_is_found():
    (finding,) = check(parse("(select (#x) (from printer))"), platforms={"mobile"})
    assert "The table 'printer'" in finding.message


def test_placeholders_without_a_value_and_values_without_a_placeholder_are_found():
    query = "(select (name) (from device (where device (eq name (string %2)))))"
    missing, unused = check(parse(query), parameters={1: "x", 2: ""})
    assert (missing.severity, query[missing.span.start : missing.span.end]) == (Severity.WARNING, "%2")
    assert (unused.severity, unused.span.start) == (Severity.HINT, len(query))
    assert "'%1' is not used" in unused.message
    assert check(parse(query), parameters={2: "x"}) == ()
    assert check(parse(query)) == ()


def test_of_a_query_with_mistakes_nothing_is_said_to_be_missing():
    messages = [finding.message for finding in check(parse("(select (id) (from execution (betwen now-1d now)))"))]
    assert len(messages) == 1


def test_what_is_missing_in_unfinished_brackets_is_added_where_it_belongs():
    query = "(select (id) (from execution (where binary (eq threat_level (enum high"
    while fixes := [finding.fixes[0] for finding in check(parse(query)) if "missing at the end" not in finding.message]:
        query = apply_fix(query, fixes[0])
    statement = parse(query).statement
    assert statement is not None
    assert statement.source.between is not None
    assert statement.limit is not None


NAMES = st.sampled_from(
    ["device", "execution", "name", "printer", "#x", "%1", "*", "number_of_events", "now", "now-1d", "5", '"a b"']
)
WORDS = st.sampled_from(
    [
        "select",
        "update",
        "set",
        "from",
        "where",
        "with",
        "without",
        "compute",
        "between",
        "having",
        "order_by",
        "limit",
        "eq",
        "gt",
        "string",
        "enum",
        "percent",
        "nil",
        "and",
    ]
)
FORMS = st.recursive(
    NAMES | WORDS, lambda inner: st.lists(inner, max_size=5).map(lambda parts: f"({' '.join(parts)})"), max_leaves=30
)


@given(FORMS | st.text(max_size=60))
def test_any_text_is_checked_and_every_position_lies_in_it(text: str):
    for finding in check(parse(text), parameters={}):
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        for fix in finding.fixes:
            apply_fix(text, fix)
