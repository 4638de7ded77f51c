"""Every statement form of the language, and everything that live clients send."""

from __future__ import annotations

import pytest

from nxql_tui.nxql.diagnostics import Severity
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.printer import to_text
from nxql_tui.nxql.tree import Activity, ActivityGroup, Connective, Direction, Literal, Nil, Select, TableFields, Update

ACCEPTED = {
    # §2 lexical rules
    "no blanks beside brackets": '(select(name)(from device(where device(eq name(string "x")))))',
    "blanks inside brackets": "( select ( name ) ( from device ) )",
    "line ends and tabs": "(select\n\t(name)\r\n (from device))",
    "outermost pair left off": 'select (name) (from device (where device (eq name (string "X"))))',
    "closers missing": '(select (name) (from device (where device (eq name (string "X"',
    "closers missing and the outermost pair too": "select (name) (from device",
    "single quotes": "(select (#'Source is active') (from device (where device (eq name (pattern '*x*')))))",
    "bare literal": "(select (name) (from device (where device (eq name (string HOST1)))))",
    "bare hash": "(select (id) (from binary (where binary (eq hash (md5 d41d8cd98f00b204e9800998ecf8427e)))))",
    "quoted field names": '(select (name "last_seen" "device_type") (from device))',
    "comment": "(select (name) // the name\n (from device)) // all",
    # §3.1 plain objects
    "plain objects": "(select (name device_uid) (from device))",
    "star in brackets": "(select (*) (from device))",
    "star alone": "(select * (from device))",
    "one field alone": "(select id (from device))",
    "wildcards": "(select (name *antivirus* *entity #*) (from device))",
    "between on objects": "(select (*) (from device (between midnight-1d now)))",
    "order and limit": "(select (name) (from device) (order_by name asc) (limit 5))",
    "limit and order": "(select (name) (from device) (limit 5) (order_by name desc))",
    "order without direction": "(select (name) (from device) (order_by name))",
    "limit 0": "(select (name) (from device) (limit 0))",
    "clauses before from": "(select (limit 5) (order_by name asc) (name) (from device))",
    # §3.2 plain events
    "plain events": "(select (start_time duration) (from connection (between now-1d now)) (limit 100))",
    "event filtered by object": '(select (id) (from connection (where user (eq name (string "a"))) (between now-7d now)) (limit 1))',
    # §3.3 decorated events
    "decorated": "(select ((device (name)) (execution (start_time))) (from (execution device) (between now-1d now)) (limit 9))",
    "decorated in any order": "(select ((binary (executable_name)) (user name)) (from (binary user device execution)) (limit 9))",
    "short field and dynamic": '(select ((binary #"Suspicious binary") (device name)) (from (binary device execution)) (limit 9))',
    "table repeated": "(select ((device name) (device id)) (from (device execution)) (limit 9))",
    # §3.4 objects with activity
    "with": "(select (name) (from device (with execution (between now-1d now))))",
    "with everything": (
        "(select (name) (from device (where device (eq name (pattern x))) (with execution_error "
        "(where executable (eq name (pattern y))) (compute number_of_errors) (between now-1d now)) "
        "(having (gt number_of_errors (integer 3)))) (order_by number_of_errors desc) (limit 5))"
    ),
    "between before compute": "(select (id) (from device (with device_boot (between now-1d now) (compute number_of_boots))))",
    "having inside with": "(select (id) (from device (with web_request (compute n) (having (ge n (integer 1))))))",
    "with package": "(select (name) (from package (with package (compute number_of_devices))))",
    "without": "(select (name) (from device (without user_activity (between now-30d now))))",
    "several with": "(select (name) (from device (with execution) (without web_request)))",
    "and": "(select (name) (from device (and (with execution) (without web_request))))",
    "or of and": "(select (name) (from device (or (and (with a) (with b)) (without c))))",
    # §3.5 two objects
    "two objects": "(select ((device (name)) (package (name))) (from (device package) (with package)))",
    "two objects by period": "(select ((device (id)) (application (id))) (from (device application) (between midnight-1d now)))",
    # §3.6 update
    "update": '(update (set #"Category name" (enum "Keyword")) (from device (where device (eq name (string "x")))))',
    "clear": '(update (set #"Category name" nil) (from device))',
    "update without outer pair": "update (set #Location (enum Paris)) (from device)",
    # §4 filters
    "and inside one where": "(select (id) (from device (where device (ge x (integer 1)) (le x (integer 2)))))",
    "or of several where": "(select (id) (from device (where device (eq name (string a))) (where device (eq name (string b)))))",
    "nil": "(select (id) (from device (where device (ne first_seen nil))))",
    # §6 literals
    "percent": "(select (id) (from device (where device (gt system_drive_usage (percent 0.85)))))",
    "enum of two words": '(select (id) (from device (where device (eq a (enum "hard reset")))))',
    "enum with underscore": "(select (id) (from device (where device (eq a (enum system_crash)))))",
    "ip address": "(select (id) (from device (where device (eq ip_addresses (ip_address '10.1.2.3')))))",
    "identifier": "(select (id) (from device (where device (eq id (identifier 42)))))",
    "bare value": '(select (id) (from device (where device (eq name "x"))))',
    # §7 time
    "minutes": "(select (id) (from device (between now-15m now)))",
    "minutes as min": "(select (id) (from device (between now-15min now)))",
    "weeks": "(select (id) (from device (between now-2w now)))",
    "a day": "(select (id) (from device (between midnight-2d midnight-1d)))",
    "dates": "(select (id) (from device (between 2026-11-01 2026-11-23T10:00:00)))",
    "datetime": "(select (id) (from device (between (datetime 2026-11-01) (datetime '2026-11-23 10:00'))))",
    # §8 dynamic fields
    "categories": "(select (#Location #\"OS Name\" #'Source is active') (from device))",
    "score": '(select (#"score:Device Health/BSOD" #"score:Device Health/BSOD/payload") (from device))',
    "bare action": "(select (#action:Startup/HighImpactCount) (from device))",
    "filter on dynamic": "(select (id) (from device (where device (eq #'Source is active' (enum yes)))))",
    # placeholders
    "placeholders": "(select (name #%1 %2) (from %3 (where %3 (%4 %5 (%6 %7)) (eq a %8)) (between %9 now)) (limit %10))",
}


