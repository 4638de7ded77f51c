"""What this Engine does where nothing is known [inferred]: one case a decision (`reference/nxql.md` §12, `web_api.md` §10)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from world import ALL, DAY, FRIDAY, NOW, World, grouped

if TYPE_CHECKING:
    from collections.abc import Callable


def ids(answer: Any) -> list[int]:
    return [row[0] for row in answer.rows]


def with_devices(world: World, *events: str) -> list[set[int]]:
    return [set(grouped(world.events(event, NOW - 7 * DAY, NOW), "device")) for event in events]


def test_objects_without_an_event(ask_company: Callable[..., Any], world: World) -> None:
    """`(without EVENT …)`: objects of the table with no matching event."""
    (crashed,) = with_devices(world, "execution_error")
    answer = ask_company("(select (id) (from device (without execution_error (between now-7d now))))")
    assert ids(answer) == [row["id"] for row in world.objects("device") if row["id"] not in crashed]


def test_several_with_all_hold_and_may_be_joined_by_and_or(ask_company: Callable[..., Any], world: World) -> None:
    """All must hold; `(and …)` and `(or …)` around them."""
    first, second = with_devices(world, "execution_error", "device_error")
    one = "(with execution_error (between now-7d now))"
    other = "(with device_error (between now-7d now))"
    assert set(ids(ask_company(f"(select (id) (from device {one} {other}))"))) == first & second
    assert set(ids(ask_company(f"(select (id) (from device (and {one} {other})))"))) == first & second
    assert set(ids(ask_company(f"(select (id) (from device (or {one} {other})))"))) == first | second
    assert first & second
    assert first ^ second


def test_an_event_lies_in_a_period_when_it_starts_there(ask_company: Callable[..., Any], world: World) -> None:
    """Its start is in [T1, T2)."""
    moment = world.events("execution", FRIDAY, FRIDAY + DAY)[5]["start_time"]
    text = moment.isoformat()
    assert ask_company(f"(select (id) (from execution (between {text} {text})))").rows == []
    until = moment.replace(microsecond=999_999)
    found = world.events("execution", moment, until)
    later = moment.replace(second=(moment.second + 1) % 60)
    if later > moment:
        answer = ask_company(f"(select (id) (from execution (between {text} {later.isoformat()})))")
        assert ids(answer) == [event["id"] for event in found]


def test_a_with_without_between_is_about_all_time(ask_company: Callable[..., Any], world: World) -> None:
    """The `between` of a `with` that has none."""
    answer = ask_company("(select (id) (from device (with execution (compute number_of_events))))")
    groups = grouped(world.events("execution"), "device")
    assert answer.rows == [(number, len(events)) for number, events in sorted(groups.items())]


@pytest.mark.parametrize("period", ["2026-11-20 2026-11-21", "2026-11-20T00:00:00 2026-11-21T00:00:00",
                                    "(datetime 2026-11-20) (datetime 2026-11-21T00:00:00)"])  # fmt: skip
def test_absolute_times(period: str, ask_company: Callable[..., Any], world: World) -> None:
    """`YYYY-MM-DD`, `YYYY-MM-DDTHH:MM:SS`, bare or in `(datetime …)`."""
    answer = ask_company(f"(select (id) (from execution (between {period})))")
    assert ids(answer) == [event["id"] for event in world.events("execution", FRIDAY, FRIDAY + DAY)]


@pytest.mark.parametrize("offset", ["86400s", "1440min", "1440m", "24h", "1d"])
def test_units_of_offsets(offset: str, ask_company: Callable[..., Any]) -> None:
    """`s min h d w`, and `m` for minutes."""
    query = "(select (id) (from execution (between now-{} now)))"
    assert ask_company(query.format(offset)) == ask_company(query.format("1d"))


def test_text_is_compared_exactly_and_patterns_ignore_case(ask_company: Callable[..., Any]) -> None:
    """String `eq` is case-sensitive; `pattern` ignores case; a backslash makes `*` and `?` plain."""
    name = ask_company("(select (name) (from device) (limit 1))").rows[0][0]
    query = '(select (name) (from device (where device (eq name ({} "{}")))))'
    assert ask_company(query.format("string", name.lower())).rows == []
    assert ask_company(query.format("pattern", name.lower())).rows == [(name,)]
    assert ask_company(query.format("pattern", "\\\\*")).rows == []


def test_nil(ask_company: Callable[..., Any], world: World) -> None:
    """`eq FIELD nil`, `ne FIELD nil`; a null never satisfies any other comparison, `ne` included."""
    devices = world.objects("device")
    query = "(select (id) (from device (where device ({} #Location {}))))"
    nulls = [row["id"] for row in devices if row["#Location"] is None]
    assert nulls
    assert ids(ask_company(query.format("eq", "nil"))) == nulls
    assert ids(ask_company(query.format("ne", "nil"))) == [row["id"] for row in devices if row["#Location"]]
    others = [row["id"] for row in devices if row["#Location"] not in (None, "Paris")]
    assert ids(ask_company(query.format("ne", "(enum Paris)"))) == others


@pytest.mark.parametrize("direction", ["asc", "desc", ""])
def test_order_by(direction: str, ask_company: Callable[..., Any], world: World) -> None:
    """Without a direction ascending; nulls last either way; ties by id."""
    answer = ask_company(f"(select (id last_boot_duration) (from device) (order_by last_boot_duration {direction}))")
    sign = -1 if direction == "desc" else 1
    rows = sorted(
        world.objects("device"),
        key=lambda row: (row["last_boot_duration"] is None, sign * (row["last_boot_duration"] or 0), row["id"]),
    )
    assert answer.rows == [(row["id"], row["last_boot_duration"]) for row in rows]


def test_objects_come_by_id_and_a_column_may_stand_twice(ask_company: Callable[..., Any]) -> None:
    """Plain objects without `order_by`; a column selected twice appears twice."""
    answer = ask_company("(select (id id) (from package))")
    assert answer.headings == ["id", "id"]
    assert answer.rows == sorted(answer.rows)


def test_stars(ask_company: Callable[..., Any], world: World) -> None:
    """`*` is all static fields of the platforms asked in alphabetical order, each under one spelling."""
    headings = ask_company("(select (*) (from user) (limit 1))", ("mac_os",)).headings
    assert headings == sorted(headings)
    assert "seen_on_mac_os" in headings
    assert "seen_on_mac" not in headings
    assert ask_company("(select (*) (from user) (limit 1))", ("mobile",)).headings == [
        "seen_on_mac_os", "seen_on_mobile", "seen_on_windows",
    ]  # fmt: skip


def test_a_field_of_one_platform(ask_company: Callable[..., Any], refusal: Callable[..., Any]) -> None:
    """Null where a row's platform lacks it; an error where none of those asked has it."""
    rows = ask_company("(select (platform sid) (from device))", ALL).rows
    assert all((sid is None) == (platform != "windows") for platform, sid in rows)
    assert refusal("(select (sid) (from device))", ("mobile",)).offending_word == "sid"


