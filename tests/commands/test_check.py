from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.commands.conftest import Program

GOOD = "(select (name) (from device) (limit 5))"


def test_a_good_query_prints_nothing(program: Program):
    done = program.run("check", GOOD)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_mistake_is_shown_in_its_line(program: Program):
    done = program.run("check", "(select (name)\n(from device)\n(limit five))")
    assert done.returncode == 3
    first, line, marker, *_ = done.stdout.decode().splitlines()
    assert first.startswith("3:8: error: ")
    assert line == "    (limit five))"
    assert marker == "           ^~~~"
    assert done.stderr == b""


def test_a_query_is_read_from_a_file(program: Program):
    (program.folder / "q.nxql").write_text(GOOD)
    assert program.run("check", "-f", "q.nxql").returncode == 0


def test_a_query_is_read_from_standard_input(program: Program):
    assert program.run("check", "-", typed=b"(select (name) (from device)))").returncode == 3
    assert program.run("check", "-f", "-", typed=GOOD.encode()).returncode == 0


def test_what_the_engine_completes_is_no_error(program: Program):
    assert program.run("check", "(select (name) (from device").returncode == 0


def test_a_query_with_placeholders_is_checked_without_their_values(program: Program):
    assert program.run("check", "(select (name) (from device (where device (eq name (string %1)))))").returncode == 0


def test_an_empty_query_is_an_error(program: Program):
    done = program.run("check", "")
    assert done.returncode == 3
    assert done.stdout.startswith(b"1:1: error: ")
