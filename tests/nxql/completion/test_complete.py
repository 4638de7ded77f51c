"""Completion as a table: a text with a cursor, and what is offered first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.checker.scope import LearnedNames
from nxql_tui.nxql.completion.candidates import CandidateKind, Completion
from nxql_tui.nxql.completion.complete import complete
from nxql_tui.nxql.diagnostics import Severity
from nxql_tui.nxql.model import load_model
from nxql_tui.nxql.parser import parse

ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("|", ("select objects", "select events", "select events with their objects", "select objects with activity")),
    ("sel|", ("select objects", "select events", "select events with their objects", "select objects with activity")),
    ("(|", ("select objects", "select events", "select events with their objects", "select objects with activity")),
    ("(s|", ("select objects", "select events", "select events with their objects", "select objects with activity")),
    ("(select |", ("name", "*")),
    ("(select (|", ("name", "*")),
    ("(select (n|) (from device))", ("name", "number_of_cores", "number_of_cpus", "number_of_days_since_last_boot")),
    (
        "(select (name |) (from device))",
        ("administrator_account_status", "all_antispywares", "all_antiviruses", "all_firewalls"),
    ),
    (
        "(select (la|) (from device))",
        ("last_boot_duration", "last_ip_address", "last_logged_on_user", "last_logon_duration"),
    ),
    (
        "(select (lsd|) (from device))",
        ("last_boot_duration", "last_ip_address", "last_logged_on_user", "last_logon_duration"),
    ),
    ("(select (*|) (from device))", ()),
    ("(select ((|)) (from (execution device)))", ("execution", "device")),
    ("(select (|) (from (execution device)))", ("execution", "device")),
    (
        "(select ((device (|))) (from (execution device)))",
        ("name", "administrator_account_status", "all_antispywares", "all_antiviruses"),
    ),
    (
        "(select ((device |)) (from (execution device)))",
        ("name", "administrator_account_status", "all_antispywares", "all_antiviruses"),
    ),
    ("(select (name) |", ("from", "order_by", "limit")),
    ("(select (name) (|", ("from", "order_by", "limit")),
    ("(select (name) (from device) |)", ("order_by", "limit")),
    ("(select (name) (from device) (|))", ("order_by", "limit")),
    ("(select (name) (from device) (o|))", ("order_by",)),
    ("(select (name) (from |))", ("device", "application", "binary", "destination")),
    ("(select () (from |))", ("device", "application", "binary", "destination")),
    ("(select (name) (from dev|))", ("device", "device_activity", "device_error", "device_performance")),
    ("(select (name) (from (|)))", ("device", "application", "binary", "destination")),
    ("(select (name) (from (execution |)))", ("device", "user", "application", "executable")),
    ("(select (name) (from (device |)))", ("application", "binary", "destination", "domain")),
    ("(select (name) (from device |))", ("where", "with", "without", "between")),
    ("(select (name) (from device (|)))", ("where", "with", "without", "between")),
    ("(select (name) (from device (w|)))", ("where", "with", "without", "between")),
    ("(select (name) (from execution (|)))", ("where", "between")),
    ("(select (name) (from device (where |)))", ("device",)),
    ("(select (name) (from execution (where |)))", ("execution", "device", "user", "application")),
    ("(select (name) (from device (where device |)))", ("(eq …)", "(ne …)", "(gt …)", "(ge …)")),
    ("(select (name) (from device (where device (|))))", ("eq", "ne", "gt", "ge")),
    ('(select (name) (from device (where device (| name (string "x")))))', ("eq", "ne", "gt", "ge")),
    ("(select (name) (from device (where device (| antivirus_up_to_date (enum yes)))))", ("eq", "ne")),
    (
        "(select (name) (from device (where device (eq |))))",
        ("name", "administrator_account_status", "all_antispywares", "all_antiviruses"),
    ),
    (
        "(select (name) (from device (where device (gt |))))",
        ("name", "all_antispywares", "all_antiviruses", "all_firewalls"),
    ),
    (
        "(select (name) (from device (where device (eq na|))))",
        ("name", "antispyware_name", "antivirus_name", "distinguished_name"),
    ),
    (
        '(select (name) (from device (where device (eq | (string "x")))))',
        ("name", "administrator_account_status", "all_antispywares", "all_antiviruses"),
    ),
    (
        "(select (name) (from device (where device (eq name |))))",
        ('(pattern "*…*")', '(string "…")', "(string %1)", "nil"),
    ),
    (
        "(select (name) (from device (where device (eq device_type |))))",
        ("(enum desktop)", "(enum laptop)", "(enum server)", "(enum virtual)"),
    ),
    ("(select (name) (from device (where device (eq device_type lap|))))", ("(enum laptop)",)),
    ("(select (name) (from device (where device (eq device_type (|)))))", ("enum",)),
    (
        "(select (name) (from device (where device (eq device_type (enum |)))))",
        ("desktop", "laptop", "server", "virtual"),
    ),
    (
        '(select (name) (from device (where device (eq device_type (enum "|")))))',
        ("desktop", "laptop", "server", "virtual"),
    ),
    (
        "(select (name) (from device (where device (gt last_seen |))))",
        ("(datetime now)", "(datetime midnight)", "(datetime now-1h)", "(datetime now-1d)"),
    ),
    (
        "(select (name) (from device (where device (gt last_seen (datetime |)))))",
        ("now", "midnight", "now-1h", "now-1d"),
    ),
    ('(select (name) (from device (where device (eq name (string "a|")))))', ()),
    ("(select (name) (from device (where device (eq name (string %|)))))", ("%1",)),
    ("(select (name) (from device (with |)))", ("connection", "device_activity", "device_error", "device_performance")),
    ("(select (name) (from binary (with |)))", ("connection", "execution", "execution_error", "execution_warning")),
    ("(select (name) (from device (with execution |)))", ("where", "compute", "between", "having")),
    ("(select (name) (from device (with execution (|))))", ("where", "compute", "between", "having")),
    (
        "(select (name) (from device (with execution (compute |))))",
        ("number_of_applications", "number_of_binaries", "number_of_devices", "number_of_executables"),
    ),
    (
        "(select (name) (from device (with execution (compute number_of_binaries num|))))",
        ("number_of_applications", "number_of_devices", "number_of_executables", "number_of_users"),
    ),
    ("(select (name) (from device (with execution (where |))))", ("execution", "device", "user", "application")),
    (
        "(select (name) (from device (with execution (where binary (eq threat_level |)))))",
        ('(enum "none detected")', "(enum low)", "(enum medium)", "(enum intermediate)"),
    ),
    (
        "(select (name) (from device (with execution (between |))))",
        ("now-1d now", "now-7d now", "now-30d now", "now-1h now"),
    ),
    ("(select (name) (from device (with execution (between now-1d |))))", ("now", "midnight", "now-1h", "now-1d")),
    ("(select (name) (from device (with execution (between yest|))))", ("midnight-1d midnight", "midnight-1d")),
    (
        "(select (name) (from device (with execution (compute number_of_events)) (having (|))))",
        ("eq", "ne", "gt", "ge"),
    ),
    (
        "(select (name) (from device (with execution (compute number_of_events)) (having (gt |))))",
        ("number_of_events",),
    ),
    (
        "(select (name) (from device) (order_by |))",
        ("name", "administrator_account_status", "all_antispywares", "all_antiviruses"),
    ),
    ("(select (name) (from device) (order_by name |))", ("desc", "asc")),
    ("(select (name) (from device) (limit |))", ("100", "10", "1000", "10000")),
    ("(select (name) (from device) (limit 1|))", ("100", "10", "1000", "10000")),
    ("(update (|", ("set", "from")),
    ("(update (set |) (from device))", ()),
    ("(update (set #x |) (from device))", ('(enum "…")', '(string "…")', "nil")),
    ("(update (set #x (enum yes)) |)", ("from",)),
    ("(update (set #x (enum yes)) (from |))", ("application", "binary", "destination", "device")),
    ("select (na|) (from device)", ("name", "antispyware_name", "antivirus_name", "distinguished_name")),
    ("// sel|", ()),
    ("(select (name) // from|\n (from device))", ()),
    ("(select (#Loc #|) (from device (where device (eq #Location (enum x)))))", ("#Loc", "#Location")),
    ("(select (name) (from device)) |", ()),
    (" |", ("select objects", "select events", "select events with their objects", "select objects with activity")),
    ("\n\n|", ("select objects", "select events", "select events with their objects", "select objects with activity")),
    ("ev|", ("select events", "select events with their objects")),
    ("two|", ("select two objects",)),
    ("upd|", ("update",)),
    ("act|", ("select objects with activity",)),
    ("(up|", ("update",)),
    ("(select (|name) (from device))", ("name", "administrator_account_status", "all_antispywares", "all_antiviruses")),
    (
        "(select (name na|me) (from device))",
        ("antispyware_name", "antivirus_name", "distinguished_name", "firewall_name"),
    ),
    ("(select (name) (from de|vice))", ("device", "destination", "device_activity", "device_error")),
    ("select |", ("name", "*")),
    ("select name |", ("from", "order_by", "limit")),
    ("select (name) (from device) |", ("order_by", "limit")),
    ("select (name) (from device) (lim|", ("limit",)),
    ("(select (name) (fr|) (limit 5))", ("from",)),
    ("(select (name) (limit 5) |)", ("from", "order_by")),
    ("(select (name) (from device) (order_by name asc) (limit 5) |)", ()),
    ("(select (name) (from user (with |)))", ("connection", "execution", "execution_error", "execution_warning")),
    ("(select (name) (from printer (with |)))", ("print_job",)),
    ("(select (name) (from package (with |)))", ("installation", "package")),
    ("(select (name) (from (device package) (with |)))", ("installation", "package")),
    (
        "(select (name) (from (device user) (with e|)))",
        ("execution", "execution_error", "execution_warning", "connection"),
    ),
    ("(select (name) (from device (with package (where |))))", ("package", "device")),
    ("(select (name) (from device (with package (compute |))))", ("number_of_devices", "number_of_packages")),
    (
        "(select (name) (from device (without |)))",
        ("connection", "device_activity", "device_error", "device_performance"),
    ),
    ("(select (name) (from device (without execution (|))))", ("where", "between")),
    ("(select (name) (from device (and (|))))", ("with", "without", "and", "or")),
    ("(select (name) (from device (or (with execution) |)))", ("with", "without", "and", "or")),
    (
        "(select (name) (from device (with web_request (where destination (eq |)))))",
        ("name", "first_seen", "id", "ip_address"),
    ),
    ("(select (name) (from device (where device (ge system_drive_usage |))))", ("(percent 0.…)", "(percent %1)")),
    ("(select (name) (from device (where device (ge system_drive_usage (|)))))", ("percent",)),
    ("(select (name) (from device (where device (eq name (pat|)))))", ("pattern",)),
    ("(select (name) (from device (where device (eq name (pattern |)))))", ('"*…*"', "%1")),
    (
        "(select (name) (from device (where device (eq ip_addresses |))))",
        ('(ip_address "…")', "(ip_address %1)", "nil"),
    ),
    ("(select (name) (from device (where device (gt number_of_cpus |))))", ("(integer …)", "(integer %1)")),
    (
        "(select (name) (from device (where device (eq antivirus_up_to_date |))))",
        ("(enum yes)", "(enum no)", "(enum unknown)", "(enum …)"),
    ),
    ("(select (name) (from device (where device (eq antivirus_up_to_date (enum |)))))", ("yes", "no", "unknown", "%1")),
    ("(select (name) (from device (where device (eq name %1) (eq device_type (enum %|)))))", ("%1", "%2")),
    ("(select (start_time) (from execution (between |)))", ("now-1d now", "now-7d now", "now-30d now", "now-1h now")),
    ("(select (start_time) (from execution (between | now)))", ("now", "midnight", "now-1h", "now-1d")),
    ("(select (start_time) (from execution (between (|) now)))", ("datetime",)),
    ("(select (start_time) (from execution (between (datetime |) now)))", ("now", "midnight", "now-1h", "now-1d")),
    ("(select (start_time) (from execution (between now-7d n|)))", ("now", "now-1h", "now-1d", "now-7d")),
    (
        "(select (name) (from device (with execution (compute number_of_events))) (order_by |))",
        ("number_of_events", "name", "administrator_account_status", "all_antispywares"),
    ),
    (
        "(select (last_seen) (from device) (order_by |))",
        ("last_seen", "name", "administrator_account_status", "all_antispywares"),
    ),
    ('(update (set #"Lo|") (from device (where device (eq #Location (enum x)))))', ("#Location",)),
    ("(update (set #x nil) (from device (|)))", ("where",)),
    ("(update (set #x nil) (from device (where |)))", ("device",)),
    ('(select (#|) (from device (where device (eq #"My field" (enum x)))))', ('#"My field"',)),
    (
        "(select (name) (from device (where device (eq #Loc|)))) (from device (where device (eq #Location (enum x))))",
        ("#Location",),
    ),
    ("(select (zzz|) (from device))", ()),
    ("(select (name) (from device (where device (eq name (integer 1) |))))", ()),
    ("(select (name) (from nonsense (where |)))", ()),
    ("(select (|) (from nonsense))", ("name", "*")),
)
"""The cursor is the `|`; what is offered may go on behind the names given."""


def at_cursor(marked: str, learned: LearnedNames | None = None) -> Completion:
    text = marked.replace("|", "", 1)
    return complete(text, marked.index("|"), platforms={"windows"}, learned=learned or LearnedNames())


def accepted(marked: str, label: str) -> str:
    """The text after a candidate was chosen, with its cursor."""
    text = marked.replace("|", "", 1)
    completion = at_cursor(marked)
    candidate = next(candidate for candidate in completion.candidates if candidate.label == label)
    start = completion.span.start
    after = text[:start] + candidate.text + text[completion.span.end :]
    caret = start + candidate.caret_offset
    return f"{after[:caret]}|{after[caret:]}"


@pytest.mark.parametrize(("marked", "expected"), ROWS, ids=[marked for marked, _ in ROWS])
def test_what_is_offered_first(marked: str, expected: tuple[str, ...]) -> None:
    offered = tuple(candidate.label for candidate in at_cursor(marked).candidates)
    assert offered[: len(expected)] == expected
    if not expected:
        assert not offered


def test_the_table_has_a_hundred_rows() -> None:
    assert len(ROWS) >= 100


@pytest.mark.parametrize(
    ("marked", "label", "expected"),
    [
        ("|", "select objects", "(select ()\n    (from |)\n    (limit 100))"),
        ("(select ()\n    (from de|)\n    (limit 100))", "device", "(select (|)\n    (from device)\n    (limit 100))"),
        ("(select (name)\n    (from de|)", "device", "(select (name)\n    (from device|)"),
        ("(select (name) (from device (wh|)))", "where", "(select (name) (from device (where device (|))))"),
        ("(select (name) (from device wh|))", "where", "(select (name) (from device (where device (|))))"),
        ("(select (name) (from device (wh|", "where", "(select (name) (from device (where device (|))"),
        (
            "(select (name) (from device (where device (eq na|))))",
            "name",
            '(select (name) (from device (where device (eq name (string "|")))))',
        ),
        (
            '(select (name) (from device (where device (eq na| (string "x")))))',
            "name",
            '(select (name) (from device (where device (eq name| (string "x")))))',
        ),
        (
            '(select (name) (from device (where device (eq device_type (enum "lap|")))))',
            "laptop",
            '(select (name) (from device (where device (eq device_type (enum "laptop"|)))))',
        ),
        (
            "(select (name) (from device (where device (eq name |))))",
            '(pattern "*…*")',
            '(select (name) (from device (where device (eq name (pattern "*|*")))))',
        ),
        (
            "(select (dev|) (from (execution device)))",
            "device",
            "(select ((device (|name))) (from (execution device)))",
        ),
    ],
)
def test_the_cursor_goes_into_the_right_hole(marked: str, label: str, expected: str) -> None:
    assert accepted(marked, label) == expected


def test_a_finished_word_is_said_to_be_finished() -> None:
    assert at_cursor("(select (name|) (from device))").is_finished
    assert not at_cursor("(select (nam|) (from device))").is_finished


def test_a_field_tells_its_type_and_unit() -> None:
    found = at_cursor("(select (system_drive_us|) (from device))").candidates[0]
    assert (found.label, found.detail) == ("system_drive_usage", "percent, ratio 0–1")
    assert found.description


def test_names_that_the_engine_has_told_are_offered() -> None:
    learned = LearnedNames(fields={"device": frozenset({"brand_new", "#Location", "#My place"})})
    assert at_cursor("(select (brand|) (from device))", learned).candidates[0].label == "brand_new"
    dynamic = [candidate.label for candidate in at_cursor("(select (#|) (from device))", learned).candidates]
    assert dynamic == ["#Location", '#"My place"']


def test_fields_of_platforms_that_are_switched_off_are_not_offered() -> None:
    on_windows = {candidate.label for candidate in at_cursor("(select (|) (from device))").candidates}
    on_mobile = complete("(select () (from device))", 9, platforms={"mobile"}).candidates
    assert "antivirus_name" in on_windows
    assert "antivirus_name" not in {candidate.label for candidate in on_mobile}


def test_every_skeleton_is_a_statement_once_its_holes_are_filled() -> None:
    for candidate in at_cursor("|").candidates:
        filled = candidate.text.replace("(from )", "(from device)").replace("(from \n", "(from execution\n")
        filled = filled.replace("(select ()", "(select (id)").replace("(with \n", "(with execution\n")
        filled = filled.replace('#""', '#"x"')
        found = check(parse(filled))
        assert not [finding for finding in found if finding.severity is Severity.ERROR], filled


def test_every_field_of_every_table_is_offered_in_a_select_from_it() -> None:
    for table in load_model().tables.values():
        offered = complete(f"(select () (from {table.name}))", 9, platforms=table.platforms).candidates
        assert {field.name for field in table.fields_on(table.platforms)} <= {found.label for found in offered}


@pytest.mark.parametrize(
    "other",
    [
        "(where device (eq name (string x)))",
        "(where device (eq name (string \"a(b\")) (ne name (string 'c)')))",
        "(where device // (\n (eq name nil))",
        "(where device (where device (eq name nil)))",
        "(where device (and (or (eq a (b (c d))))))",
    ],
)
def test_other_filters_change_nothing_that_is_offered(other: str) -> None:
    marked = f"(select (name) (from device {other} (where device (eq device_ty|)) {other}) (limit 5))"
    assert accepted(marked, "device_type") == marked.replace("device_ty|", "device_type (enum |)")


_PIECES = st.sampled_from(
    [
        "(",
        ")",
        " ",
        "select",
        "from",
        "device",
        "where",
        "eq",
        "name",
        '"',
        "'",
        "#",
        "%1",
        "//",
        "\n",
        "string",
        "with",
    ]
)


@given(st.lists(_PIECES, max_size=20).map("".join), st.integers(min_value=0, max_value=60))
def test_any_text_can_be_completed_anywhere(text: str, offset: int) -> None:
    place = min(offset, len(text))
    completion = complete(text, place)
    assert 0 <= completion.span.start <= place <= completion.span.end <= len(text)
    for candidate in completion.candidates:
        assert candidate.text
        assert completion.span.start + candidate.caret_offset >= 0
        assert candidate.caret_offset <= len(candidate.text)
        assert candidate.kind in CandidateKind


@given(st.text(max_size=40), st.integers(min_value=0, max_value=40))
def test_completion_never_crashes(text: str, offset: int) -> None:
    complete(text, min(offset, len(text)))