def test_substitution_is_textual(ask_company: Callable[..., Any]) -> None:
    """`%N` is filled before parsing."""
    assert ask_company("(select (%1) (from device) %2)", p1="id name", p2="(limit 3)").headings == ["id", "name"]


@pytest.mark.parametrize("limit", ["-1", "many", "1.5", ""])
def test_a_limit_is_a_whole_number(limit: str, refusal: Callable[..., Any]) -> None:
    assert refusal(f"(select (id) (from device) (limit {limit}))").message


def test_an_unknown_keyword_in_an_update_gets_those_of_the_category(refusal: Callable[..., Any]) -> None:
    page = refusal("(update (set #Location (enum Xxxxxxxx)) (from device))")
    assert "Lausanne" in page.options


def test_too_many_closing_brackets_are_an_error_at_the_first(refusal: Callable[..., Any]) -> None:
    assert "column 30" in refusal("(select (name) (from device)))))").message


def test_comments_are_skipped(ask_company: Callable[..., Any]) -> None:
    """`// …` to the end of a line."""
    assert ask_company("(select (id) // all of them)\n(from device))").rows


def test_events_without_order_come_newest_first_when_limited_else_by_id(ask_company: Callable[..., Any]) -> None:
    query = "(select (start_time id) (from execution (between now-1d now)){})"
    limited = ask_company(query.format(" (limit 20)")).rows
    assert limited == sorted(limited, reverse=True)
    everything = [number for _, number in ask_company(query.format("")).rows]
    assert everything == sorted(everything)


