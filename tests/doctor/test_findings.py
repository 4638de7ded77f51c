from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.doctor.findings import Entry, Finding, Group, Status, examine

if TYPE_CHECKING:
    from collections.abc import Iterator


def good(name: str) -> Finding:
    return Finding(name, Status.OK, "as it should be")


def breaking() -> Iterator[Finding]:
    yield good("first")
    raise RuntimeError("kanarienvogel")


def nothing_to_say(_error: Exception) -> str:
    return "It is reported."


def test_findings_come_as_they_are_known():
    asked: list[str] = []

    def look() -> Iterator[Finding]:
        for name in ("one", "two"):
            asked.append(name)
            yield good(name)

    entries = examine([Group("A", look)], nothing_to_say)
    assert next(entries) == Entry("A", good("one"))
    assert asked == ["one"]


def test_a_look_that_breaks_is_a_finding_and_the_other_groups_are_looked_at():
    faults: list[Exception] = []

    def report(error: Exception) -> str:
        faults.append(error)
        return "It is reported."

    entries = list(examine([Group("A", breaking), Group("B", lambda: [good("last")])], report))
    assert [(entry.group, entry.finding.status) for entry in entries] == [
        ("A", Status.OK),
        ("A", Status.FAILED),
        ("B", Status.OK),
    ]
    assert entries[1].finding.remedy == "It is reported."
    assert [type(fault) for fault in faults] == [RuntimeError]


def test_what_an_unexpected_error_says_is_not_shown_for_it_may_hold_anything():
    broken = list(examine([Group("A", breaking)], nothing_to_say))[1].finding
    assert "RuntimeError" in broken.found
    assert "kanarienvogel" not in repr(broken)


def test_what_a_stranger_writes_into_a_finding_steers_no_terminal():
    finding = Finding("a\x1b[2J", Status.OK, "b\x1b", "c\n", details=("d\x07",))
    assert (finding.name, finding.found, finding.remedy, finding.details) == ("a␛[2J", "b␛", "c␊", ("d␇",))


def test_nor_does_the_name_of_a_group():
    entry = next(examine([Group("Way to \x1b", lambda: [good("x")])], nothing_to_say))
    assert entry.group == "Way to ␛"
