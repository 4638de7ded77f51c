"""Commands that work on answers which lie in files."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from nxql_tui.commands import group
from nxql_tui.results.pivot import Measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import Program

    Run = Callable[..., subprocess.CompletedProcess[bytes]]


EARLIER = "name\ttype\tram\na\tlaptop\t8\nb\tlaptop\t16\nc\tserver\t64\n"
LATER = "name\ttype\tram\na\tlaptop\t8\nb\tlaptop\t32\nd\tserver\t128\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "earlier.csv").write_text(EARLIER)
    (tmp_path / "later.csv").write_text(LATER)
    return tmp_path


def test_each_column_is_a_line(run_here: Run, files: Path) -> None:
    done = run_here("summary", "earlier.csv")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == [
        "name\ttext\t0\t3\ta\tc",
        "type\ttext\t0\t2\tlaptop\tserver",
        "ram\tinteger\t0\t3\t8\t64",
    ]


def test_each_figure_of_a_column_is_a_line_also_of_standard_input(run_here: Run) -> None:
    done = run_here("summary", "-", "ram", typed=EARLIER.encode())
    lines = [tuple(line.split("\t")) for line in done.stdout.decode().splitlines()]
    assert {("rows", "3"), ("null", "0"), ("different", "3"), ("min", "8"), ("sum", "88"), ("value 8", "1")} <= {*lines}


def test_a_row_is_read_a_field_a_line(run_here: Run) -> None:
    done = run_here("row", "-", "2", typed=EARLIER.replace("\tlaptop\t16", "\t\t16").encode())
    assert done.stdout.decode() == "name\tb\ntype\t∅\nram\t16\n"


def test_rows_are_grouped(run_here: Run, files: Path) -> None:
    done = run_here("group", "earlier.csv", "--by", "type", "--measure", "sum", "--of", "ram")
    assert done.stdout.decode().splitlines() == ["type\trows\tsum of ram", "laptop\t2\t24", "server\t1\t64"]
    assert set(group._MEASURES) == set(Measure)


def test_what_is_other_is_marked_and_counted(run_here: Run, files: Path) -> None:
    done = run_here("compare", "earlier.csv", "-", typed=LATER.encode())
    assert done.stdout.decode().splitlines() == [
        "±\tname\ttype\tram\twas",
        "~\tb\tlaptop\t32\tram: 16",
        "+\td\tserver\t128\t",
        "-\tc\tserver\t64\t",
    ]
    assert done.stderr == b"+1 -1 ~1; rows are told from each other by name\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("summary", "gone.csv"), "There is no file gone.csv."),
        (("summary", "rows.xlsx"), "A file of xlsx is not read"),
        (("summary", "earlier.csv", "rma"), "Did you mean ram?"),
        (("row", "earlier.csv", "4"), "There is no row 4: the answer has 3."),
        (("group", "earlier.csv", "--by", "name,type,ram"), "--by takes one column, or two different ones."),
        (("group", "earlier.csv", "--by", "name", "--measure", "sum"), "--measure needs the column"),
        (("compare", "-", "-"), "Only one of the answers"),
    ],
)
def test_what_cannot_be_done_is_said(run_here: Run, files: Path, arguments: tuple[str, ...], said: str) -> None:
    (files / "rows.xlsx").touch()
    done = run_here(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert not list((files / "home" / "cache" / "spools").glob("*"))


def test_answers_come_through_pipes_as_shells_give_them(run_here: Run, tmp_path: Path) -> None:
    writers = []
    for name, text in (("earlier", EARLIER), ("later", LATER)):
        os.mkfifo(tmp_path / name)
        writers.append(Thread(target=(tmp_path / name).write_text, args=(text,), daemon=True))
        writers[-1].start()
    done = run_here("compare", "earlier", "later", "--key", "name")
    assert done.stderr == b"+1 -1 ~1; rows are told from each other by name\n"
    for writer in writers:
        writer.join()


def test_a_full_disk_behind_standard_output_is_said(program: Program, files: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            program.command("summary", "earlier.csv"),
            stdout=full,
            stderr=subprocess.PIPE,
            env=program.environment,
            cwd=files,
            check=False,
        )
    assert done.returncode == 7
    assert done.stderr == b"nxql-tui: Standard output cannot be written: No space left on device.\n"