# --- on the wire


def ask(visitor: Any, query: str, *more: str) -> Any:
    return visitor.send("GET", f"/2/query?{'&'.join([f'query={quote(query)}', *more])}")


def test_html_and_windows_are_the_defaults(visitor: Any) -> None:
    reply = ask(visitor, "(select (platform) (from device) (limit 3))")
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert reply.text.count("<td>windows</td>") == 3


def test_csv_quotes_only_what_needs_it(visitor: Any) -> None:
    reply = ask(visitor, '(select (executable_name #"Analyst note") (from binary))', "format=csv")
    noted = next(line for line in reply.text.splitlines() if "phishing" in line)
    assert '\t"Seen in a ""phishing"" mail\tticket 4711' in noted
    assert "\nsvchost.exe\t\n" in reply.text


def test_lists_are_joined_by_a_comma_in_csv_and_xml(visitor: Any) -> None:
    query = "(select (ip_addresses) (from device))"
    lists = [row["ip_addresses"] for row in json.loads(ask(visitor, query, "format=json").body)]
    assert any(len(found) > 1 for found in lists)
    assert ask(visitor, query, "format=csv").text.split("\n")[1:-1] == [", ".join(found) for found in lists]
    body = ElementTree.fromstring(ask(visitor, query, "format=xml").body)[1]
    assert [row[0].text or "" for row in body] == [", ".join(found) for found in lists]


def test_xml_declares_utf_8_and_null_is_an_empty_element(visitor: Any) -> None:
    reply = ask(visitor, "(select (last_boot_duration) (from device))", "format=xml")
    assert reply.text.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    assert "<r><c0/></r>" in reply.text


def test_the_execution_time_is_in_whole_milliseconds(visitor: Any) -> None:
    assert ask(visitor, "(select (id) (from device))").headers["NX_EXEC_TIME"].isdecimal()


def test_the_error_page_has_its_form(visitor: Any) -> None:
    page = ask(visitor, "(select (nmae) (from device))").text
    head = '<html><head><title>Error</title></head><body><div id="error_message">'
    assert page.startswith(head)
    assert page.endswith('<div id="error_options">Did you mean: <ul><li>name</li></ul></div></body></html>')


def test_unknown_parameters_are_ignored_and_unknown_values_are_not(visitor: Any) -> None:
    query = "(select (id) (from device) (limit 1))"
    assert ask(visitor, query, "colour=blue").status == 200
    assert ask(visitor, query, "format=pdf").status == 400
    assert ask(visitor, query, "platform=amiga").status == 400


def test_the_challenge_names_its_realm(visitor: Any) -> None:
    reply = visitor.send("GET", "/2/query?query=x", login=None)
    assert reply.headers["WWW-Authenticate"] == 'Basic realm="Nexthink"'


def test_an_update_is_answered_by_one_number(small_visitor: Any) -> None:
    query = "(update (set #Location nil) (from device (where device (eq id (identifier 1)))))"
    assert ask(small_visitor, query, "format=csv").text == "updated\n1\n"
