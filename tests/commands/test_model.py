from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.model import load_model
from nxql_tui.nxql.parser import parse

if TYPE_CHECKING:
    import subprocess

    from tests.commands.conftest import Program


def _rows(done: subprocess.CompletedProcess[bytes]) -> list[list[str]]:
    assert (done.returncode, done.stderr) == (0, b"")
    return [line.split("\t") for line in done.stdout.decode().splitlines()]


def test_all_tables_are_listed(program: Program) -> None:
    rows = _rows(program.run("model"))
    assert {row[0] for row in rows} == set(load_model().tables)
    assert {len(row) for row in rows} == {4}


def test_a_table_has_its_fields_aggregates_and_links_with_all_that_is_known(program: Program) -> None:
    rows = {row[0]: row[1:] for row in _rows(program.run("model", "execution"))}
    assert rows["binary"][0] == "object"
    assert rows["number_of_executions"][0] == "aggregate"
    kind, type_name, words = rows["status"]
    assert (kind, type_name) == ("field", "enum")
    assert "One of " in words
    assert words.endswith(".")


def test_words_are_searched_for(program: Program) -> None:
    assert _rows(program.run("model", "system", "drive", "usage"))[0][0] == "device.system_drive_usage"


def test_what_is_not_found_is_answered_with_names_like_it(program: Program) -> None:
    done = program.run("model", "system_dirve_usage")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Close to it: device.system_drive_usage" in done.stderr


@pytest.mark.parametrize("option", ["--examples", "--select-fields"])
def test_the_queries_that_are_printed_are_right(program: Program, option: str) -> None:
    done = program.run("model", "device", option)
    texts = [text for text in done.stdout.decode().split("\n\n") if text]
    assert texts
    for text in texts:
        assert check(parse(text)) == ()
    assert program.run("model", "devices", option).returncode == 2
