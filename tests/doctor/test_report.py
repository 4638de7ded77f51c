from __future__ import annotations

import json

from nxql_tui.doctor.findings import Entry, Finding, Status
from nxql_tui.doctor.report import finding_lines, json_report, plain_report, summary

TLS = Finding("TLS", Status.WARNING, "It ends soon.", "Renew it.", 12.34, ("SHA-256 AB:CD",))
SKIPPED = Finding("x", Status.SKIPPED, "-")
ENTRIES = [
    Entry("A", Finding("one", Status.OK, "good")),
    Entry("B", TLS),
    Entry("B", Finding("x", Status.SKIPPED, "-")),
]


def test_a_finding_has_its_remedy_and_details_under_it():
    assert finding_lines(TLS, 80) == [
        "  ! warning TLS           It ends soon. (12 ms)",
        "                          → Renew it.",
        "                          SHA-256 AB:CD",
    ]


def test_a_long_text_is_wrapped_under_itself():
    lines = finding_lines(Finding("one", Status.OK, "word " * 30), 80)
    assert len(lines) > 2
    assert max(map(len, lines)) <= 80
    assert {line[:26] for line in lines[1:]} == {" " * 26}


def test_what_is_copied_is_never_cut():
    fingerprint = ":".join(["AB"] * 32)
    assert any(fingerprint in line for line in finding_lines(Finding("one", Status.OK, fingerprint), 40))


def test_on_a_screen_nothing_goes_beyond_its_edge():
    lines = finding_lines(Finding("one", Status.OK, "/folder" * 30), 60, breaks_words=True)
    assert max(map(len, lines)) <= 60


def test_a_number_and_its_unit_stay_together():
    for width in range(50, 90):
        text = "\n".join(finding_lines(Finding("one", Status.OK, "word " * 12, milliseconds=12), width))
        assert "(12 ms)" in text


def test_a_long_name_has_its_text_on_the_next_line():
    first, second = finding_lines(Finding("OS keyring (Secret Service)", Status.OK, "It can be used."), 80)
    assert first == "  ✔ ok      OS keyring (Secret Service)"
    assert second == " " * 26 + "It can be used."


def test_a_report_for_a_ticket_has_its_groups_and_a_summary():
    text = plain_report(ENTRIES)
    assert text.splitlines()[0] == "A"
    assert "\n\nB\n" in text
    assert text.endswith("\n\nNothing failed: 1 ok, 1 warning, 1 skipped.\n")


def test_the_summary_says_that_something_failed():
    assert summary([Finding("one", Status.FAILED, "")]) == "Something failed: 0 ok, 1 failed."


def test_a_report_for_programs_has_the_same_content():
    report = json.loads(json.dumps(json_report(ENTRIES, "0.1.0", 0)))
    assert report["summary"] == {"ok": 1, "warning": 1, "failed": 0, "skipped": 1}
    assert [group["title"] for group in report["groups"]] == ["A", "B"]
    assert report["groups"][1]["findings"][0] == {
        "name": "TLS",
        "status": "warning",
        "found": "It ends soon.",
        "remedy": "Renew it.",
        "milliseconds": 12.3,
        "details": ["SHA-256 AB:CD"],
    }
