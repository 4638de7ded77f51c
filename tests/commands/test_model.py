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
def test_the_queries_that_are_printed_are_right(run_here: Run, option: str) -> None:
    done = run_here("model", "device", option)
    texts = [text for text in done.stdout.decode().split("\n\n") if text]
    assert texts
    for text in texts:
        assert check(parse(text)) == ()
    assert run_here("model", "devices", option).returncode == 2
