"""Every statement about NXQL that documentation or working clients make, each cited by its section."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import pytest
from world import DAY, MIDNIGHT, NOW, YESTERDAY, Row, World, grouped

from nxql_tui.engine.planner.plan import UpdatePlan
from nxql_tui.engine.questions import plan_request
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.engine.database import EngineDatabase

NAMES = "(select (name) (from device))"
PLACEHOLDER_QUERY = "(select (name) (from device (where device (eq name (string %1)))))"


@dataclass(frozen=True)
class Same:
    """A way of writing that means the same as another."""

    cite: str
    written: str
    plain: str


SAME = [
    Same("§2 whitespace may be left out beside brackets [client]", "(select(name)(from device))", NAMES),
    Same("§2 any amount of blanks, tabs and newlines [client]", "( select\n\t(name) (from\r\n  device ) )", NAMES),
    Same("§2 missing closing brackets are added [doc]",
         '(select (name) (from device (where device (eq device_type (enum laptop',
         '(select (name) (from device (where device (eq device_type (enum laptop)))))'),
    Same("§2 the outermost pair may be left off [client]", "select (name) (from device)", NAMES),
    Same("§2 strings stand in single quotes too [client]",
         "(select (id) (from device (where device (eq name (pattern '*-l*')))))",
         '(select (id) (from device (where device (eq name (pattern "*-l*")))))'),
    Same("§2 a literal without blanks may be bare [doc]",
         "(select (id) (from device (where device (eq device_type (enum laptop)))))",
         '(select (id) (from device (where device (eq device_type (enum "laptop")))))'),
    Same("§2 field names may be quoted [client]", '(select (name "last_seen" "device_type") (from device))',
         "(select (name last_seen device_type) (from device))"),
    Same("§2 a dynamic name in single quotes [client]", "(select (#'Cost center') (from device))",
         '(select (#"Cost center") (from device))'),
    Same("§3.1 a single name without brackets [client]", "(select name (from device))", NAMES),
    Same("§3.1 a star without brackets [client]", "(select * (from package))", "(select (*) (from package))"),
    Same("§3.1 order_by and limit in either order [client]",
         "(select (name) (from device) (limit 5) (order_by name asc))",
         "(select (name) (from device) (order_by name asc) (limit 5))"),
    Same("§3.3 tables in any order inside from [client]",
         "(select ((device (name)) (execution (id))) (from (binary device execution) (between now-1d now)) (limit 9))",
         "(select ((device (name)) (execution (id))) (from (execution device binary) (between now-1d now)) (limit 9))"),
    Same("§3.3 (TABLE F) is short for (TABLE (F)) [client]",
         "(select ((device name) (execution id)) (from (execution device) (between now-1d now)) (limit 9))",
         "(select ((device (name)) (execution (id))) (from (execution device) (between now-1d now)) (limit 9))"),
    Same("§3.3 a table may be named repeatedly [client]",
         "(select ((device (name)) (device (id))) (from (execution device) (between now-1d now)) (limit 9))",
         "(select ((device (name id))) (from (execution device) (between now-1d now)) (limit 9))"),
    Same("§3.4 clauses inside with in any order [client]",
         "(select (id) (from device (with execution (between now-1d now) (compute number_of_events))))",
         "(select (id) (from device (with execution (compute number_of_events) (between now-1d now))))"),
    Same("§6 an unquoted enum writes a blank as _ [client]",
         "(select (id) (from device_error (where device_error (eq type (enum system_crash))) (between now-7d now)))",
         '(select (id) (from device_error (where device_error (eq type (enum "system crash"))) (between now-7d now)))'),
    Same("§7 15m is minutes [client]", "(select (id) (from execution (between now-60m now)))",
         "(select (id) (from execution (between now-1h now)))"),
    Same("§7 2w is weeks [client]", "(select (id) (from device_error (between now-1w now)))",
         "(select (id) (from device_error (between now-7d now)))"),
]  # fmt: skip


@pytest.mark.parametrize("case", SAME, ids=lambda case: case.cite)
def test_it_means_the_same(case: Same, ask_company: Callable[..., Any]) -> None:
    written, plain = ask_company(case.written), ask_company(case.plain)
    assert plain.rows
    assert written == plain


@dataclass(frozen=True)
class Says:
    """A query and the rows that a statement promises."""

    cite: str
    query: str
    rows: Callable[[World], list[tuple[Any, ...]]]


def devices(keep: Callable[[Row], Any]) -> Callable[[World], list[tuple[Any, ...]]]:
    return lambda world: [(device["id"],) for device in world.objects("device") if keep(device)]


def like(text: str | None, pattern: str) -> bool:
    return text is not None and fnmatchcase(text.lower(), pattern)


def of_devices(condition: str) -> str:
    return f"(select (id) (from device (where device {condition})))"


SAYS = [
    Says("§3.1 between in from: objects active in the period [client]",
         "(select (id) (from device (between midnight-1d now)))",
         devices(lambda d: d["last_seen"] >= YESTERDAY)),
    Says("§3.2 a limited event query gives the last N, then ordered [doc]",
         "(select (start_time) (from web_request (between now-7d now)) (order_by start_time asc) (limit 100))",
         lambda w: sorted([(e["start_time"],) for e in w.events("web_request", NOW - 7 * DAY, NOW)])[-100:]),
    Says("§3.2 where may name a linked object [doc]",
         "(select (id) (from execution (where user (eq user_type (enum system))) (between midnight-1d now)))",
         lambda w: [(e["id"],) for e in w.events("execution", YESTERDAY, NOW)
                    if w.of(e, "user")["user_type"] == "system"]),
    Says("§3.3 without an event field there is still one row an event [doc]",
         "(select ((device (name))) (from (execution device) (between midnight-1d now)))",
         lambda w: [(w.of(e, "device")["name"],) for e in w.events("execution", YESTERDAY, NOW)]),
    Says("§3.4 one row an object with at least one matching event [doc]",
         "(select (id) (from device (with execution_error (between now-7d now))))",
         lambda w: [(number,) for number in sorted(grouped(w.events("execution_error", NOW - 7 * DAY, NOW), "device"))]),
    Says("§3.4 aggregates follow the selected fields [client]",
         "(select (id) (from device (with execution_error (compute number_of_errors) (between now-7d now))))",
         lambda w: [(number, len(events)) for number, events
                    in sorted(grouped(w.events("execution_error", NOW - 7 * DAY, NOW), "device").items())]),
    Says("§3.4 with package: installed packages [doc]",
         "(select (id) (from device (with package (where package (eq type (enum program))) (compute number_of_packages))))",
         lambda w: [(number, len(pairs)) for number, pairs in sorted(grouped(
             [p for p in w.rows("@installed_package") if p["@platform"] == "windows"
              and w.of(p, "package")["type"] == "program"], "device").items())]),
    Says("§3.5 unique pairs of two linked objects [doc]",
         "(select ((device (id)) (printer (id))) (from (device printer) (with print_job (between now-7d now))))",
         lambda w: sorted({(e["@device"], e["@printer"]) for e in w.events("print_job", NOW - 7 * DAY, NOW)})),
    Says("§3.5 two objects with a period alone [client]",
         "(select ((device (id)) (printer (id))) (from (device printer) (between midnight-1d now)))",
         lambda w: sorted({(e["@device"], e["@printer"]) for e in w.events("print_job", YESTERDAY, NOW)})),
    Says("§4 filters inside one where all hold [doc]",
         of_devices("(ge number_of_cores (integer 4)) (le number_of_cores (integer 6))"),
         devices(lambda d: 4 <= d["number_of_cores"] <= 6)),
    Says("§4 several where on one table are alternatives [client]",
         "(select (id) (from device (where device (eq id (identifier 3))) (where device (eq id (identifier 5)))"
         " (where device (eq id (identifier 9)))))",
         devices(lambda d: d["id"] in (3, 5, 9))),
    Says("§4 where on different tables all hold [doc]",
         "(select (id) (from execution_error (where execution_error (eq type (enum crash)))"
         " (where executable (eq name (string timesheet.exe))) (between now-7d now)))",
         lambda w: [(e["id"],) for e in w.events("execution_error", NOW - 7 * DAY, NOW)
                    if e["type"] == "crash" and w.of(e, "executable")["name"] == "timesheet.exe"]),
    Says("§4 eq [doc]", of_devices("(eq number_of_cores (integer 6))"), devices(lambda d: d["number_of_cores"] == 6)),
    Says("§4 ne [doc]", of_devices("(ne number_of_cores (integer 6))"), devices(lambda d: d["number_of_cores"] != 6)),
    Says("§4 gt [client]", of_devices("(gt number_of_cores (integer 6))"), devices(lambda d: d["number_of_cores"] > 6)),
    Says("§4 ge [client]", of_devices("(ge number_of_cores (integer 6))"), devices(lambda d: d["number_of_cores"] >= 6)),
    Says("§4 lt [client]", of_devices("(lt number_of_cores (integer 6))"), devices(lambda d: d["number_of_cores"] < 6)),
    Says("§4 le [client]", of_devices("(le number_of_cores (integer 6))"), devices(lambda d: d["number_of_cores"] <= 6)),
    Says("§4 gt on strings is the order of order_by [client]",
         '(select (name) (from device (where device (gt name (string "NXT-LON")))) (limit 7) (order_by name asc))',
         lambda w: sorted((d["name"],) for d in w.objects("device") if d["name"] > "NXT-LON")[:7]),
    Says("§4 eq on a list is any element [client]", of_devices("(eq ip_addresses (ip_address '10.30.0.11'))"),
         devices(lambda d: "10.30.0.11" in d["ip_addresses"])),
    Says("§5 * is any run [doc]", of_devices('(eq cpu_model (pattern "*intel*i5*"))'),
         devices(lambda d: like(d["cpu_model"], "*intel*i5*"))),
    Says("§5 ? is one character [client]", of_devices('(eq name (pattern "nxt-l??-l*"))'),
         devices(lambda d: like(d["name"], "nxt-l??-l*"))),
    Says("§6 string [doc]", of_devices('(eq group_name (string "CORP"))'), devices(lambda d: d["group_name"] == "CORP")),
    Says("§6 percent is a fraction [client]", of_devices("(gt system_drive_usage (percent 0.85))"),
         devices(lambda d: d["system_drive_usage"] > 0.85)),
    Says("§6 day [client]", of_devices("(gt total_active_days (day 300))"),
         devices(lambda d: d["total_active_days"] > 300)),
    Says("§6 integer [client]", of_devices("(gt number_of_days_since_last_boot (integer 2))"),
         devices(lambda d: d["number_of_days_since_last_boot"] > 2)),
    Says("§6 identifier [client]", of_devices("(eq id (identifier 4))"), devices(lambda d: d["id"] == 4)),
    Says("§6 http_status_code [client]",
         "(select (id) (from web_request (where web_request (ge http_status (http_status_code 500))) (between now-7d now)))",
         lambda w: [(e["id"],) for e in w.events("web_request", NOW - 7 * DAY, NOW) if (e["http_status"] or 0) >= 500]),
    Says("§6 booleans of some fields are the words yes and no [client]",
         of_devices('(eq antivirus_up_to_date (enum "no"))'), devices(lambda d: d["antivirus_up_to_date"] == "no")),
    Says("§7 now-Nd [doc]", "(select (id) (from execution (between now-2d now-1d)))",
         lambda w: [(e["id"],) for e in w.events("execution", NOW - 2 * DAY, NOW - DAY)]),
    Says("§7 midnight-Nd, half-open windows by day [client]",
         "(select (id) (from execution (between midnight-3d midnight-2d)))",
         lambda w: [(e["id"],) for e in w.events("execution", MIDNIGHT - 3 * DAY, MIDNIGHT - 2 * DAY)]),
    Says("§7 now-15m [client]", "(select (id) (from connection (between now-15m now)))",
         lambda w: [(e["id"],) for e in w.events("connection", NOW - timedelta(minutes=15), NOW)]),
    Says("§8 dynamic fields are filtered like others [client]", of_devices("(eq #Location (enum Paris))"),
         devices(lambda d: d["#Location"] == "Paris")),
    Says("§8 a score and its payload are fields [client]",
         '(select (#"score:Device Health/Disk" #"score:Device Health/Disk/payload") (from device))',
         lambda w: [(d["#score:Device Health/Disk"], d["#score:Device Health/Disk/payload"]) for d in w.objects("device")]),
    Says("§8 a remote action's output is a field [client]",
         "(select (id) (from device (where device (ge #'action:Get Startup Impact/HighImpactCount' (integer 8)))))",
         devices(lambda d: (d["#action:Get Startup Impact/HighImpactCount"] or 0) >= 8)),
    Says("§8 categories of other tables [client]",
         '(select (executable_name) (from binary (where binary (eq #"Suspicious binary" (enum yes)))))',
         lambda w: [(b["executable_name"],) for b in w.objects("binary") if b["#Suspicious binary"] == "yes"]),
    Says("§10 limit 0 gives headers alone [client]", "(select (name) (from device) (limit 0))", lambda _: []),
    Says("§10 a limit above all rows gives them all [client]", "(select (id) (from device) (limit 10000))",
         devices(lambda _: True)),
]  # fmt: skip


@pytest.mark.parametrize("case", SAYS, ids=lambda case: case.cite)
def test_it_says_what_is_promised(case: Says, ask_company: Callable[..., Any], world: World) -> None:
    answer = ask_company(case.query)
    expected = case.rows(world)
    assert expected or "limit 0" in case.cite
    assert answer.rows == [pytest.approx(row) for row in expected]


HEADINGS = [
    ("§3.1 wildcards in names [doc]", "(select (name *antivirus*) (from device))",
     ["name", "all_antiviruses", "antivirus_name", "antivirus_rtp", "antivirus_up_to_date", "number_of_antiviruses"]),
    ("§3.1 *entity [client]", "(select (*entity) (from device))", ["entity"]),
    ("§3.1 #* is every dynamic field [client]", "(select (#*) (from package))", ["Standard software"]),
    ("§3.3 columns of several tables are table/field [client]",
     '(select ((binary (executable_name #"Suspicious binary")) (execution (id))) (from (binary execution) (between now-1d now)))',
     ["binary/executable_name", "binary/Suspicious binary", "execution/id"]),
    ("§3.4 a computed column is named by its aggregate [client]",
     "(select (id) (from device (with execution_error (compute number_of_errors) (between now-1d now))))",
     ["id", "number_of_errors"]),
    ("§8 a dynamic column is named without # and quotes [client]",
     '(select (#"Cost center" #"score:Device Health/Disk") (from device))', ["Cost center", "score:Device Health/Disk"]),
]  # fmt: skip


@pytest.mark.parametrize(("cite", "query", "headings"), HEADINGS, ids=[cite for cite, _, _ in HEADINGS])
def test_columns_are_named(cite: str, query: str, headings: list[str], ask_company: Callable[..., Any]) -> None:
    assert ask_company(query).headings == headings, cite


REFUSED = [
    ("§3.3 printers are not linked to executions [doc]",
     "(select ((printer (name)) (execution (id))) (from (printer execution) (between now-1d now)))", "printer", "device"),
    ("§3.5 at most two objects [doc]",
     "(select ((device (id)) (user (id)) (package (id))) (from (device user package) (with execution)))", "package", None),
    ("§3.5 no logical operators between two objects [doc]",
     "(select ((device (id)) (user (id))) (from (device user) (or (with execution) (with connection))))", "or", None),
    ("§3.6 nothing but categories and custom fields is writable [doc]",
     '(update (set name (string "x")) (from device))', "name", None),
    ("§8 an unknown dynamic field: the options are those of the table [client]",
     "(select (#Unbekannt) (from package))", "#Unbekannt", '#"Standard software"'),
    ("§9 a mistyped field: the closest names [doc]", "(select (devce_type) (from device))", "devce_type", "device_type"),
    ("§9 none is close: all names of the place [doc]", "(select notavalidfieldname (from device)(limit 1))",
     "notavalidfieldname", "wmi_status"),
    ("§9 in compute these are the aggregates [doc]",
     "(select * (from device (with execution (compute notavalidfield)(between midnight-1d midnight)))",
     "notavalidfield", "number_of_binaries"),
    ("§2 a placeholder without its parameter [doc]", PLACEHOLDER_QUERY, "%1", None),
]  # fmt: skip


@pytest.mark.parametrize(("cite", "query", "word", "option"), REFUSED, ids=[cite for cite, *_ in REFUSED])
def test_it_is_refused(cite: str, query: str, word: str, option: str | None, refusal: Callable[..., Any]) -> None:
    page = refusal(query)
    assert page.message.split("'")[1] == word, cite
    assert option is None or option in page.options


def test_section_2_placeholders_are_filled_from_parameters(ask_company: Callable[..., Any]) -> None:
    """§2 %1, %2, … are filled from p1, p2, … [doc]; a bare literal may be one [client]."""
    name = ask_company("(select (name) (from device) (limit 1))").rows[0][0]
    assert ask_company(PLACEHOLDER_QUERY, p1=name).rows == [(name,)]


def test_section_8_a_category_may_be_a_parameter(ask_company: Callable[..., Any]) -> None:
    """§8 parameterised `#%1` [client]."""
    assert ask_company("(select (#%1) (from device) (limit 1))", p1="Location").headings == ["Location"]


def test_section_1_there_are_two_statements(company: EngineDatabase) -> None:
    """§1 select and update [doc]; §3.6 a clear for all objects [client]."""
    plan = plan_request(
        QueryRequest("(update (set #Location nil) (from device))"),
        company.catalog,
        company.now,
        may_edit_categories=True,
    )
    assert isinstance(plan, UpdatePlan)
    assert company.count(plan) == len(World(company).objects("device"))


def test_section_11_units_are_those_of_the_thresholds(ask_company: Callable[..., Any], world: World) -> None:
    """§11 ratios are fractions, durations milliseconds, responses microseconds, traffic bytes [client]."""
    query = (
        "(select (id) (from device (with connection (compute successful_connections_ratio average_network_response_time"
        " incoming_network_traffic) (between now-7d now))))"
    )
    for number, ratio, response, traffic in ask_company(query).rows:
        events = [e for e in world.events("connection", NOW - 7 * DAY, NOW) if e["@device"] == number]
        assert 0 <= ratio <= 1
        assert response is None or 900 <= response <= 181_000
        assert traffic == sum(e["incoming_traffic"] for e in events)
        break
