"""Mistakes planted in queries: each is found at its words, with its weight and the edit that mends it."""

from __future__ import annotations

import pytest

from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.diagnostics import Severity, apply_fix
from nxql_tui.nxql.parser import parse

W = Severity.WARNING
E = Severity.ERROR
H = Severity.HINT

IN = "(select (id) (from device {}))"
WHERE = "(select (id) (from device (where device {})))"
EXECUTION = "(select (id) (from execution {} (between now-1d now)) (limit 9))"
WITH = "(select (id) (from device (with execution {} (between now-1d now))))"

# The words at fault stand between « and »; severity, words of the message, what stands there after the first fix.
PLANTED: list[tuple[str, Severity, str, str | None]] = [
    # Names of tables
    ("(select (name) (from «devcie»))", W, "is no table: device?", "device"),
    ("(select (name) (from «users»))", W, "is no table: user?", "user"),
    ("(select (name) (from «Device»))", W, "is no table: device?", "device"),
    ("(select (name) (from «zebra»))", W, "is no table.", None),
    (WITH.replace("with execution", "with «excution»").format(""), W, "is no event: execution?", "execution"),
    (WITH.replace("with execution", "with «device»").format(""), E, "holds objects, not events", None),
    (WITH.replace("with execution", "without «executions»").format(""), W, "is no event: execution?", "execution"),
    # Names of fields
    ("(select («device_tpye») (from device))", W, "is no field of device: device_type?", "device_type"),
    ("(select (name «last_sen») (from device))", W, "is no field of device: last_seen?", "last_seen"),
    ('(select («"nmae"») (from device))', W, "is no field of device: name?", "name"),
    ("(select («*zebra*») (from device))", W, "matches no field", None),
    ("(select («qqqqqq») (from device))", W, "is no field of device.", None),
    (WHERE.format("(eq «nam» (string x))"), W, "is no field of device: name?", "name"),
    (WHERE.format('(eq «*name» (string x))'), E, "stands for several fields", None),
    (EXECUTION.format("(where binary (eq «thread_level» (enum high)))"), W, "threat_level?", "threat_level"),
    ("(select ((device («nme»)) (execution (id))) (from (execution device) (between now-1d now)) (limit 9))", W, "no field of device: name?", "name"),
    # Platforms are looked at by a test of their own.
    # Aggregates
    (WITH.format("(compute «number_of_event»)"), W, "is no aggregate of execution: number_of_events?", "number_of_events"),
    (WITH.format("(compute «number_of_binary»)"), W, "number_of_binaries?", "number_of_binaries"),
    (WITH.format("(compute «name»)"), W, "is no aggregate of execution.", None),
    (WITH.format("(compute «number_of_packages»)"), W, "is not known to be computed over execution", None),
    (WITH.format("(compute number_of_events «number_of_events»)"), H, "is computed twice", ""),
    ("(select (id) (from device (without execution «(compute number_of_events)»)))", W, "nothing to compute", None),
    # Operators
    (WHERE.format("(«equals» name (string x))"), W, "is no operator, which are eq ne gt ge lt le", None),
    (WHERE.format("(«egt» total_ram (byte 5))"), W, "is no operator, which are eq ne gt ge lt le: gt?", "gt"),
    (WHERE.format("(«like» name (pattern x))"), W, "is no operator", "le"),
    (WHERE.format("(«gt» name (pattern 'a*'))"), W, "a pattern has no order", "eq"),
    (WHERE.format("(«lt» first_seen nil)"), W, "nil has no order", "eq"),
    (WHERE.format("(«ge» device_type (enum laptop))"), W, "the words of device_type have no order", "eq"),
    # Types of values
    (WHERE.format("(eq name («strng» x))"), W, "is no type of value: string?", "string"),
    (WHERE.format("(eq total_ram («bytes» 5))"), W, "is no type of value: byte?", "byte"),
    (WHERE.format("(gt total_ram («zebra» 5))"), W, "is no type of value", None),
    (WHERE.format("(eq device_type «(string laptop)»)"), E, "takes (enum …)", "(enum laptop)"),
    (WHERE.format("(eq name «(integer 5)»)"), E, "takes (string …)", "(string 5)"),
    (WHERE.format("(gt last_seen «(integer 5)»)"), E, "takes (datetime …)", None),
    (WHERE.format("(eq ip_addresses «(string '10.1.2.3')»)"), E, "takes (ip_address …)", '(ip_address "10.1.2.3")'),
    (WHERE.format("(eq device_type «(pattern 'lap*')»)"), E, "takes (enum …)", None),
    (WHERE.format("(eq name «\"x\"»)"), H, "stands without its type", '(string "x")'),
    (WHERE.format("(eq device_type «laptop»)"), H, "stands without its type", "(enum laptop)"),
    # Values
    (WHERE.format("(gt total_ram «(byte many)»)"), E, "'many' is no byte", None),
    (WHERE.format("(eq id «(identifier x1)»)"), E, "'x1' is no identifier", None),
    (WHERE.format("(gt system_drive_usage «(percent ninety)»)"), E, "'ninety' is no percent", None),
    (WHERE.format("(gt system_drive_usage «(percent 85)»)"), W, "more than the whole", "(percent 0.85)"),
    (WHERE.format("(gt system_drive_usage «(permill 850)»)"), W, "more than the whole", "(permill 0.85)"),
    (WHERE.format("(eq ip_addresses «(ip_address 10.1.2.300)»)"), E, "'10.1.2.300' is no ip_address", None),
    (WHERE.format("(gt last_seen «(datetime yesterday)»)"), E, "'yesterday' is no date", None),
    (WHERE.format("(gt last_seen «(datetime 2026-13-45)»)"), E, "is no date", None),
    (EXECUTION.format("(where binary (eq hash «(md5 12ab)»))"), E, "'12ab' is no md5", None),
    (WHERE.format("(eq device_type «(enum labtop)»)"), W, "is no word of device_type: laptop?", "(enum laptop)"),
    (WHERE.format('(eq device_type «(enum "Laptop")»)'), W, "is no word of device_type: laptop?", "(enum laptop)"),
    (WHERE.format("(eq device_type «(enum toaster)»)"), W, "whose words are desktop", None),
    ("(select (id) (from device_error (where device_error (eq type «(enum system_crsh)»)) (between now-1d now)) (limit 9))", W, "system crash?", '(enum "system crash")'),
    # Tables that do not belong together
    ("(select ((printer (name)) (execution (id))) (from («printer» execution) (between now-1d now)) (limit 9))", E, "is not linked to execution", None),
    (EXECUTION.format("(where «printer» (eq name (string x)))"), E, "is not linked to execution", None),
    (WITH.format("(where «printer» (eq name (string x)))"), E, "is not linked to execution", None),
    ("(select (name) (from printer (with «execution» (between now-1d now))))", E, "is not linked to printer", None),
    ("(select ((execution (id)) (connection (id))) (from (execution «connection») (between now-1d now)) (limit 9))", E, "one event at most", None),
    ("(select ((device (id)) (user (id)) (binary (id))) (from (device user «binary») (with execution)))", E, "one too many", None),
    ("(select ((device (id)) (user (id))) «(from (device user))»)", W, "joined by what happened", None),
    ("(select ((device (id))) (from (device «device») (with execution)))", H, "is asked twice", ""),
    (IN.format("(where «user» (eq name (string x)))"), E, "is not among the tables asked: device", "device"),
    (IN.format("(where «devise» (eq name (string x)))"), W, "device?", "device"),
    ("(select ((«user» (name))) (from (execution device) (between now-1d now)) (limit 9))", W, "is no table of this query", None),
    ("(select ((«devices» (name))) (from (execution device) (between now-1d now)) (limit 9))", W, "device?", "device"),
    ("(select («name») (from (execution device) (between now-1d now)) (limit 9))", E, "without its table", "(device (name))"),
    ("(select (id) (from execution «(with connection)» (between now-1d now)) (limit 9))", E, "'with' belongs to a select from objects", None),
    ("(select (id) (from execution «(having (gt x (integer 1)))» (between now-1d now)) (limit 9))", E, "'having' belongs", None),
    # Periods
    ("(select (id) (from «execution») (limit 9))", E, "needs a period", "execution (between now-1d now)"),
    ("(select ((device (id))) (from (device «execution»)) (limit 9))", E, "needs a period", "execution) (between now-1d now"),
    (IN.format("«(between now now-1d)»"), W, "runs backwards", "(between now-1d now)"),
    (IN.format("«(between midnight midnight-1d)»"), W, "runs backwards", "(between midnight-1d midnight)"),
    (IN.format("«(between now midnight)»"), W, "runs backwards", "(between midnight now)"),
    (IN.format("«(between midnight now-2d)»"), W, "runs backwards", "(between now-2d midnight)"),
    (IN.format("«(between 2026-11-23 2026-11-22)»"), W, "runs backwards", "(between 2026-11-22 2026-11-23)"),
    (IN.format("«(between now now)»"), W, "is empty", None),
    (IN.format("(between «2026-02-30» now)"), E, "is no date", None),
    ("(select (name) (from device (with package «(between now-1d now)»)))", W, "has no time", None),
    # Order, having, limit
    ("(select (name) (from device) (order_by «nmae» asc))", W, "is no field or aggregate of this query: name?", "name"),
    ("(select (name) (from device) (order_by «zebra» desc))", W, "is no field or aggregate", None),
    ("(select (name) (from device) (order_by «*» asc))", E, "rows are ordered by one", None),
    (WITH.format("(compute number_of_events) (having (gt «number_of_evnts» (integer 5)))"), W, "is not computed: number_of_events?", "number_of_events"),
    (WITH.format("(having (gt «number_of_events» (integer 5)))"), W, "only what is computed", None),
    ("(select (id) (from «execution» (between now-1d now)))", H, "a limit keeps the newest", "execution (between now-1d now)) (limit 100"),
    # Doubles, updates
    ("(select (name «name») (from device))", H, "is selected twice", ""),
    ("(update (set «name» (string x)) (from device))", E, "cannot be set", None),
    ("(update (set #Location nil) (from «execution»))", E, "holds events", None),
    ("(update (set #Location nil) (from (device «user»)))", E, "is a second table", None),
    ("(update (set #Location nil) (from device «(between now-1d now)»))", W, "'where' only", None),
    ("«»(update (set #Location nil) (from device))", H, "it changes the Engine", None),
]  # fmt: skip


