"""`nxql-tui query` with options that shape the rows."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import duckdb
import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Program

QUERY = "(select (name device_type total_ram last_seen) (from device) (order_by name asc) (limit 60))"
SHAPED = ("--sort=-total_ram,name", "--columns", "total_ram,name", "--where", "device_type=laptop")


@pytest.fixture
def ask(program: Program, at_engine: list[str], password: dict[str, str]) -> Callable[..., bytes]:
    """Asks with these options and returns standard output; the exit code must be the one expected."""

    def run(*options: str, query: str = QUERY, code: int = 0, says: str = "") -> bytes:
        done = program.run("query", query, *at_engine, *options, variables=password)
        assert done.returncode == code, done.stderr
        assert says in done.stderr.decode()
        if code:
            assert done.stdout == b""
        assert not program.spools
        return done.stdout

    return run


def expected_rows(answer: bytes) -> list[list[str]]:
    """What `SHAPED` asks for, from the Engine's own csv."""
    rows = list(csv.DictReader(io.StringIO(answer.decode(), newline=""), delimiter="\t"))
    laptops = [row for row in rows if row["device_type"] == "laptop"]
    laptops.sort(key=lambda row: (-int(row["total_ram"]), row["name"]))
    return [[row["total_ram"], row["name"]] for row in laptops]


def test_rows_are_filtered_sorted_and_reduced_to_columns(ask: Callable[..., bytes]):
    rows = expected_rows(ask())
    assert len(rows) > 5
    shaped = ask(*SHAPED).decode()
    assert list(csv.reader(io.StringIO(shaped, newline=""), delimiter="\t")) == [["total_ram", "name"], *rows]
    assert [list(row.values()) for row in json.loads(ask(*SHAPED, "--format=json"))] == [
        [int(ram), name] for ram, name in rows
    ]
    commas = ask(*SHAPED, "--comma", "--guard-formulas").decode()
    assert list(csv.reader(io.StringIO(commas, newline="")))[1:] == rows


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("-o", "devices.foo"), "devices.foo is csv, for .foo names no format; --format names another.\n"),
        (("-o", "devices.foo", "--format=csv"), ""),
        (("-o", "devices"), ""),
        (("-o", "devices.CSV"), ""),
    ],
)
def test_an_ending_that_names_no_format_is_told_what_was_written(
    program: Program, at_engine: list[str], password: dict[str, str], options: tuple[str, ...], told: str
):
    done = program.run("query", QUERY, *at_engine, *options, variables=password)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (0, b"", told)
    assert (program.folder / options[1]).read_bytes().startswith(b"name\tdevice_type\t")


def test_the_ending_of_the_file_names_its_format(ask: Callable[..., bytes], program: Program):
    rows = expected_rows(ask())
    assert ask(*SHAPED, "-o", "laptops.xlsx", "--side-file") == b""
    sheet = openpyxl.load_workbook(program.folder / "laptops.xlsx").worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [[int(r), n] for r, n in rows]
    about = json.loads((program.folder / "laptops.xlsx.about.json").read_text())
    assert (about["rows"], about["query"]) == (len(rows), QUERY)
    assert about["view"]["where"] == ["device_type = laptop"]
    ask(*SHAPED, "-o", "laptops.parquet")
    with duckdb.connect() as connection:
        found = connection.execute("FROM read_parquet(?)", [str(program.folder / "laptops.parquet")]).fetchall()
    assert found == [(int(ram), name) for ram, name in rows]
    for name in ("laptops.xlsx", "laptops.parquet", "laptops.xlsx.about.json"):
        assert (program.folder / name).stat().st_mode & 0o777 == 0o600


def test_without_such_options_a_file_holds_the_engines_bytes_in_the_format_of_its_ending(
    ask: Callable[..., bytes], program: Program
):
    ask("-o", "devices.json", "--side-file")
    assert (program.folder / "devices.json").read_bytes() == ask("--format=json")
    about = json.loads((program.folder / "devices.json.about.json").read_text())
    assert (about["written_by"], about["complete"], "view" in about) == ("the Engine", True, False)


def test_a_view_in_markdown_goes_to_standard_output(ask: Callable[..., bytes]):
    lines = ask("--format=md", "--where=name ~ nxt", "--where", "last_seen is not null").decode().splitlines()
    assert lines[0] == "| name | device_type | total_ram | last_seen |"
    assert len(lines[:-2]) == 62
    assert lines[-2:] == ["", r"Only rows where name \~ nxt and last_seen is not null"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--sort", "totl_ram"), "no column 'totl_ram'. Did you mean total_ram?"),
        (("--columns", "name,nme"), "Did you mean name?"),
        (("--where", "hello"), "'hello' is no condition"),
        (("--where", "total_ram > much"), "cannot be compared"),
        (("--format=json", "--comma"), "are for csv"),
        (("--side-file",), "--output FILE"),
        (("--format=xlsx", "-o", "missing/x.xlsx"), "no folder"),
        (("--format=xlsx", "--as=curl"), "A recipe asks the Engine itself"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    ask: Callable[..., bytes], program: Program, options: tuple[str, ...], says: str
):
    ask(*options, code=2, says=says)
    assert {path.name for path in program.folder.iterdir()} <= {"home"}


def test_an_update_is_no_view(ask: Callable[..., bytes]):
    update = "(update (set #x (enum a)) (from device (where device (eq name (string b)))))"
    ask("--sort=name", "--allow-update", "--yes", query=update, code=2, says="An update has no rows")


def test_a_workbook_is_nothing_for_a_terminal(program: Program, at_engine: list[str], password: dict[str, str]):
    child = program.open_terminal("query", QUERY, *at_engine, "--format=xlsx", variables=password)
    child.expect("nothing for a terminal")


def test_the_answer_of_a_view_that_is_refused_leaves_an_older_file(ask: Callable[..., bytes], program: Program):
    path: Path = program.folder / "old.csv"
    path.write_text("mine")
    ask("--sort", "nobody", "-o", "old.csv", code=2, says="no column 'nobody'")
    assert path.read_text() == "mine"
