from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.model import load_model
from nxql_tui.nxql.parser import parse

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[bytes]]


def _rows(done: subprocess.CompletedProcess[bytes]) -> list[list[str]]:
    assert (done.returncode, done.stderr) == (0, b"")
    return [line.split("\t") for line in done.stdout.decode().splitlines()]


def test_all_tables_are_listed(run_here: Run) -> None:
    rows = _rows(run_here("model"))
    assert {row[0] for row in rows} == set(load_model().tables)
    assert {len(row) for row in rows} == {4}


def test_a_table_has_its_fields_aggregates_and_links_with_all_that_is_known(run_here: Run) -> None:
    rows = {row[0]: row[1:] for row in _rows(run_here("model", "execution"))}
    assert rows["binary"][0] == "object"
    assert rows["number_of_executions"][0] == "aggregate"
    kind, type_name, words = rows["status"]
    assert (kind, type_name) == ("field", "enum")
    assert "One of " in words
    assert words.endswith(".")


def test_words_are_searched_for(run_here: Run) -> None:
    assert _rows(run_here("model", "system", "drive", "usage"))[0][0] == "device.system_drive_usage"


def test_what_is_not_found_is_answered_with_names_like_it(run_here: Run) -> None:
    done = run_here("model", "system_dirve_usage")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Close to it: device.system_drive_usage" in done.stderr


@pytest.mark.parametrize("option", ["--examples", "--select-fields"])
@pytest.mark.parametrize("platform", [None, "mac_os"])
def test_the_queries_that_are_printed_are_right(run_here: Run, option: str, platform: str | None) -> None:
    done = run_here("model", "device", option, *([] if platform is None else ["--platform", platform]))
    texts = [text for text in done.stdout.decode().split("\n\n") if text]
    assert texts
    for text in texts:
        # As `nxql-tui query` asks them.
        assert check(parse(text), platforms={platform or "windows"}) == ()
    assert run_here("model", "devices", option).returncode == 2


def test_a_table_that_is_not_on_the_platforms_is_queried_where_it_is(run_here: Run) -> None:
    done = run_here("model", "printer", "--select-fields", "--platform", "mac_os,mobile")
    assert (done.returncode, check(parse(done.stdout.decode()), platforms={"windows"})) == (0, ())
    assert done.stderr == b"printer does not exist on mac_os, mobile; to ask these queries: --platform windows\n"


def test_platforms_are_refused_where_no_query_is_printed(run_here: Run) -> None:
    done = run_here("model", "device", "--platform", "mac_os")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--platform is for the queries of --examples and --select-fields." in done.stderr