@pytest.mark.parametrize("query", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_an_engine_accepts_has_no_error(query: str) -> None:
    parsed = parse(query)
    assert [found.message for found in parsed.diagnostics if found.severity is not Severity.HINT] == []
    assert parsed.is_valid
    assert parsed.statement is not None


@pytest.mark.parametrize("query", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_is_accepted_is_printed_and_read_as_the_same(query: str) -> None:
    statement = parse(query).statement
    assert statement is not None
    again = parse(to_text(statement))
    assert again.is_valid
    assert again.statement is not None
    assert to_text(again.statement) == to_text(statement)


def select(query: str) -> Select:
    statement = parse(query).statement
    assert isinstance(statement, Select)
    return statement


def test_missing_brackets_are_a_hint_with_the_fix() -> None:
    """`reference/nxql.md` §2 [doc]."""
    (hint,) = parse('(select (name) (from device (where device (eq name (string "X"').diagnostics
    assert hint.severity is Severity.HINT
    assert hint.fixes[0].replacement == ")))))"


def test_a_direction_and_a_limit_are_understood() -> None:
    statement = select("(select (name) (from device) (order_by name desc) (limit 12))")
    assert statement.order_by is not None
    assert statement.order_by.direction is Direction.DESCENDING
    assert statement.limit is not None
    assert statement.limit.count == 12


def test_fields_of_several_tables_stay_with_their_tables() -> None:
    items = select(ACCEPTED["short field and dynamic"]).fields
    assert all(isinstance(item, TableFields) for item in items)
    assert [
        (item.table.text, [str(name) for name in item.fields]) for item in items if isinstance(item, TableFields)
    ] == [
        ("binary", ["#Suspicious binary"]),
        ("device", ["name"]),
    ]


def test_activities_keep_their_clauses() -> None:
    source = select(ACCEPTED["with everything"]).source
    (activity,) = source.activities
    assert isinstance(activity, Activity)
    assert (activity.event.text, activity.excluded) == ("execution_error", False)
    assert [name.text for compute in activity.compute for name in compute.aggregates] == ["number_of_errors"]
    assert activity.between is not None
    assert activity.between.start.amount == -1
    assert len(source.having) == 1


def test_groups_of_activities_keep_their_nesting() -> None:
    (group,) = select(ACCEPTED["or of and"]).source.activities
    assert isinstance(group, ActivityGroup)
    assert group.connective is Connective.OR
    assert [type(member) for member in group.members] == [ActivityGroup, Activity]


def test_an_update_sets_a_value_or_nothing() -> None:
    update, clear = (parse(ACCEPTED[name]).statement for name in ("update", "clear"))
    assert isinstance(update, Update)
    assert isinstance(update.value, Literal)
    assert (update.field.text, update.field.dynamic, update.value.text) == ("Category name", True, "Keyword")
    assert isinstance(clear, Update)
    assert isinstance(clear.value, Nil)


def test_spans_name_the_words_of_the_text() -> None:
    query = "(select (name) (from device (where device (eq #'a b' (string \"x\")))))"
    statement = select(query)
    (condition,) = statement.source.where[0].filters
    assert [
        query[part.span.start : part.span.end] for part in (condition.operator, condition.field, condition.value)
    ] == [
        "eq",
        "#'a b'",
        '(string "x")',
    ]
    assert query[statement.span.start : statement.span.end] == query


def test_a_backslash_makes_a_quote_plain_and_is_itself_elsewhere() -> None:
    """`reference/nxql.md` §2 [inferred]."""
    (condition,) = select('(select (id) (from a (where a (eq b (string "C:\\dir \\"x\\"")))))').source.where[0].filters
    assert isinstance(condition.value, Literal)
    assert condition.value.text == 'C:\\dir "x"'