def plain(marked: str) -> tuple[str, int, int]:
    """The query without its marks, and where its words at fault begin and end."""
    start = marked.index("«")
    return marked.replace("«", "").replace("»", ""), start, marked.index("»") - 1


@pytest.mark.parametrize(("marked", "severity", "words", "fixed"), PLANTED, ids=[row[0] for row in PLANTED])
def test_a_planted_mistake_is_found_at_its_words_and_mended(
    marked: str, severity: Severity, words: str, fixed: str | None
):
    query, start, end = plain(marked)
    found = [finding for finding in check(parse(query)) if (finding.span.start, finding.span.end) == (start, end)]
    finding = next(finding for finding in found if words in finding.message)
    assert finding.severity is severity
    if fixed is None:
        assert finding.fixes == ()
    else:
        assert apply_fix(query, finding.fixes[0]).startswith(query[:start] + fixed)


@pytest.mark.parametrize("row", [row for row in PLANTED if row[3] is not None], ids=lambda row: row[0])
def test_the_first_fix_removes_the_finding(row: tuple[str, Severity, str, str | None]):
    query, start, end = plain(row[0])
    found = [finding for finding in check(parse(query)) if (finding.span.start, finding.span.end) == (start, end)]
    finding = next(finding for finding in found if row[2] in finding.message)
    mended = check(parse(apply_fix(query, finding.fixes[0])))
    assert finding.message not in [remaining.message for remaining in mended]


def test_there_are_eighty_of_them():
    assert len(PLANTED) >= 80
