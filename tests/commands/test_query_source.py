from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from nxql_tui.commands.errors import WrongSettings
from nxql_tui.commands.query_source import read_query

if TYPE_CHECKING:
    from pathlib import Path


def test_the_query_of_the_command_line_is_taken_as_it_stands():
    assert read_query("(select ü)", None) == "(select ü)"


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path):
    (tmp_path / "q.nxql").write_bytes("\ufeff(select ü)\n".encode())
    assert read_query(None, str(tmp_path / "q.nxql")) == "(select ü)\n"


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path):
    (tmp_path / "q.nxql").write_bytes(b"(select\n\xfc)")
    with pytest.raises(WrongSettings, match=r"q\.nxql, line 2: the query is not UTF-8"):
        read_query(None, str(tmp_path / "q.nxql"))


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(WrongSettings, match=r"q\.nxql cannot be read: No such file"):
        read_query(None, str(tmp_path / "q.nxql"))


def test_a_folder_is_no_query(tmp_path: Path):
    with pytest.raises(WrongSettings, match="Is a directory"):
        read_query(None, str(tmp_path))


def test_no_query_at_all_is_wrong_usage():
    with pytest.raises(click.UsageError, match="Give a query"):
        read_query(None, None)


def test_two_queries_are_wrong_usage():
    with pytest.raises(click.UsageError, match="not both"):
        read_query("(select)", "q.nxql")
