from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.commands.conftest import Program


def test_a_query_is_printed_in_the_standard_layout(program: Program):
    done = program.run("format", "(select (name)(from device)(limit 5))")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == ["(select (name)", "    (from device)", "    (limit 5))"]


def test_what_is_printed_can_be_read_again(program: Program):
    once = program.run("format", "select (name) (from device (where device (eq name (string 'é').").stdout
    assert program.run("format", "-", typed=once).stdout == once


def test_a_query_that_is_not_finished_is_printed_too(program: Program):
    done = program.run("format", '(select (name) (from device (where device (eq name (string "a')
    assert done.returncode == 0
    assert done.stdout.decode().endswith('(string "a\n')
